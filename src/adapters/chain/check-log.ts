import type { ChainLog, LogQuery } from '../../core/ports.ts'
import { logShape, toChainLog } from './shapes.ts'

/** What one page of logs is worth: those that fit their query, and how many did not. */
export type CheckedLogs = { readonly logs: readonly ChainLog[]; readonly dropped: number }

function topicsFit(log: ChainLog, wanted: readonly (ReadonlySet<string> | null)[]): boolean {
  return wanted.every((set, at) => {
    const topic = log.topics[at]
    return topic !== undefined && (set === null || set.has(topic))
  })
}

/**
 * Keeps the logs that answer the query: right shape, not removed by a reorg, its address, its topics, its
 * blocks. What does not fit is counted, because a node that sends it is not to be trusted.
 * The query is in lower case.
 */
export function checkLogs(answer: readonly unknown[], query: LogQuery): CheckedLogs {
  const wanted = query.topics.map((topic) =>
    topic === null ? null : new Set(typeof topic === 'string' ? [topic] : topic),
  )
  const logs: ChainLog[] = []
  for (const item of answer) {
    const read = logShape.safeParse(item)
    if (!read.success || read.data.removed === true) continue
    const log = toChainLog(read.data)
    const inside = log.blockNumber >= query.fromBlock && log.blockNumber <= query.toBlock
    if (inside && log.address === query.address && topicsFit(log, wanted)) logs.push(log)
  }
  return { logs, dropped: answer.length - logs.length }
}
