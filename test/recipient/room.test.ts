import { describe, expect, test } from 'vitest'
import { findingId } from '../../src/core/finding.ts'
import { freeze, unfreeze } from '../../src/core/json.ts'
import { couldNotSee, type Observation, saw } from '../../src/core/observation.ts'
import type { Profile } from '../../src/core/profile.ts'
import { judgeRoom } from '../../src/core/run-room.ts'
import type { Vote } from '../../src/core/same-block.ts'
import { addressTopic, topics } from '../../src/payments/effect.ts'
import type { MovesSeen } from '../../src/payments/moves.ts'
import { catalog } from '../../src/recipient/catalog.ts'
import { seenOfEvm } from '../../src/recipient/checks/evm.ts'
import { listCalls } from '../../src/recipient/collect.ts'
import type { DeltaExpected, DeltaSeen } from '../../src/recipient/delta-shapes.ts'
import { expectRecipient } from '../../src/recipient/expect.ts'
import { recipient } from '../../src/recipient/room.ts'
import { recipientScreen } from '../../src/recipient/screen.ts'
import type { EvmSeen, RecipientExpected, RecipientSeen, SolanaSeen } from '../../src/recipient/shapes.ts'
import { readinessOf } from '../../src/recipient/view.ts'

const network = 'eip155:8453'
const address = `0x${'a1'.repeat(20)}`
const token = `0x${'c3'.repeat(20)}`
const unit = { network, asset: token, decimals: 6, symbol: 'USDC' }
const look = { at: '2026-11-21T00:00:00.000Z', source: 'node', ref: 'test' }
const word = (value: bigint) => `0x${value.toString(16).padStart(64, '0')}`
const votes = <T>(...answers: readonly T[]): readonly Vote<T>[] =>
  answers.map((value, at) => ({ label: `node ${at}`, answer: saw(look, value) as Observation<T> }))
const refused: readonly Vote<string>[] = [
  { label: 'node', answer: couldNotSee(look, 'rpc', 'execution reverted', 'REVERTED') },
]
const silent: readonly Vote<string>[] = [
  { label: 'node', answer: couldNotSee(look, 'deadline', 'no answer') },
]

const pays = (parts: object = {}) => ({
  ...{ network, unit, eip712: null, forbiddenPayTo: [], refundFrom: [] },
  payTo: [{ address, from: null, until: null }],
  ...parts,
})
const now = new Date('2026-11-21T00:00:00Z')

function expecting(
  entry: object = {},
  more: Partial<Parameters<typeof expectRecipient>[1]> = {},
): RecipientExpected {
  const profile = { pays: [pays(entry)] } as unknown as Profile
  return expectRecipient(profile, { now, advertised: [], delta: null, ...more })
}

const to = (...addresses: readonly string[]) => ({
  payTo: addresses.map((one) => ({ address: one, from: null, until: null })),
})
const on = (id: string, asset = token) => ({ network: id, unit: { ...unit, network: id, asset } })

type Answers = NonNullable<EvmSeen['answers']>
const block = { number: 100, hash: word(1n), timestamp: 1_795_000_000 }

/** What a chain says of a plain account and a token with a pause and a blacklist, but for these parts. */
function evm(
  parts: Partial<Answers> & { readonly lists?: never; readonly list?: readonly Vote<string>[] } = {},
): EvmSeen {
  const { list = votes(word(0n)), ...rest } = parts
  const answers: Answers = {
    code: votes('0x'),
    tokenCode: votes('0x60'),
    balance: votes(word(5000n)),
    paused: { name: 'paused', votes: votes(word(0n)) },
    lists: listCalls.map(([name], at) => ({ name, votes: at === 0 ? list : refused })),
    transfer: { name: 'transfer', votes: votes(word(1n)) },
    ...rest,
  }
  return { kind: 'evm', at: { block, finality: 'latest' }, answers }
}

const solanaNetwork = 'solana:5eykt4UsFv8P8NJdTREpY1vzqKqZKvdp'
const solanaMint = 'EPjFWdd5AufqSSqeM2qN1xzybapC8G4wEGGkZwyTDt1v'
const spl = 'TokenkegQfeZyiNwAJbNbGKPFXCWuBvf9Ss623VQ5DA'
const holder = '22Wnk8PwyWZV7BfkZGJEKT9jGGdtvu7xY6EXeRh7zkBa'
const onSolana = { ...on(solanaNetwork, solanaMint), ...to(holder) }
const held = { mint: solanaMint, owner: holder, amount: 7n, state: 'initialized' as const }

function solana(account: SolanaSeen['votes']): SolanaSeen {
  const mint = votes({ owner: spl, token: null, decimals: 6 })
  return { kind: 'solana', mint, program: spl, account: 'TokenAccount11', votes: account }
}
const holds = (parts: object = {}) => votes({ owner: spl, token: { ...held, ...parts }, decimals: null })

function transfer(at: number, from: string, receiver: string, value: bigint): MovesSeen['in'][number] {
  const place = { blockNumber: 5, blockHash: word(5n), tx: word(BigInt(1000 + at)), logIndex: at }
  const own = [topics.transfer, addressTopic(from), addressTopic(receiver)]
  return { address: token, topics: own, data: word(value), ...place }
}

const books: DeltaExpected = {
  ...{ network, unit, address, from: 10, to: 20, toHash: word(20n), run: 'run-1', since: null, why: null },
  ...{ recordedAtomic: 300n, count: 2 },
  receipts: [
    { block: 11, atomic: 100n },
    { block: 20, atomic: 200n },
  ],
}
const chain: DeltaSeen = {
  ...{ from: 10, why: null, toHash: votes<string | null>(word(20n)) },
  ...{ before: votes(word(1000n)), after: votes(word(1300n)) },
  moves: [
    {
      ...{ label: 'node', address, token, out: [], used: [], why: null },
      in: [transfer(0, token, address, 100n), transfer(1, token, address, 200n)],
    },
  ],
}

type Case = {
  readonly name: string
  readonly seen: RecipientSeen
  readonly expected: RecipientExpected
  readonly found: readonly string[]
  readonly states?: readonly string[]
}

const ready = 'PASS RECIPIENT_READY'
const one = (row: RecipientSeen['rows'][number], expected = expecting()) => ({
  seen: { rows: [row], delta: [] },
  expected,
})
const deltaCase = (expected: Partial<DeltaExpected>, seen: Partial<DeltaSeen>) => ({
  seen: { rows: [evm()], delta: [{ ...chain, ...seen }] },
  expected: expecting({}, { delta: [{ ...books, ...expected }] }),
})

const cases: readonly Case[] = [
  { name: 'ready', ...one(evm()), found: [ready], states: ['ready'] },
  {
    name: 'ready, by a token without a list',
    ...one(evm({ list: refused })),
    found: ['INFO RECIPIENT_NO_LIST', ready],
    states: ['ready'],
  },
  {
    name: 'ready, by a token without a pause',
    ...one(evm({ paused: { name: 'paused', votes: votes('0x') } })),
    found: [ready],
    states: ['ready'],
  },
  {
    name: 'n/a: native',
    ...one(null, expecting(on(network, 'native'))),
    found: ['SKIP RECIPIENT_NATIVE'],
    states: ['n/a'],
  },
  {
    name: 'unknown: another family',
    ...one(null, expecting({ ...on('stellar:pubnet'), ...to('GABC') })),
    found: ['SKIP RECIPIENT_FAMILY_UNREAD'],
    states: ['unknown'],
  },
  {
    name: 'not-ready: malformed',
    ...one(null, expecting({}, { advertised: [{ network, asset: token, payTo: 'CANARY' }] })),
    found: ['FAIL RECIPIENT_MALFORMED'],
    states: ['unknown', 'not-ready'],
  },
  {
    name: 'not-ready: zero',
    ...one(evm(), expecting(to(`0x${'0'.repeat(40)}`))),
    found: ['FAIL RECIPIENT_IS_ZERO', ready],
    states: ['not-ready'],
  },
  {
    name: 'not-ready: the token',
    ...one(evm({ code: votes('0x60') }), expecting(to(token))),
    found: ['FAIL RECIPIENT_IS_TOKEN', ready],
    states: ['not-ready'],
  },
  {
    name: 'not-ready: forbidden',
    ...one(evm(), expecting({ forbiddenPayTo: [address] })),
    found: ['FAIL RECIPIENT_FORBIDDEN', ready],
    states: ['not-ready'],
  },
  {
    name: 'ready: a contract',
    ...one(evm({ code: votes('0x6001') })),
    found: ['INFO RECIPIENT_IS_CONTRACT', ready],
    states: ['ready'],
  },
  {
    name: 'not-ready: no contract at the asset',
    ...one(evm({ tokenCode: votes('0x'), balance: votes('0x') })),
    found: ['FAIL RECIPIENT_NO_TOKEN'],
    states: ['not-ready'],
  },
  {
    name: 'not-ready: a contract that is no token',
    ...one(evm({ balance: refused })),
    found: ['FAIL RECIPIENT_NO_TOKEN'],
    states: ['not-ready'],
  },
  {
    name: 'not-ready: paused',
    ...one(evm({ paused: { name: 'paused', votes: votes(word(1n)) } })),
    found: ['FAIL RECIPIENT_TOKEN_PAUSED'],
    states: ['not-ready'],
  },
  {
    name: 'not-ready: blacklisted, and so no word about the transfer',
    ...one(evm({ list: votes(word(1n)), transfer: { name: 'transfer', votes: refused } })),
    found: ['FAIL RECIPIENT_BLACKLISTED'],
    states: ['not-ready'],
  },
  {
    name: 'unknown: the transfer is refused, and nothing says why',
    ...one(evm({ transfer: { name: 'transfer', votes: refused } })),
    found: ['UNKNOWN RECIPIENT_TRANSFER_REFUSED'],
    states: ['unknown'],
  },
  {
    name: 'unknown: no answer about the list',
    ...one(evm({ list: silent })),
    found: ['UNKNOWN RECIPIENT_UNKNOWN'],
    states: ['unknown'],
  },
  {
    name: 'unknown: two answers about the list',
    ...one(evm({ list: votes(word(0n), word(1n)) })),
    found: ['UNKNOWN RECIPIENT_UNKNOWN'],
    states: ['unknown'],
  },
  {
    name: 'unknown: an answer that is neither yes nor no',
    ...one(evm({ list: votes(word(2n)) })),
    found: ['UNKNOWN RECIPIENT_UNKNOWN'],
    states: ['unknown'],
  },
  ...['0x01', `${word(0n)}${word(0n).slice(2)}`, `0x${'f'.repeat(64)}`].map((answer) => ({
    name: `unknown: paused() returns ${answer.slice(0, 8)} of ${answer.length}`,
    ...one(evm({ paused: { name: 'paused', votes: votes(answer) } })),
    found: ['UNKNOWN RECIPIENT_UNKNOWN'],
    states: ['unknown'],
  })),
  {
    name: 'unknown: a transfer that returns false',
    ...one(evm({ transfer: { name: 'transfer', votes: votes(word(0n)) } })),
    found: ['UNKNOWN RECIPIENT_TRANSFER_REFUSED'],
    states: ['unknown'],
  },
  {
    name: 'unknown: nobody answered about the transfer',
    ...one(evm({ transfer: { name: 'transfer', votes: silent } })),
    found: ['UNKNOWN RECIPIENT_UNKNOWN'],
    states: ['unknown'],
  },
  {
    name: 'ready: a transfer that returns nothing, as Tether does',
    ...one(evm({ transfer: { name: 'transfer', votes: votes('0x') } })),
    found: [ready],
    states: ['ready'],
  },
  {
    name: 'unknown: no block to ask at',
    ...one({ kind: 'evm', at: { block: null, why: 'no endpoint was asked' }, answers: null }),
    found: ['UNKNOWN RECIPIENT_UNKNOWN'],
    states: ['unknown'],
  },
  { name: 'Solana: ready', ...one(solana(holds()), expecting(onSolana)), found: [ready], states: ['ready'] },
  {
    name: 'Solana: missing',
    ...one(solana(votes(null)), expecting(onSolana)),
    found: ['FAIL RECIPIENT_TOKEN_ACCOUNT_MISSING'],
    states: ['not-ready'],
  },
  {
    name: 'Solana: frozen',
    ...one(solana(holds({ state: 'frozen' })), expecting(onSolana)),
    found: ['FAIL RECIPIENT_TOKEN_ACCOUNT_FROZEN'],
    states: ['not-ready'],
  },
  {
    name: 'Solana: foreign',
    ...one(solana(holds({ owner: spl })), expecting(onSolana)),
    found: ['FAIL RECIPIENT_TOKEN_ACCOUNT_FOREIGN'],
    states: ['not-ready'],
  },
  {
    name: 'delta: closes',
    ...deltaCase({}, {}),
    found: ['INFO RECIPIENT_BALANCE_CLOSES', ready],
    states: ['ready'],
  },
  {
    name: 'delta: closes after --since',
    ...deltaCase(
      { since: 5 },
      {
        from: 11,
        before: votes(word(1100n)),
        moves: [{ ...chain.moves[0]!, in: chain.moves[0]!.in.slice(1) }],
      },
    ),
    found: ['INFO RECIPIENT_BALANCE_CLOSES', ready],
  },
  {
    name: 'delta: something unrecorded',
    ...deltaCase({ receipts: books.receipts.slice(1) }, {}),
    found: [ready, 'WARN RECIPIENT_BALANCE_DRIFT'],
    states: ['ready'],
  },
  {
    name: 'delta: money without a log',
    ...deltaCase({}, { after: votes(word(1301n)) }),
    found: [ready, 'WARN RECIPIENT_BALANCE_DRIFT'],
  },
  {
    name: 'delta: no run',
    ...deltaCase(
      { why: 'no complete reconcile of this profile is saved' },
      { from: null, why: 'no complete reconcile' },
    ),
    found: [ready, 'UNKNOWN RECIPIENT_DELTA_UNKNOWN'],
    states: ['ready'],
  },
  {
    name: 'delta: another chain since',
    ...deltaCase({}, { toHash: votes<string | null>(word(21n)) }),
    found: [ready, 'UNKNOWN RECIPIENT_DELTA_UNKNOWN'],
  },
  {
    name: 'delta: two balances',
    ...deltaCase({}, { after: votes(word(1n), word(2n)) }),
    found: [ready, 'UNKNOWN RECIPIENT_DELTA_UNKNOWN'],
  },
  {
    name: 'delta: a hole in the logs',
    ...deltaCase({}, { moves: [{ ...chain.moves[0]!, why: 'blocks 12 to 13 were not read' }] }),
    found: [ready, 'UNKNOWN RECIPIENT_DELTA_UNKNOWN'],
  },
]

describe('receivers are judged', () => {
  test.each(cases.map((each) => [each.name, each] as const))(
    '%s',
    (_name, { seen, expected, found, states }) => {
      const { findings } = judgeRoom(recipient, seen, expected)
      const shown = findings.filter(({ code }) => code !== 'RECIPIENT_DELTA_NOT_ASKED')
      expect(shown.map(({ verdict, code }) => `${verdict} ${code}`).sort()).toEqual(found)
      if (states !== undefined)
        expect(expected.recipients.map((each) => readinessOf(each, findings))).toEqual(states)
      const ids = findings.map((finding) => findingId(finding))
      expect(new Set(ids).size).toBe(ids.length)
      for (const { text, title, next } of findings)
        expect(`${title} ${text} ${next}`).not.toMatch(/undefined|NaN/)
      expect(recipientScreen(seen, expected, findings)[0]?.kind).toBe('table')
    },
  )

  test('every code of the catalogue is reached', () => {
    const reached = cases.flatMap(({ seen, expected }) =>
      judgeRoom(recipient, seen, expected).findings.map(({ code }) => code),
    )
    expect([...new Set(reached)].sort()).toEqual(Object.keys(catalog).sort())
  })

  test('what was seen and expected can be saved, and is judged again alike', () => {
    for (const { seen, expected, name } of cases) {
      const again = judgeRoom(
        recipient,
        unfreeze(freeze(seen)) as RecipientSeen,
        unfreeze(freeze(expected)) as RecipientExpected,
      )
      expect(again, name).toEqual(judgeRoom(recipient, seen, expected))
    }
  })

  test('no transfer is recorded twice, and what is not explained is named', () => {
    const odd = deltaCase({ receipts: [{ block: 11, atomic: 100n }] }, {})
    const { findings } = judgeRoom(recipient, odd.seen, odd.expected)
    const drift = findings.find(({ code }) => code === 'RECIPIENT_BALANCE_DRIFT')
    expect(drift?.text).toContain('the books hold 1 receipt of 0.0001 USDC (100 atomic)')
    expect(drift?.text).toContain('0.0002 USDC (200 atomic) is not explained (run run-1)')
  })
})

test('only addresses that are in force are looked at, each once; those of live 402s of a known token besides', () => {
  const payTo = [
    { address: `0x${'01'.repeat(20)}`, from: null, until: '2026-11-01T00:00:00Z' },
    { address, from: '2026-11-01T00:00:00Z', until: null },
    { address: `0x${'03'.repeat(20)}`, from: '2026-12-01T00:00:00Z', until: null },
  ]
  const live = [
    {
      network,
      asset: token.toUpperCase().replace('0X', '0x'),
      payTo: address.toUpperCase().replace('0X', '0x'),
    },
    { network, asset: token, payTo: `0x${'04'.repeat(20)}` },
    { network, asset: `0x${'05'.repeat(20)}`, payTo: `0x${'06'.repeat(20)}` },
  ]
  const { recipients } = expecting({ payTo }, { advertised: live })
  expect(recipients.map((each) => [each.address, each.from])).toEqual([
    [address, 'profile'],
    [`0x${'04'.repeat(20)}`, 'live'],
  ])
})

test.each(['stellar', 'xrpl', 'near', 'algorand', 'ton', 'tron', 'cosmos'])(
  'on %s the operator is told what to look at',
  (family) => {
    const [one_] = expecting({ ...on(`${family}:mainnet`), ...to('whoever') }).recipients
    expect(one_).toMatchObject({
      family: 'unread',
      unread: expect.stringContaining('is not read here: look'),
    })
  },
)

test('what was seen claims no more than was told', () => {
  const bare = { name: 'paused', votes: refused }
  const said = (parts: Parameters<typeof evm>[0]) => seenOfEvm(evm(parts))
  expect(said({})).toBe('not blocked, token not paused at block 100')
  expect(said({ paused: bare, list: refused })).toBe(
    'no blacklist is told of, no pause is told of at block 100',
  )
  expect(said({ transfer: null })).toContain('no transfer was tried')
})
