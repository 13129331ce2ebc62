import type { LogColumns } from '../../../core/log-columns.ts'
import { columnsOf } from '../../../core/log-rows.ts'
import type { LogQuery } from '../../../core/ports.ts'
import type { AskRpc } from '../json-rpc.ts'
import { checkedReply, type LogWay, logsCall, type PageBounds } from '../log-way.ts'
import { firstPage } from '../page-size.ts'
import { manyTopicValues } from '../split-topics.ts'
import { type ColumnPage, mergeColumns } from './merge-columns.ts'
import { scanAnswer } from './scan-answer.ts'
import { toWanted } from './wanted.ts'

/** Questions of one kind are asked window after window and hit as many logs a block: what was learned is kept by this. */
function kindOfQuestion({ address, topics }: LogQuery): string {
  const [event, ...others] = topics
  const named = typeof event === 'string' ? event : (event ?? []).join()
  return [address, named, ...others.map((topic) => (topic === null ? '*' : 'some'))].join(' ')
}

const mostKinds = 64

/** Is this what `scanAnswer` made? No answer that went through `JSON.parse` holds typed arrays. */
function isColumns(result: unknown): result is LogColumns {
  return (
    typeof result === 'object' && result !== null && 'block' in result && result.block instanceof Float64Array
  )
}

/**
 * Logs in columns: read from the bytes of an answer where it is written as expected, else by `JSON.parse` and one
 * by one. A scan starts with pages of the size that the last one of its kind ended with, and with long lists of
 * topics until the node has refused one.
 */
export function columnWay(ask: AskRpc): LogWay<ColumnPage, ColumnPage> {
  const known = new Map<string, PageBounds>()
  return {
    readPage: async (query, signal, tries) => {
      const wanted = toWanted(query)
      const call = logsCall(query)
      const scan = wanted && ((bytes: Uint8Array, id: number) => scanAnswer(bytes, id, wanted))
      const reply = await ask(scan === undefined ? call : { ...call, scan }, signal, tries)
      const { requests } = reply
      if (reply.ok && isColumns(reply.result)) {
        const columns = reply.result
        return { ok: true, page: { columns, odd: [] }, seen: columns.count, dropped: 0, requests }
      }
      const read = checkedReply(reply, query)
      if (!read.ok) return { ...read, requests }
      const { logs, dropped } = read.logs
      return {
        ok: true,
        page: columnsOf(logs, query.address),
        seen: logs.length + dropped,
        dropped,
        requests,
      }
    },
    merge: mergeColumns,
    boundsFor: (query) =>
      known.get(kindOfQuestion(query)) ?? { size: firstPage, topicValues: manyTopicValues },
    keepBounds: (query, bounds) => {
      const kind = kindOfQuestion(query)
      if (known.has(kind) || known.size < mostKinds) known.set(kind, bounds)
    },
  }
}
