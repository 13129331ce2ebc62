import type { ColumnScan } from '../../core/log-columns.ts'
import { chainLogsOf, columnsOf } from '../../core/log-rows.ts'
import type { ChainNode, LogScan } from '../../core/ports.ts'
import { mergeHoles, mergeLogs } from '../chain/merge-logs.ts'
import type { Endpoint } from './endpoint.ts'
import { type ReadThrough, readThrough } from './read-through.ts'
import { mergeRows } from './rows.ts'

const twoStories = (block: number) => ({
  from: block,
  to: block,
  why: 'rpc: the node tells two stories of this block',
})

function sumsOf({ answers, unasked }: ReadThrough<ColumnScan>) {
  return {
    holes: [...answers.flatMap(({ holes }) => holes), ...unasked],
    dropped: answers.reduce((sum, { dropped }) => sum + dropped, 0),
    requests: answers.reduce((sum, { requests }) => sum + requests, 0),
  }
}

type LogAnswer = ColumnScan & { readonly scan: LogScan }

async function joinLogs(endpoint: Endpoint, read: ReadThrough<LogAnswer>, token: string): Promise<LogScan> {
  const [only, second] = read.answers
  if (only !== undefined && second === undefined && read.kept.length === 0 && read.unasked.length === 0) {
    return only.scan
  }
  const kept = read.kept.flatMap((columns) => chainLogsOf(columns, token))
  const merged = mergeLogs([...kept, ...read.answers.flatMap(({ scan }) => scan.logs)])
  // Kept or new, one of the two is wrong, and the next run must hear it all again.
  if (merged.holes.length > 0 && kept.length > 0) await endpoint.forget()
  const sums = sumsOf(read)
  return { ...sums, logs: merged.logs, holes: mergeHoles([...sums.holes, ...merged.holes]) }
}

async function joinColumnScans(endpoint: Endpoint, read: ReadThrough<ColumnScan>): Promise<ColumnScan> {
  const merged = mergeRows([...read.kept, ...read.answers.map(({ columns }) => columns)])
  if (merged.torn.length > 0 && read.kept.length > 0) await endpoint.forget()
  const sums = sumsOf(read)
  const holes = mergeHoles([...sums.holes, ...merged.torn.map(twoStories)])
  return { ...sums, columns: merged.columns, odd: read.answers.flatMap(({ odd }) => odd), holes }
}

/**
 * A node whose log searches ask only for what is not kept. Its answers keep all promises of the port; what is kept and
 * what is new is compared where it overlaps, like two pages of one answer.
 */
export function createCachedNode(node: ChainNode, endpoint: Endpoint, stretch: number): ChainNode {
  return {
    ...node,
    block: async (at, signal) => {
      const block = await node.block(at, signal)
      if (at === 'finalized' && block.seen && block.value !== null) endpoint.sawFinal(block.value)
      return block
    },
    logs: async (query, signal) => {
      const token = query.address.toLowerCase()
      const ask = async (part: typeof query): Promise<LogAnswer> => {
        const scan = await node.logs(part, signal)
        const { holes, dropped, requests } = scan
        return { ...columnsOf(scan.logs, token), holes, dropped, requests, scan }
      }
      const read = await readThrough(endpoint, query, ask, stretch, signal)
      return read === undefined ? node.logs(query, signal) : joinLogs(endpoint, read, token)
    },
    logColumns: async (query, signal) => {
      const ask = (part: typeof query) => node.logColumns(part, signal)
      const read = await readThrough(endpoint, query, ask, stretch, signal)
      return read === undefined ? node.logColumns(query, signal) : joinColumnScans(endpoint, read)
    },
  }
}
