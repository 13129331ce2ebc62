/** A field of an object; names may come twice, as they do in JSON from outside. */
export type Entry = { readonly name: string; readonly node: Node }

/**
 * Data in a form that loses nothing: order and repeated names of fields, every digit of a number. `figure` keeps
 * a number or bigint as it was written; `word` is true, false, null or undefined.
 */
export type Node =
  | ObjectNode
  | ListNode
  | { readonly kind: 'text'; readonly value: string }
  | { readonly kind: 'figure'; readonly source: string; readonly value: number | bigint | null }
  | { readonly kind: 'word'; readonly value: boolean | null | undefined }

/** The fields of an object, in their order. */
export type ObjectNode = { readonly kind: 'object'; readonly entries: readonly Entry[] }

/** The items of a list. */
export type ListNode = { readonly kind: 'list'; readonly items: readonly Node[] }

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
export function withEntry(node: ObjectNode, name: string, changed: Node): ObjectNode {
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

/** The same fields, in which a name that was taken already gets a number: hiding never loses a field. */
export function distinctNames(entries: readonly Entry[]): readonly Entry[] {
  const taken = new Map<string, number>()
  return entries.map((entry) => {
    const before = taken.get(entry.name) ?? 0
    taken.set(entry.name, before + 1)
    return before === 0 ? entry : { ...entry, name: `${entry.name}#${before + 1}` }
  })
}
