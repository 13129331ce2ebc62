import { formatAmountBoth } from '../core/money.ts'
import { safe } from '../core/safe.ts'
import { networks } from '../networks/index.ts'
import { findNetwork } from '../networks/lookup.ts'
import { sameId } from '../x402/fields.ts'
import type { LiveWay } from './live.ts'
import type { Way } from './offer.ts'
import { fits, priceText } from './price.ts'

/** A difference between what a document says and what a live 402 asks for. Texts are safe to print. */
export type Drift = {
  readonly about: 'PRICE' | 'PAYTO' | 'NETWORK' | 'ASSET'
  readonly said: string
  readonly live: string
}

const isId = (text: string) => text.includes(':')
const plainName = (text: string) =>
  text
    .toLowerCase()
    .replace(/[ _-]?mainnet$/, '')
    .replaceAll(/[ _-]/g, '')

/** The CAIP-2 id of a network's id or name; null for a word that the list does not know. */
export function networkId(said: string): string | null {
  const known = findNetwork(said) ?? findNetwork(said.toLowerCase())
  if (known !== undefined) return known.id
  if (isId(said)) return said
  return (
    networks.find(({ name, v1Name }) => [name, v1Name ?? name].map(plainName).includes(plainName(said)))
      ?.id ?? null
  )
}

const isAddress = (text: string) =>
  /^0x[0-9a-fA-F]{40}$/.test(text) || /^[1-9A-HJ-NP-Za-km-z]{32,44}$/.test(text)

type Fit = boolean | null

function networkFits(said: string, live: LiveWay): Fit {
  const id = networkId(said)
  return id === null || live.network === null ? null : id === live.network
}

function assetFits(said: string, live: LiveWay): Fit {
  if (live.asset === null) return null
  if (isAddress(said)) return sameId(said, live.asset)
  // A symbol is compared where the live token is known; "USDC.e" is often written "USDC".
  return live.symbol === null ? null : plainSymbol(said) === plainSymbol(live.symbol)
}

function plainSymbol(symbol: string): string {
  return symbol.toLowerCase().replace(/\.e$/, '')
}

function priceFits(way: Way, live: LiveWay): Fit {
  if (way.price === null || live.amountAtomic === null) return null
  const { decimals, isDollar } = live
  return fits(way.price, { atomic: live.amountAtomic, decimals, isDollar })
}

/** The amount a live 402 asks for, as text. */
export function amountText({ amountAtomic, decimals, symbol, asset, network }: LiveWay): string {
  if (amountAtomic === null) return 'an unreadable amount'
  if (decimals === null || symbol === null) return `${amountAtomic} atomic`
  return safe(
    formatAmountBoth({ atomic: amountAtomic, decimals, symbol, asset: asset ?? '', network: network ?? '' }),
    120,
  )
}

function listed(values: readonly (string | null)[]): string {
  const unique = [...new Set(values.map((value) => safe(value ?? 'nothing', 120)))]
  return unique.slice(0, 5).join(', ')
}

/** Keeps the live ways that fit; null when some could be compared and none fits. */
function narrow(ways: readonly LiveWay[], judge: (live: LiveWay) => Fit): readonly LiveWay[] | null {
  const fitting = ways.filter((live) => judge(live) !== false)
  return fitting.length === 0 ? null : fitting
}

/**
 * What one way of a document says otherwise than the live 402. What the document does not say, and what cannot be
 * compared, is no difference; each field is compared with those live ways that the fields before it leave.
 */
export function driftsOf(way: Way, live: readonly LiveWay[]): readonly Drift[] {
  const sameRail = live.filter(({ rail }) => rail === way.rail)
  let left = sameRail.length > 0 ? sameRail : live
  if (left.length === 0) return []
  const drifts: Drift[] = []
  const { network, asset, payTo, price } = way
  const look = (
    about: Drift['about'],
    said: string,
    fit: (one: LiveWay) => Fit,
    show: (one: LiveWay) => string | null,
  ) => {
    const next = narrow(left, fit)
    if (next === null) drifts.push({ about, said: safe(said, 160), live: listed(left.map(show)) })
    else left = next
  }
  if (network !== null)
    look(
      'NETWORK',
      network,
      (one) => networkFits(network, one),
      (one) => one.network,
    )
  if (asset !== null)
    look(
      'ASSET',
      asset,
      (one) => assetFits(asset, one),
      (one) => one.asset,
    )
  if (payTo !== null)
    look(
      'PAYTO',
      payTo,
      (one) => (one.payTo === null ? null : sameId(payTo, one.payTo)),
      (one) => one.payTo,
    )
  if (price !== null) look('PRICE', priceText(price), (one) => priceFits(way, one), amountText)
  return drifts
}

/** Every difference between the ways of a document and the live ones, one for each thing that differs. */
export function allDrifts(ways: readonly Way[], live: readonly LiveWay[]): readonly Drift[] {
  const byThing = new Map<Drift['about'], Drift[]>()
  for (const drift of ways.flatMap((way) => driftsOf(way, live)))
    byThing.set(drift.about, [...(byThing.get(drift.about) ?? []), drift])
  return [...byThing].map(([about, drifts]) => {
    return {
      about,
      said: listed(drifts.map(({ said }) => said)),
      live: listed(drifts.map((one) => one.live)),
    }
  })
}
