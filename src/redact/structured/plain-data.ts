import { deepestLevel, type Node, textNode } from './tree.ts'

function isPlainObject(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === Object.prototype || prototype === null
}

/** What is no plain data as the text it prints as; its own printing may throw. */
function printed(value: unknown): Node {
  try {
    return textNode(String(value))
  } catch {
    return textNode('[not printable]')
  }
}

function objectTree(value: object, level: number, tooDeep: () => Node): Node {
  if (level > deepestLevel) return tooDeep()
  if (Array.isArray(value)) {
    return { kind: 'list', items: value.map((item: unknown) => build(item, level + 1, tooDeep)) }
  }
  if (value instanceof Uint8Array) return build([...value], level, tooDeep)
  if (!isPlainObject(value)) return value instanceof Date ? dateNode(value) : printed(value)
  return {
    kind: 'object',
    entries: Object.keys(value).map((name) => ({ name, node: fieldTree(value, name, level, tooDeep) })),
  }
}

/** A field that throws when it is read costs itself and nothing else. */
function fieldTree(value: object, name: string, level: number, unread: () => Node): Node {
  let item: unknown
  try {
    item = Reflect.get(value, name)
  } catch {
    return unread()
  }
  return build(item, level + 1, unread)
}

function dateNode(date: Date): Node {
  return Number.isNaN(date.getTime()) ? { kind: 'word', value: null } : textNode(date.toISOString())
}

function build(value: unknown, level: number, tooDeep: () => Node): Node {
  switch (typeof value) {
    case 'string':
      return textNode(value)
    case 'number':
    case 'bigint':
      return { kind: 'figure', source: value.toString(), value }
    case 'boolean':
    case 'undefined':
      return { kind: 'word', value }
    case 'object':
      return value === null ? { kind: 'word', value } : objectTree(value, level, tooDeep)
    default:
      return printed(value)
  }
}

/**
 * Plain data as a tree. Lists of bytes become lists of numbers, dates their RFC 3339 text, anything else that is
 * not plain the text it prints as; below level 200, and for a field that throws when it is read, stands what `unread` gives.
 */
export function treeOf(value: unknown, unread: () => Node): Node {
  return build(value, 0, unread)
}

/**
 * The plain data of a tree. A name that comes twice gives its last value, as JSON parsers do; `__proto__`
 * becomes a field of its own and no prototype. A figure that was only read as text gives the nearest number.
 */
export function plainOf(node: Node): unknown {
  switch (node.kind) {
    case 'object':
      return Object.fromEntries(node.entries.map((entry) => [entry.name, plainOf(entry.node)]))
    case 'list':
      return node.items.map(plainOf)
    case 'figure':
      return node.value ?? Number(node.source)
    default:
      return node.value
  }
}
