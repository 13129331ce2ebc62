// What `safe()` calls hostile and JSON leaves as it is: DEL, C1, zero-width, bidirectional, separators, tags.
// In the JSON that is written here they can only stand inside texts. Classes without repetition: linear.
const invisible =
  /[\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]|\udb40[\udc00-\udfff]/g

function escapeUnits(characters: string): string {
  return Array.from(
    { length: characters.length },
    (_, index) => `\\u${characters.charCodeAt(index).toString(16).padStart(4, '0')}`,
  ).join('')
}

/** JSON text in which the invisible characters inside its texts are written as `\uXXXX`: the same data. */
export function escapeInvisible(json: string): string {
  return json.replace(invisible, escapeUnits)
}

/** How a bigint stands in JSON. */
export type SpellBigint = (value: bigint) => unknown

/** As a decimal string, for readers. */
export const asDecimal: SpellBigint = (value) => value.toString()

/** With its type, for `unfreeze`. */
export const asTagged: SpellBigint = (value) => ({ $bigint: value.toString() })

function spelledList(list: readonly unknown[], spell: SpellBigint): readonly unknown[] {
  let changed: unknown[] | undefined
  for (let at = 0; at < list.length; at += 1) {
    const item = list[at]
    const shown = spelled(item, spell)
    if (shown !== item) changed ??= list.slice(0, at)
    changed?.push(shown)
  }
  return changed ?? list
}

function spelledFields(value: Readonly<Record<string, unknown>>, spell: SpellBigint): unknown {
  let changed: [string, unknown][] | undefined
  let seen = 0
  // Most objects hold no bigint: for them nothing is made, not even a list of their names.
  for (const name in value) {
    if (!Object.hasOwn(value, name)) continue
    const item = value[name]
    const shown = spelled(item, spell)
    if (shown !== item) changed ??= Object.entries(value).slice(0, seen)
    changed?.push([name, shown])
    seen += 1
  }
  return changed === undefined ? value : Object.fromEntries(changed)
}

/** The same data without bigints; what holds none comes back itself, and so does what is not plain data. */
function spelled(value: unknown, spell: SpellBigint): unknown {
  if (typeof value === 'bigint') return spell(value)
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return spelledList(value, spell)
  const prototype: unknown = Object.getPrototypeOf(value)
  if (prototype !== Object.prototype && prototype !== null) return value
  return 'toJSON' in value ? value : spelledFields(value as Readonly<Record<string, unknown>>, spell)
}

/**
 * `JSON.stringify` that spells bigints, escaped like `toJson`. A function that V8 asks about every field makes it five
 * times as slow, so the few bigints are replaced before; where that does not do, the function is asked.
 */
export function stringify(value: unknown, spell: SpellBigint, indent?: number): string {
  try {
    return escapeInvisible(JSON.stringify(spelled(value, spell), undefined, indent))
  } catch {
    const replace = (_key: string, item: unknown) => (typeof item === 'bigint' ? spell(item) : item)
    return escapeInvisible(JSON.stringify(value, replace, indent))
  }
}

/**
 * JSON for readers: bigints become decimal strings. Two-space indentation when `pretty`. The same data for
 * every parser, but no control, zero-width or bidirectional character stands in the text itself: files that
 * hold it are looked at with `cat`, too.
 */
export function toJson(value: unknown, layout: 'compact' | 'pretty' = 'compact'): string {
  return stringify(value, asDecimal, layout === 'pretty' ? 2 : undefined)
}

/**
 * JSON for us: bigints keep their type as `{"$bigint":"123"}`, so `unfreeze` gives back the same data.
 * Escaped like `toJson`.
 */
export function freeze(value: unknown): string {
  return stringify(value, asTagged)
}

/** The data that `freeze` wrote. Throws `SyntaxError` on anything that is not JSON. */
export function unfreeze(text: string): unknown {
  return JSON.parse(text, (_key, item: unknown) => {
    if (typeof item !== 'object' || item === null || Object.keys(item).length !== 1) return item
    const { $bigint } = item as { $bigint?: unknown }
    return typeof $bigint === 'string' && /^-?\d{1,100}$/.test($bigint) ? BigInt($bigint) : item
  })
}
