import { field, isJsonObject } from '../x402/fields.ts'

/** Bounds of what is built: a body for a server that only wants to see its own shape. */
const deepest = 12
const mostParts = 500
const longestText = 2000

type Building = { readonly root: unknown; parts: number }

// Values that servers check by their form. Names that nobody owns (RFC 2606), a day that is over.
const byFormat: Readonly<Record<string, string>> = {
  uri: 'https://example.com/',
  url: 'https://example.com/',
  'uri-reference': '/',
  iri: 'https://example.com/',
  email: 'nobody@example.com',
  'idn-email': 'nobody@example.com',
  hostname: 'example.com',
  'idn-hostname': 'example.com',
  ipv4: '192.0.2.1',
  ipv6: '2001:db8::1',
  date: '2026-01-01',
  'date-time': '2026-01-01T00:00:00Z',
  time: '00:00:00Z',
  duration: 'P1D',
  uuid: '00000000-0000-4000-8000-000000000000',
  byte: 'AA==',
  regex: 'a',
  'json-pointer': '',
}

const numberIn = (schema: unknown, key: string): number | undefined => {
  const found = field(schema, key)
  return typeof found === 'number' && Number.isFinite(found) ? found : undefined
}

function textFor(schema: unknown): string {
  const format = field(schema, 'format')
  const known = typeof format === 'string' && Object.hasOwn(byFormat, format) ? byFormat[format] : undefined
  const atLeast = Math.min(Math.max(numberIn(schema, 'minLength') ?? 1, 0), longestText)
  const base = known ?? 'a'
  const atMost = Math.max(numberIn(schema, 'maxLength') ?? longestText, 0)
  return base.padEnd(atLeast, 'a').slice(0, known === undefined ? atMost : undefined)
}

function numberFor(schema: unknown, whole: boolean): number {
  const [least, above] = [numberIn(schema, 'minimum'), numberIn(schema, 'exclusiveMinimum')]
  const [most, below] = [numberIn(schema, 'maximum'), numberIn(schema, 'exclusiveMaximum')]
  const step = numberIn(schema, 'multipleOf') ?? (whole ? 1 : undefined)
  const low = Math.max(least ?? Number.NEGATIVE_INFINITY, above ?? Number.NEGATIVE_INFINITY)
  const high = Math.min(most ?? Number.POSITIVE_INFINITY, below ?? Number.POSITIVE_INFINITY)
  const fits = (n: number) => n >= low && n <= high && n !== above && n !== below
  const near = fits(1) ? 1 : fits(0) ? 0 : Number.isFinite(low) ? low : high
  if (step === undefined || step <= 0) {
    if (fits(near) || !Number.isFinite(low)) return near
    return Number.isFinite(high) ? (low + high) / 2 : low + 1
  }
  const up = Math.ceil(near / step) * step
  if (fits(up)) return up
  return fits(up + step) ? up + step : Math.floor(near / step) * step
}

function pointedAt(pointer: string, root: unknown): unknown {
  return pointer
    .slice(2)
    .split('/')
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))
    .reduce<unknown>((at, part) => (Array.isArray(at) ? at[Number(part)] : field(at, part)), root)
}

/** What a local reference points at, through at most ten further ones. */
export function followReference(schema: unknown, root: unknown): unknown {
  let here = schema
  for (let hops = 0; hops < 10; hops += 1) {
    const pointer = field(here, '$ref')
    if (typeof pointer !== 'string' || !pointer.startsWith('#/') || pointer.length > 500) return here
    here = pointedAt(pointer, root)
  }
  return undefined
}

/** A schema with its `allOf` parts and the first of its alternatives laid over each other. */
function merged(schema: unknown, building: Building, depth: number): Readonly<Record<string, unknown>> {
  building.parts += 1
  const here = followReference(schema, building.root)
  if (!isJsonObject(here) || depth > deepest || building.parts > mostParts) return {}
  const alternative = [field(here, 'anyOf'), field(here, 'oneOf')].find(Array.isArray) as
    | readonly unknown[]
    | undefined
  const all = field(here, 'allOf')
  const others = [...(Array.isArray(all) ? all.slice(0, 20) : []), ...(alternative?.slice(0, 1) ?? [])]
  const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [])
  const whole: Record<string, unknown> = { ...here }
  for (const other of others) {
    const part = merged(other, building, depth + 1)
    const [mine, theirs] = [whole.properties, part.properties]
    for (const key of Object.keys(part)) if (!Object.hasOwn(whole, key)) whole[key] = part[key]
    whole.properties = { ...(isJsonObject(mine) ? mine : {}), ...(isJsonObject(theirs) ? theirs : {}) }
    whole.required = [...list(here.required), ...list(whole.required), ...list(part.required)].slice(
      0,
      mostParts,
    )
  }
  return whole
}

function firstType(schema: Readonly<Record<string, unknown>>): string {
  const type = field(schema, 'type')
  const [first] = Array.isArray(type) ? type.filter((one) => one !== 'null') : [type]
  if (typeof first === 'string') return first
  if (isJsonObject(field(schema, 'properties'))) return 'object'
  return field(schema, 'items') === undefined ? 'string' : 'array'
}

function objectFor(schema: Readonly<Record<string, unknown>>, building: Building, depth: number) {
  const properties = field(schema, 'properties')
  const required = field(schema, 'required')
  const names = Array.isArray(required) ? required.filter((name) => typeof name === 'string') : []
  const body: Record<string, unknown> = {}
  for (const name of new Set<string>(names)) {
    if (building.parts >= mostParts) break
    const value = build(field(properties, name), building, depth + 1)
    Object.defineProperty(body, name, { value, enumerable: true, writable: true, configurable: true })
  }
  return body
}

function listFor(schema: Readonly<Record<string, unknown>>, building: Building, depth: number) {
  const count = Math.min(Math.max(numberIn(schema, 'minItems') ?? 0, 0), 20)
  return Array.from({ length: count }, () => build(field(schema, 'items'), building, depth + 1))
}

function build(schema: unknown, building: Building, depth: number): unknown {
  if (depth > deepest || building.parts > mostParts) return null
  const whole = merged(schema, building, depth)
  const [first] = [field(whole, 'examples'), field(whole, 'enum')].flatMap((list) =>
    Array.isArray(list) ? list.slice(0, 1) : [],
  )
  const said = [field(whole, 'const'), field(whole, 'example'), first, field(whole, 'default')]
  const given = said.find((value) => value !== undefined)
  if (given !== undefined) return given
  const type = firstType(whole)
  if (type === 'object') return objectFor(whole, building, depth)
  if (type === 'array') return listFor(whole, building, depth)
  if (type === 'integer' || type === 'number') return numberFor(whole, type === 'integer')
  if (type === 'boolean') return true
  return type === 'null' ? null : textFor(whole)
}

/**
 * The smallest value that a JSON Schema asks for: what it gives as an example, else required parts only.
 * `root` is the document that its references point into. Bounded in depth and size; never throws. A pattern
 * cannot be solved, so such a text may not fit.
 * @example instanceOf({ type: 'object', required: ['n'], properties: { n: { type: 'integer' } } }) // { n: 1 }
 */
export function instanceOf(schema: unknown, root: unknown = schema): unknown {
  return build(schema, { root, parts: 0 }, 0)
}
