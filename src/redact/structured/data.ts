import { atTop, below, type Editor, labelOf, type Surroundings } from './edit.ts'
import { editFigure, editText } from './edit-text.ts'
import { classOfField, isPublicShape } from './field-class.ts'
import { guardedHide } from './guarded-hide.ts'
import { hideForm, readableBody } from './har.ts'
import { keepOfHeader } from './header-names.ts'
import { editHeaders, isHeaderField } from './headers.ts'
import type { Hide } from './hide.ts'
import { bytesOf, isReference, isSignatureWords, valueNameOf, wordsOf } from './patterns-of-data.ts'
import { plainOf, treeOf } from './plain-data.ts'
import {
  distinctNames,
  type Entry,
  type ListNode,
  mapKept,
  type Node,
  type ObjectNode,
  textNode,
} from './tree.ts'

/** Hides what must not be shown in data and keeps its shape. */
export type DataHider = {
  /** Plain data in, plain data of the same shape out; see `createDataHider`. */
  readonly data: <T>(value: T) => T
  /** The same on a tree; the same node when nothing was hidden. */
  readonly tree: (node: Node) => Node
  /** One value as it is hidden below a name: the same text when nothing was hidden. */
  readonly field: (name: string, value: string) => string
  /** What is decoded of a payment, without what makes it usable. */
  readonly payment: (node: Node) => Node
}

function editName(name: string, around: Surroundings, { hide }: Editor): string {
  if (name.length < 8 || name === '$bigint') return name
  const found = classOfField(around.path)
  const isPublic = found.class === 'public-id' && isPublicShape(name, found.shapes)
  return isPublic ? hide.publicId(name, found.origin) : hide.text(name, null)
}

/** Numbers or words that are one text in truth: that text when a secret is in it, else undefined. */
function spelled(text: string | undefined, around: Surroundings, { hide }: Editor): Node | undefined {
  if (text === undefined) return undefined
  const shown = hide.text(text, labelOf(around))
  return shown === text ? undefined : textNode(shown)
}

function placeBelow(node: Node, around: Surroundings): Surroundings {
  const found = classOfField(around.path)
  const isSecret = found.class === 'secret' && (found.strict || node.kind === 'list')
  if (!isSecret || around.place.kind === 'secret' || isReference(node)) return around
  return { ...around, place: { kind: 'secret', name: found.kind } }
}

/** The name that a field stands behind; what gives another field its name (`key`) is no key. */
function nameOf(entry: Entry, valueName: string | undefined): string {
  if (valueName === undefined) return entry.name
  if (entry.name === 'value') return valueName
  return entry.name === 'key' ? 'name' : entry.name
}

function editEntry(entry: Entry, valueName: string | undefined, around: Surroundings, editor: Editor): Entry {
  const name = editName(entry.name, around, editor)
  // What only gives another field its name is no secret itself.
  const isTitle = valueName !== undefined && entry.name !== 'value' && around.place.kind === 'secret'
  const inside = isTitle ? { ...around, place: atTop.place } : around
  const node = edit(entry.node, below(inside, nameOf(entry, valueName)), editor)
  return name === entry.name && node === entry.node ? entry : { name, node }
}

function editObject(node: ObjectNode, given: Surroundings, editor: Editor): Node {
  const around = placeBelow(node, given)
  const text = spelled(bytesOf(node), around, editor) ?? spelled(wordsOf(node), around, editor)
  if (text !== undefined) return text
  if (isSignatureWords(node)) return editSignature(node, around, editor)
  const valueName = valueNameOf(node)
  const form = hideForm(node, editor)
  const entries = mapKept(node.entries, (entry) => {
    if (form !== undefined && entry.name === 'text') return { name: 'text', node: form }
    return editEntry(entry, valueName, around, editor)
  })
  if (entries === node.entries) return node
  const isRenamed = entries.some((entry, index) => entry.name !== node.entries[index]?.name)
  return { kind: 'object', entries: isRenamed ? distinctNames(entries) : entries }
}

function editSignature(node: ObjectNode, around: Surroundings, editor: Editor): Node {
  const entries = node.entries.map((entry): Entry => {
    const isWord = entry.node.kind === 'text' && (entry.name === 'r' || entry.name === 's')
    if (!isWord) return editEntry(entry, undefined, around, editor)
    return { name: entry.name, node: textNode(editor.hide.secret(entry.node.value, 'signature')) }
  })
  return { kind: 'object', entries }
}

function editList(node: ListNode, given: Surroundings, editor: Editor): Node {
  const around = placeBelow(node, given)
  const words = wordsOf(node)
  if (around.place.kind === 'secret' && words !== undefined) {
    return { kind: 'list', items: [textNode(editor.hide.secret(words, around.place.name))] }
  }
  const text = spelled(bytesOf(node), around, editor) ?? spelled(words, around, editor)
  if (text !== undefined) return text
  const items = mapKept(node.items, (item) => edit(item, around, editor))
  return items === node.items ? node : { kind: 'list', items }
}

function editHeaderSet(node: Node, around: Surroundings, editor: Editor): Node | undefined {
  return editHeaders(node, editor.hide, (name, value) => {
    const isPayment = keepOfHeader(name) === 'payment'
    return edit(value, below({ ...around, place: atTop.place }, isPayment ? 'x-payment' : name), editor)
  })
}

function edit(node: Node, around: Surroundings, editor: Editor): Node {
  if (node.kind === 'word') return node
  if (node.kind === 'text') {
    const shown = editText(node.value, around, editor)
    return shown === node.value ? node : textNode(shown)
  }
  if (node.kind === 'figure') {
    const shown = editFigure(node.source, around, editor)
    return shown === node.source ? node : textNode(shown)
  }
  const headers = isHeaderField(labelOf(around) ?? '') ? editHeaderSet(node, around, editor) : undefined
  if (headers !== undefined) return headers
  if (node.kind === 'list') return editList(node, around, editor)
  return editObject(readableBody(node, editor), around, editor)
}

/**
 * A walker over parsed data. Edits by the class of each field (`classOfField`): ids of public shape stay under
 * their names, values below the name of a secret go, everything else is free text to `hide`. Numbers, bigints,
 * booleans and null stay, unless a number is a secret; a list of bytes or words that spells a secret becomes
 * one text. Field names are texts, too: names that become equal by hiding get a number. Never throws.
 * @example createDataHider(hide).data(caseDocument)
 */
export function createDataHider(given: Hide): DataHider {
  const hide = guardedHide(given)
  const editor: Editor = { hide, walk: (node, around) => edit(node, around, editor) }
  const tree = (node: Node) => edit(node, atTop, editor)
  return {
    tree,
    data: (value) => {
      const node = treeOf(value, () => textNode(hide.withhold()))
      // The shape is that of the value; where a number was a secret a text stands instead.
      return plainOf(tree(node)) as typeof value
    },
    field: (name, value) => editText(value, below(atTop, name), editor),
    payment: (node) => edit(node, { ...atTop, path: ['', 'payment'], place: { kind: 'payment' } }, editor),
  }
}
