import { toJson } from '../core/json.ts'

/** How far one target was looked at without a gap: where `--since last` goes on. */
export type Watermark = {
  /** Key of what was reconciled (`targetKey`). */
  readonly target: string
  /** Everything before this moment was read and decided, RFC 3339 in UTC. */
  readonly until: string
  readonly runId: string
}

/** What a complete run has looked at. Times in RFC 3339. */
export type Stretch = {
  readonly target: string
  readonly runId: string
  readonly from: string
  readonly until: string
  /** The earliest time of a payment that was not decided yet; null when all were. */
  readonly undecidedSince: string | null
}

const schema = 'x402ops.watermarks/v1'
const longestWaitMs = 30 * 86_400_000

const ms = (text: string) => Date.parse(text)
const iso = (at: number) => new Date(at).toISOString()

/** The end of what is decided: the earliest payment that still waits holds it back, for at most 30 days. */
function decidedUntil({ until, undecidedSince }: Stretch): number {
  if (undecidedSince === null) return ms(until)
  return Math.min(ms(until), Math.max(ms(undecidedSince), ms(until) - longestWaitMs))
}

/**
 * The marks after a complete run, in order of their targets. A mark only moves forward, and only over time
 * that was looked at: a run that began behind the mark leaves a gap, so the mark stays before it.
 */
export function moveWatermark(marks: readonly Watermark[], stretch: Stretch): readonly Watermark[] {
  const { target, runId, from } = stretch
  const others = marks.filter((mark) => mark.target !== target)
  const before = marks.find((mark) => mark.target === target)
  const end = decidedUntil(stretch)
  const moves = before === undefined || (ms(from) <= ms(before.until) && end > ms(before.until))
  const mark = moves ? { target, until: iso(end), runId } : before
  return [...others, mark].sort((a, b) => (a.target < b.target ? -1 : 1))
}

/** The text of `watermarks.json`. */
export function watermarksText(marks: readonly Watermark[]): string {
  return `${toJson({ schema, watermarks: marks }, 'pretty')}\n`
}

function isWatermark(value: unknown): value is Watermark {
  const mark = value as Partial<Watermark> | null
  return (
    typeof mark === 'object' &&
    mark !== null &&
    typeof mark.target === 'string' &&
    typeof mark.runId === 'string' &&
    typeof mark.until === 'string' &&
    !Number.isNaN(Date.parse(mark.until))
  )
}

/** The marks in the text of `watermarks.json`. Throws `SyntaxError` when it is not such a file. */
export function parseWatermarks(text: string): readonly Watermark[] {
  const file = JSON.parse(text) as { schema?: unknown; watermarks?: unknown } | null
  if (file?.schema !== schema || !Array.isArray(file.watermarks) || !file.watermarks.every(isWatermark)) {
    throw new SyntaxError(`this is not ${schema}`)
  }
  return file.watermarks
}
