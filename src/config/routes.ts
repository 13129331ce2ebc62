import { OpsError } from '../core/errors.ts'
import { type Amount, amountOf, type Unit } from '../core/money.ts'
import { didYouMean } from '../core/nearest.ts'
import type { PaidRoute, Pays } from '../core/profile.ts'
import { safe } from '../core/safe.ts'
import type { Given } from './given.ts'
import { errorAt, type Layer, type Origin, type ProfileTree } from './layers.ts'
import type { Path, Problem } from './problem.ts'
import { type PriceText, parsePrice, priceIn } from './quantity.ts'

type RouteConfig = ProfileTree['routes'][number]

/** One route as written, with where its parts came from. */
export type RouteEntry = { readonly value: RouteConfig; readonly originOf: (path: Path) => Origin }

/** The name of a route that has none: `GET /v1/quote`. */
const idOf = (route: RouteConfig) => route.id ?? `${route.method} ${route.path}`

const methods: readonly string[] = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE']

function fromText(text: string, label: string, known: readonly string[]): RouteConfig {
  // A word, spaces, and a path that holds no space: linear.
  const [, method = '', path = ''] = /^([A-Za-z]{3,7}) {1,3}(\/(?!\/)[^\s\\#]{0,2000})$/.exec(text) ?? []
  const upper = method.toUpperCase()
  if (methods.includes(upper) && !path.split(/[/?]/).includes('..')) {
    return { method: upper as RouteConfig['method'], path }
  }
  const hint = didYouMean(text, known)
  const message = `${label} "${safe(text, 60)}" is neither a configured route nor a method and a path`
  throw new OpsError('USAGE', {
    message: `${message}. ${hint}Example: ${label} "GET /v1/quote"`,
    command: '',
  })
}

/**
 * The routes after `--route`: configured ones chosen by id or by method and path, others as they were
 * named. Throws `OpsError` USAGE.
 */
export function chooseRoutes(
  merged: Layer,
  routes: ProfileTree['routes'],
  given: Given,
): readonly RouteEntry[] {
  const all = routes.map(
    (value, index): RouteEntry => ({
      value,
      originOf: (path) => merged.originOf(['routes', index, ...path]),
    }),
  )
  const { route } = given
  if (route === undefined) return all
  const origin: Origin = { kind: route.by, text: route.label, place: null }
  const chosen = route.value.map((text) => {
    const known = all.find(({ value }) => idOf(value) === text)
    if (known !== undefined) return known
    const fresh = fromText(
      text,
      route.label,
      all.map(({ value }) => idOf(value)),
    )
    const same = all.find(({ value }) => value.method === fresh.method && value.path === fresh.path)
    return same ?? { value: fresh, originOf: () => origin }
  })
  return chosen.filter(
    (entry, index) => chosen.findIndex((other) => idOf(other.value) === idOf(entry.value)) === index,
  )
}

/** The token that a price counts in; a price that fits tokens of different decimals is not guessed. */
function unitFor(price: PriceText, pays: readonly Pays[]): Unit | Problem {
  const units = pays.map(({ unit }) => unit)
  const named = (unit: Unit) =>
    price.kind === 'token' && unit.symbol.toLowerCase() === price.symbol.toLowerCase()
  const fitting = price.kind === 'atomic' ? units : units.filter(named)
  const [first, ...others] = fitting
  if (first === undefined) {
    const known = [...new Set(units.map(({ symbol }) => symbol))]
    const names = known.length === 0 ? 'pays is empty' : `pays takes ${known.join(', ')}`
    return { problem: 'no entry of pays takes this token', suggestion: `Here ${names}.` }
  }
  if (others.every(({ decimals }) => decimals === first.decimals)) return first
  const suggestion = 'Name the token, as in "0.01 usdc", or give the tokens different symbols.'
  return { problem: 'this price fits several tokens with different decimals', suggestion }
}

function priceOf(
  entry: RouteEntry,
  index: number,
  pays: readonly Pays[],
  all: readonly Pays[],
): Amount | null {
  const price = parsePrice(entry.value.price ?? '')
  if (price === undefined) return null
  const fail = (found: Problem) => errorAt(entry.originOf(['price']), ['routes', index, 'price'], found)
  const chosen = unitFor(price, pays)
  // A price in a token that --network or --asset left out is still a price.
  const unit = 'problem' in chosen ? unitFor(price, all) : chosen
  if ('problem' in unit) throw fail(unit)
  const atomic = priceIn(price, unit)
  if (typeof atomic !== 'bigint') throw fail(atomic)
  return amountOf(atomic, unit)
}

function sampleOf({ sample }: RouteConfig): PaidRoute['sample'] {
  if (sample === undefined) return null
  if (sample.text !== undefined) return { text: sample.text, type: sample.type ?? 'text/plain' }
  return { json: sample.json }
}

/**
 * The routes in the form that rooms use. Prices count in `pays`, else in `all`: the entries before flags
 * chose among them. Throws `OpsError`
 * CONFIG_INVALID for two routes of one name and for a price that is no whole number of atomic units.
 */
export function resolveRoutes(
  entries: readonly RouteEntry[],
  pays: readonly Pays[],
  all: readonly Pays[],
): readonly PaidRoute[] {
  const ids = entries.map(({ value }) => idOf(value))
  return entries.map((entry, index) => {
    const id = ids[index] ?? ''
    if (ids.indexOf(id) !== index) {
      const suggestion = 'Give one of them another id, or remove it.'
      const problem = 'another route has this name already'
      throw errorAt(entry.originOf(['id']), ['routes', index, 'id'], { problem, suggestion })
    }
    const { method, path, twin, settleOrder, expect } = entry.value
    return {
      id,
      method,
      path,
      price: priceOf(entry, index, pays, all),
      sample: sampleOf(entry.value),
      twin: twin ?? null,
      ...(settleOrder === undefined ? {} : { settleOrder }),
      ...(expect === undefined ? {} : { expect: { headers: expect.headers ?? {}, body: expect.body ?? {} } }),
    }
  })
}
