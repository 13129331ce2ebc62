// The rules of `x402trace --reconcile`, written anew from their description: a proxy in the paid path, a poll
// of the newest blocks every four seconds, and a verdict within a minute of the answer. It is given the best
// conditions: it runs from before the first payment, is never restarted, and its node never fails.
import type { Answer, Contender, Exchange, Scenario } from '../shapes.ts'
import {
  endOf,
  isPaid,
  minedIn,
  type SeenAuthorization,
  type SeenTransfer,
  subjectOf,
  transfersOf,
  usedIn,
} from './sim-logs.ts'

const pollSeconds = 4
const giveUpSeconds = 60

type Word = 'settled_on_chain' | 'not_settled' | 'value_mismatch' | 'recipient_mismatch'

/** What a poll reads of one transaction: its first transfer and its first authorization, whatever caused it. */
type Reading = {
  readonly at: number
  readonly transfer: SeenTransfer
  readonly authorization: SeenAuthorization
}

type Event =
  | { readonly at: number; readonly order: 0; readonly closed: Exchange }
  | { readonly at: number; readonly order: 1; readonly reading: Reading }
  | { readonly at: number; readonly order: 2; readonly expired: Exchange }

/** Everything the polls read, each at the time of the poll that first covers its block. */
function readings(scenario: Scenario, start: number): readonly Reading[] {
  return minedIn(scenario).flatMap((tx) => {
    const transfers = transfersOf(scenario, tx)
    const [transfer] = transfers
    const [authorization] = usedIn(scenario, tx)
    // Blocks before the start are never asked for: the cursor begins at the head.
    if (transfer === undefined || authorization === undefined || transfer.at <= start) return []
    const at = start + Math.ceil((transfer.at - start) / pollSeconds) * pollSeconds
    // Each transfer of the transaction triggers the same reading again.
    return transfers.map(() => ({ at, transfer, authorization }))
  })
}

function verdict(exchange: Exchange, { transfer }: Reading): Word {
  if (transfer.to !== exchange.payTo.toLowerCase()) return 'recipient_mismatch'
  return transfer.value === exchange.amountAtomic ? 'settled_on_chain' : 'value_mismatch'
}

function isSame({ payer, nonce }: Exchange, { authorization }: Reading): boolean {
  return payer.toLowerCase() === authorization.payer && nonce?.toLowerCase() === authorization.nonce
}

function eventsOf(scenario: Scenario): readonly Event[] {
  const watched = scenario.exchanges.filter((exchange) => !isPaid(exchange) && exchange.nonce !== null)
  const start = Math.min(...scenario.exchanges.map(({ paidAt }) => paidAt)) - pollSeconds
  const events: readonly Event[] = [
    ...watched.map((closed): Event => ({ at: closed.closedAt, order: 0, closed })),
    ...readings(scenario, start).map((reading): Event => ({ at: reading.at, order: 1, reading })),
    // Looked at every second; an entry goes when it is older than the limit.
    ...watched.map(
      (expired): Event => ({ at: Math.floor(expired.closedAt + giveUpSeconds) + 1, order: 2, expired }),
    ),
  ]
  const end = endOf(scenario)
  return events.filter(({ at }) => at <= end).sort((a, b) => a.at - b.at || a.order - b.order)
}

function watch(scenario: Scenario): readonly Answer[] {
  const pending = new Set<Exchange>()
  const answers: Answer[] = []
  const say = (exchange: Exchange, outcome: Word) => {
    pending.delete(exchange)
    answers.push({ subject: subjectOf(exchange), outcome })
  }
  for (const event of eventsOf(scenario)) {
    if (event.order === 0) pending.add(event.closed)
    else if (event.order === 1) {
      const hit = [...pending].find((exchange) => isSame(exchange, event.reading))
      if (hit !== undefined) say(hit, verdict(hit, event.reading))
    } else if (pending.has(event.expired)) say(event.expired, 'not_settled')
  }
  return answers
}

/** x402trace: silent about everything that was answered 2xx, and about money that no exchange asked for. */
export const x402trace: Contender = {
  name: 'x402trace',
  reconcile: (scenario) => Promise.resolve(watch(scenario)),
}
