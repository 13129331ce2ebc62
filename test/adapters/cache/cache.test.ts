import { lstat } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { kindTopics } from '../../../src/core/log-columns.ts'
import { columnsOf } from '../../../src/core/log-rows.ts'
import {
  at,
  begin,
  busy,
  eachInItsFolder,
  everywhere,
  folder,
  incoming,
  label,
  live,
  names,
  payers,
  rangesAsked,
  readAll,
} from './desk.ts'
import { addLog, answer, network, token, topicOf, us, word } from './memory-node.ts'

eachInItsFolder()

test('a second run asks only for the tail, and for everything of new payers', async () => {
  const world = busy(100)
  const first = begin(world)
  await readAll(world, first, 0, 100, payers.slice(0, 2))
  await first.cache.close(everywhere, 'ended')
  expect(await names()).toHaveLength(2)

  world.head = 120
  const second = begin(world)
  await readAll(world, second, 20, 118, payers.slice(0, 3))
  // Transfers once by logs; what that kept, columns need not ask for. Of blocks above the final one nothing is kept.
  expect(rangesAsked(world)).toEqual([
    [91, 118],
    [111, 118],
    [91, 118],
    [20, 118],
    [111, 118],
  ])
  expect(world.asked[2]?.topics[1]).toEqual(payers.slice(0, 2).sort().map(topicOf))
  expect(world.asked[3]?.topics[1]).toEqual([topicOf(payers[2] ?? '')])
})

test('files and folders are for their owner only, and nothing of a search without addresses is kept', async () => {
  const world = busy(60)
  const { node, cache } = begin(world)
  const any = { ...incoming(0, 40), topics: [kindTopics[0]] }
  expect((await node.logs(any, live)).logs).toEqual(answer(world, any).logs)
  expect(await names()).toEqual([])
  await node.logs(incoming(0, 40), live)
  await cache.close(everywhere, 'ended')
  const [name = ''] = await names()
  expect((await lstat(join(folder(), name))).mode & 0o777).toBe(0o600)
  for (const path of [folder(), join(at.cacheDir, 'chain')])
    expect((await lstat(path)).mode & 0o777).toBe(0o700)
})

test('what nobody bears out is read again by the next run; a run that was stopped leaves it to the next one', async () => {
  const world = busy(60)
  const stopped = begin(world)
  await readAll(world, stopped, 0, 40)
  await stopped.cache.close([], 'stopped')
  const next = begin(world)
  await readAll(world, next, 0, 40)
  expect(world.asked).toEqual([])
  await next.cache.close([], 'ended')
  expect(await names()).toEqual([])
})

test('a node that hid a log and shows it later is asked again after a contradiction', async () => {
  const world = busy(60)
  world.hidden = ({ blockNumber }) => blockNumber === 30
  const first = begin(world)
  expect((await first.node.logs(incoming(0, 40), live)).logs).toHaveLength(13)
  await first.cache.close([{ network, asset: token, label: null, found: 'contradicted' }], 'ended')
  world.hidden = () => false
  const second = begin(world)
  await readAll(world, second, 0, 40)
  expect(rangesAsked(world)[0]).toEqual([0, 40])
})

test('a contradiction takes away what earlier runs kept, and only of that endpoint and token', async () => {
  const world = busy(60)
  const first = begin(world)
  await readAll(world, first, 0, 40)
  await first.cache.close(everywhere, 'ended')
  const other = begin(world)
  await other.node.logs(incoming(0, 10), live)
  await other.cache.close([{ network, asset: token, label: 'elsewhere', found: 'contradicted' }], 'ended')
  expect(await names()).toHaveLength(2)
  const second = begin(world)
  await second.node.logs(incoming(0, 10), live)
  await second.cache.close([{ network, asset: null, label, found: 'contradicted' }], 'ended')
  expect(await names()).toEqual([])
})

test('of what a run read only the blocks that were borne out stay', async () => {
  const world = busy(60)
  const first = begin(world)
  await readAll(world, first, 0, 40)
  await first.cache.close([{ network, asset: token, label, found: [{ from: 10, to: 30 }] }], 'ended')
  const second = begin(world)
  await readAll(world, second, 0, 40)
  expect(rangesAsked(world).slice(0, 2)).toEqual([
    [0, 9],
    [31, 40],
  ])
})

test('another chain at the same address, or a reorganisation below final blocks, takes everything away', async () => {
  const world = busy(60)
  const first = begin(world)
  await readAll(world, first, 0, 40)
  await first.cache.close(everywhere, 'ended')
  const other = { ...busy(60), name: 'b' }
  other.logs = other.logs.slice(4).map((log) => ({ ...log, blockHash: word(`b ${log.blockNumber}`) }))
  const second = begin(other)
  await readAll(other, second, 0, 40)
  expect(rangesAsked(other)[0]).toEqual([0, 40])
  expect(await second.node.logs(incoming(0, 40), live)).toEqual(
    await begin(other).node.logs(incoming(0, 40), live),
  )
})

test('a head below what was kept takes it away as well', async () => {
  const world = busy(60)
  const first = begin(world)
  await readAll(world, first, 0, 40)
  await first.cache.close(everywhere, 'ended')
  world.head = 45
  const second = begin(world)
  await readAll(world, second, 0, 40)
  expect(rangesAsked(world)[0]).toEqual([0, 40])
})

test('holes, odd logs and answers that do not fit are not kept', async () => {
  const world = busy(60)
  world.silent = [{ from: 12, to: 14, why: 'rpc: no' }]
  addLog(world, 0, 20, payers[0] ?? '', us)
  const odd = world.logs.at(-1)
  world.logs[world.logs.length - 1] = { ...(odd as NonNullable<typeof odd>), data: '0x01' }
  const first = begin(world)
  expect(columnsOf((await first.node.logs(incoming(0, 40), live)).logs, token).odd).toHaveLength(1)
  await first.cache.close(everywhere, 'ended')
  world.silent = []
  const second = begin(world)
  expect((await second.node.logs(incoming(0, 40), live)).logs).toEqual(answer(world, incoming(0, 40)).logs)
  expect(rangesAsked(world)).toEqual([
    [12, 14],
    [20, 20],
  ])
})
