import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { mergeColumns } from '../../../src/adapters/chain/columns/merge-columns.ts'
import { mergeHoles, mergeLogs } from '../../../src/adapters/chain/merge-logs.ts'
import type { ColumnScan } from '../../../src/core/log-columns.ts'
import { chainLogsOf, columnsOf } from '../../../src/core/log-rows.ts'
import type { ChainLog, LogScan } from '../../../src/core/ports.ts'
import { maxRange, maxResults, only, raw, tampered } from './faults.ts'
import { live, withNode } from './fixture-node.ts'
import { type Call, errorReply, type Fault, filterOf, hex, resultReply } from './rpc-server.ts'
import { makeBlocks, type TestChain, token, word } from './test-chain.ts'
import { logFor, payers, questions } from './wire-page.ts'

const [incoming, authorized, all] = questions as [
  (typeof questions)[number],
  (typeof questions)[number],
  (typeof questions)[number],
]

/** The same scan as objects: rows and odd logs back in chain order. */
function asObjects({ columns, odd, ...scan }: ColumnScan): LogScan {
  const logs = [...chainLogsOf(columns, token), ...odd].sort(
    (a, b) => a.blockNumber - b.blockNumber || a.logIndex - b.logIndex,
  )
  return { ...scan, logs }
}

const odd = (log: ChainLog): ChainLog => ({ ...log, topics: [...log.topics, word('fourth')] })
const others = [
  (log: ChainLog) => log,
  odd,
  (log: ChainLog) => ({ ...log, blockHash: word('uncle') }),
  (log: ChainLog) => ({ ...odd(log), blockHash: word('uncle') }),
  (log: ChainLog) => ({ ...log, tx: word('other') }),
]
/** Few places, so that logs meet; one in four tells another story about its place. */
const crowd = fc.array(
  fc
    .tuple(logFor(all), fc.nat(6), fc.nat(2), fc.integer({ min: -15, max: 4 }))
    .map(([log, block, logIndex, other]) => ({
      page: block % 3,
      log: (others[other] ?? others[0]!)({
        ...log,
        blockNumber: 100 + block,
        blockHash: word(`block ${block}`),
        logIndex,
        tx: word(`tx ${block} ${logIndex}`),
      }),
    })),
)

test('columns of many pages are merged as their logs are', () => {
  fc.assert(
    fc.property(crowd, fc.boolean(), (items, twice) => {
      const logs = items.map(({ log }) => log)
      const pages = [0, 1, 2].map((page) => items.filter((item) => item.page === page).map(({ log }) => log))
      if (twice) pages.push(logs)
      const { found, holes } = mergeColumns(pages.map((page) => columnsOf(page, token)))
      const expected = mergeLogs(pages.flat())
      expect(asObjects({ ...found, holes, dropped: 0, requests: 0 }).logs).toEqual(expected.logs)
      expect(mergeHoles(holes)).toEqual(mergeHoles(expected.holes))
    }),
    { numRuns: 300 },
  )
})

/** A chain of payments: in each block named a transfer to the shop and the authorization it used. */
function shopChain(head: number, blocks: readonly number[], strange = false): TestChain {
  const seen = new Map<number, number>()
  const logs = blocks.flatMap((blockNumber, at) => {
    const logIndex = seen.get(blockNumber) ?? 0
    seen.set(blockNumber, logIndex + 2)
    const payer = payers[at % payers.length]!
    const base = { address: token, blockNumber, tx: word(`tx ${at}`) }
    const [used, transfer] = [authorized.topics[0]![0]!, incoming.topics[0] as string]
    const fourth = strange && at % 7 === 0 ? [word('fourth')] : []
    return [
      { ...base, topics: [used, payer, word(`nonce ${at}`)], data: '0x', logIndex },
      {
        ...base,
        topics: [transfer, payer, incoming.topics[2] as string, ...fourth],
        data: `0x${at.toString(16).padStart(64, '0')}`,
        logIndex: logIndex + 1,
      },
    ]
  })
  return { chainId: 8453, blocks: makeBlocks(head + 1), logs }
}

/** Each makes its fault anew, because a fault counts what it has met. */
const spoiled: readonly (() => Fault)[] = [
  () => tampered((logs) => logs.map((log, at) => (at === 0 ? { ...log, removed: true } : log))),
  () => tampered((logs) => logs.map((log, at) => (at === 1 ? { ...log, blockHash: word('uncle') } : log))),
  () => tampered((logs) => [...logs, ...logs].reverse()),
  () => only('eth_getLogs', raw('<html>'), 1),
  () => only('eth_getLogs', raw('', 503), 2),
  () => only('eth_getLogs', (call) => resultReply(call, null), 1),
  () => only('eth_getLogs', () => 'cut', 1),
  () => only('eth_getLogs', (call) => errorReply(call, { code: -32005, message: 'limit exceeded' }), 1, 1),
  () => only('eth_blockNumber', (call) => resultReply(call, hex(250))),
  () => only('eth_chainId', (call) => resultReply(call, '0x1')),
]

test('whatever a node does, its columns say what its logs say', async () => {
  const world = fc.record({
    blocks: fc.array(fc.nat(400), { maxLength: 60 }),
    strange: fc.boolean(),
    question: fc.constantFrom(...questions),
    from: fc.nat(200),
    span: fc.nat(300),
    limit: fc.integer({ min: 60, max: 400 }),
    results: fc.integer({ min: 4, max: 200 }),
    fault: fc.integer({ min: -4, max: spoiled.length - 1 }),
  })
  // Pages side by side would meet the faults in any order.
  const one = { lanes: 1 }
  await fc.assert(
    fc.asyncProperty(world, async ({ blocks, strange, question, from, span, limit, results, fault }) => {
      const chain = shopChain(400, blocks, strange)
      const spoil = spoiled[fault]
      const query = { ...question, fromBlock: from, toBlock: from + span }
      const faults = () => [...(spoil ? [spoil()] : []), maxRange(limit, 'ankr'), maxResults(results)]
      const objects = await withNode(chain, faults(), ({ node }) => node.logs(query, live), one)
      const columns = await withNode(chain, faults(), ({ node }) => node.logColumns(query, live), one)
      expect(asObjects(columns)).toEqual(objects)
    }),
    { numRuns: 40 },
  )
})

test('the next scan of the same kind starts with the size of page that the node bore', async () => {
  const chain = shopChain(4000, [5, 100, 2100])
  await withNode(chain, [maxRange(300, 'ankr')], async ({ node, server }) => {
    const spans = () =>
      server.calls
        .filter(({ method }) => method === 'eth_getLogs')
        .map((call) => Number(filterOf(call).toBlock) - Number(filterOf(call).fromBlock) + 1)
    await node.logColumns({ ...incoming, fromBlock: 0, toBlock: 1999 }, live)
    expect(Math.max(...spans())).toBe(2000)
    const before = spans().length
    const next = await node.logColumns({ ...incoming, fromBlock: 2000, toBlock: 3999 }, live)
    expect(next).toMatchObject({ columns: { count: 1 }, holes: [], dropped: 0 })
    expect(Math.max(...spans().slice(before))).toBeLessThan(1000)
  })
})

test('an honest answer is read from its bytes, and one that is written strangely is read all the same', async () => {
  const chain = shopChain(300, [110, 120])
  const deeper = tampered((logs) => logs.map((log) => ({ ...log, more: { deep: [1] } })))
  for (const faults of [[], [deeper]]) {
    const scan = await withNode(chain, faults, ({ node }) => node.logColumns(incoming, live))
    expect(asObjects(scan).logs.map(({ blockNumber }) => blockNumber)).toEqual([110, 120])
  }
})

describe('a long list of payers', () => {
  const many = Array.from({ length: 2300 }, (_, at) => `0x${'0'.repeat(24)}${word(`payer ${at}`).slice(26)}`)
  const query = { ...authorized, topics: [authorized.topics[0]!, many], fromBlock: 0, toBlock: 399 }
  const chain = shopChain(
    400,
    Array.from({ length: 90 }, (_, at) => (at * 37) % 400),
  )
  const listsOf = (calls: readonly Call[]) =>
    calls.filter(({ method }) => method === 'eth_getLogs').map((call) => filterOf(call).topics[1]?.length)
  const shortOnly = (refusal: Fault): Fault =>
    only('eth_getLogs', (call, world) =>
      (filterOf(call).topics[1]?.length ?? 0) > 100 ? refusal(call, world) : undefined,
    )

  test('is asked for in lists of a thousand', async () => {
    await withNode(chain, [], async ({ node, server }) => {
      const scan = await node.logColumns(query, live)
      expect(scan).toMatchObject({ holes: [], dropped: 0, columns: { count: 90 } })
      expect(listsOf(server.calls).sort()).toEqual([1000, 1000, 300])
    })
  })

  test.each<readonly [string, Fault]>([
    ['with wrong parameters', (call) => errorReply(call, { code: -32602, message: 'exceed max topics' })],
    ['with a server error', (call) => errorReply(call, { code: -32000, message: 'exceed max topics' })],
    ['as too large a question', raw('', 413)],
  ])('that a node refuses %s is asked for in short ones, now and later', async (_name, refusal) => {
    await withNode(chain, [shortOnly(refusal)], async ({ node, server }) => {
      const expected = await withNode(chain, [], (honest) => honest.node.logs(query, live))
      const scan = await node.logColumns(query, live)
      expect(asObjects(scan)).toEqual({ ...expected, requests: scan.requests })
      expect(scan.holes).toEqual([])
      const before = server.calls.length
      const again = await node.logColumns(query, live)
      expect(again.columns).toEqual(scan.columns)
      expect(Math.max(...listsOf(server.calls.slice(before)).map(Number))).toBe(100)
    })
  })

  test('stays long where it was the range that was refused', async () => {
    await withNode(chain, [maxRange(150, 'ankr')], async ({ node, server }) => {
      const scan = await node.logColumns(query, live)
      expect(scan).toMatchObject({ holes: [], columns: { count: 90 } })
      const before = server.calls.length
      await node.logColumns(query, live)
      expect(listsOf(server.calls.slice(before))).toContain(1000)
    })
  })
})
