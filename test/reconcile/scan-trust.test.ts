import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { saw } from '../../src/core/observation.ts'
import type { BlockRef, ChainNode } from '../../src/core/ports.ts'
import { pairPayments } from '../../src/payments/pairing.ts'
import type { PaymentRecord } from '../../src/payments/record.ts'
import { judgeCase } from '../../src/reconcile/judge-case.ts'
import { scanTarget } from '../../src/reconcile/scan/target.ts'
import { targetsFor } from '../../src/reconcile/scan/targets.ts'
import {
  alice,
  block,
  bob,
  genesis,
  hash,
  payment,
  policy,
  record,
  shop,
  transfer,
  used,
} from '../payments/world.ts'
import { type NodeParts, nodeOver } from './chain-nodes.ts'
import { expected, onLine } from './judging.ts'

const window = { since: genesis + 1200, until: genesis + 4000, skewSeconds: 600 }
const live = new AbortController().signal
const paid = payment(alice, hash(1), 10_000n, { block: 1000 })
const other = payment(bob, hash(2), 10_000n, { block: 1400 })
const events = {
  transfers: [...paid.transfers, ...other.transfers],
  authorizations: [...paid.authorizations, ...other.authorizations],
}

function made(number: number, part: Partial<PaymentRecord> = {}): PaymentRecord {
  const seconds = genesis + 2 * number
  const times = { receivedAt: (seconds - 4) * 1000, respondedAt: seconds * 1000 }
  return record({ ...times, validBefore: seconds + 60, ...part })
}
const matched = made(1000)
const lost = made(1000, { state: 'failed', responseStatus: 402, tx: null })
const unpaid = made(1200, {
  ...onLine(2),
  requestId: 'req-2',
  nonce: hash(9),
  state: 'failed',
  responseStatus: 402,
  tx: null,
})

async function run(records: readonly PaymentRecord[], nodes: readonly ChainNode[]) {
  const [target] = targetsFor(expected, records)
  if (target === undefined) throw new Error('no target')
  const scan = await scanTarget(target, nodes, window, live)
  const views = scan.view === null ? [] : [scan.view]
  const { cases } = pairPayments({ records, views, policy: { ...policy, ...window } })
  const outcomes = cases
    .filter(({ requestIds }) => requestIds.length > 0)
    .flatMap((item) => judgeCase(item, expected)?.outcome ?? [])
  return { ...scan, outcomes }
}

let port = 0
const honest = (parts: NodeParts = {}): ChainNode => {
  port += 1
  return nodeOver(events, { label: `http://honest-${port}/***`, ...parts }).node
}
const label = 'http://liar/***'
const other10 = transfer(alice, shop, 9_000n, { block: 1000, logIndex: 2 })
const forgedTransfer = transfer(alice, shop, 10_000n, { block: 1500, tx: hash(0xf0), logIndex: 2 })
const forgedUse = used(alice, hash(9), { block: 1500, tx: hash(0xf0), logIndex: 1 })
const hidesPaid = { showLog: ({ blockNumber }: { blockNumber: number }) => blockNumber !== 1000 }
const branch = (n: number): BlockRef => (n < 900 ? block(n) : { ...block(n), hash: hash(0xb000 + n) })

/** Ways in which one node can be wrong. */
const lies: Readonly<Record<string, () => ChainNode>> = {
  'hides a payment from its log search only': () => {
    const { receipt } = honest()
    return { ...nodeOver(events, { label, ...hidesPaid }).node, receipt }
  },
  'hides a payment everywhere': () =>
    nodeOver(events, { label, ...hidesPaid, used: (key) => key.startsWith(bob) }).node,
  'answers [] to everything': () => nodeOver(events, { label, showLog: () => false, used: () => false }).node,
  'shows another amount': () =>
    nodeOver({ ...events, transfers: [other10, ...other.transfers] }, { label }).node,
  'invents a payment': () => {
    const more = { transfers: [forgedTransfer], authorizations: [forgedUse] }
    const whole = {
      transfers: [...events.transfers, ...more.transfers],
      authorizations: [...events.authorizations, ...more.authorizations],
    }
    const { receipt } = honest()
    return { ...nodeOver(whole, { label }).node, receipt }
  },
  'invents a payment and its receipt': () =>
    nodeOver(
      {
        transfers: [...events.transfers, forgedTransfer],
        authorizations: [...events.authorizations, forgedUse],
      },
      { label },
    ).node,
  'stands on another branch': () => nodeOver(events, { label, block: branch }).node,
  'dates blocks differently': () =>
    nodeOver(events, {
      label,
      block: (n) => (n > 300 && n < 2000 ? { ...block(n), timestamp: block(n).timestamp + 1 } : block(n)),
    }).node,
  'calls every nonce unused': () => nodeOver(events, { label, used: () => false }).node,
  'calls every nonce used': () => nodeOver(events, { label, used: () => true }).node,
  'knows no receipt': () => ({
    ...nodeOver(events, { label }).node,
    receipt: async () => saw({ at: '', source: label, ref: '' }, null),
  }),
  'is far behind': () => nodeOver(events, { label, latest: 1100 }).node,
  'answers no log search': () => nodeOver(events, { label, fails: ({ what }) => what === 'logs' }).node,
  'tells no state of a nonce': () => nodeOver(events, { label, fails: ({ what }) => what === 'call' }).node,
  'sends logs that were not asked for': () => {
    const { node } = nodeOver(events, { label })
    return {
      ...node,
      logs: async (query, signal) => ({ ...(await node.logs(query, signal)), dropped: 2 }),
    }
  },
}
const names = Object.keys(lies)
const lie = (name: string) => (lies[name] as () => ChainNode)()

describe('one of three is wrong', () => {
  test.each(names)('%s: the other two decide', async (name) => {
    for (const place of [0, 1, 2]) {
      const nodes = [honest(), honest()]
      nodes.splice(place, 0, lie(name))
      const { outcomes } = await run([matched, unpaid], nodes)
      expect(outcomes.sort()).toEqual(['MATCHED', 'NO_CHARGE'])
      const again = await run([lost], nodes)
      expect(again.outcomes).toEqual(['ORPHANED_PAYMENT'])
    }
  })

  const provable = names.filter((name) => !/behind|answers no|tells no|no receipt|unused|used$/.test(name))
  test.each(provable)('%s: it is named, with the reason', async (name) => {
    const { quarantined, view } = await run([matched, unpaid], [honest(), lie(name), honest()])
    expect(quarantined.map((one) => one.label)).toEqual([label])
    expect(quarantined[0]?.why.length).toBeGreaterThan(20)
    expect(view?.labels).not.toContain(label)
  })

  test('what each of them said is kept, the liar included', async () => {
    const { witnesses } = await run([matched], [honest(), lie('answers [] to everything'), honest()])
    expect(witnesses.map(({ events: count }) => count)).toEqual([4, 0, 4])
    expect(new Set(witnesses.map(({ digest }) => digest)).size).toBe(2)
    expect(witnesses.every(({ end }) => end.number === 2000 && end.hash === block(2000).hash)).toBe(true)
  })
})

describe('one of two is wrong', () => {
  test('what its own receipt shows convicts a node that hides it, and the other decides', async () => {
    const { outcomes, quarantined } = await run(
      [matched],
      [lie('hides a payment from its log search only'), honest()],
    )
    expect(outcomes).toEqual(['MATCHED'])
    expect(quarantined).toEqual([{ label, why: expect.stringContaining('leaves out the events of') }])
  })

  test('one word against another decides nothing', async () => {
    const { outcomes, quarantined, disputed } = await run(
      [matched],
      [lie('hides a payment everywhere'), honest()],
    )
    expect([outcomes, quarantined, disputed]).toEqual([['INDETERMINATE'], [], 2])
  })

  test('one that calls a claimed transaction absent must know those that it shows itself', async () => {
    const claims = { ...unpaid, tx: hash(0xdead), state: 'settled' as const, responseStatus: 200 }
    const { quarantined, outcomes } = await run([claims], [lie('knows no receipt'), honest()])
    expect(quarantined).toEqual([{ label, why: expect.stringContaining('its own receipt does not know') }])
    expect(outcomes).toEqual(['PHANTOM_SETTLEMENT'])
  })

  test('two endpoints of one host are one source', async () => {
    const same = { label: 'http://one-host/***' }
    const nodes = [lie('answers [] to everything'), honest(same), honest(same)]
    const { outcomes, quarantined } = await run([matched], nodes)
    expect([outcomes, quarantined]).toEqual([['INDETERMINATE'], []])
  })
})

describe('most of them are wrong', () => {
  test('two that hide a payment do not outvote the one that shows it', async () => {
    for (const name of ['answers [] to everything', 'hides a payment from its log search only']) {
      const liars = [lie(name), { ...lie(name), label: 'http://liar-2/***' }]
      const { outcomes } = await run([lost], [...liars, honest()])
      expect(['INDETERMINATE', 'ORPHANED_PAYMENT']).toContain(outcomes[0])
    }
  })
})

describe('the only one is wrong', () => {
  test('what it does not show proves nothing once it was caught', async () => {
    const { outcomes, distrusted, quarantined, view } = await run(
      [matched, unpaid],
      [lie('hides a payment from its log search only')],
    )
    expect(distrusted).toEqual([{ label, why: expect.stringContaining('leaves out') }])
    expect(quarantined).toEqual([])
    expect(view?.holes.length).toBeGreaterThan(0)
    expect(outcomes.sort()).toEqual(['INDETERMINATE', 'MATCHED'])
  })

  test('a log without a receipt settles nothing', async () => {
    const { outcomes, distrusted } = await run([unpaid], [lie('invents a payment')])
    expect(outcomes).toEqual(['INDETERMINATE'])
    expect(distrusted[0]?.why).toContain('its own receipt does not know')
  })

  test('one that calls everything unused is caught by what it shows as used', async () => {
    const { outcomes, distrusted } = await run([matched, unpaid], [lie('calls every nonce unused')])
    expect(distrusted[0]?.why).toContain('unused whose use its own log search shows')
    expect(outcomes.sort()).toEqual(['INDETERMINATE', 'MATCHED'])
  })

  test('one that calls everything used is caught by a nonce that nobody made', async () => {
    const { distrusted } = await run([unpaid], [lie('calls every nonce used')])
    expect(distrusted[0]?.why).toContain('used that was never made')
  })
})

describe('the only one shows nothing', () => {
  const nobody = { transfers: [], authorizations: [] }
  test('a strange transfer near either end shows that it keeps logs', async () => {
    for (const at of [1995, 305]) {
      const strangers = { ...nobody, transfers: [transfer(bob, alice, 5n, { block: at })] }
      expect((await run([], [nodeOver(strangers).node])).quiet).toEqual([])
    }
  })

  test('not even that: it is named; with a second endpoint there is no need', async () => {
    const { quiet } = await run([], [nodeOver(nobody).node])
    expect(quiet).toEqual([{ label: 'http://one/***', why: expect.stringContaining('300..2000') }])
    expect((await run([], [nodeOver(nobody).node, nodeOver(nobody, { label }).node])).quiet).toEqual([])
  })
})

describe('a chain that moves while it is read', () => {
  test('a reorg at the tip: the range is read again', async () => {
    let moved = false
    const reorged = (n: number) => (moved && n === 2000 ? { ...block(n), hash: hash(0xaa) } : block(n))
    const { node, asked } = nodeOver(events, {
      block: reorged,
      fails: ({ what }) => {
        if (what === 'receipt' || what === 'call') moved = true
        return false
      },
    })
    const { view, outcomes } = await run([matched], [node])
    expect([view?.toHash, view?.holes, outcomes]).toEqual([hash(0xaa), [], ['MATCHED']])
    expect(asked.filter(({ what }) => what === 'chainId')).toHaveLength(2)
  })

  test('a tip that never rests is a hole from there, after three readings', async () => {
    let count = 0
    const restless = (n: number) => {
      count += n === 2000 ? 1 : 0
      return n === 2000 ? { ...block(n), hash: hash(0x5000 + count) } : block(n)
    }
    const { node, asked } = nodeOver(events, { block: restless })
    const { view } = await run([matched], [node])
    expect(view?.holes).toEqual([
      { from: 1951, to: 2000, why: expect.stringMatching(/^rpc: block 2000 was 0x.* before the reading/) },
    ])
    expect(asked.filter(({ what }) => what === 'chainId')).toHaveLength(3)
  })

  test('a head that goes back and stays there is a hole above it', async () => {
    const { node } = nodeOver(events)
    let greetings = 0
    const falls: ChainNode = {
      ...node,
      block: async (at, signal) => {
        if (at !== 'latest') return node.block(at, signal)
        greetings += 1
        return saw({ at: '', source: '', ref: '' }, block(greetings % 2 === 1 ? 2000 : 1990))
      },
    }
    const { view } = await run([matched], [falls])
    expect(view?.holes).toEqual([
      { from: 1991, to: 2000, why: "behind: the node's head went back from 2000 to 1990 (http://one/***)" },
    ])
  })
})

describe('whoever lies', () => {
  const clears: Readonly<Record<string, readonly string[]>> = {
    lost: ['MATCHED', 'NO_CHARGE', 'OPEN', 'PHANTOM_SETTLEMENT'],
    unpaid: ['MATCHED', 'ORPHANED_PAYMENT'],
  }
  test('one liar beside any number of honest nodes clears nothing', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...names),
        fc.integer({ min: 1, max: 3 }),
        fc.nat(3),
        fc.constantFrom('lost' as const, 'unpaid' as const),
        async (name, count, place, story) => {
          const nodes = Array.from({ length: count }, () => honest())
          nodes.splice(Math.min(place, count), 0, lie(name))
          const { outcomes } = await run([story === 'lost' ? lost : unpaid], nodes)
          for (const outcome of outcomes) expect(clears[story]).not.toContain(outcome)
        },
      ),
      { numRuns: 150 },
    )
  })
})
