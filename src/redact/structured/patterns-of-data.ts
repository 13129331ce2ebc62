import { entryNode, entryText, type ListNode, type Node, type ObjectNode } from './tree.ts'

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

// A word, perhaps numbered. Bounded classes that exclude each other: linear.
const word = /^\s{0,4}(?:\d{1,2}[.):]?\s{0,4})?[a-z]{2,12}\s{0,4}$/i

/** A value as it reads in a line; undefined for what holds values itself. */
function scalar(node: Node): string | undefined {
  if (node.kind === 'text') return node.value
  if (node.kind === 'figure') return node.source
  return node.kind === 'word' ? String(node.value) : undefined
}

/**
 * A list, or the values of an object, in which twelve and more words stand side by side, as one text; undefined for
 * anything else, and where lists or objects stand among them.
 */
export function wordsOf(node: ListNode | ObjectNode): string | undefined {
  const nodes = node.kind === 'list' ? node.items : node.entries.map((entry) => entry.node)
  if (nodes.length < fewestWords) return undefined
  const texts: string[] = []
  let run = 0
  let longest = 0
  for (const item of nodes) {
    const text = scalar(item)
    if (text === undefined) return undefined
    texts.push(text)
    run = item.kind === 'text' && word.test(text) ? run + 1 : 0
    longest = Math.max(longest, run)
  }
  return longest >= fewestWords ? texts.join(' ') : undefined
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
