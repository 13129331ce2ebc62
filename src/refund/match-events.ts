import { atomicFromDecimal, atomicFromText } from '../core/money.ts'
import type { Candidate } from './candidates.ts'
import type { RefundEvent } from './shapes.ts'

/** What events say of a candidate: paid back in full or in part, unclear, or nothing. */
export type EventAnswer =
  | { readonly kind: 'none' }
  | { readonly kind: 'full' | 'unclear'; readonly detail: string }
  | { readonly kind: 'part'; readonly detail: string; readonly atomic: bigint }

/** The answers by id of the candidate, and the events that are for none of them. */
export type EventsMatched = {
  readonly answers: ReadonlyMap<string, EventAnswer>
  readonly unmatched: readonly RefundEvent[]
  readonly unkeyed: readonly RefundEvent[]
}

/** The money of an event in atomic units of a token; null when it names none, undefined when it cannot be read. */
function atomicOf({ amount, amountUnit }: RefundEvent, decimals: number): bigint | null | undefined {
  if (amount === null) return null
  return amountUnit === 'atomic' ? atomicFromText(amount) : atomicFromDecimal(amount, decimals)
}

const names = (event: RefundEvent, { payment, tx, logIndex, payee }: Candidate) =>
  event.tx === tx &&
  (event.logIndex === null || event.logIndex === logIndex) &&
  (event.payer === null || event.payer === payee) &&
  (event.network === null || event.network === payment.item.network)

const mayBe = (event: RefundEvent, { payment, payee, owed }: Candidate) => {
  if (event.tx !== null || event.payer !== payee) return false
  if (event.network !== null && event.network !== payment.item.network) return false
  const atomic = atomicOf(event, owed.pays.unit.decimals)
  return atomic === undefined || atomic === null || atomic === owed.atomic
}

function answerFor(one: Candidate, events: readonly RefundEvent[], rivals: number): EventAnswer {
  const [first] = events
  if (first === undefined) return { kind: 'none' }
  const detail = events.map(({ line }) => `line ${line}`).join(', ')
  const amounts = events.map((event) => atomicOf(event, one.owed.pays.unit.decimals))
  if (rivals > 1 || amounts.includes(undefined)) return { kind: 'unclear', detail }
  if (amounts.some((atomic) => atomic === null || (atomic ?? 0n) >= one.owed.atomic)) {
    // Without the transaction of the payment, only one event for one payment says which.
    return first.tx === null && events.length > 1 ? { kind: 'unclear', detail } : { kind: 'full', detail }
  }
  // Two parts may be one event that was written twice.
  const [part] = amounts
  return events.length > 1 || part === undefined || part === null
    ? { kind: 'unclear', detail }
    : { kind: 'part', detail, atomic: part }
}

/**
 * Which events are for which candidate: by the transaction of the payment, else by payer and amount where only one
 * payment and one event have them. A credit under an address of the internet or a token says nothing of a payer.
 */
export function matchEvents(
  candidates: readonly Candidate[],
  events: readonly RefundEvent[],
  settled: ReadonlySet<string>,
): EventsMatched {
  const unkeyed = events.filter(({ keyedBy }) => keyedBy !== 'payer')
  const keyed = events.filter(({ keyedBy }) => keyedBy === 'payer')
  const answers = new Map<string, EventAnswer>()
  const used = new Set<RefundEvent>()
  for (const one of candidates) {
    const named = keyed.filter((event) => names(event, one))
    const mine = named.length > 0 ? named : keyed.filter((event) => mayBe(event, one))
    for (const event of mine) used.add(event)
    const rivals = candidates.filter((other) =>
      mine.some((event) => (named.length > 0 ? names(event, other) : mayBe(event, other))),
    )
    answers.set(one.id, answerFor(one, mine, rivals.length))
  }
  const unmatched = keyed.filter((event) => !used.has(event) && !(event.tx !== null && settled.has(event.tx)))
  return { answers, unmatched, unkeyed }
}
