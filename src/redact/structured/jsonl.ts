import { linesOf, type Parts } from '../deep/parts.ts'
import type { DataHider } from './data.ts'
import { parseTree } from './json-tree.ts'
import { printTree } from './print-tree.ts'
import type { Node } from './tree.ts'

/**
 * Is it JSON per line (pino, ndjson)? One line that is an object with a field is enough: what surrounds it (what a
 * server prints while it starts, the trace of a stack) is text all the same.
 */
export function isJsonl(text: Parts): boolean {
  for (const line of linesOf(text)) {
    const node = treeOfLine(line)
    if (node?.kind === 'object' && node.entries.length > 0) return true
  }
  return false
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
export function* objectLines(text: Parts): Generator<string> {
  for (const line of linesOf(text)) {
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
  readonly loose: (lines: Iterable<string>) => Iterable<string>
  /** What `hideJsonLine` would give, where it is known. */
  readonly remembered: (line: string) => string | undefined
}

/**
 * JSON per line with every line edited on its parsed tree; a line in which nothing was hidden stays as it was
 * written. Lines that are no JSON (a torn one, the trace of a stack) go together as free text. Part by part.
 */
export function* hiddenJsonl(text: Parts, { hider, loose, remembered }: JsonlHiding): Generator<string> {
  const lines = linesOf(text)
  // The line that comes next, and what becomes of it: undefined when it is no JSON.
  let line: string | undefined
  let edited: string | undefined
  const read = () => {
    line = lines.next().value as string | undefined
    edited = undefined
    if (line === undefined) return
    const first = line.charCodeAt(0)
    const body = line.endsWith('\n') ? line.slice(0, -1) : line
    const known = first === 0x7b || first === 0x5b ? remembered(body) : undefined
    if (known === undefined) edited = hideJsonLine(line, hider)
    // Added together it would be a text of two parts, for which many tests take longer.
    else edited = known === body ? line : known + line.slice(body.length)
  }
  function* looseLines(): Generator<string> {
    for (; line !== undefined && edited === undefined; read()) yield line
  }
  // Lines that are added to a text one by one are all kept until somebody reads it: the collector copies them twice.
  const shown: string[] = []
  let length = 0
  const taken = () => {
    length = 0
    return shown.splice(0).join('')
  }
  read()
  while (line !== undefined) {
    if (edited === undefined) {
      yield taken()
      yield* loose(looseLines())
      // Where they could not be hidden, what is left of them is withheld.
      for (const rest of looseLines()) void rest
      continue
    }
    shown.push(edited)
    length += edited.length
    read()
    if (length >= partLength) yield taken()
  }
  yield taken()
}
