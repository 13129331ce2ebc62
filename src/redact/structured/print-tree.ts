import { escapeInvisible } from '../../core/json.ts'
import type { Node } from './tree.ts'

/** How JSON is laid out: in one line, or indented by two blanks. */
export type Layout = 'compact' | 'pretty'

function around(open: string, parts: readonly string[], close: string, indent: string | null): string {
  if (parts.length === 0) return open + close
  if (indent === null) return open + parts.join(',') + close
  return `${open}\n${indent}  ${parts.join(`,\n${indent}  `)}\n${indent}${close}`
}

function print(node: Node, indent: string | null): string {
  const inner = indent === null ? null : `${indent}  `
  switch (node.kind) {
    case 'object': {
      const colon = indent === null ? ':' : ': '
      const parts = node.entries
        .filter((entry) => entry.node.kind !== 'word' || entry.node.value !== undefined)
        .map((entry) => JSON.stringify(entry.name) + colon + print(entry.node, inner))
      return around('{', parts, '}', indent)
    }
    case 'list':
      return around(
        '[',
        node.items.map((item) => print(item, inner)),
        ']',
        indent,
      )
    case 'text':
      return JSON.stringify(node.value)
    case 'figure':
      return typeof node.value === 'number' && !Number.isFinite(node.value) ? 'null' : node.source
    default:
      return String(node.value ?? null)
  }
}

/** A tree as JSON, with no control, zero-width or bidirectional character in the text itself. */
export function printTree(node: Node, layout: Layout): string {
  return escapeInvisible(print(node, layout === 'pretty' ? '' : null))
}

/** The layout in which a JSON text was written. */
export function layoutOf(text: string): Layout {
  return /^\s{0,64}[{[][ \t]{0,64}\r?\n/.test(text) ? 'pretty' : 'compact'
}
