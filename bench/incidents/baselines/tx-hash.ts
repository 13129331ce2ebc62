// What most shops do by hand: look up the transaction that the record names. Found and successful means paid,
// anything else means not paid. Nothing is scanned.
import type { Answer, Contender, Exchange, Scenario } from '../shapes.ts'
import { isPaid, minedIn, subjectOf } from './sim-logs.ts'

function say(exchange: Exchange, succeeded: ReadonlySet<string>): Answer {
  const found = exchange.tx !== null && succeeded.has(exchange.tx)
  const outcome = found ? 'matched' : isPaid(exchange) ? 'phantom' : 'no_charge'
  return { subject: subjectOf(exchange), outcome }
}

function lookUp(scenario: Scenario): readonly Answer[] {
  const succeeded = new Set(minedIn(scenario).flatMap(({ hash, status }) => (status ? [hash] : [])))
  return scenario.exchanges.map((exchange) => say(exchange, succeeded))
}

/** The naive matcher: silent about money that no record names. */
export const txHash: Contender = {
  name: 'tx hash only',
  reconcile: (scenario) => Promise.resolve(lookUp(scenario)),
}
