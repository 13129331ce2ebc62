import { entryNode, entryText, type Node } from './tree.ts'

const fewestBytes = 8
const fewestWords = 12

function isByte(node: Node | undefined): boolean {
  // At most three digits: a fixed shape.
  return node?.kind === 'figure' && /^\d{1,3}$/.test(node.source) && Number(node.source) <= 255
}

function byteItems(node: Node): readonly Node[] | undefined {
  if (node.kind === 'list') return node.items
  if (node.kind !== 'object') return undefined
  // What JSON makes of a Uint8Array: {"0":12,"1":34,..}.
  const isNumbered = node.entries.every((entry, index) => entry.name === String(index))
  return isNumbered ? node.entries.map((entry) => entry.node) : undefined
}

/** Eight and more bytes, as a list or as a printed Uint8Array, as a JSON list; undefined for anything else. */
export function bytesOf(node: Node): string | undefined {
  if (node.kind === 'object' && node.entries[0]?.name !== '0') return undefined
  const items = byteItems(node)
  if (items === undefined || items.length < fewestBytes || !items.every(isByte)) return undefined
  return `[${items.map((item) => (item.kind === 'figure' ? item.source : '')).join(',')}]`
}

/** Twelve and more words in a list, as one text; undefined for anything else. */
export function wordsOf(node: Node): string | undefined {
  if (node.kind !== 'list' || node.items.length < fewestWords) return undefined
  const words = node.items.map((item) => (item.kind === 'text' ? item.value : ''))
  // One bounded class: linear.
  return words.every((word) => /^[a-z]{2,12}$/i.test(word)) ? words.join(' ') : undefined
}

/** A secret's place in a configuration (`{env: NAME}`), which is no secret itself. */
export function isReference(node: Node): boolean {
  if (node.kind !== 'object' || node.entries.length !== 1) return false
  return ['env', 'file', 'exec', 'credential', 'secret'].includes(node.entries[0]?.name ?? '')
}

/** In `{name: 'ADMIN_TOKEN', value: ..}` the name that the value has; undefined in any other object. */
export function valueNameOf(node: Node): string | undefined {
  if (entryNode(node, 'value') === undefined) return undefined
  const name = entryText(node, 'name') ?? entryText(node, 'key')
  return name === undefined || name.length > 200 ? undefined : name
}

/** The two words of a signature, `r` and `s`, as fields. */
export function isSignatureWords(node: Node): boolean {
  return ['r', 's'].every((name) => /^(?:0x)?[0-9a-f]{58,64}$/i.test(entryText(node, name) ?? ''))
}
