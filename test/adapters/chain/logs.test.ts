import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { LogScan } from '../../../src/core/ports.ts'
import { allWordings, lagging, maxRange, maxResults, only, raw, tampered } from './faults.ts'
import { live, transfers, withNode } from './fixture-node.ts'
import { errorReply, type Fault, filterOf, hex, resultReply } from './rpc-server.ts'
import { makeChain, type TestChain, token, transfer, word } from './test-chain.ts'

const names = (scan: Pick<LogScan, 'logs'>) =>
  scan.logs.map((log) => `${log.blockNumber}:${log.logIndex}:${log.tx}`)

function truth(chain: TestChain, from: number, to: number): readonly string[] {
  return chain.logs
    .filter((log) => log.blockNumber >= from && log.blockNumber <= to)
    .sort((a, b) => a.blockNumber - b.blockNumber || a.logIndex - b.logIndex)
    .map((log) => `${log.blockNumber}:${log.logIndex}:${log.tx}`)
}

/** No log is invented, and every log that is missing lies in a hole. */
function expectHonest(scan: LogScan, chain: TestChain, from: number, to: number): void {
  const found = new Set(names(scan))
  const all = truth(chain, from, to)
  expect(names(scan)).toEqual(all.filter((name) => found.has(name)))
  const inHole = (block: number) => scan.holes.some((hole) => block >= hole.from && block <= hole.to)
  expect(all.filter((name) => !found.has(name) && !inHole(Number(name.split(':')[0])))).toEqual([])
  for (const hole of scan.holes) {
    expect(hole.from).toBeGreaterThanOrEqual(from)
    expect(hole.to).toBeLessThanOrEqual(to)
    expect(hole.to).toBeGreaterThanOrEqual(hole.from)
    expect(hole.why).toMatch(/^[a-z-]+: ./)
  }
}

const blocks = Array.from({ length: 900 }, (_, at) => (at * 37) % 9000)
const chain = makeChain(9001, blocks)

describe('ranges that a provider refuses', () => {
  test.each(allWordings)('are made smaller in the words of %s', async (wording) => {
    await withNode(chain, [maxRange(700, wording)], async ({ node, server }) => {
      const scan = await node.logs(transfers(10, 8990), live)
      expect(scan).toMatchObject({ holes: [], dropped: 0 })
      expect(names(scan)).toEqual(truth(chain, 10, 8990))
      expect(scan.requests).toBe(server.calls.length)
      expect(scan.requests).toBeLessThan(60)
    })
  })

  test('too many results halve the range only where the logs are dense', async () => {
    const dense = makeChain(9001, [...Array.from({ length: 600 }, () => 4000), ...blocks])
    await withNode(dense, [maxResults(650)], async ({ node }) => {
      const scan = await node.logs(transfers(0, 9000), live)
      expect(scan.holes).toEqual([])
      expect(names(scan)).toEqual(truth(dense, 0, 9000))
      expect(scan.requests).toBeLessThan(60)
    })
  })

  test('a single block that is refused is a hole, and the rest is read', async () => {
    const bad: Fault = only('eth_getLogs', (call) => {
      const { fromBlock, toBlock } = filterOf(call)
      const hit = Number(fromBlock) <= 777 && Number(toBlock) >= 777
      return hit
        ? errorReply(call, { code: -32005, message: 'query returned more than 10000 results' })
        : undefined
    })
    await withNode(chain, [bad], async ({ node }) => {
      const scan = await node.logs(transfers(0, 9000), live)
      expect(scan.holes).toMatchObject([{ from: 777, to: 777 }])
      expectHonest(scan, chain, 0, 9000)
      expect(names(scan).length).toBeGreaterThanOrEqual(truth(chain, 0, 9000).length - 1)
    })
  })

  test('a node that suggests one block less each time runs out of splits', async () => {
    const miser: Fault = only('eth_getLogs', (call) => {
      const [from, to] = [Number(filterOf(call).fromBlock), Number(filterOf(call).toBlock)]
      return errorReply(call, { code: -32602, message: `should work: [${hex(from)}, ${hex(to - 1)}]` })
    })
    await withNode(makeChain(200, [3]), [miser], async ({ node }) => {
      const scan = await node.logs(transfers(0, 150), live)
      expect(scan.holes).toMatchObject([{ from: 0, to: 150 }])
      expect(scan.requests).toBeLessThan(600)
    })
  })
})

describe('a node behind the range', () => {
  test('answers nothing for what lies above its head, and that is a hole', async () => {
    await withNode(chain, [lagging(5000)], async ({ node }) => {
      const scan = await node.logs(transfers(4000, 6000), live)
      expect(scan.holes).toEqual([{ from: 5001, to: 6000, why: "behind: the node's head is 5000" }])
      expect(names(scan)).toEqual(truth(chain, 4000, 5000))
    })
  })

  test('has nothing to say about a range wholly above its head', async () => {
    await withNode(chain, [lagging(3000)], async ({ node, server }) => {
      const scan = await node.logs(transfers(4000, 6000), live)
      expect(scan).toMatchObject({ logs: [], holes: [{ from: 4000, to: 6000 }] })
      expect(server.calls.some((call) => call.method === 'eth_getLogs')).toBe(false)
    })
  })

  test('that falls back during the scan leaves a hole from there', async () => {
    const back = only('eth_blockNumber', (call) => resultReply(call, hex(4500)), 1, 1)
    await withNode(chain, [back], async ({ node }) => {
      const scan = await node.logs(transfers(4000, 6000), live)
      expect(scan.holes).toEqual([
        { from: 4501, to: 6000, why: "behind: the node's head went back from 9000 to 4500" },
      ])
    })
  })

  test('that tells no head at the end has proved nothing', async () => {
    const silent = only('eth_blockNumber', raw('', 404), 9, 1)
    await withNode(chain, [silent], async ({ node }) => {
      const scan = await node.logs(transfers(4000, 6000), live)
      expect(scan.holes).toMatchObject([{ from: 4000, to: 6000 }])
    })
  })

  test('that says so for a page is asked again', async () => {
    const late = only(
      'eth_getLogs',
      (call) => errorReply(call, { code: -32000, message: 'block range extends beyond current head block' }),
      2,
    )
    await withNode(chain, [late], async ({ node }) => {
      const scan = await node.logs(transfers(8000, 9000), live)
      expect(scan.holes).toEqual([])
      expect(names(scan)).toEqual(truth(chain, 8000, 9000))
    })
  })
})

describe('logs that do not fit their query', () => {
  const spoil = (change: Record<string, unknown>) =>
    tampered((logs) => logs.map((log, at) => (at === 0 ? { ...log, ...change } : log)))
  test.each([
    ['outside the range', { blockNumber: hex(8999) }],
    ['of another contract', { address: `0x${'66'.repeat(20)}` }],
    ['of another event', { topics: [word('other')] }],
    ['without topics', { topics: [] }],
    ['taken back by a reorg', { removed: true }],
    ['pending', { blockNumber: null, blockHash: null }],
    ['with half a byte of data', { data: '0x1' }],
    ['with a short topic', { topics: [transfer.slice(0, 20)] }],
    ['without a transaction', { transactionHash: undefined }],
  ])('%s are dropped and counted', async (_name, change) => {
    await withNode(makeChain(9001, [100, 200, 300]), [spoil(change)], async ({ node }) => {
      const scan = await node.logs(transfers(50, 1000), live)
      expect(scan.dropped).toBe(1)
      expect(scan.holes).toMatchObject([
        { from: 50, to: 1000, why: expect.stringMatching(/^parse: 1 of the logs/) },
      ])
      expect(scan.logs.map((log) => log.blockNumber)).toEqual([200, 300])
    })
  })

  test('the same log twice is one log', async () => {
    await withNode(chain, [tampered((logs) => [...logs, ...logs].reverse())], async ({ node }) => {
      const scan = await node.logs(transfers(0, 1000), live)
      expect(scan).toMatchObject({ dropped: 0, holes: [] })
      expect(names(scan)).toEqual(truth(chain, 0, 1000))
    })
  })

  test('null instead of a list is a hole, never an empty answer', async () => {
    const nothing = only('eth_getLogs', (call) => resultReply(call, null))
    await withNode(chain, [nothing], async ({ node }) => {
      const scan = await node.logs(transfers(0, 1000), live)
      expect(scan.logs).toEqual([])
      expect(scan.holes).toMatchObject([{ from: 0, to: 1000 }])
      expect(scan.requests).toBeLessThan(40)
    })
  })
})

describe('a node that stops answering', () => {
  const ends: readonly (readonly [string, Fault, string, number])[] = [
    ['rejects the key', raw('', 403), 'auth', 12],
    [
      'switches the method off',
      (call) => errorReply(call, { code: -32005, message: 'limit exceeded' }),
      'not-supported',
      12,
    ],
    ['limits the rate for good', raw('', 429), 'rate', 60],
    ['breaks', raw('', 503), 'rpc', 60],
    ['stalls', () => 'stall', 'deadline', 20],
  ]
  test.each(ends)('because it %s leaves holes, not silence', async (_name, fault, kind, most) => {
    const later = only('eth_getLogs', fault, Number.POSITIVE_INFINITY, 1)
    await withNode(
      chain,
      [later],
      async ({ node }) => {
        const scan = await node.logs(transfers(0, 9000), live)
        expectHonest(scan, chain, 0, 9000)
        expect(scan.holes.length).toBeGreaterThan(0)
        expect(scan.holes.every((hole) => hole.why.startsWith(`${kind}: `))).toBe(true)
        expect(scan.requests).toBeLessThanOrEqual(most)
      },
      { timeoutMs: 200 },
    )
  })

  test('an abort ends the scan with holes', async () => {
    const stop = new AbortController()
    const trigger: Fault = (call) => {
      if (call.method === 'eth_getLogs') stop.abort()
      return undefined
    }
    await withNode(chain, [trigger], async ({ node }) => {
      const scan = await node.logs(transfers(0, 9000), stop.signal)
      expectHonest(scan, chain, 0, 9000)
      expect(scan.holes.some((hole) => hole.why.startsWith('aborted: '))).toBe(true)
    })
  })
})

describe('the question', () => {
  test('long lists of topics are split and the answers put together', async () => {
    const payers = Array.from({ length: 230 }, (_, at) => word(`payer ${at}`))
    await withNode(chain, [], async ({ node, server }) => {
      const scan = await node.logs({ ...transfers(0, 1500), topics: [transfer, payers] }, live)
      const wanted = new Set(payers)
      const expected = { ...chain, logs: chain.logs.filter((log) => wanted.has(log.topics[1]!)) }
      expect(scan.holes).toEqual([])
      expect(names(scan)).toEqual(truth(expected, 0, 1500))
      const lists = server.calls.flatMap((call) =>
        call.method === 'eth_getLogs' ? [filterOf(call).topics[1]!.length] : [],
      )
      expect(lists.sort()).toEqual([100, 100, 30])
    })
  })

  test('capitals in address and topics are understood', async () => {
    const query = {
      ...transfers(0, 1500),
      address: token.toUpperCase().replace('0X', '0x'),
      topics: [transfer.toUpperCase().replace('0X', '0x')],
    }
    await withNode(chain, [], async ({ node }) => {
      expect(names(await node.logs(query, live))).toEqual(truth(chain, 0, 1500))
    })
  })

  test.each([
    ['an inverted range', { fromBlock: 9, toBlock: 3 }],
    ['a negative block', { fromBlock: -1, toBlock: 3 }],
    ['an empty list of topics', { topics: [transfer, []] }],
    ['a topic that is no topic', { topics: ['0x1'] }],
    ['five topics', { topics: [null, null, null, null, null] }],
    ['an address that is none', { address: '0x1' }],
  ])('%s is refused, which is a hole', async (_name, change) => {
    await withNode(chain, [], async ({ node, server }) => {
      const scan = await node.logs({ ...transfers(3, 9), ...change }, live)
      expect(scan.logs).toEqual([])
      expect(scan.holes).toHaveLength(1)
      expect(scan.holes[0]!.why).toMatch(/^refused: /)
      expect(server.calls).toEqual([])
    })
  })
})

describe('whatever the node does', () => {
  const chaos = (seed: readonly number[]): Fault => {
    const moods: readonly (Fault | undefined)[] = [
      undefined,
      undefined,
      raw('', 503),
      raw('<html>'),
      (call) => errorReply(call, { code: -32602, message: 'block range is too wide' }),
      (call) => errorReply(call, { code: -32016, message: 'over rate limit' }),
      () => 'reset',
      (call) => resultReply(call, null),
    ]
    return (call, world) => moods[(seed[call.count % seed.length] ?? 0) % moods.length]?.(call, world)
  }
  const world = fc.record({
    head: fc.integer({ min: 1, max: 6000 }),
    logs: fc.array(fc.nat(6000), { maxLength: 200 }),
    limit: fc.integer({ min: 40, max: 12_000 }),
    wording: fc.constantFrom(...allWordings),
    results: fc.integer({ min: 1, max: 100 }),
    from: fc.nat(3000),
    span: fc.nat(4000),
    seed: fc.array(fc.nat(7), { minLength: 1, maxLength: 12 }),
  })

  test('a scan returns exactly the logs of the range, or holes that cover what is missing', async () => {
    await fc.assert(
      fc.asyncProperty(world, async ({ head, logs, limit, wording, results, from, span }) => {
        const small = makeChain(
          head + 1,
          logs.filter((block) => block <= head),
        )
        const faults = [maxRange(limit, wording), maxResults(results)]
        await withNode(small, faults, async ({ node, server }) => {
          const scan = await node.logs(transfers(from, from + span), live)
          expectHonest(scan, small, from, from + span)
          expect(scan.dropped).toBe(0)
          expect(scan.requests).toBe(server.calls.length)
          expect(scan.requests).toBeLessThan(400 + (4 * span) / limit)
          const crowded = new Map<number, number>()
          for (const log of small.logs) crowded.set(log.blockNumber, log.logIndex + 1)
          const mostInOne = Math.max(0, ...crowded.values())
          const holesBelowHead = scan.holes.filter((hole) => hole.from <= head)
          if (mostInOne <= results) expect(holesBelowHead).toEqual([])
        })
      }),
      { numRuns: 60 },
    )
  })

  test('moods of every kind cost completeness, never truth', async () => {
    await fc.assert(
      fc.asyncProperty(world, async ({ head, logs, limit, wording, from, span, seed }) => {
        const small = makeChain(
          head + 1,
          logs.filter((block) => block <= head),
        )
        await withNode(small, [chaos(seed), maxRange(limit, wording)], async ({ node, server }) => {
          const scan = await node.logs(transfers(from, from + span), live)
          expectHonest(scan, small, from, from + span)
          expect(scan.requests).toBe(server.calls.length)
          expect(scan.requests).toBeLessThan(300 + 2 * span)
        })
      }),
      { numRuns: 60 },
    )
  })
})
