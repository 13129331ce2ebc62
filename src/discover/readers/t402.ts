import { field } from '../../x402/fields.ts'
import { gathered, listUnder, offerOf, type Reading } from '../item.ts'
import { type DocumentRead, unread, type Way } from '../offer.ts'

function chainsOf(document: unknown): readonly string[] {
  const chains = field(document, 'chains')
  if (!Array.isArray(chains)) return []
  return chains.filter((one) => typeof one === 'string' && one.length <= 100).slice(0, 20)
}

/**
 * `/.well-known/t402.json` (T402's "Payment DNS"): `endpoints` with a path, a price in token units and a currency;
 * `chains` for all of them. With one chain, that chain is what every route is said to take.
 */
export function readT402(document: unknown, reading: Reading): DocumentRead {
  const list = listUnder(document, ['endpoints'])
  if (list === null) return unread('it has no list of endpoints')
  const [chain, ...others] = chainsOf(document)
  const shared: readonly Way[] =
    chain === undefined || others.length > 0
      ? []
      : [{ rail: 'x402', scheme: null, network: chain, asset: null, payTo: null, price: null }]
  return gathered(list.map((item) => offerOf(item, reading, shared, 'token')))
}
