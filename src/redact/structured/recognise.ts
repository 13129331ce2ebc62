import { isDotenv } from './dotenv.ts'
import { parseTree } from './json-tree.ts'
import { isJsonl } from './jsonl.ts'
import { entryNode, type Node } from './tree.ts'

/** What kind of text a file holds. `text` is without a byte order mark and without the NULs of UTF-16. */
export type Recognised =
  | { readonly kind: 'har' | 'json'; readonly text: string; readonly node: Node }
  | { readonly kind: 'jsonl' | 'dotenv' | 'text'; readonly text: string }

/** UTF-16 that was read as bytes shows a NUL in every other place. */
function readable(text: string): string {
  const plain = text.replace(/^(?:\ufeff|\ufffe|ï»¿|ÿþ|þÿ|\ufffd\ufffd)/, '')
  if (!plain.includes('\0')) return plain
  const without = plain.replaceAll('\0', '')
  return without.length <= plain.length * 0.6 ? without : plain
}

function isHar(node: Node): boolean {
  const log = entryNode(node, 'log')
  return log !== undefined && entryNode(log, 'entries')?.kind === 'list'
}

/**
 * Tells JSON, HAR, JSON per line and `.env` from other text, by what it holds and not by its name. JSON is
 * recognised up to 200 levels; deeper it is text. Never throws; the time grows linearly with the text.
 */
export function recognise(text: string): Recognised {
  const plain = readable(text)
  const first = plain.trimStart().charCodeAt(0)
  const mayBeJson = first === 0x7b || first === 0x5b
  const node = mayBeJson ? parseTree(plain) : undefined
  if (node !== undefined) return { kind: isHar(node) ? 'har' : 'json', text: plain, node }
  if (isJsonl(plain)) return { kind: 'jsonl', text: plain }
  return { kind: !mayBeJson && isDotenv(plain) ? 'dotenv' : 'text', text: plain }
}
