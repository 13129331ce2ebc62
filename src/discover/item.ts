import { safe } from '../core/safe.ts'
import { field, isJsonObject } from '../x402/fields.ts'
import { locate } from './locate.ts'
import type { LeftOut, Offer, Way } from './offer.ts'
import type { PriceUnit } from './price.ts'
import { textIn, waysIn, waysInList, withShared } from './terms-said.ts'

/** What a reader knows about the document that it reads. */
export type Reading = { readonly baseUrl: string; readonly source: string }

/** A method, where it is said, and a place, as the item writes them. */
export type Named = { readonly method: string | null; readonly url: string }

// "POST /api/x" or a URL. Verbs are 3 to 7 letters and one space ends them: linear.
const verbAndPath = /^(GET|POST|PUT|PATCH|DELETE) (\S{1,500})$/i
const placeKeys = ['url', 'path', 'endpoint', 'route', 'paidPath', 'paid_path', 'href']
const nestedKeys = ['payment', 'x402', 'pricing', 'x-payment-info', 'paymentInfo', 'cost']
const inputKeys = ['inputSchema', 'input_schema', 'parameters', 'requestSchema', 'request_schema']

function textOf(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null
}

/** The place that an item of a list names; null when it names none. */
export function namedIn(item: unknown): Named | null {
  if (typeof item === 'string') {
    const match = verbAndPath.exec(item)
    return match === null ? { method: null, url: item } : { method: match[1] ?? null, url: match[2] ?? '' }
  }
  const resource = field(item, 'resource')
  const places = [resource, field(resource, 'url'), ...placeKeys.map((key) => field(item, key))]
  const url = places.map(textOf).find((text) => text !== null) ?? null
  if (url === null) return null
  const inline = verbAndPath.exec(url)
  const input = field(item, 'input')
  const bazaar = bazaarInput(field(item, 'extensions'))
  const said = [
    field(item, 'method'),
    field(item, 'http_method'),
    field(input, 'method'),
    field(bazaar, 'method'),
  ]
  const method = [...said, inline?.[1]].map(textOf).find((text) => text !== null) ?? null
  return { method, url: inline?.[2] ?? url }
}

/** `extensions.bazaar.info.input`; undefined when it is not there. */
export function bazaarInput(extensions: unknown): unknown {
  return field(field(field(extensions, 'bazaar'), 'info'), 'input')
}

/** Whether an item says what its route takes. */
export function describesInput(item: unknown): boolean {
  const schema = field(field(item, 'outputSchema'), 'input')
  return (
    inputKeys.some((key) => typeof field(item, key) === 'object' && field(item, key) !== null) ||
    isJsonObject(schema) ||
    isJsonObject(bazaarInput(field(item, 'extensions')))
  )
}

/** The ways of paying of an item: its `accepts`, what it says itself, and what it says under `payment` and such. */
export function waysOf(item: unknown, bare: PriceUnit): readonly Way[] {
  const own = waysIn(item, bare)
  const nested = nestedKeys.flatMap((key) => {
    const inner = field(item, key)
    return [...waysIn(inner, bare), ...waysInList(field(inner, 'accepts'))]
  })
  return [...waysInList(field(item, 'accepts')), ...own, ...nested]
}

/**
 * Makes an item an offer on our own origin, or says why it cannot be one. Queries are dropped, because they may
 * hold keys.
 */
export function offerOf(
  item: unknown,
  { baseUrl, source }: Reading,
  shared: readonly Way[],
  bare: PriceUnit = 'unsaid',
): Offer | LeftOut {
  const named = namedIn(item)
  if (named === null) return { what: 'an entry', source, why: 'no URL and no path' }
  return placed(named, { baseUrl, source }, withShared(waysOf(item, bare), shared), describesInput(item))
}

/** The offer of a place that was named, or why it cannot be asked. */
export function placed(
  named: Named,
  { baseUrl, source }: Reading,
  ways: readonly Way[],
  hasInput: boolean,
): Offer | LeftOut {
  const place = locate(named.url, baseUrl)
  const method = named.method?.toUpperCase() ?? 'GET'
  const what = safe(`${method} ${named.url.split(/[?#]/, 1)[0] ?? ''}`, 200)
  if (!place.ok) {
    const { why, origin } = place
    return { what, source, why, ...(origin === undefined ? {} : { origin }) }
  }
  if (!/^(GET|POST|PUT|PATCH|DELETE)$/.test(method))
    return { what, source, why: 'a method that is not asked' }
  return { method, path: place.path, source, methodSaid: named.method !== null, ways, hasInput }
}

/** Is it an offer? */
export function isOffer(read: Offer | LeftOut): read is Offer {
  return 'path' in read
}

/** Splits what was read of the items of a document. */
export function gathered(read: readonly (Offer | LeftOut)[]) {
  return {
    offers: read.filter(isOffer),
    leftOut: read.filter((one): one is LeftOut => !isOffer(one)),
    problem: null,
  }
}

/** What a document says once for all of its routes, at its root or under `x402` and `payment`. */
export function sharedTerms(document: unknown): readonly Way[] {
  const places = [document, field(document, 'x402'), field(document, 'payment'), field(document, 'service')]
  return places.flatMap((place) => waysIn(place, 'unsaid').map((way) => ({ ...way, price: null })))
}

/** The first list under one of these keys, at most 2000 entries of it; null when there is none. */
export function listUnder(document: unknown, keys: readonly string[]): readonly unknown[] | null {
  if (Array.isArray(document)) return document.slice(0, 2000)
  const places = [document, field(document, 'x402'), field(document, 'data')]
  for (const place of places)
    for (const key of keys) {
      const list = field(place, key)
      if (Array.isArray(list)) return list.slice(0, 2000)
    }
  return null
}

/** The text of a title or type, for deciding what an item is. */
export function typeOf(item: unknown): string | null {
  return textIn(item, ['type', 'protocol'])?.toLowerCase() ?? null
}
