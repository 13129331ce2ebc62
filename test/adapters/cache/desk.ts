import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect } from 'vitest'
import { createChainCache } from '../../../src/adapters/cache/cache.ts'
import { endpointFolder } from '../../../src/adapters/cache/folder.ts'
import type { ChainCache, LogsVerdict } from '../../../src/core/chain-cache.ts'
import { kindTopics } from '../../../src/core/log-columns.ts'
import { chainLogsOf } from '../../../src/core/log-rows.ts'
import type { ChainNode, LogQuery } from '../../../src/core/ports.ts'
import { quickClock } from '../chain/quick-clock.ts'
import {
  addLog,
  addressOf,
  answer,
  makeWorld,
  memoryNode,
  network,
  token,
  topicOf,
  us,
  type World,
  word,
} from './memory-node.ts'

export const label = 'http://127.0.0.1:1/***'
export const live = new AbortController().signal
export const payers = ['p0', 'p1', 'p2', 'p3'].map(addressOf)
export const everywhere: readonly LogsVerdict[] = [
  { network, asset: token, label, found: [{ from: 0, to: 1_000_000 }] },
]
/** A folder of its own for each test. */
export const at = { cacheDir: '' }
/** Makes and removes it; modules are kept between files, so every file of tests says so itself. */
export function eachInItsFolder(): void {
  beforeEach(async () => {
    at.cacheDir = await mkdtemp(join(tmpdir(), 'x402ops-cache-'))
  })
  afterEach(() => rm(at.cacheDir, { recursive: true, force: true }))
}

export const folder = () => endpointFolder(at.cacheDir, network, label)
export const names = async () =>
  (await readdir(folder()).catch(() => [])).filter((name) => /\.(?:kept|new)$/.test(name))
export const incoming = (from: number, to: number): LogQuery => ({
  address: token,
  topics: [kindTopics[0], null, [topicOf(us)]],
  fromBlock: from,
  toBlock: to,
})
export const used = (from: number, to: number, who = payers): LogQuery => ({
  address: token,
  topics: [[kindTopics[1], kindTopics[2]], who.map(topicOf)],
  fromBlock: from,
  toBlock: to,
})

/** A world in which every third block holds a payment of one of the payers. */
export function busy(head: number): World {
  const world = makeWorld(head)
  for (let block = 0; block <= head; block += 3) {
    const payer = payers[block % payers.length] ?? us
    addLog(world, 1, block, payer, word(`nonce ${block}`))
    addLog(world, 0, block, payer, us)
  }
  return world
}

export type Opened = { readonly node: ChainNode; readonly cache: ChainCache }

export function begin(world: World, more: { stretch?: number; maxBytes?: number } = {}): Opened {
  const cache = createChainCache({ cacheDir: at.cacheDir, clock: quickClock(), maxBytes: 1e9, ...more })
  const [node] = cache.through({ nodes: () => [memoryNode(world)] }).nodes(network)
  world.asked = []
  return { node: node as ChainNode, cache }
}

/** One run: the searches of a reconcile, each answer compared with what the chain really holds. */
export async function readAll(world: World, { node }: Opened, from: number, to: number, who = payers) {
  for (const query of [incoming(from, to), used(from, to, who)]) {
    const truth = answer({ ...world, hidden: () => false }, query)
    const scan = await node.logs(query, live)
    const { columns } = await node.logColumns(query, live)
    expect(scan.logs).toEqual(truth.logs)
    expect(chainLogsOf(columns, token)).toEqual(scan.logs)
    expect(scan.holes.map(({ from: a, to: b }) => [a, b])).toEqual(
      truth.holes.map(({ from: a, to: b }) => [a, b]),
    )
  }
}

export const rangesAsked = (world: World) => world.asked.map(({ fromBlock, toBlock }) => [fromBlock, toBlock])
