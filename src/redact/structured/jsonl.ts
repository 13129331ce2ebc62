import type { DataHider } from './data.ts'
import { parseTree } from './json-tree.ts'
import { printTree } from './print-tree.ts'
import type { Node } from './tree.ts'

/**
 * Is it JSON per line (pino, ndjson)? One line that is an object with a field is enough: what surrounds it (what a
 * server prints while it starts, the trace of a stack) is text all the same.
 */
export function isJsonl(text: string): boolean {
  for (const line of linesIn(text)) {
    const node = treeOfLine(line)
    if (node?.kind === 'object' && node.entries.length > 0) return true
  }
  return false
}

/** The lines of a text one after the other, each with its end. */
function* linesIn(text: string): Generator<string> {
  for (let from = 0; from < text.length; ) {
    const end = text.indexOf('\n', from)
    const to = end < 0 ? text.length : end + 1
    yield text.slice(from, to)
    from = to
  }
}

/** The tree of a line; undefined when it is no object or list. */
export function treeOfLine(line: string): Node | undefined {
  const first = line.trimStart().charCodeAt(0)
  return first === 0x7b || first === 0x5b ? parseTree(line) : undefined
}

function ending(line: string): string {
  return /\r?\n?$/.exec(line)?.[0] ?? ''
}

/** The lines of a text that may be JSON, each with its end. */
export function* objectLines(text: string): Generator<string> {
  for (const line of linesIn(text)) {
    const first = line.charCodeAt(0)
    if (first === 0x7b || first === 0x5b || first <= 0x20) yield line
  }
}

/** What becomes of a line that is JSON; undefined when it is none. */
export function hideJsonLine(line: string, hider: DataHider): string | undefined {
  const node = treeOfLine(line)
  if (node === undefined) return undefined
  const edited = hider.tree(node)
  return edited === node ? line : printTree(edited, 'compact') + ending(line)
}

// How much is put together before it is handed on.
const partLength = 262_144

/** How the lines of JSON per line are hidden. */
export type JsonlHiding = {
  readonly hider: DataHider
  /** Lines that are no JSON, part by part. */
  readonly loose: (text: string) => Iterable<string>
  /** What `hideJsonLine` would give, where it is known. */
  readonly remembered: (line: string) => string | undefined
}

/**
 * JSON per line with every line edited on its parsed tree; a line in which nothing was hidden stays as it was
 * written. Lines that are no JSON (a torn one, the trace of a stack) go together as free text. Part by part.
 */
export function* hiddenJsonl(text: string, { hider, loose, remembered }: JsonlHiding): Generator<string> {
  let shown = ''
  // Where the lines that are no JSON begin; they stand side by side.
  let looseFrom = -1
  let at = 0
  for (const line of linesIn(text)) {
    const first = line.charCodeAt(0)
    const body = line.endsWith('\n') ? line.slice(0, -1) : line
    const known = first === 0x7b || first === 0x5b ? remembered(body) : undefined
    const edited = known === undefined ? hideJsonLine(line, hider) : known + line.slice(body.length)
    if (edited === undefined) {
      if (looseFrom < 0) looseFrom = at
    } else if (looseFrom >= 0) {
      yield shown
      yield* loose(text.slice(looseFrom, at))
      looseFrom = -1
      shown = edited
    } else shown += edited
    at += line.length
    if (shown.length < partLength) continue
    yield shown
    shown = ''
  }
  yield shown
  if (looseFrom >= 0) yield* loose(text.slice(looseFrom))
}
