import type { DataHider } from './data.ts'
import type { Hide } from './hide.ts'
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

function treeOfLine(line: string): Node | undefined {
  const first = line.trimStart().charCodeAt(0)
  return first === 0x7b || first === 0x5b ? parseTree(line) : undefined
}

function ending(line: string): string {
  return /\r?\n?$/.exec(line)?.[0] ?? ''
}

/** Each line that is JSON, parsed, for learning. */
export function* treesOfLines(text: string): Generator<Node> {
  for (const line of linesIn(text)) {
    const node = treeOfLine(line)
    if (node !== undefined) yield node
  }
}

/**
 * JSON per line with every line edited on its parsed tree; a line in which nothing was hidden stays as it was
 * written. Lines that are no JSON (a torn one, the trace of a stack) go together as free text.
 */
export function hideJsonl(text: string, hide: Hide, hider: DataHider): string {
  const shown: string[] = []
  let loose = ''
  const settle = () => {
    if (loose !== '') shown.push(hide.text(loose, null))
    loose = ''
  }
  for (const line of linesIn(text)) {
    const node = treeOfLine(line)
    if (node === undefined) {
      loose += line
      continue
    }
    settle()
    const edited = hider.tree(node)
    shown.push(edited === node ? line : printTree(edited, 'compact') + ending(line))
  }
  settle()
  return shown.join('')
}
