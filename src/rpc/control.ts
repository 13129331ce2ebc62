import type { ChainNode } from '../core/ports.ts'
import { topics } from '../payments/effect.ts'
import type { SpanControl } from './shapes.ts'

/** A busy token has a transfer in every block, a quiet one in some of these. */
const widths = [1, 50, 1000] as const

/**
 * Searches twice for a transfer from the old end of a span: in its own blocks, and in all blocks of the span. Some
 * endpoints cut a long search in silence, and then the second finds less. Null when there is no transfer, or one of
 * the searches was not answered. At most five searches. Never rejects.
 */
export async function controlSpan(
  node: ChainNode,
  asset: string,
  head: number,
  blocks: number,
  signal: AbortSignal,
): Promise<SpanControl | null> {
  const { tryLogs } = node
  const start = head - blocks + 1
  if (tryLogs === undefined || blocks < 2) return null
  for (const width of widths) {
    const end = start + Math.min(width, Math.floor(blocks / 2)) - 1
    const query = { address: asset, topics: [topics.transfer], fromBlock: start, toBlock: end }
    const { logs } = await node.logs(query, signal)
    const [sample] = logs
    if (sample === undefined) continue
    // From one sender to one recipient: few enough that no limit on results is met.
    const same = { address: asset, topics: sample.topics.slice(0, 3), fromBlock: start }
    const narrow = await tryLogs({ ...same, toBlock: end }, signal)
    const wide = await tryLogs({ ...same, toBlock: head }, signal)
    if (!narrow.seen || !wide.seen || !narrow.value.answered || !wide.value.answered) return null
    return { blocks, expected: narrow.value.count, found: wide.value.count }
  }
  return null
}
