import type { Finding } from '../core/finding.ts'
import { type Amount, amountOf, type Unit } from '../core/money.ts'
import type { Pays, PayTo } from '../core/profile.ts'
import { findNetwork, findToken } from '../networks/lookup.ts'
import type { Terms } from '../x402/challenge.ts'
import { sameId } from '../x402/fields.ts'
import { finding } from './catalog.ts'
import type { MatrixExpected, MatrixSeen } from './shapes.ts'
import { type Entry, type RouteView, routeViews } from './view.ts'

/** The configured (network, asset) that an entry pays in; undefined when it pays in none. */
export function paysOf(expected: MatrixExpected, terms: Terms): Pays | undefined {
  const { asset, network } = terms
  if (asset === null) return undefined
  return expected.pays.find((pays) => pays.network === network && sameId(pays.unit.asset, asset))
}

/** Does some entry of the route pay in a configured (network, asset)? Then other entries are extras. */
export function isPayable(view: RouteView, expected: MatrixExpected): boolean {
  return view.entries.some((entry) => paysOf(expected, entry.terms) !== undefined)
}

/** The token an entry asks for: as configured, else as the list of networks knows it. */
export function unitOf(expected: MatrixExpected, terms: Terms): Unit | undefined {
  const configured = paysOf(expected, terms)?.unit
  if (configured !== undefined) return configured
  const network = terms.network === null ? undefined : findNetwork(terms.network)
  const token = network === undefined || terms.asset === null ? undefined : findToken(network, terms.asset)
  if (network === undefined || token === undefined) return undefined
  return { decimals: token.decimals, symbol: token.symbol, asset: token.address, network: network.id }
}

/** What an entry asks for; undefined when amount or token are not known. */
export function amountIn(expected: MatrixExpected, terms: Terms): Amount | undefined {
  const unit = unitOf(expected, terms)
  if (unit === undefined || terms.amountAtomic === null) return undefined
  return amountOf(terms.amountAtomic, unit)
}

/** Was the address in force at that moment (RFC 3339)? */
export function isInForce(payTo: PayTo, at: string): boolean {
  const now = Date.parse(at)
  const from = payTo.from === null ? Number.NEGATIVE_INFINITY : Date.parse(payTo.from)
  const until = payTo.until === null ? Number.POSITIVE_INFINITY : Date.parse(payTo.until)
  return from <= now && now < until
}

/** INFO that an expectation is missing: once per thing, never a PASS by guess. */
export function notCompared(what: string, routes: readonly string[] = []): Finding {
  return finding('EXPECTATION_ABSENT', { kind: 'profile', id: what }, { what, routes })
}

/** SKIP that something was not looked at because nobody asked for it. `how` names the flag or the setting. */
export function notChosen(what: string, how: string): Finding {
  const text = how.startsWith('--') ? `${how} was not given` : how
  return finding('NOT_CHOSEN', { kind: 'profile', id: what }, { what, how: text })
}

/**
 * Judges every entry of every route that showed terms. Where no route did, one SKIP finding says that there
 * was nothing to compare (why stands in the checks of answers and terms).
 */
export function judgeEntries(
  question: string,
  seen: MatrixSeen,
  expected: MatrixExpected,
  judge: (view: RouteView, entry: Entry) => readonly Finding[],
): readonly Finding[] {
  const found: Finding[] = []
  let hasTerms = false
  // Loops: a dozen checks do this for every entry of every route, and nearly all of them find nothing.
  for (const view of routeViews(seen, expected)) {
    for (const entry of view.entries) {
      hasTerms = true
      for (const one of judge(view, entry)) found.push(one)
    }
  }
  if (hasTerms) return found
  return [finding('NOTHING_COMPARED', { kind: 'profile', id: question }, { question })]
}
