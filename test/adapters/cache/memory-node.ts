import { createHash } from 'node:crypto'
import { kindTopics } from '../../../src/core/log-columns.ts'
import { columnsOf } from '../../../src/core/log-rows.ts'
import { couldNotSee, saw } from '../../../src/core/observation.ts'
import type { ChainLog, ChainNode, LogQuery, LogScan } from '../../../src/core/ports.ts'

export const token = `0x${'70'.repeat(20)}`
export const network = 'eip155:8453'
export const word = (name: string) => `0x${createHash('sha256').update(name).digest('hex')}`
export const addressOf = (name: string) => word(name).slice(0, 42)
export const us = addressOf('us')
export const topicOf = (address: string) => `0x${'0'.repeat(24)}${address.slice(2)}`

/** A chain in memory that grows, forgets and lies when it is told to. */
export type World = {
  name: string
  head: number
  logs: ChainLog[]
  /** Logs that are not shown although they are there. */
  hidden: (log: ChainLog) => boolean
  /** Blocks that are not answered for. */
  silent: readonly { from: number; to: number; why: string }[]
  /** A search that goes on is stopped when so many were asked. */
  asked: LogQuery[]
  blocks: number
}

export const finalLag = 10
const look = { at: '2026-11-22T00:00:00.000Z', source: 'memory', ref: 'memory' }

export function makeWorld(head: number): World {
  return { name: 'a', head, logs: [], hidden: () => false, silent: [], asked: [], blocks: 0 }
}

export function addLog(
  world: World,
  kind: 0 | 1 | 2,
  block: number,
  first: string,
  second: string,
): ChainLog {
  const log: ChainLog = {
    address: token,
    topics: [kindTopics[kind], topicOf(first), second.length === 42 ? topicOf(second) : second],
    data: kind === 0 ? `0x${world.logs.length.toString(16).padStart(64, '0')}` : '0x',
    blockNumber: block,
    blockHash: word(`${world.name} ${block}`),
    tx: word(`tx ${world.logs.length}`),
    logIndex: world.logs.filter(({ blockNumber }) => blockNumber === block).length,
  }
  world.logs.push(log)
  return log
}

export function answer(world: World, query: LogQuery): LogScan {
  const fits = (log: ChainLog) =>
    query.topics.every((want, at) => {
      const topic = log.topics[at] ?? ''
      return want === null || (typeof want === 'string' ? want === topic : want.includes(topic))
    })
  const { fromBlock: from, toBlock: to } = query
  const holes = world.silent
    .map((hole) => ({ ...hole, from: Math.max(hole.from, from), to: Math.min(hole.to, to) }))
    .filter((hole) => hole.from <= hole.to)
  if (to > world.head) holes.push({ from: Math.max(from, world.head + 1), to, why: 'behind: the head' })
  const logs = world.logs
    .filter((log) => log.blockNumber >= from && log.blockNumber <= Math.min(to, world.head))
    .filter((log) => fits(log) && !world.hidden(log))
    .filter((log) => !holes.some((hole) => hole.from <= log.blockNumber && log.blockNumber <= hole.to))
    .sort((a, b) => a.blockNumber - b.blockNumber || a.logIndex - b.logIndex)
  return { logs, holes, dropped: 0, requests: 1 }
}

/** The node of a world; what it has no answer for throws. */
export function memoryNode(world: World, label = 'http://127.0.0.1:1/***'): ChainNode {
  const never = () => {
    throw new Error('nobody asks that here')
  }
  const ask = (query: LogQuery) => {
    world.asked.push(query)
    return answer(world, query)
  }
  return {
    network,
    label,
    chainId: never,
    blockAt: never,
    receipt: never,
    call: never,
    block: async (at) => {
      world.blocks += 1
      if (at === 'latest' || at === 'safe') return couldNotSee(look, 'rpc', 'not here')
      const number = at === 'finalized' ? world.head - finalLag : at
      if (number < 0 || number > world.head) return saw(look, null)
      return saw(look, { number, hash: word(`${world.name} ${number}`), timestamp: number })
    },
    logs: async (query) => ask(query),
    logColumns: async (query) => {
      const { logs, ...rest } = ask(query)
      return { ...rest, ...columnsOf(logs, token) }
    },
  }
}
