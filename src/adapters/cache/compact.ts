import type { Endpoint } from './endpoint.ts'
import { joinCovers } from './pieces.ts'
import { mergeRows } from './rows.ts'
import { encodeSegment, mostRows, type Segment } from './segment.ts'
import { listSegments, loadSegment, removeSegment, type SegmentFile, writeSegment } from './segment-files.ts'

// A timer leaves two or three small files a run; reading a few is cheaper than writing them again each time.
const mostSmall = 24
const smallRows = mostRows / 4

type Loaded = { readonly file: SegmentFile; readonly segment: Segment }

async function joinAll(endpoint: Endpoint, batch: readonly Loaded[], at: Date): Promise<void> {
  const [first, ...more] = batch
  if (first === undefined || more.length === 0) return
  const merged = mergeRows(batch.map(({ segment }) => segment.columns))
  // Two stories of a block that was final: nobody knows which of them is true.
  if (merged.torn.length === 0) {
    const anchor = batch
      .map((one) => one.segment.anchor)
      .reduce((high, one) => (one.number > high.number ? one : high))
    const covers = joinCovers(batch.flatMap(({ segment }) => segment.covers))
    const joined = { ...first.segment, anchor, covers, columns: merged.columns }
    await writeSegment(endpoint.folder, joined, encodeSegment(joined), at, 'kept')
  }
  for (const { file } of batch) await removeSegment(file)
}

/**
 * Joins the small kept files of an endpoint, question by question, when they are many: only those that this run found
 * to be of the chain that the endpoint shows now, or an old one would pass as new. Call it with the lock held.
 */
export async function compact(endpoint: Endpoint, at: Date): Promise<void> {
  const kept = (await listSegments(endpoint.folder)).filter(({ status }) => status === 'kept')
  for (const question of new Set(kept.map((file) => file.question))) {
    const mine = kept.filter((file) => file.question === question).sort((a, b) => a.from - b.from)
    if (mine.length <= mostSmall) continue
    let batch: Loaded[] = []
    let rows = 0
    for (const file of mine) {
      const segment = await loadSegment(file, endpoint.network, endpoint.label)
      if (typeof segment === 'string' || !endpoint.anchors.isSame(segment.anchor)) continue
      const { count } = segment.columns
      if (count > smallRows) continue
      if (rows + count > mostRows) {
        await joinAll(endpoint, batch, at)
        batch = []
        rows = 0
      }
      batch.push({ file, segment })
      rows += count
    }
    await joinAll(endpoint, batch, at)
  }
}
