import { beforeMark, behindMark } from './marks.ts'

/**
 * One reading of a file: text, and for every part of it the line of the file it came from. `starts[k]` is
 * the first offset that belongs to line `lines[k]`; both are in ascending order of offset.
 */
export type View = {
  readonly text: string
  readonly starts: readonly number[]
  readonly lines: readonly number[]
}

/** The reading of a file as it stands. `firstLine` counts from 1. */
export function textView(text: string, firstLine: number): View {
  const starts = [0]
  const lines = [firstLine]
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) {
    starts.push(at + 1)
    lines.push(firstLine + lines.length)
  }
  return { text, starts, lines }
}

/** The line of the file that the character at `offset` came from. */
export function lineAt(view: View, offset: number): number {
  return view.lines[indexAt(view, offset)] ?? 1
}

function indexAt(view: View, offset: number): number {
  let low = 0
  let high = view.starts.length - 1
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if ((view.starts[middle] ?? 0) <= offset) low = middle
    else high = middle - 1
  }
  return low
}

/** Gathers pieces into a view of their own, remembering where each came from. */
export type Gathering = {
  /** `text` came from one line. */
  add(text: string, line: number): void
  /** The characters of `view` from `from` up to `to`, unchanged. */
  copy(view: View, from: number, to: number): void
  length(): number
  /** Null when nothing was gathered. */
  view(): View | null
}

/** An empty gathering. */
export function gather(): Gathering {
  const parts: string[] = []
  const starts: number[] = []
  const lines: number[] = []
  let length = 0
  const mark = (line: number) => {
    if (lines.at(-1) === line) return
    starts.push(length)
    lines.push(line)
  }
  return {
    add(text, line) {
      mark(line)
      parts.push(text)
      length += text.length
    },
    copy(view, from, to) {
      for (let at = from, index = indexAt(view, from); at < to; index += 1) {
        const end = Math.min(to, view.starts[index + 1] ?? to)
        mark(view.lines[index] ?? 1)
        parts.push(view.text.slice(at, end))
        length += end - at
        at = end
      }
    },
    length: () => length,
    view: () => (length === 0 ? null : { text: parts.join(''), starts, lines }),
  }
}

/** Stands between pieces that were apart: a letter of no script, which no form reaches across. */
export const seam = '\n\uf8ff\n'

/** How much unchanged text on either side of a change is read again together with it. */
const context = 384

// Half a mark reads like a name and its value, and half of an encoded run like half a mark. A run longer than
// this is cut: what is read again stays in proportion to the changes.
const longestRun = 8192

/** `at`, or the beginning of the mark or the encoded run it lies in; 0 when it stands before the text. */
export function wholeBefore(text: string, at: number, most = longestRun): number {
  const least = Math.max(0, at - most)
  let edge = Math.max(0, at)
  while (edge > least && isDenseAt(text, edge) && isDenseAt(text, edge - 1)) edge -= 1
  return beforeMark(text, edge)
}

/** `at`, or the end of the mark or the encoded run it lies in; the end of the text when it stands behind it. */
export function wholeBehind(text: string, at: number, most = longestRun): number {
  const last = Math.min(text.length, at + most)
  let edge = Math.min(text.length, at)
  while (edge < last && isDenseAt(text, edge) && isDenseAt(text, edge - 1)) edge += 1
  return behindMark(text, edge)
}

/** Whether a letter, a digit or a sign of base64 stands there. */
function isDenseAt(text: string, at: number): boolean {
  const code = text.charCodeAt(at)
  const isLetter = (code | 32) >= 97 && (code | 32) <= 122
  return isLetter || (code >= 47 && code <= 57) || code === 43 || code === 45 || code === 95
}

/**
 * What the text says once every match of `pattern` is replaced; only the changed places and their
 * neighbourhood, because the rest was read already. Null when nothing matches.
 */
export function rewrite(
  view: View,
  pattern: RegExp,
  replace: (match: RegExpExecArray) => string,
): View | null {
  const out = gather()
  let done = 0
  let keptTo = 0
  pattern.lastIndex = 0
  for (let match = pattern.exec(view.text); match !== null; match = pattern.exec(view.text)) {
    const start = match.index
    if (start - done > 2 * context || done === 0) {
      if (done > 0) {
        keptTo = Math.min(start, wholeBehind(view.text, done + context))
        out.copy(view, done, keptTo)
      }
      const from = Math.max(keptTo, wholeBefore(view.text, start - context))
      if (from > keptTo && done > 0) out.add(seam, lineAt(view, keptTo))
      out.copy(view, from, start)
    } else {
      out.copy(view, done, start)
    }
    out.add(replace(match), lineAt(view, start))
    done = start + match[0].length
  }
  if (done === 0) return null
  out.copy(view, done, wholeBehind(view.text, done + context))
  return out.view()
}
