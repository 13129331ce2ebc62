import { type Amount, amountOf } from '../core/money.ts'
import type { RefundCase } from '../runs/refund-cases.ts'
import { transferCall } from './calldata.ts'
import { type Candidate, candidateOf, keyOf, placesOf } from './candidates.ts'
import { askChain, type ChainAnswer } from './match-chain.ts'
import { type EventAnswer, matchEvents } from './match-events.ts'
import { type HeldReason, owedFor } from './owed.ts'
import type { JudgedPayment, RefundExpected, RefundSeen } from './shapes.ts'
import type { DoneRow, HeldRow, PlanRow, RefundPlan } from './shown.ts'

type Answer = { readonly row: PlanRow } | { readonly held: HeldRow } | { readonly done: DoneRow }

function heldRow({ item, outcome }: JudgedPayment, reason: HeldReason, detail: string): HeldRow {
  return { key: keyOf({ item, outcome, provisional: null }), item, outcome, reason, detail }
}

const ended: readonly string[] = ['sent', 'confirmed', 'denied']

function answer(
  one: Candidate,
  known: RefundCase | undefined,
  chain: ChainAnswer,
  event: EventAnswer,
): Answer {
  const { payment, owed, payee, tx, logIndex, id, key } = one
  const { item, outcome } = payment
  const held = (reason: HeldReason, detail: string) => ({ held: heldRow(payment, reason, detail) })
  const done = (by: DoneRow['by'], detail: string) => ({ done: { key, item, by, detail } })
  if (known !== undefined) {
    if (known.payee !== payee || known.amountAtomic !== owed.atomic || known.asset !== item.asset) {
      return held('BOOK_DIFFERS', `${known.amountAtomic} atomic units to ${known.payee}`)
    }
    if (ended.includes(known.state)) return done('book', known.state)
  }
  if (chain.kind === 'found') return done('chain', chain.detail)
  if (chain.kind === 'maybe') return held('MAYBE_REFUNDED', chain.detail)
  if (event.kind === 'full') return done('event', event.detail)
  if (event.kind === 'unclear') return held('EVENT_UNCLEAR', event.detail)
  if (chain.kind === 'unread') return held('REFUNDS_NOT_READ', chain.detail)
  const { unit } = owed.pays
  const byBook = known?.paidAtomic ?? 0n
  const byEvent = event.kind === 'part' ? event.atomic : 0n
  // The book and an event may tell of one and the same part.
  const paid = byBook > byEvent ? byBook : byEvent
  if (paid >= owed.atomic) return done('book', 'paid in parts')
  const amount = amountOf(owed.atomic - paid, unit)
  return {
    row: {
      ...{ id, key, item, outcome, payee, tx, logIndex, amount },
      because: owed.because,
      paid: amountOf(paid, unit),
      state: known?.state ?? (paid > 0n ? 'partial' : 'open'),
      data: transferCall(payee, amount.atomic),
    },
  }
}

function totalsOf(rows: readonly PlanRow[]): readonly Amount[] {
  const sums = new Map<string, Amount>()
  for (const { amount } of rows) {
    const key = `${amount.network} ${amount.asset}`
    const before = sums.get(key)
    sums.set(key, { ...amount, atomic: (before?.atomic ?? 0n) + amount.atomic })
  }
  return [...sums.values()]
}

/** Candidates of which two claim one transfer: whoever is right, only a person knows. */
function namedTwice(candidates: readonly Candidate[]): ReadonlySet<Candidate> {
  const counts = new Map<string, number>()
  for (const place of candidates.flatMap(placesOf)) counts.set(place, (counts.get(place) ?? 0) + 1)
  return new Set(candidates.filter((one) => placesOf(one).some((place) => (counts.get(place) ?? 0) > 1)))
}

type Placed = { readonly key: string; readonly item: { readonly block: number | null } }

/** Oldest first; the key decides within a block, so the order of the books does not matter. */
const inOrder = (a: Placed, b: Placed) =>
  (a.item.block ?? 0) - (b.item.block ?? 0) || (a.key < b.key ? -1 : 1)

/**
 * The plan: what is owed and has not gone back, to the address that authorized each payment. What is not final
 * waits, what is unclear is held, and nothing stands in it twice. Pure: the same inputs give the same plan.
 */
export function planOf(seen: RefundSeen, expected: RefundExpected): RefundPlan {
  const payments = seen.run.payments.filter(
    ({ item }) => expected.network === null || item.network === expected.network,
  )
  const judged = payments.map((payment) => ({ payment, owed: owedFor(payment, expected) }))
  const all = payments.flatMap((payment) => candidateOf(payment, expected) ?? [])
  const twice = namedTwice(all)
  const candidates = all.filter((one) => !twice.has(one))
  const book = new Map(seen.book.cases.map((item) => [item.id, item]))
  const chain = askChain(candidates, seen)
  const returned = judged.filter(({ owed }) => owed.kind === 'returned')
  const settled = new Set(returned.flatMap(({ payment: { item } }) => item.tx ?? []))
  const events = matchEvents(candidates, seen.events?.events ?? [], settled)
  const answers = candidates.map((one): Answer => {
    if (seen.book.damaged !== null) return { held: heldRow(one.payment, 'BOOK_DAMAGED', seen.book.damaged) }
    const asked = chain.get(one.id) ?? { kind: 'clear' }
    return answer(one, book.get(one.id), asked, events.answers.get(one.id) ?? { kind: 'none' })
  })
  const rows = answers.flatMap((one) => ('row' in one ? [one.row] : [])).sort(inOrder)
  const unproven = judged.flatMap(({ payment, owed }) =>
    owed.kind === 'held' ? [heldRow(payment, owed.reason, '')] : [],
  )
  return {
    rows,
    held: [
      ...unproven,
      ...[...twice].map(({ payment }) => heldRow(payment, 'NAMED_TWICE', '')),
      ...answers.flatMap((one) => ('held' in one ? [one.held] : [])),
    ].sort(inOrder),
    waiting: judged.flatMap(({ payment, owed }) => (owed.kind === 'waits' ? [payment.item] : [])),
    undecided: judged.filter(({ owed }) => owed.kind === 'undecided').length,
    done: [
      ...answers.flatMap((one) => ('done' in one ? [one.done] : [])),
      ...returned.map(({ payment }): DoneRow => {
        const detail = payment.item.refund?.tx ?? 'seen by the run'
        return { key: keyOf(payment), item: payment.item, by: 'chain', detail }
      }),
    ].sort(inOrder),
    totals: totalsOf(rows),
    unmatched: events.unmatched,
    unkeyed: events.unkeyed,
  }
}
