import type { PageRead } from '../../core/progress.ts'
import type { LogWay } from './log-way.ts'

/** Who is told about every page that was answered. */
export type TellPage = (page: PageRead) => void

/** The same way of reading, and somebody hears about it. */
export function toldPages<Page, Found>(
  way: LogWay<Page, Found>,
  network: string,
  tell: TellPage | undefined,
): LogWay<Page, Found> {
  if (tell === undefined) return way
  return {
    ...way,
    readPage: async (query, signal, tries) => {
      const reply = await way.readPage(query, signal, tries)
      if (reply.ok) tell({ network, blocks: query.toBlock - query.fromBlock + 1, logs: reply.seen })
      return reply
    },
  }
}
