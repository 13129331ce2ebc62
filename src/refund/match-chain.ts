import type { Candidate } from './candidates.ts'
import type { Outgoing, RefundSeen } from './shapes.ts'

/** What the chain says of a candidate: it was paid back, perhaps it was, nobody could look, or nothing went back. */
export type ChainAnswer =
  | { readonly kind: 'clear' }
  | { readonly kind: 'found' | 'maybe' | 'unread'; readonly detail: string }

const placeOf = ({ network, tx, logIndex }: Pick<Outgoing, 'network' | 'tx' | 'logIndex'>) =>
  `${network}/${tx}/${logIndex}`

/** Money that went out and is not yet known to be the refund of a payment, each transfer once. */
function freeOutgoing(seen: RefundSeen): readonly Outgoing[] {
  const { run, readings, book } = seen
  const linked = new Set(
    run.payments.flatMap(({ item: { refund, network } }) =>
      refund === undefined ? [] : [placeOf({ network, ...refund })],
    ),
  )
  const named = new Set([
    ...book.cases.flatMap(({ refundTx }) => refundTx ?? []),
    // An event that names both says which payment this money was for.
    ...(seen.events?.events ?? []).flatMap(({ tx, refundTx }) => (tx === null ? [] : (refundTx ?? []))),
  ])
  const all = [...run.outgoing, ...(readings ?? []).flatMap(({ outgoing }) => outgoing)]
  const byPlace = new Map(all.map((one) => [placeOf(one), one]))
  return [...byPlace.values()].filter((one) => !linked.has(placeOf(one)) && !named.has(one.tx))
}

/**
 * Answers for every candidate, by id. Money that went to a payer after his payment is his refund when it is the only
 * one, for the only payment, of the same amount; anything else is ambiguous, and what is ambiguous is not paid twice.
 */
export function askChain(
  candidates: readonly Candidate[],
  seen: RefundSeen,
): ReadonlyMap<string, ChainAnswer> {
  const free = freeOutgoing(seen)
  const answers = new Map<string, ChainAnswer>()
  for (const one of candidates) {
    const { item } = one.payment
    const same = (other: Candidate) =>
      other.payee === one.payee &&
      other.payment.item.network === item.network &&
      other.payment.item.asset === item.asset
    const rivals = candidates.filter(same)
    const since = Math.min(...rivals.map(({ block }) => block))
    const back = free.filter(
      ({ network, asset, to, block }) =>
        network === item.network && asset === item.asset && to === one.payee && block >= since,
    )
    const reading = seen.readings?.find(
      ({ network, asset }) => network === item.network && asset === item.asset,
    )
    const [first] = back
    if (first !== undefined) {
      const detail = back.map(placeOf).join(', ')
      const isIt = back.length === 1 && rivals.length === 1 && first.atomic === one.owed.atomic
      answers.set(one.id, { kind: isIt ? 'found' : 'maybe', detail })
    } else if (seen.readings !== null && reading?.why !== null) {
      answers.set(one.id, { kind: 'unread', detail: reading?.why ?? 'it was not asked' })
    } else answers.set(one.id, { kind: 'clear' })
  }
  return answers
}
