import { field, isJsonObject } from '../x402/fields.ts'
import type { Way } from './offer.ts'
import { fixedPrice, type Price, type PriceUnit, rangePrice } from './price.ts'

const maxTextChars = 200
const maxWays = 100

/** The first of these fields that holds a text of at most 200 characters; null when none does. */
export function textIn(item: unknown, keys: readonly string[]): string | null {
  for (const key of keys) {
    const value = field(item, key)
    if (typeof value === 'string' && value !== '' && value.length <= maxTextChars) return value
  }
  return null
}

const payToKeys = ['payTo', 'pay_to', 'payto', 'payToAddress', 'recipient', 'payee']
const networkKeys = ['network', 'chain', 'payment_network', 'paymentNetwork', 'chainId']
const assetKeys = ['asset', 'token', 'payment_asset', 'paymentAsset', 'currency']

const units: readonly (readonly [unit: PriceUnit, keys: readonly string[]])[] = [
  ['atomic', ['maxAmountRequired', 'amountAtomic', 'amount_atomic', 'priceAtomic', 'price_atomic', 'atomic']],
  ['usd', ['priceUsd', 'price_usd', 'priceUSD', 'usd', 'amountUsd', 'amount_usd']],
  ['token', ['priceUsdc', 'price_usdc', 'usdc', 'amountUsdc', 'amount_usdc', 'amountFormatted']],
  ['cents', ['priceCents', 'price_cents', 'amountCents', 'amount_cents', 'cents']],
]

const dollar = /^(?:us)?(?:d|\$|dollars?)$/i

/** The unit that a currency word means: dollars, cents, a token by its symbol, atomic units by its address. */
export function unitOfCurrency(currency: string | null): PriceUnit | null {
  if (currency === null) return null
  const word = currency.trim().toLowerCase()
  if (dollar.test(word)) return 'usd'
  if (word === 'cent' || word === 'cents' || word === 'usd_cents') return 'cents'
  if (['atomic', 'base', 'base-units', 'base_units', 'wei'].includes(word)) return 'atomic'
  return word.startsWith('0x') ? 'atomic' : /^[a-z0-9.]{1,16}$/.test(word) ? 'token' : null
}

// "$0.01", "0.01 USDC", "USDC 0.01", "10000 atomic": a sign or a word of 3 to 15 letters beside a number of bounded
// length, at most one blank between; the classes do not overlap, so linear. "1e3" is no price.
const written =
  /^(?:(\$|[A-Za-z]{3,15}(?:0|\.e)?) ?)?(\d{1,60}(?:\.\d{1,60})?)(?: ?([A-Za-z]{3,15}(?:0|\.e)?))?$/

/** A price as people write it; null when it is none. A bare number takes the unit that is handed in. */
export function writtenPrice(text: string, bare: PriceUnit): Price | null {
  const match = written.exec(text.trim().slice(0, maxTextChars))
  if (match === null) return null
  const word = match[1] ?? match[3] ?? null
  const unit = word === null ? bare : word === '$' ? 'usd' : unitOfCurrency(word)
  return unit === null ? null : fixedPrice(match[2], unit)
}

function priceValue(value: unknown, bare: PriceUnit): Price | null {
  return typeof value === 'string' ? writtenPrice(value, bare) : fixedPrice(value, bare)
}

/** What `amount` counts in: its currency says so, else its point does. */
function amountPrice(item: unknown): Price | null {
  const value = field(item, 'amount')
  if (value === undefined || value === null) return null
  const word = textIn(item, ['unit', 'currency'])
  const bare = unitOfCurrency(word)
  // "amount 10000, currency USDC" is atomic to some and tokens to others.
  if (bare === 'token' && !String(value).includes('.')) return priceValue(value, 'unsaid')
  if (bare !== null) return priceValue(value, bare)
  const price = priceValue(value, 'unsaid')
  if (price === null || price.unit !== 'unsaid') return price
  return { ...price, unit: price.min.includes('.') ? 'token' : 'atomic' }
}

/** Every price that an object says; `bare` is the unit of a number without one. */
export function pricesIn(item: unknown, bare: PriceUnit): readonly Price[] {
  const found: (Price | null)[] = [amountPrice(item)]
  for (const [unit, keys] of units)
    for (const key of keys) {
      const value = field(item, key)
      if (value !== undefined && value !== null) found.push(fixedPrice(value, unit))
    }
  const price = field(item, 'price')
  const unit = unitOfCurrency(textIn(item, ['unit', 'currency'])) ?? bare
  if (isJsonObject(price)) found.push(...pricesIn(price, unitOfCurrency(textIn(price, ['currency'])) ?? unit))
  else if (price !== undefined && price !== null) found.push(priceValue(price, unit))
  found.push(rangePrice(field(item, 'minPrice'), field(item, 'maxPrice'), unit === 'unsaid' ? 'usd' : unit))
  found.push(rangePrice(field(item, 'min'), field(item, 'max'), unit === 'unsaid' ? 'usd' : unit))
  return found.filter((one) => one !== null)
}

function assetIn(item: unknown): string | null {
  const asset = field(item, 'asset')
  const named = isJsonObject(asset) ? textIn(asset, ['address', 'id', 'symbol']) : textIn(item, assetKeys)
  // "USD" is no token: the price then counts dollars.
  return named === null || dollar.test(named) ? null : named
}

/** The terms that one object says, one way for each of its prices; empty when it says none. */
export function waysIn(item: unknown, bare: PriceUnit, rail: Way['rail'] = 'x402'): readonly Way[] {
  if (!isJsonObject(item)) return []
  const scheme = textIn(item, ['scheme'])
  const network = textIn(item, networkKeys)
  const base = { rail, scheme, network, asset: assetIn(item), payTo: textIn(item, payToKeys) }
  const prices = pricesIn(item, bare)
  if (prices.length > 0) return prices.map((price) => ({ ...base, price }))
  const isSilent = [base.network, base.asset, base.payTo].every((one) => one === null)
  return isSilent ? [] : [{ ...base, price: null }]
}

/** The terms of a list such as `accepts`, whose amounts are atomic; at most 100 entries are read. */
export function waysInList(list: unknown): readonly Way[] {
  if (!Array.isArray(list)) return []
  return list.slice(0, maxWays).flatMap((entry) => waysIn(entry, 'atomic'))
}

/** Fills what the ways leave open with what the document says once for all of its routes. */
export function withShared(ways: readonly Way[], shared: readonly Way[]): readonly Way[] {
  const open = shared.flatMap((one) => {
    const network = ways.some((way) => way.network !== null) ? null : one.network
    const asset = ways.some((way) => way.asset !== null) ? null : one.asset
    const payTo = ways.some((way) => way.payTo !== null) ? null : one.payTo
    const isSilent = network === null && asset === null && payTo === null
    return isSilent ? [] : [{ ...one, network, asset, payTo, price: null }]
  })
  return [...ways, ...open]
}
