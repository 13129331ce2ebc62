import { plainName } from './field-class.ts'
import { keepOfHeader } from './header-names.ts'
import type { Hide } from './hide.ts'
import { distinctNames, type Entry, entryText, type ListNode, mapKept, type Node, textNode } from './tree.ts'

// The names under which programs keep a whole set of headers. Anchored words: linear.
const headerField =
  /^(?:raw|http|req|res|request|response|req(?:uest)?raw|res(?:ponse)?raw)?(?:headers|trailers)$/

/** Hides the value of a header that may be shown, or of one that carries a payment. */
export type EditHeader = (name: string, value: Node) => Node

/** What stands for the value of a header of which only the name is kept. */
export const present = 'present'

function editValue(name: string, value: Node, hide: Hide, edit: EditHeader): Node {
  if (keepOfHeader(name) !== 'name') return edit(name, value)
  if (value.kind === 'word' || (value.kind === 'text' && value.value === present)) return value
  hide.count('header')
  return textNode(present)
}

function isPair(node: Node): boolean {
  return node.kind === 'list' && node.items.length === 2 && node.items[0]?.kind === 'text'
}

function editPair(node: Node, hide: Hide, edit: EditHeader): Node {
  if (node.kind !== 'list') return node
  const [name, value] = node.items
  if (name?.kind !== 'text' || value === undefined) return node
  const shown = editValue(name.value, value, hide, edit)
  const shownName = hideName(name.value, hide)
  if (shown === value && shownName === name.value) return node
  return { kind: 'list', items: [textNode(shownName), shown] }
}

/** A header's name is text from outside, too. */
function hideName(name: string, hide: Hide): string {
  return /^[a-z][a-z-]{0,24}$/i.test(name) && !hide.known(name) ? name : hide.text(name, null)
}

/** `{name, value}` and `{key, value}`, as HAR and others write a header. */
function nameOf(node: Node): string | undefined {
  return entryText(node, 'name') ?? entryText(node, 'key')
}

function editNamed(node: Node, hide: Hide, edit: EditHeader): Node {
  const name = nameOf(node) ?? ''
  if (node.kind !== 'object') return node
  const changed = node.entries.map((entry): Entry => {
    if (entry.name === 'value') return { name: 'value', node: editValue(name, entry.node, hide, edit) }
    const isName = entry.name === 'name' || entry.name === 'key'
    return isName ? { ...entry, node: textNode(hideName(name, hide)) } : editOther(entry, hide)
  })
  return { kind: 'object', entries: changed }
}

function editOther(entry: Entry, hide: Hide): Entry {
  const { node } = entry
  return node.kind === 'text' ? { ...entry, node: textNode(hide.text(node.value, entry.name)) } : entry
}

function editFlat(items: readonly Node[], hide: Hide, edit: EditHeader): readonly Node[] {
  return items.map((item, index) => {
    if (item.kind !== 'text') return item
    if (index % 2 === 0) return textNode(hideName(item.value, hide))
    const name = items[index - 1]
    return editValue(name?.kind === 'text' ? name.value : '', item, hide, edit)
  })
}

// `Name: value`, as command lines and traces show it. The name is one bounded class, the value the rest: linear.
const headerLine = /^([A-Za-z0-9_-]{1,100}):\s?([\s\S]*)$/

function editLine(node: Node, hide: Hide, edit: EditHeader): Node {
  const match = node.kind === 'text' ? headerLine.exec(node.value) : null
  if (match === null) return node
  const name = match[1] ?? ''
  const shown = editValue(name, textNode(match[2] ?? ''), hide, edit)
  return textNode(`${hideName(name, hide)}: ${shown.kind === 'text' ? shown.value : present}`)
}

function editList(node: ListNode, hide: Hide, edit: EditHeader): Node | undefined {
  const { items } = node
  if (items.every(isPair)) {
    const kept = mapKept(items, (item) => editPair(item, hide, edit))
    return kept === items ? node : { kind: 'list', items: kept }
  }
  if (items.every((item) => nameOf(item) !== undefined)) {
    return { kind: 'list', items: items.map((item) => editNamed(item, hide, edit)) }
  }
  if (!items.every((item) => item.kind === 'text')) return undefined
  if (items.every((item) => item.kind === 'text' && headerLine.test(item.value))) {
    return { kind: 'list', items: items.map((item) => editLine(item, hide, edit)) }
  }
  return items.length % 2 === 0 ? { kind: 'list', items: editFlat(items, hide, edit) } : undefined
}

/** Is this the name of a field that holds a whole set of headers (`headers`, `rawHeaders`, `req.headers`)? */
export function isHeaderField(name: string): boolean {
  return headerField.test(plainName(name.split('.').at(-1) ?? ''))
}

/**
 * A set of headers with only what may be shown: a list of pairs, of `{name, value}`, of lines, a flat list, or an
 * object. Of a header off the allow-list stands the name and "present"; `edit` makes what stands for the others.
 * Undefined when it is no set of headers.
 */
export function editHeaders(node: Node, hide: Hide, edit: EditHeader): Node | undefined {
  if (node.kind === 'list') return node.items.length === 0 ? node : editList(node, hide, edit)
  if (node.kind !== 'object') return undefined
  const entries = mapKept(node.entries, (entry) => {
    const name = hideName(entry.name, hide)
    const shown = editValue(entry.name, entry.node, hide, edit)
    return name === entry.name && shown === entry.node ? entry : { name, node: shown }
  })
  return entries === node.entries ? node : { kind: 'object', entries: distinctNames(entries) }
}
