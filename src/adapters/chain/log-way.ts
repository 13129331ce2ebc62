import type { ChainLog, LogQuery } from '../../core/ports.ts'
import { type CheckedLogs, checkLogs } from './check-log.ts'
import { type Fault, fault } from './fault.ts'
import type { AskRpc, RpcCall, RpcResult } from './json-rpc.ts'
import { type Hole, mergeLogs } from './merge-logs.ts'
import { firstPage, type PageSize } from './page-size.ts'
import { listShape, shapeProblem, toQuantity } from './shapes.ts'
import { maxTopicValues } from './split-topics.ts'

/** What came of one page: its logs, how many there were in all, and how many of them did not fit; or why it is not there. */
export type PageReply<Page> = { readonly requests: number } & (
  | { readonly ok: true; readonly page: Page; readonly seen: number; readonly dropped: number }
  | { readonly ok: false; readonly fault: Fault }
)

/** Reads one page in at most `tries` requests. The query is in lower case. Never throws. */
export type ReadPage<Page> = (query: LogQuery, signal: AbortSignal, tries: number) => Promise<PageReply<Page>>

/** How pages of logs are read, how all of them become one answer, and how large they may be at first. */
export type LogWay<Page, Found> = {
  readonly readPage: ReadPage<Page>
  /** Logs in chain order, each once; blocks about which two stories were told are left out and become holes. */
  readonly merge: (
    pages: readonly Page[],
    address: string,
  ) => { readonly found: Found; readonly holes: readonly Hole[] }
  readonly boundsFor: (query: LogQuery) => PageBounds
  /** Told what the node bore at the end of a scan. */
  readonly keepBounds: (query: LogQuery, bounds: PageBounds) => void
}

/** How many blocks a page asks for, and how many values one position of its topics lists. */
export type PageBounds = { readonly size: PageSize; readonly topicValues: number }

/** The call that asks for a page. */
export function logsCall({ address, topics, fromBlock, toBlock }: LogQuery): RpcCall {
  const filter = { address, fromBlock: toQuantity(fromBlock), toBlock: toQuantity(toBlock), topics }
  return { method: 'eth_getLogs', params: [filter], range: { from: fromBlock, to: toBlock } }
}

/** The logs in a reply that answer the query; a reply without a list is a fault. */
export function checkedReply(
  reply: RpcResult,
  query: LogQuery,
): { readonly ok: true; readonly logs: CheckedLogs } | { readonly ok: false; readonly fault: Fault } {
  if (!reply.ok) return { ok: false, fault: reply.fault }
  const list = listShape.safeParse(reply.result)
  return list.success
    ? { ok: true, logs: checkLogs(list.data, query) }
    : { ok: false, fault: fault('transient', shapeProblem(list.error), 'parse') }
}

/** Logs as objects, one by one. Every scan starts with pages of the same size. */
export function objectWay(ask: AskRpc): LogWay<readonly ChainLog[], readonly ChainLog[]> {
  return {
    readPage: async (query, signal, tries) => {
      const reply = await ask(logsCall(query), signal, tries)
      const { requests } = reply
      const read = checkedReply(reply, query)
      if (!read.ok) return { ...read, requests }
      const { logs, dropped } = read.logs
      return { ok: true, page: logs, seen: logs.length + dropped, dropped, requests }
    },
    merge: (pages) => {
      const { logs, holes } = mergeLogs(pages.flat())
      return { found: logs, holes }
    },
    boundsFor: () => ({ size: firstPage, topicValues: maxTopicValues }),
    keepBounds: () => {},
  }
}
