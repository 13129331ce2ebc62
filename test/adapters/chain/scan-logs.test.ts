import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createRpc } from '../../../src/adapters/chain/json-rpc.ts'
import { objectWay } from '../../../src/adapters/chain/log-way.ts'
import { eased, firstPage, grown, largestPage, shrunk } from '../../../src/adapters/chain/page-size.ts'
import { scanLogs } from '../../../src/adapters/chain/scan-logs.ts'
import { maxTopicValues } from '../../../src/adapters/chain/split-topics.ts'
import { Secret } from '../../../src/core/secret.ts'
import { maxRange, raw } from './faults.ts'
import { http, live } from './fixture-node.ts'
import { quickClock } from './quick-clock.ts'
import { type Fault, startRpcServer } from './rpc-server.ts'
import { makeChain, token, transfer } from './test-chain.ts'

const flaky: Fault = (call, chain) => (call.count % 3 === 0 ? raw('', 503)(call, chain) : undefined)

test.each([1, 7, 40])(
  'a scan that may send %i requests sends no more, and says what it left out',
  async (maxRequests) => {
    const chain = makeChain(3000, [5, 700, 2900])
    const server = await startRpcServer(chain, [flaky, maxRange(30, 'ankr')])
    const endpoint = { url: new Secret('http://127.0.0.1/***', server.url), origin: 'given' } as const
    const ask = createRpc({ http, endpoint, clock: quickClock(), timeoutMs: 5000, concurrency: 4 })
    const range = { from: 0, to: 2999 }
    const { readPage } = objectWay(ask)
    const bounds = { size: firstPage, topicValues: maxTopicValues }
    const scan = await scanLogs(
      { readPage, address: token, parts: [[transfer]], range, lanes: 4, maxRequests, bounds },
      live,
    )
    await server.close()
    expect(server.calls.length).toBeLessThanOrEqual(maxRequests)
    expect(scan.requests).toBe(server.calls.length)
    const covered = (block: number) => scan.holes.some((hole) => block >= hole.from && block <= hole.to)
    const found = new Set(scan.pages.flat().map((log) => log.blockNumber))
    expect([5, 700, 2900].filter((block) => !found.has(block) && !covered(block))).toEqual([])
    expect(covered(2999)).toBe(true)
  },
)

test('a page size stays between one block and the largest page, and a refusal always makes it smaller', () => {
  const step = fc.tuple(fc.constantFrom('good', 'range', 'trouble'), fc.option(fc.nat(30_000)))
  fc.assert(
    fc.property(fc.array(step, { maxLength: 200 }), (steps) => {
      let size = firstPage
      for (const [what, count] of steps) {
        const before = size.blocks
        const suggestion = count === null ? undefined : { from: 0, to: count }
        if (what === 'good') size = grown(size, before, count ?? 0)
        else size = what === 'range' ? shrunk(size, before, suggestion) : eased(size, before)
        expect(size.blocks).toBeGreaterThanOrEqual(1)
        expect(size.blocks).toBeLessThanOrEqual(largestPage)
        if (what !== 'good' && before > 1) expect(size.blocks).toBeLessThan(before)
      }
    }),
  )
})

test('pages come to hold some 5,000 logs where logs lie densely, and grow where they do not', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 400 }), (perBlock) => {
      let size = firstPage
      for (let page = 0; page < 12; page += 1) size = grown(size, size.blocks, size.blocks * perBlock)
      expect(size.blocks * perBlock).toBeLessThanOrEqual(5000)
      expect((size.blocks + 1) * perBlock).toBeGreaterThan(5000)
      for (let page = 0; page < 15; page += 1) size = grown(size, size.blocks, 0)
      expect(size.blocks).toBe(largestPage)
    }),
  )
})
