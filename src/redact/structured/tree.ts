/** A field of an object; names may come twice, as they do in JSON from outside. */
export type Entry = { readonly name: string; readonly node: Node }

/**
 * Data in a form that loses nothing: order and repeated names of fields, every digit of a number. `figure` keeps
 * a number or bigint as it was written; `word` is true, false, null or undefined.
 */
export type Node =
  | { readonly kind: 'object'; readonly entries: readonly Entry[] }
  | { readonly kind: 'list'; readonly items: readonly Node[] }
  | { readonly kind: 'text'; readonly value: string }
  | { readonly kind: 'figure'; readonly source: string; readonly value: number | bigint | null }
  | { readonly kind: 'word'; readonly value: boolean | null | undefined }

/** Nobody nests evidence deeper; what does is handled as text or withheld. It keeps recursion off the limits of the stack. */
export const deepestLevel = 200

/** A text as a node. */
export function textNode(value: string): Node {
  return { kind: 'text', value }
}

/** The node of a field by its exact name (the last one, as parsers read it); undefined when there is none. */
export function entryNode(node: Node, name: string): Node | undefined {
  return node.kind === 'object' ? node.entries.findLast((entry) => entry.name === name)?.node : undefined
}

/** The text of a field by its exact name; undefined when it is absent or no text. */
export function entryText(node: Node, name: string): string | undefined {
  const found = entryNode(node, name)
  return found?.kind === 'text' ? found.value : undefined
}

/** The same object with another node in every field of that name. */
export function withEntry(node: Node, name: string, changed: Node): Node {
  if (node.kind !== 'object') return node
  return {
    kind: 'object',
    entries: node.entries.map((entry) => (entry.name === name ? { name, node: changed } : entry)),
  }
}

/** Every item through a function; the same list when nothing changed. */
export function mapKept<T>(items: readonly T[], change: (item: T, index: number) => T): readonly T[] {
  let changed: T[] | undefined
  for (const [index, item] of items.entries()) {
    const next = change(item, index)
    if (next !== item) changed ??= items.slice(0, index)
    changed?.push(next)
  }
  return changed ?? items
}
