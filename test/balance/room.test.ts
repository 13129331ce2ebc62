import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { systemClock } from '../../src/adapters/clock.ts'
import { catalog } from '../../src/balance/catalog.ts'
import { balance } from '../../src/balance/room.ts'
import type { BalanceExpected, BalanceSeen } from '../../src/balance/shapes.ts'
import { targetsOf } from '../../src/balance/targets.ts'
import { freeze, unfreeze } from '../../src/core/json.ts'
import { couldNotSee, saw } from '../../src/core/observation.ts'
import type { ChainLog, ChainNode } from '../../src/core/ports.ts'
import { judgeRoom, runRoom } from '../../src/core/run-room.ts'
import { addressTopic, topics } from '../../src/payments/effect.ts'
import type { MovesSeen } from '../../src/payments/moves.ts'

const network = 'eip155:8453'
const address = `0x${'a1'.repeat(20)}`
const sender = `0x${'b2'.repeat(20)}`
const token = `0x${'c3'.repeat(20)}`
const unit = { network, asset: token, decimals: 6, symbol: 'USDC' }
const look = { at: '2026-11-21T00:00:00.000Z', source: 'node', ref: 'test' }
const word = (value: bigint) => `0x${value.toString(16).padStart(64, '0')}`
const block = (number: number) => ({ number, hash: word(BigInt(number)), timestamp: 1_795_000_000 + number })
const expected: BalanceExpected = {
  addresses: [address],
  targets: targetsOf([{ network, unit }], () => true),
  at: 'latest',
  watchMs: 1000,
}

function log(at: number, topicList: readonly string[], value: bigint): ChainLog {
  const place = { blockNumber: 5, blockHash: word(5n), tx: word(BigInt(1000 + at)), logIndex: at }
  return { address: token, topics: topicList, data: word(value), ...place }
}
const income = (at: number, value: bigint) =>
  log(at, [topics.transfer, addressTopic(sender), addressTopic(address)], value)
const outgo = (at: number, value: bigint) =>
  log(at, [topics.transfer, addressTopic(address), addressTopic(sender)], value)
const used = (at: number) => log(at, [topics.authorizationUsed, addressTopic(sender), word(9n)], 0n)

type World = {
  readonly before?: readonly bigint[]
  readonly after?: readonly bigint[]
  readonly moves?: readonly Partial<MovesSeen>[]
  readonly to?: number
}

/** What was seen when as many endpoints as there are numbers told these balances and moves. */
function seen({ before = [10n], after = [10n], moves = [{}], to = 5 }: World): BalanceSeen {
  const at = (number: number, values: readonly bigint[]) => ({
    at: { block: block(number), finality: 'latest' as const },
    rows: [
      {
        address,
        token,
        votes: values.map((value, index) => ({ label: `node ${index}`, answer: saw(look, word(value)) })),
      },
    ],
  })
  const told = moves.map(
    (move, index): MovesSeen => ({
      ...{ label: `node ${index}`, address, token, in: [], out: [], used: [], why: null },
      ...move,
    }),
  )
  return { networks: [{ network, before: at(3, before), watched: { after: at(to, after), moves: told } }] }
}

/** Every code that a case of this file met. */
const reached = new Set<string>()
const note = (codes: readonly string[]) => {
  for (const code of codes) reached.add(code)
  return codes
}
const codesOf = (what: BalanceSeen, about = expected) =>
  note(judgeRoom(balance, what, about).findings.map(({ code }) => code))

describe('the difference', () => {
  test.each<[string, World, string]>([
    ['nothing moved', {}, 'DELTA_CLOSES'],
    ['as much as came in', { after: [15n], moves: [{ in: [income(1, 5n)] }] }, 'DELTA_CLOSES'],
    ['in and out', { after: [13n], moves: [{ in: [income(1, 5n)], out: [outgo(2, 2n)] }] }, 'DELTA_CLOSES'],
    ['more than came in', { after: [16n], moves: [{ in: [income(1, 5n)] }] }, 'DELTA_DIFFERS'],
    [
      'endpoints with other transfers',
      { after: [15n, 15n], before: [10n, 10n], moves: [{ in: [income(1, 5n)] }, {}] },
      'DELTA_NOT_SEEN',
    ],
    ['endpoints with other balances', { after: [15n, 16n], before: [10n, 10n] }, 'DELTA_NOT_SEEN'],
    ['a hole in the logs', { moves: [{ why: 'blocks 4 to 5 were not read' }] }, 'DELTA_NOT_SEEN'],
    ['a chain that went back', { to: 2 }, 'DELTA_NOT_SEEN'],
  ])('%s', (_name, world, code) => {
    expect(codesOf(seen(world)).filter((one) => one.startsWith('DELTA'))).toEqual([code])
  })

  test('a payment is money whose authorization was used in the same transaction', () => {
    const by = (moves: Partial<MovesSeen>) => codesOf(seen({ after: [15n], moves: [moves] }))
    expect(by({ in: [income(1, 5n)], used: [used(1)] })).toContain('ARRIVED_BY_AUTHORIZATION')
    expect(by({ in: [income(1, 5n)], used: [used(2)] })).not.toContain('ARRIVED_BY_AUTHORIZATION')
  })

  test('any amounts close when they add up, and never otherwise', async () => {
    const amount = fc.bigInt({ min: 0n, max: 1n << 120n })
    await fc.assert(
      fc.property(
        amount,
        fc.array(amount, { maxLength: 5 }),
        fc.bigInt({ min: -3n, max: 3n }),
        (first, ins, error) => {
          const sum = ins.reduce((a, b) => a + b, 0n)
          fc.pre(first + sum + error >= 0n)
          const moves = [{ in: ins.map((value, index) => income(index, value)) }]
          const codes = codesOf(seen({ before: [first], after: [first + sum + error], moves }))
          expect(codes).toContain(error === 0n ? 'DELTA_CLOSES' : 'DELTA_DIFFERS')
        },
      ),
      { numRuns: 100 },
    )
  })
})

describe('the balances', () => {
  test('of one endpoint out of step are nobody’s', () => {
    expect(codesOf(seen({ before: [10n, 11n], moves: [{}, {}] }))).toContain('BALANCE_SPLIT')
  })

  test('what cannot be read is said, what need not be read is skipped', async () => {
    const node = {
      label: 'node',
      block: async () => saw(look, block(3)),
      call: async () => saw(look, '0x'),
      logs: async () => ({ logs: [], holes: [], dropped: 0, requests: 0 }),
    } as unknown as ChainNode
    const targets = targetsOf(
      [
        { network, unit },
        { network: 'solana:5eykt4UsFv8P8NJdTREpY1vzqKqZKvdp', unit },
      ],
      () => true,
    )
    const ports = { nodes: () => [node], clock: systemClock, waiting: () => undefined }
    const about = { ...expected, targets, watchMs: null }
    const run = await runRoom(balance, about, ports, new AbortController().signal)
    const codes = note(run.findings.map(({ code }) => code).sort())
    expect(codes).toEqual(['BALANCE_NOT_SEEN', 'BALANCE_NOT_SEEN', 'DELTA_NOT_ASKED', 'NETWORK_NOT_READ'])
  })

  test('nodes of two chains share no block', async () => {
    const nodes = [1, 2].map((of) => ({
      label: `node ${of}`,
      block: async () => saw(look, { ...block(3), hash: word(BigInt(of)) }),
    })) as unknown as readonly ChainNode[]
    const ports = { nodes: () => nodes, clock: systemClock, waiting: () => undefined }
    const run = await runRoom(balance, { ...expected, watchMs: null }, ports, new AbortController().signal)
    expect(run.findings.map(({ text }) => text).join()).toContain('different blocks 3')
  })

  test('a silent endpoint is no agreement', async () => {
    const nodes = [saw(look, block(3)), couldNotSee(look, 'deadline', 'no answer')].map((answer, of) => ({
      label: `node ${of}`,
      block: async () => answer,
    })) as unknown as readonly ChainNode[]
    const ports = { nodes: () => nodes, clock: systemClock, waiting: () => undefined }
    const run = await runRoom(balance, { ...expected, watchMs: null }, ports, new AbortController().signal)
    expect(run.findings.map(({ code }) => code)).toContain('BALANCE_NOT_SEEN')
  })

  test('what was seen can be saved and judged again', () => {
    const what = seen({ after: [15n], moves: [{ in: [income(1, 5n)] }] })
    const again = unfreeze(freeze(what)) as BalanceSeen
    expect(judgeRoom(balance, again, expected)).toEqual(judgeRoom(balance, what, expected))
  })
})

test('every code was met above', () => {
  expect([...reached].sort()).toEqual(Object.keys(catalog).sort())
})
