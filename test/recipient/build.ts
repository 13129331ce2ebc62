import { couldNotSee, type Observation, saw } from '../../src/core/observation.ts'
import type { Profile } from '../../src/core/profile.ts'
import type { Vote } from '../../src/core/same-block.ts'
import { addressTopic, topics } from '../../src/payments/effect.ts'
import type { MovesSeen } from '../../src/payments/moves.ts'
import { listCalls } from '../../src/recipient/collect.ts'
import type { DeltaExpected, DeltaSeen } from '../../src/recipient/delta-shapes.ts'
import { expectRecipient } from '../../src/recipient/expect.ts'
import type { EvmSeen, RecipientExpected, RecipientSeen, SolanaSeen } from '../../src/recipient/shapes.ts'

export const network = 'eip155:8453'
export const address = `0x${'a1'.repeat(20)}`
export const token = `0x${'c3'.repeat(20)}`
export const unit = { network, asset: token, decimals: 6, symbol: 'USDC' }
export const look = { at: '2026-11-21T00:00:00.000Z', source: 'node', ref: 'test' }
export const word = (value: bigint) => `0x${value.toString(16).padStart(64, '0')}`
export const votes = <T>(...answers: readonly T[]): readonly Vote<T>[] =>
  answers.map((value, at) => ({ label: `node ${at}`, answer: saw(look, value) as Observation<T> }))
export const refused: readonly Vote<string>[] = [
  { label: 'node', answer: couldNotSee(look, 'rpc', 'execution reverted', 'REVERTED') },
]
export const silent: readonly Vote<string>[] = [
  { label: 'node', answer: couldNotSee(look, 'deadline', 'no answer') },
]

export const pays = (parts: object = {}) => ({
  ...{ network, unit, eip712: null, forbiddenPayTo: [], refundFrom: [] },
  payTo: [{ address, from: null, until: null }],
  ...parts,
})
export const now = new Date('2026-11-21T00:00:00Z')

export function expecting(
  entry: object = {},
  more: Partial<Parameters<typeof expectRecipient>[1]> = {},
): RecipientExpected {
  const profile = { pays: [pays(entry)] } as unknown as Profile
  return expectRecipient(profile, { now, advertised: [], delta: null, ...more })
}

export const to = (...addresses: readonly string[]) => ({
  payTo: addresses.map((one) => ({ address: one, from: null, until: null })),
})
export const on = (id: string, asset = token) => ({ network: id, unit: { ...unit, network: id, asset } })

export type Answers = NonNullable<EvmSeen['answers']>
export const block = { number: 100, hash: word(1n), timestamp: 1_795_000_000 }

/** What a chain says of a plain account and a token with a pause and a blacklist, but for these parts. */
export function evm(
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

export const solanaNetwork = 'solana:5eykt4UsFv8P8NJdTREpY1vzqKqZKvdp'
export const solanaMint = 'EPjFWdd5AufqSSqeM2qN1xzybapC8G4wEGGkZwyTDt1v'
export const spl = 'TokenkegQfeZyiNwAJbNbGKPFXCWuBvf9Ss623VQ5DA'
export const holder = '22Wnk8PwyWZV7BfkZGJEKT9jGGdtvu7xY6EXeRh7zkBa'
export const onSolana = { ...on(solanaNetwork, solanaMint), ...to(holder) }
export const held = { mint: solanaMint, owner: holder, amount: 7n, state: 'initialized' as const }

export function solana(account: SolanaSeen['votes']): SolanaSeen {
  const mint = votes({ owner: spl, token: null, decimals: 6 })
  return { kind: 'solana', mint, program: spl, account: 'TokenAccount11', votes: account }
}
export const holds = (parts: object = {}) =>
  votes({ owner: spl, token: { ...held, ...parts }, decimals: null })

export function transfer(at: number, from: string, receiver: string, value: bigint): MovesSeen['in'][number] {
  const place = { blockNumber: 5, blockHash: word(5n), tx: word(BigInt(1000 + at)), logIndex: at }
  const own = [topics.transfer, addressTopic(from), addressTopic(receiver)]
  return { address: token, topics: own, data: word(value), ...place }
}

export const books: DeltaExpected = {
  ...{ network, unit, address, from: 10, to: 20, toHash: word(20n), run: 'run-1', since: null, why: null },
  ...{ recordedAtomic: 300n, count: 2 },
  receipts: [
    { block: 11, atomic: 100n },
    { block: 20, atomic: 200n },
  ],
}
export const chain: DeltaSeen = {
  ...{ from: 10, why: null, toHash: votes<string | null>(word(20n)) },
  ...{ before: votes(word(1000n)), after: votes(word(1300n)) },
  moves: [
    {
      ...{ label: 'node', address, token, out: [], used: [], why: null },
      in: [transfer(0, token, address, 100n), transfer(1, token, address, 200n)],
    },
  ],
}

export type Case = {
  readonly name: string
  readonly seen: RecipientSeen
  readonly expected: RecipientExpected
  readonly found: readonly string[]
  readonly states?: readonly string[]
}

export const ready = 'PASS RECIPIENT_READY'
export const one = (row: RecipientSeen['rows'][number], expected = expecting()) => ({
  seen: { rows: [row], delta: [] },
  expected,
})
export const deltaCase = (expected: Partial<DeltaExpected>, seen: Partial<DeltaSeen>) => ({
  seen: { rows: [evm()], delta: [{ ...chain, ...seen }] },
  expected: expecting({}, { delta: [{ ...books, ...expected }] }),
})
