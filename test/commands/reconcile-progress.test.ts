import { expect, test } from 'vitest'
import { reconcileProgress } from '../../src/commands/reconcile-progress.ts'
import type { Clock, LogQuery } from '../../src/core/ports.ts'
import type { PaymentRecord } from '../../src/payments/record.ts'
import { makeWorld, memoryNode, network, token, topicOf, us } from '../adapters/cache/memory-node.ts'

function watched() {
  let ms = 0
  const lines: string[] = []
  const clock: Clock = { now: () => new Date(ms), monotonicMs: () => ms, sleep: async () => {} }
  const shown = reconcileProgress({ clock, progress: (line) => void lines.push(line) })
  const wait = (by: number) => {
    ms += by
  }
  return { shown, lines, wait }
}
const signal = new AbortController().signal
const query = (from: number, to: number, addresses = 1): LogQuery => ({
  address: token,
  topics: [null, Array.from({ length: addresses }, () => topicOf(us))],
  fromBlock: from,
  toBlock: to,
})

test('records are counted while they are streamed, after two seconds of silence', async () => {
  const { shown, lines, wait } = watched()
  const source = shown.records({
    read: async () => [],
    stream: async (each) => {
      for (let ordinal = 0; ordinal < 5 * 1024; ordinal += 1) {
        if (ordinal % 1024 === 0) wait(700)
        await each(ordinal, {} as PaymentRecord)
      }
      return { reads: [], count: 0, again: async () => [] }
    },
  })
  await source.stream?.(() => {}, signal)
  expect(lines).toEqual([
    'records: 3072 read, 2194/s',
    'records: 4096 read, 1950/s',
    'records: 5120 read, 1829/s',
  ])
})

test('blocks, logs a second and the time that is left come from pages and searches', async () => {
  const { shown, lines, wait } = watched()
  const world = makeWorld(1000)
  const inner = memoryNode(world)
  const { nodes } = shown.chain({ nodes: () => [inner] })
  const [node] = nodes(network)
  wait(2500)
  await node?.logs(query(0, 299), signal)
  wait(1000)
  shown.page({ network, blocks: 300, logs: 600 })
  await node?.logColumns(query(0, 299), signal)
  wait(9000)
  await node?.logs(query(0, 299, 150), signal)
  expect(lines).toEqual([
    'chain: 0 of 300 blocks',
    'chain: 200 of 300 blocks, 600 logs/s',
    'chain: 150 of 300 blocks, 60 logs/s, about 10 s left',
  ])
})

test('with windows it is their blocks that count, for all tokens together; then comes pairing', () => {
  const { shown, lines, wait } = watched()
  wait(3000)
  for (const [asset, blocks] of [
    ['a', 1024],
    ['b', 512],
    ['a', 2048],
  ] as const) {
    shown.step({ phase: 'chain', network, asset, blocks, of: 4096 })
    wait(4000)
  }
  shown.step({ phase: 'pairing' })
  expect(lines).toEqual([
    'chain: 1024 of 4096 blocks',
    'chain: 1536 of 8192 blocks, about 17 s left',
    'chain: 2560 of 8192 blocks, about 18 s left',
    'pairing records and chain',
  ])
})

test('a run of less than two seconds says nothing, and nobody is told more than four times a second', () => {
  const { shown, lines, wait } = watched()
  for (let step = 0; step < 19; step += 1) {
    shown.page({ network, blocks: 1, logs: 1 })
    wait(100)
  }
  expect(lines).toEqual([])
  for (let step = 0; step < 50; step += 1) {
    shown.page({ network, blocks: 1, logs: 1 })
    wait(100)
  }
  expect(lines.length).toBeGreaterThan(10)
  expect(lines.length).toBeLessThanOrEqual(21)
})

test('a line fits a terminal of 80 columns', () => {
  const { shown, lines, wait } = watched()
  wait(3000)
  shown.page({ network, blocks: 1, logs: 10_000_000_000 })
  shown.step({ phase: 'chain', network, asset: 'a', blocks: 123_456, of: 1_234_567_890 })
  wait(3_000_000)
  shown.step({ phase: 'chain', network, asset: 'a', blocks: 123_456_789, of: 1_234_567_890 })
  expect(lines.every((line) => line.length < 80)).toBe(true)
  expect(lines.at(-1)).toMatch(/left$/)
})
