import type { Candidate } from './candidates.ts'
import type { Outgoing, RefundSeen } from './shapes.ts'

/** What the chain says of a candidate: it was paid back, perhaps it was, nobody could look, or nothing went back. */
export type ChainAnswer =
  | { readonly kind: 'clear' }
  | { readonly kind: 'found' | 'maybe' | 'unread'; readonly detail: string }

const placeOf = ({ network, tx, logIndex }: Pick<Outgoing, 'network' | 'tx' | 'logIndex'>) =>
  `${network}/${tx}/${logIndex}`

/** What somebody wrote down: this transaction paid this payer back. Null = not said. */
type Claim = { readonly tx: string; readonly payee: string | null; readonly atomic: bigint | null }

function claimsIn({ book, events }: RefundSeen): readonly Claim[] {
  return [
    ...book.cases.flatMap(({ refundTx, payee, state, paidAtomic, amountAtomic }) => {
      const atomic = state === 'partial' ? paidAtomic : amountAtomic
      return refundTx === null ? [] : [{ tx: refundTx, payee, atomic }]
    }),
    // An event that names both says which payment this money was for.
    ...(events?.events ?? []).flatMap(({ tx, refundTx, payer }) =>
      tx === null || refundTx === null ? [] : [{ tx: refundTx, payee: payer, atomic: null }],
    ),
  ]
}

/**
 * Money that went out and is not yet known to be the refund of a payment, each transfer once. One transaction may pay
 * many back, so a claim takes one transfer, and none where several could be meant.
 */
function freeOutgoing(seen: RefundSeen): readonly Outgoing[] {
  const { run, readings } = seen
  const linked = new Set(
    run.payments.flatMap(({ item: { refund, network } }) =>
      refund === undefined ? [] : [placeOf({ network, ...refund })],
    ),
  )
  const all = [...run.outgoing, ...(readings ?? []).flatMap(({ outgoing }) => outgoing)]
  const byPlace = new Map(all.map((one) => [placeOf(one), one]))
  let free = [...byPlace.values()].filter((one) => !linked.has(placeOf(one)))
  for (const { tx, payee, atomic } of claimsIn(seen)) {
    const fits = free.filter(
      (one) => one.tx === tx && (payee ?? one.to) === one.to && (atomic ?? one.atomic) === one.atomic,
    )
    const [meant] = atomic === null && fits.length > 1 ? [] : fits
    if (meant !== undefined) free = free.filter((one) => one !== meant)
  }
  return free
}

const amounts = (list: readonly bigint[]) => list.map(String).sort().join(' ')

/**
 * Answers for every candidate, by id. Money that went to a payer after his first payment is his refund when as much of
 * it went out as is owed to him, amount by amount; anything else is ambiguous, and what is ambiguous is not paid twice.
 */
export function askChain(
  candidates: readonly Candidate[],
  seen: RefundSeen,
): ReadonlyMap<string, ChainAnswer> {
  const free = freeOutgoing(seen)
  // Their money was taken out of `free` by what the book says.
  const paidIds = new Set(
    seen.book.cases.flatMap(({ id, state }) => (state === 'sent' || state === 'confirmed' ? [id] : [])),
  )
  const answers = new Map<string, ChainAnswer>()
  for (const one of candidates) {
    const { item } = one.payment
    const same = (other: Candidate) =>
      other.payee === one.payee &&
      other.payment.item.network === item.network &&
      other.payment.item.asset === item.asset
    const rivals = candidates.filter((other) => same(other) && (other === one || !paidIds.has(other.id)))
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
      const isIt =
        amounts(back.map(({ atomic }) => atomic)) === amounts(rivals.map(({ owed }) => owed.atomic))
      answers.set(one.id, { kind: isIt ? 'found' : 'maybe', detail })
    } else if (seen.readings !== null && reading?.why !== null) {
      answers.set(one.id, { kind: 'unread', detail: reading?.why ?? 'it was not asked' })
    } else answers.set(one.id, { kind: 'clear' })
  }
  return answers
}
