import { asDecimal, asTagged, type SpellBigint, stringify } from './json.ts'

// A document, its `seen`, and the cases in it: what is below is small.
const splitDepth = 3

type Writing = { readonly spell: SpellBigint; readonly indent: number | undefined }

const isPlain = (value: unknown): value is Readonly<Record<string, unknown>> => {
  if (typeof value !== 'object' || value === null || 'toJSON' in value) return false
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === Object.prototype || prototype === null
}

/** A value inside of so many lists. */
function wrapped(value: unknown, levels: number): unknown {
  let outer = value
  for (let level = 0; level < levels; level += 1) outer = [outer]
  return outer
}

/**
 * A value as text at its depth. V8 indents it, as the item of lists in lists whose brackets are cut off again: to move
 * every line afterwards would be to write the text twice.
 */
function whole(value: unknown, { spell, indent }: Writing, depth: number): string {
  if (indent === undefined || depth === 0) return stringify(value, spell, indent)
  const text = stringify(wrapped(value, depth), spell, indent)
  // Level n opens with a bracket, a line end and n margins, and closes with a line end, n - 1 margins and a bracket.
  const margins = (indent * depth * (depth + 1)) / 2
  return text.slice(2 * depth + margins, text.length - 2 * depth - (margins - indent * depth))
}

const isLeftOut = (value: unknown) =>
  value === undefined || typeof value === 'function' || typeof value === 'symbol'

function* partsOf(value: unknown, writing: Writing, depth: number): Generator<string> {
  const isList = Array.isArray(value)
  if (depth === splitDepth || !(isList || isPlain(value))) {
    yield whole(value, writing, depth)
    return
  }
  const { indent } = writing
  const margin = ' '.repeat(depth * (indent ?? 0))
  const inner = `${margin}${' '.repeat(indent ?? 0)}`
  const lineEnd = indent === undefined ? '' : '\n'
  const [open, close] = isList ? ['[', ']'] : ['{', '}']
  let isEmpty = true
  const before = () => {
    const text = `${isEmpty ? open : ','}${lineEnd}${inner}`
    isEmpty = false
    return text
  }
  if (isList) {
    for (const item of value as readonly unknown[]) {
      yield before() + whole(isLeftOut(item) ? null : item, writing, depth + 1)
    }
  } else {
    for (const name of Object.keys(value)) {
      const item = value[name]
      if (isLeftOut(item)) continue
      yield `${before()}${stringify(name, writing.spell)}:${indent === undefined ? '' : ' '}`
      yield* partsOf(item, writing, depth + 1)
    }
  }
  yield isEmpty ? `${open}${close}` : `${lineEnd}${margin}${close}`
}

/** What `toJson` writes, in parts that follow each other: of a long list each item is made when it is asked for. */
export function jsonParts(value: unknown, layout: 'compact' | 'pretty' = 'compact'): Iterable<string> {
  return partsOf(value, { spell: asDecimal, indent: layout === 'pretty' ? 2 : undefined }, 0)
}

/** What `freeze` writes, in such parts. */
export function frozenParts(value: unknown): Iterable<string> {
  return partsOf(value, { spell: asTagged, indent: undefined }, 0)
}
