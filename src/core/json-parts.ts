import { asDecimal, asTagged, type SpellBigint, stringify } from './json.ts'

// A document, its `seen`, and the cases in it: what is below is small.
const splitDepth = 3

type Writing = { readonly spell: SpellBigint; readonly indent: number | undefined }

const isPlain = (value: unknown): value is Readonly<Record<string, unknown>> => {
  if (typeof value !== 'object' || value === null || 'toJSON' in value) return false
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === Object.prototype || prototype === null
}

/** A value as text, moved to its place: line ends stand between its parts only, in texts they are escapes. */
function whole(value: unknown, { spell, indent }: Writing, margin: string): string {
  const text = stringify(value, spell, indent)
  return indent === undefined || margin === '' ? text : text.replaceAll('\n', `\n${margin}`)
}

const isLeftOut = (value: unknown) =>
  value === undefined || typeof value === 'function' || typeof value === 'symbol'

function* partsOf(value: unknown, writing: Writing, margin: string, depth: number): Generator<string> {
  const isList = Array.isArray(value)
  if (depth === splitDepth || !(isList || isPlain(value))) {
    yield whole(value, writing, margin)
    return
  }
  const { indent } = writing
  const inner = indent === undefined ? '' : `${margin}${' '.repeat(indent)}`
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
      yield before() + whole(isLeftOut(item) ? null : item, writing, inner)
    }
  } else {
    for (const name of Object.keys(value)) {
      const item = value[name]
      if (isLeftOut(item)) continue
      yield `${before()}${stringify(name, writing.spell)}:${indent === undefined ? '' : ' '}`
      yield* partsOf(item, writing, inner, depth + 1)
    }
  }
  yield isEmpty ? `${open}${close}` : `${lineEnd}${margin}${close}`
}

/** What `toJson` writes, in parts that follow each other: of a long list each item is made when it is asked for. */
export function jsonParts(value: unknown, layout: 'compact' | 'pretty' = 'compact'): Iterable<string> {
  return partsOf(value, { spell: asDecimal, indent: layout === 'pretty' ? 2 : undefined }, '', 0)
}

/** What `freeze` writes, in such parts. */
export function frozenParts(value: unknown): Iterable<string> {
  return partsOf(value, { spell: asTagged, indent: undefined }, '', 0)
}
