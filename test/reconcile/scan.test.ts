import { describe, expect, test } from 'vitest'
import { OpsError } from '../../src/core/errors.ts'
import type { ChainNode } from '../../src/core/ports.ts'
import { pairPayments } from '../../src/payments/pairing.ts'
import type { PaymentRecord } from '../../src/payments/record.ts'
import type { ReconcileExpected } from '../../src/reconcile/expected.ts'
import { judgeCase } from '../../src/reconcile/judge-case.ts'
import { scanTarget } from '../../src/reconcile/scan/target.ts'
import { targetsFor } from '../../src/reconcile/scan/targets.ts'
import {
  alice,
  block,
  bob,
  genesis,
  hash,
  network,
  payment,
  pays,
  policy,
  record,
  router,
  shop,
  transfer,
  usdc,
  used,
} from '../payments/world.ts'
import { type Asked, type NodeParts, nodeOver } from './chain-nodes.ts'

const window = { since: genesis + 1200, until: genesis + 4000, skewSeconds: 600 }
const expected: ReconcileExpected = {
  since: { kind: 'time', seconds: window.since },
  until: { kind: 'time', seconds: window.until },
  pays: [pays],
  finality: 'safe',
  settleMode: 'sync',
  unreadable: [],
  lateAfterSeconds: 2,
  skewSeconds: 600,
}
const never = new AbortController().signal
const at = (number: number) => ({ block: number })

/** A record of a payment made in block `number`. */
function made(number: number, part: Partial<PaymentRecord> = {}): PaymentRecord {
  const seconds = genesis + 2 * number
  return record({
    receivedAt: (seconds - 4) * 1000,
    respondedAt: seconds * 1000,
    validBefore: seconds + 60,
    ...part,
  })
}

async function scanned(
  records: readonly PaymentRecord[],
  nodes: readonly ChainNode[],
  signal = never,
  span = window,
) {
  const [target] = targetsFor(expected, records)
  if (target === undefined) throw new Error('no target')
  return scanTarget(target, nodes, span, signal)
}

async function outcomes(
  records: readonly PaymentRecord[],
  nodes: readonly ChainNode[],
  signal = never,
  span = window,
) {
  const { view } = await scanned(records, nodes, signal, span)
  const views = view === null ? [] : [view]
  const { cases } = pairPayments({ records, views, policy: { ...policy, ...span } })
  return cases.flatMap((item) => judgeCase(item, expected)?.outcome ?? [])
}

const empty = { transfers: [], authorizations: [] }
const late = payment(alice, hash(1), 10_000n, at(1900))
const early = payment(alice, hash(1), 10_000n, at(1000))

describe('what is asked', () => {
  test('the token is never scanned without an address of ours or a payer', async () => {
    const { node, asked } = nodeOver(early)
    await scanned([made(1000)], [node])
    const queries = asked.flatMap((one) => (one.what === 'logs' ? [one.query] : []))
    expect(queries.length).toBe(3)
    for (const { address, topics } of queries) {
      expect(address).toBe(usdc)
      expect(topics.slice(1).some((topic) => topic !== null && topic.length > 0)).toBe(true)
    }
  })

  test('nothing but the transfers is asked when there is no payer', async () => {
    const { node, asked } = nodeOver(empty)
    await scanned([], [node])
    const ours = asked.filter((one) => one.what === 'logs' && one.query.topics.length > 1)
    expect(ours).toHaveLength(2)
    expect(asked.filter(({ what }) => what === 'call' || what === 'receipt')).toEqual([])
  })

  test('the window with its slack is read, up to the head', async () => {
    const { node, asked } = nodeOver(early)
    const { view } = await scanned([made(1000)], [node])
    expect(view?.range).toEqual({ from: 300, to: 2000 })
    expect(view?.holes).toEqual([])
    for (const one of asked) {
      if (one.what === 'logs') expect([one.query.fromBlock, one.query.toBlock]).toEqual([300, 2000])
    }
  })

  test('a window in the past is read as long as its authorizations live', async () => {
    const past = { since: genesis + 1200, until: genesis + 1400, skewSeconds: 100 }
    const { node } = nodeOver(early)
    const { view } = await scanned([made(650, { validBefore: genesis + 2000 })], [node], never, past)
    expect(view?.range).toEqual({ from: 550, to: 1050 })
  })

  test('states of nonces are read at one finalized block that all nodes know', async () => {
    const one = nodeOver(empty, { finalized: 1900 })
    const two = nodeOver(empty, { label: 'http://two/***', finalized: 1700 })
    const { view } = await scanned([made(1000)], [one.node, two.node])
    const calls = [...one.asked, ...two.asked].filter(({ what }) => what === 'call')
    // One nonce of the books and one that nobody can have used, from each of both.
    expect(calls).toEqual(Array.from({ length: 4 }, () => ({ what: 'call', at: '1700' })))
    expect(view?.finalized).toEqual(block(1700))
  })

  test('edges of the window are never a matter of interpolation', async () => {
    const { node } = nodeOver(early)
    const { view } = await scanned([made(1000)], [node])
    expect(view?.times).toMatchObject({ 600: genesis + 1200, 601: genesis + 1202, 2000: genesis + 4000 })
  })
})

describe('what the reading decides', () => {
  test('a payment is found', async () => {
    expect(await outcomes([made(1000)], [nodeOver(early).node])).toEqual(['MATCHED'])
  })

  test('a payment through a router that no record knows is a payment', async () => {
    const events = {
      authorizations: [used(alice, hash(1), { ...at(1000), logIndex: 0 })],
      transfers: [
        transfer(alice, router, 10_000n, { ...at(1000), logIndex: 1 }),
        transfer(router, shop, 10_000n, { ...at(1000), logIndex: 2 }),
      ],
    }
    expect(await outcomes([], [nodeOver(events).node])).toEqual(['UNRECORDED_RECEIPT'])
  })

  test('a payment by Permit2 that no record knows is a payment, and a mark of a stranger is none', async () => {
    const moved = transfer(alice, shop, 10_000n, at(1000))
    const { blockHash, tx } = moved
    const mark = (address: string) => ({
      ...{ address, topics: ['0x97088ec3606cfe8cc112180570d03fcde05f9b8e1bfef8e27784eaf5dd5691b6'] },
      ...{ data: '0x', blockNumber: 1000, blockHash, tx, logIndex: 9 },
    })
    const events = { transfers: [moved], authorizations: [] }
    const proxy = nodeOver(events, { more: [mark('0x402085c248eea27d92e8b30b2c58ed07f9e20001')] })
    expect(await outcomes([], [proxy.node])).toEqual(['UNRECORDED_RECEIPT'])
    const stranger = nodeOver(events, { more: [mark(router)] })
    expect(await outcomes([], [stranger.node])).toEqual(['UNRELATED_INFLOW'])
  })

  test('two authorizations of one payer, one of them to another shop: the receipt tells them apart', async () => {
    const events = {
      authorizations: [
        used(alice, hash(1), { ...at(1000), logIndex: 0 }),
        used(alice, hash(2), { ...at(1000), logIndex: 2 }),
      ],
      transfers: [
        transfer(alice, bob, 10_000n, { ...at(1000), logIndex: 1 }),
        transfer(alice, shop, 10_000n, { ...at(1000), logIndex: 3 }),
      ],
    }
    const source = { file: 'pay.jsonl', line: 2 }
    const other = { source, lines: [source], requestId: 'req-2', nonce: hash(2) }
    const records = [made(1000), made(1000, other)]
    expect((await outcomes(records, [nodeOver(events).node])).sort()).toEqual([
      'MATCHED',
      'RECIPIENT_MISMATCH',
    ])
  })

  test('a node that is behind does not cut the range of the others', async () => {
    const behind = nodeOver(late, { latest: 1000 })
    const ahead = nodeOver(late, { label: 'http://two/***' })
    const records = [made(1900, { state: 'failed', responseStatus: 402 })]
    for (const nodes of [
      [behind.node, ahead.node],
      [ahead.node, behind.node],
    ]) {
      expect(await outcomes(records, nodes)).toEqual(['PENDING_FINALITY'])
      expect(await outcomes([], nodes)).toEqual(['PENDING_FINALITY'])
    }
  })

  test('a node that is far behind proves no absence', async () => {
    const hides = nodeOver(late, { label: 'http://two/***', showLog: () => false, used: () => false })
    const behind = nodeOver(late, { latest: 1000 })
    expect(await outcomes([made(1900)], [behind.node, hides.node])).toEqual(['INDETERMINATE'])
  })

  test('a node that answers [] to everything beside an honest one clears nothing', async () => {
    const lies = nodeOver(early, { label: 'http://two/***', showLog: () => false, used: () => false })
    const honest = nodeOver(early)
    expect(await outcomes([made(1000)], [lies.node, honest.node])).toEqual(['INDETERMINATE'])
    expect(await outcomes([], [honest.node, lies.node])).toEqual(['INDETERMINATE'])
  })

  test('a node that names the wrong blocks cannot hide a part of the window', async () => {
    const honest = nodeOver(early, { label: 'http://two/***' })
    for (const wrong of [block(1999), { ...block(1999), timestamp: genesis }]) {
      const lies = nodeOver(early, { blockAt: () => wrong })
      const { view } = await scanned([], [lies.node, honest.node])
      expect(view?.range.from).toBe(300)
    }
  })

  test('nobody can be trusted when a node gives blocks other times', async () => {
    const lies = nodeOver(early, { block: (n) => ({ ...block(n), timestamp: genesis + 3 * n }) })
    const honest = nodeOver(early, { label: 'http://two/***' })
    for (const nodes of [
      [lies.node, honest.node],
      [honest.node, lies.node],
    ]) {
      expect(await outcomes([made(1000)], nodes)).toEqual(['INDETERMINATE'])
    }
  })

  test('a node that dates an old block into the future ends no authorization', async () => {
    const open = made(1950, { validBefore: genesis + 100_000, state: 'failed', responseStatus: 402 })
    const dates = (n: number) => (n === 400 ? { ...block(n), timestamp: genesis + 200_000 } : block(n))
    const lies = nodeOver(empty, { block: dates, finalized: 400 })
    const honest = nodeOver(empty, { label: 'http://two/***' })
    expect(await outcomes([open], [lies.node, honest.node])).toEqual(['OPEN'])
  })

  test('an unused nonce at a block that only a liar calls late is no proof', async () => {
    const dates = (n: number) => (n === 400 ? { ...block(n), timestamp: genesis + 200_000 } : block(n))
    const lies = nodeOver(early, { block: dates, finalized: 400, showLog: () => false })
    const busy = nodeOver(early, { label: 'http://two/***', fails: ({ what }) => what === 'logs' })
    const records = [made(1000, { state: 'failed', responseStatus: 402, tx: null })]
    expect(await outcomes(records, [lies.node, busy.node])).toEqual(['INDETERMINATE'])
  })

  test('a node that ends the window too early cannot hide what comes after', async () => {
    const past = { since: genesis + 1200, until: genesis + 2400, skewSeconds: 100 }
    const short = (seconds: number) => block(Math.min(600, Math.floor((seconds - genesis) / 2)))
    const lies = nodeOver(early, { blockAt: short })
    const honest = nodeOver(early, { label: 'http://two/***' })
    const { view } = await scanned([], [lies.node, honest.node], never, past)
    expect(view?.range).toEqual({ from: 550, to: 1250 })
  })

  test('no finalized block, no proof of absence', async () => {
    const records = [made(1000, { state: 'failed', responseStatus: 402 })]
    expect(await outcomes(records, [nodeOver(empty, { finalized: null }).node])).toEqual(['INDETERMINATE'])
    expect(await outcomes(records, [nodeOver(empty).node])).toEqual(['NO_CHARGE'])
  })

  test('a forged log without a receipt is no payment', async () => {
    const plain = { authorizations: [], transfers: [transfer(bob, shop, 5n, at(1000))] }
    const { node } = nodeOver(plain)
    const forged: ChainNode = {
      ...node,
      receipt: async (tx, signal) => nodeOver(empty).node.receipt(tx, signal),
    }
    expect(await outcomes([], [forged])).toEqual(['INDETERMINATE'])
  })

  test('a transfer whose receipt nobody tells may be a payment: its mark would stand there', async () => {
    const inTx = (asked: Asked) => asked.what === 'receipt'
    const plain = { authorizations: [], transfers: [transfer(bob, shop, 5n, at(1000))] }
    const silent = nodeOver(plain, { fails: inTx }).node
    const telling = nodeOver(plain, { label: 'http://two/***' }).node
    expect(await outcomes([], [silent])).toEqual(['INDETERMINATE'])
    expect(await outcomes([], [silent, telling])).toEqual(['UNRELATED_INFLOW'])
    expect(await outcomes([], [telling])).toEqual(['UNRELATED_INFLOW'])
  })

  test('more inflows than receipts are read: what the rest is, is not known', async () => {
    const many = Array.from({ length: 1003 }, (_, i) =>
      transfer(bob, shop, 5n, { tx: hash(0x8000 + i), block: 1000 + (i % 500), logIndex: i }),
    )
    const events = { authorizations: [], transfers: many }
    const { node, asked } = nodeOver(events)
    const found = await outcomes([], [node, nodeOver(events, { label: 'http://two/***' }).node])
    expect(found.filter((outcome) => outcome === 'INDETERMINATE')).toHaveLength(3)
    expect(found.filter((outcome) => outcome === 'UNRELATED_INFLOW')).toHaveLength(1000)
    expect(asked.filter(({ what }) => what === 'receipt')).toHaveLength(1000)
  })
})

const failing: readonly (readonly [string, NonNullable<NodeParts['fails']>])[] = [
  [
    'transfers',
    (asked) => asked.what === 'logs' && asked.query.topics.length > 2 && asked.query.topics[1] === null,
  ],
  ['authorizations', (asked) => asked.what === 'logs' && Array.isArray(asked.query.topics[0])],
  ['logs', ({ what }) => what === 'logs'],
  ['states', ({ what }) => what === 'call'],
  ['receipts', ({ what }) => what === 'receipt'],
  ['everything', () => true],
  ['everything after the greeting', (_asked, count) => count > 4],
  ['everything after the range', (_asked, count) => count > 7],
]
const clears = ['MATCHED', 'NO_CHARGE', 'OPEN', 'REFUNDED', 'UNRELATED_INFLOW', 'PHANTOM_SETTLEMENT']

describe('calls that fail half way', () => {
  test.each(failing)('%s: a paid payment is never cleared as unpaid', async (_name, fails) => {
    const records = [made(1900, { state: 'failed', responseStatus: 402, validBefore: genesis + 100_000 })]
    for (const found of await outcomes(records, [nodeOver(late, { fails }).node])) {
      expect(clears).not.toContain(found)
    }
  })

  test.each(failing.filter(([name]) => name !== 'states' && name !== 'receipts'))(
    '%s: what is missing is said',
    async (_name, fails) => {
      const { view, silent } = await scanned([made(1000)], [nodeOver(late, { fails }).node])
      expect(view === null ? silent.length : view.holes.length).toBeGreaterThan(0)
    },
  )

  test('a state that was not told is null, not false', async () => {
    const fails: NodeParts['fails'] = ({ what }) => what === 'call'
    const { view } = await scanned([made(1000)], [nodeOver(empty, { fails }).node])
    expect(view?.nonces).toEqual({ [`${alice}/${hash(1)}`]: null })
  })

  test('a deadline in the middle gives no clear, wherever it strikes', async () => {
    const whole = nodeOver(late)
    const records = [
      made(1900, { state: 'failed', responseStatus: 402 }),
      made(1000, { requestId: 'req-2', nonce: hash(2), tx: null, validBefore: genesis + 100_000 }),
    ]
    await outcomes(records, [whole.node])
    for (let last = 0; last < whole.asked.length; last += 1) {
      const stop = new AbortController()
      const cut = nodeOver(late, {
        fails: (_asked, count) => {
          if (count > last) stop.abort()
          return count > last
        },
      })
      const found = await outcomes(records, [cut.node], stop.signal)
      expect(
        found.filter((outcome) => ['MATCHED', 'NO_CHARGE', 'PHANTOM_SETTLEMENT'].includes(outcome)),
      ).toEqual([])
      expect(found.length).toBeGreaterThanOrEqual(2)
    }
  })

  test('a node of another chain stops everything', async () => {
    const { node } = nodeOver(empty, { chainId: 1 })
    await expect(scanned([], [node])).rejects.toThrow(OpsError)
  })

  test('no node at all: no view, and nothing is cleared', async () => {
    expect(await outcomes([made(1000)], [])).toEqual(['INDETERMINATE'])
    expect((await scanned([], [])).view).toBeNull()
  })

  test('a token with two entries in the profile is read once', async () => {
    const other = { ...pays, payTo: [{ address: bob, from: null, until: null }] }
    const targets = targetsFor({ ...expected, pays: [pays, other] }, [])
    expect(targets.map(({ payTo }) => payTo)).toEqual([[shop, bob]])
  })

  test('the network of the target is the one that is asked', async () => {
    const [target] = targetsFor(expected, [])
    expect(target).toMatchObject({ network, chainId: 8453, asset: usdc, payTo: [shop] })
  })
})
