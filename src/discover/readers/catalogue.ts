import { field, isJsonObject } from '../../x402/fields.ts'
import { gathered, listUnder, offerOf, type Reading, sharedTerms } from '../item.ts'
import { type DocumentRead, unread } from '../offer.ts'

const listKeys = ['resources', 'items', 'routes', 'endpoints', 'tools', 'services', 'apis'] as const
const marks = [
  'accepts',
  'price',
  'priceUsd',
  'price_usd',
  'priceUsdc',
  'price_usdc',
  'priceAtomic',
  'priceCents',
  'price_cents',
  'amount',
  'x402',
  'payment',
  'pricing',
  'paid',
  'x-payment-info',
] as const

function isMarkedPaid(item: unknown): boolean {
  if (!isJsonObject(item) || field(item, 'paid') === false || field(item, 'free') === true) return false
  return marks.some((key) => ![undefined, null, false, 0, ''].includes(field(item, key) as string))
}

function readList(document: unknown, reading: Reading, keep: (item: unknown) => boolean): DocumentRead {
  const list = listUnder(document, listKeys)
  if (list === null) return unread('it has no list of resources')
  const shared = sharedTerms(document)
  return gathered(list.filter(keep).map((item) => offerOf(item, reading, shared)))
}

/** A list of URLs, of "VERB /path", or of objects with a URL: every entry is a paid route. */
export function readPaidList(document: unknown, reading: Reading): DocumentRead {
  return readList(document, reading, () => true)
}

/** A catalogue that may name free tools as well: only entries that speak of a price are taken. */
export function readMarkedList(document: unknown, reading: Reading): DocumentRead {
  return readList(document, reading, isMarkedPaid)
}
