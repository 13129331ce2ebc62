import canonicalize from 'canonicalize'

const maxDepth = 256

// With the u flag a pair counts as one character, so only a half matches. One class, no repetition: linear.
const loneSurrogate = /\p{Surrogate}/u

function refuse(what: string): never {
  throw new TypeError(`no canonical JSON: ${what}`)
}

function plainObject(value: object, depth: number): object {
  const prototype: unknown = Object.getPrototypeOf(value)
  if (prototype !== Object.prototype && prototype !== null) refuse('an object that is not plain data')
  // Without a prototype, so that a key `__proto__` is a key like any other.
  const copy = Object.create(null) as Record<string, unknown>
  for (const [key, item] of Object.entries(value)) {
    if (loneSurrogate.test(key)) refuse('half a surrogate pair')
    if (item !== undefined) copy[key] = plain(item, depth + 1)
  }
  return copy
}

function plain(value: unknown, depth: number): unknown {
  if (depth > maxDepth) refuse(`nested deeper than ${maxDepth} levels`)
  if (value === null || typeof value === 'boolean') return value
  if (typeof value === 'string') return loneSurrogate.test(value) ? refuse('half a surrogate pair') : value
  if (typeof value === 'number') return Number.isFinite(value) ? value : refuse(`the number ${value}`)
  if (typeof value === 'bigint') return value.toString()
  if (Array.isArray(value)) return Array.from(value, (item: unknown) => plain(item, depth + 1))
  if (typeof value === 'object') return plainObject(value, depth)
  return refuse(typeof value)
}

/**
 * The canonical JSON of a value (RFC 8785): one text for equal data, whatever the order of its keys. Bigints
 * become decimal strings; an `undefined` property is left out. Throws `TypeError` for what has no one form:
 * lone surrogates, NaN, infinities, functions, `undefined` elsewhere, class instances, circles, and more than 256 levels.
 */
export function canonicalJson(value: unknown): string {
  const text = canonicalize(plain(value, 0))
  return text ?? refuse('nothing')
}

/**
 * The data of a canonical JSON text; one line feed may follow it. Throws `SyntaxError` for any other text,
 * also for JSON in another form: a key that stands twice, another order of keys, a number that loses
 * digits, so that two readers of one text cannot see two things.
 */
export function parseCanonical(text: string): unknown {
  const body = text.endsWith('\n') ? text.slice(0, -1) : text
  let value: unknown
  try {
    value = JSON.parse(body)
  } catch {
    throw new SyntaxError('it is not JSON')
  }
  let again: string
  try {
    again = canonicalJson(value)
  } catch {
    throw new SyntaxError('it holds what canonical JSON cannot')
  }
  if (again !== body) {
    throw new SyntaxError(
      'it is not canonical JSON: a key stands twice or in another order, or a value is spelled differently',
    )
  }
  return value
}
