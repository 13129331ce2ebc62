import type { LogsVerdict } from '../../core/chain-cache.ts'
import type { BlockRange, Clock } from '../../core/ports.ts'
import { withLock } from '../files/lock.ts'
import { compact } from './compact.ts'
import { clipRanges } from './cover.ts'
import type { Endpoint } from './endpoint.ts'
import { folderProblem } from './folder.ts'
import { clipPiece } from './pieces.ts'
import { encodeSegment } from './segment.ts'
import {
  keepSegment,
  listSegments,
  loadSegment,
  removeLeftovers,
  removeSegment,
  type SegmentFile,
  writeSegment,
} from './segment-files.ts'

const lockWaitMs = 2000

function assetOf({ question }: SegmentFile): string {
  return question.slice(question.lastIndexOf('-') + 1)
}

/** Keeps the blocks of a new segment that were borne out; the others are removed with it. */
async function keepPart(endpoint: Endpoint, file: SegmentFile, ranges: readonly BlockRange[], at: Date) {
  const { network, label, folder } = endpoint
  const segment = await loadSegment(file, network, label)
  if (typeof segment === 'string') return removeSegment(file)
  const isWhole = segment.covers.every(({ from, to }) => {
    const [inside, ...more] = clipRanges([{ from, to }], ranges)
    return more.length === 0 && inside?.from === from && inside.to === to
  })
  if (isWhole) return keepSegment(file)
  const piece = clipPiece(segment, ranges)
  if (piece !== undefined) {
    const part = { ...segment, ...piece }
    await writeSegment(folder, part, encodeSegment(part), at, 'kept')
  }
  return removeSegment(file)
}

/** Applies what a run found out to what is kept of one endpoint, then tidies up. Never rejects. */
export async function finishEndpoint(
  endpoint: Endpoint,
  verdicts: readonly LogsVerdict[],
  how: 'ended' | 'stopped',
  clock: Clock,
): Promise<void> {
  const { folder, network, label } = endpoint
  const used = endpoint.used()
  const about = (asset: string) =>
    verdicts.filter(
      (verdict) =>
        verdict.network === network &&
        (verdict.asset === null || verdict.asset === asset) &&
        (verdict.label === null || verdict.label === label),
    )
  const isContradicted = (file: SegmentFile) =>
    about(assetOf(file)).some(({ found }) => found === 'contradicted')

  const apply = async () => {
    const files = await listSegments(folder)
    for (const file of files.filter(isContradicted)) await removeSegment(file)
    for (const file of files) {
      const isMine = file.status === 'new' && used.some(({ name }) => name === file.name)
      if (!isMine || isContradicted(file)) continue
      const ranges = about(assetOf(file)).flatMap(({ found }) => (found === 'contradicted' ? [] : found))
      if (ranges.length > 0) await keepPart(endpoint, file, ranges, clock.now())
      else if (how === 'ended') await removeSegment(file)
    }
    await removeLeftovers(folder, clock.now())
    await compact(endpoint, clock.now())
  }
  if (used.length === 0 && !verdicts.some(({ found }) => found === 'contradicted')) return
  if ((await folderProblem(folder)) !== null) return
  // Who holds the lock for longer than that is gone or stuck; what is contradicted goes even so.
  const unlocked = async () => {
    for (const file of await listSegments(folder)) if (isContradicted(file)) await removeSegment(file)
  }
  await withLock(folder, apply, { waitMs: lockWaitMs }).catch(() => unlocked().catch(() => undefined))
}
