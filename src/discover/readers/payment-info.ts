import { field, isJsonObject } from '../../x402/fields.ts'
import type { Way } from '../offer.ts'
import { textIn, unitOfCurrency, waysIn, waysInList } from '../terms-said.ts'

const silent = { scheme: null, network: null, asset: null, payTo: null } as const

function isDynamic(info: unknown): boolean {
  const modes = [field(info, 'mode'), field(info, 'amountMode'), field(info, 'pricingMode')]
  return modes.includes('dynamic') || modes.includes('quote')
}

/** MPP: offers with atomic amounts of a currency, an address; `amount` null = dynamic. */
function mppWays(info: unknown): readonly Way[] {
  const listed = field(info, 'offers')
  const isFlat = field(info, 'intent') !== undefined && field(info, 'method') !== undefined
  const offers = Array.isArray(listed) ? listed.slice(0, 100) : isFlat ? [info] : []
  return offers.flatMap((offer) => waysIn(offer, 'atomic', 'mpp'))
}

function protocolWays(info: unknown): readonly Way[] {
  const protocols = field(info, 'protocols')
  if (!Array.isArray(protocols)) return []
  return protocols
    .slice(0, 20)
    .flatMap((one) => [
      ...waysIn(field(one, 'x402'), 'atomic'),
      ...waysIn(field(one, 'mpp'), 'atomic', 'mpp').map((way) => ({ ...way, scheme: null })),
    ])
}

/** Structured (`price: {mode, amount, currency}`) and flat (`price: "0.025"`): decimal dollars unless they say otherwise. */
function pricedWays(info: unknown): readonly Way[] {
  const price = field(info, 'price')
  if (isDynamic(info) && field(info, 'maxPrice') === undefined) return []
  if (isJsonObject(price)) {
    const unit = unitOfCurrency(textIn(price, ['currency'])) ?? 'usd'
    const { min, max, amount, currency } = price
    const only = isDynamic(price) ? { min, max } : { price: amount, min, max }
    return waysIn({ ...only, currency }, unit).map((way) => ({ ...way, ...silent }))
  }
  const { minPrice, maxPrice, currency } = isJsonObject(info) ? info : {}
  return waysIn({ price, minPrice, maxPrice, currency }, 'usd').map((way) => ({ ...way, ...silent }))
}

/** Home-made: terms beside each other, as in an entry of `accepts`. */
function homeMadeWays(info: unknown): readonly Way[] {
  const { scheme, network, asset, payTo, amount, maxAmountRequired } = isJsonObject(info) ? info : {}
  const money = isDynamic(info) ? {} : { amount, maxAmountRequired }
  return waysIn({ scheme, network, asset, payTo, ...money }, 'atomic')
}

/**
 * What an `x-payment-info` says, in any of its dialects: structured and flat (decimal dollars), MPP (atomic),
 * home-made, and PipRail's list of `accepts`. Never throws; what is dynamic without bounds says no price.
 */
export function readPaymentInfo(info: unknown): readonly Way[] {
  const mpp = mppWays(info)
  if (mpp.length > 0) return [...mpp, ...protocolWays(info)]
  return [
    ...waysInList(field(info, 'accepts')),
    ...pricedWays(info),
    ...homeMadeWays(info),
    ...protocolWays(info),
  ]
}
