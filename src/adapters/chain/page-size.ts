import type { BlockRange } from '../../core/ports.ts'

/** How many blocks the next page asks for; `ceiling` is the most that has not failed lately. */
export type PageSize = {
  readonly blocks: number
  readonly ceiling: number
  readonly calm: number
  /** How many good pages in a row it takes until a higher ceiling is tried. */
  readonly patience: number
}

/** The most blocks a page ever asks for. */
export const largestPage = 10_000
// A limit on results moves with the traffic, so a ceiling is tried again after this many good pages; a limit on
// blocks does not move, so each refusal doubles the number.
const calmPages = 8
const mostPatience = 1024

/** Where every scan starts. */
export const firstPage: PageSize = { blocks: 2000, ceiling: largestPage, calm: 0, patience: calmPages }

/** How many blocks a range holds. */
export function spanOf(range: BlockRange): number {
  return range.to - range.from + 1
}

// Measured: pages of 1,000 to 10,000 logs cost the least for each log. Fewer, and it is the way there and back that
// costs; more, and nodes refuse or time out, and the memory of a page counts.
const goodLogs = 5000

/**
 * After a page of `span` blocks was answered with `logs` logs: up to twice as many blocks, but no more than hold
 * some 5,000 logs where they lie as densely, and up to the ceiling, which rises after a calm time.
 */
export function grown(size: PageSize, span: number, logs: number): PageSize {
  const calm = size.calm + 1
  const raised = calm >= size.patience
  const ceiling = raised ? Math.min(size.ceiling * 2, largestPage) : size.ceiling
  const fitting = logs === 0 ? largestPage : Math.max(1, Math.floor((span * goodLogs) / logs))
  const blocks = Math.min(size.blocks * 2, ceiling, fitting)
  return { ...size, blocks, ceiling, calm: raised ? 0 : calm }
}

/** After a page of `span` blocks was refused: the suggested size, else half. Never more than before. */
export function shrunk(size: PageSize, span: number, suggestion: BlockRange | undefined): PageSize {
  const half = Math.max(1, Math.floor(span / 2))
  const wanted = suggestion === undefined ? half : Math.min(spanOf(suggestion), span - 1)
  const ceiling = suggestion === undefined ? span - 1 : wanted
  return {
    blocks: Math.max(1, Math.min(size.blocks, wanted)),
    ceiling: Math.max(1, Math.min(size.ceiling, ceiling)),
    calm: 0,
    patience: Math.min(size.patience * 2, mostPatience),
  }
}

/**
 * After a page of `span` blocks failed for another reason, which on some hosts is a size they do not name:
 * half as many blocks, but the way back up stays open.
 */
export function eased(size: PageSize, span: number): PageSize {
  return { ...size, blocks: Math.max(1, Math.min(size.blocks, Math.floor(span / 2))), calm: 0 }
}
