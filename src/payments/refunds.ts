import type { PaymentCase } from './case.ts'
import type { ChainView } from './chain-view.ts'
import { type Transfer, txOfPlace } from './effect.ts'
import { groupBy } from './group-by.ts'
import { ownedOn, type PaymentPolicy, paysFor, policyBlock } from './policy.ts'
import { momentsOf, timesOf } from './site.ts'

type ByReceiver = ReadonlyMap<string, Transfer[]>

/**
 * What of a view could be refunds, by who got them, oldest first: a refund fits the payments of its receiver only.
 * `early` are not final yet; `strange` come from elsewhere.
 */
type Refunds = {
  readonly agreed: ByReceiver
  readonly disputed: ByReceiver
  readonly early: ByReceiver
  readonly strange: ByReceiver
}

const noRefunds: Refunds = { agreed: new Map(), disputed: new Map(), early: new Map(), strange: new Map() }
const clockSkewSeconds = 600

const byReceiver = (transfers: readonly Transfer[]): ByReceiver => groupBy(transfers, ({ to }) => to)

function refundsIn(view: ChainView, policy: PaymentPolicy): Refunds {
  const pays = paysFor(policy, view.network, view.asset)
  const limit = policyBlock(view, policy.finality)
  if (pays === undefined || limit === null || view.forked) return noRefunds
  const doubted = new Set(view.disputed.map(txOfPlace))
  const owned = ownedOn(policy, view.network)
  const senders = new Set([...owned, ...pays.refundFrom])
  const away = view.transfers.filter(({ to }) => !owned.has(to))
  const ours = away.filter(({ from }) => senders.has(from))
  const certain = ours.filter(({ tx }) => !doubted.has(tx))
  return {
    agreed: byReceiver(certain.filter(({ block }) => block <= limit)),
    disputed: byReceiver(ours.filter(({ tx }) => doubted.has(tx))),
    early: byReceiver(certain.filter(({ block }) => block > limit)),
    strange: byReceiver(away.filter(({ from }) => !senders.has(from))),
  }
}

type Fits = (refund: Transfer) => boolean

/** Could this transfer pay a case back? Money that never came is paid back after it was asked for. */
function fitsFor(item: PaymentCase, timeAt: (block: number) => number | null): Fits {
  const amount = item.movedAtomic ?? item.requiredAtomic
  const asked = item.receivedAt === null ? null : item.receivedAt / 1000 - clockSkewSeconds
  const isLater = (block: number) =>
    item.block !== null ? block >= item.block : asked === null || (timeAt(block) ?? asked) >= asked
  return ({ to, value, block }) => to === item.payer && value === amount && isLater(block)
}

/** Why it is not known whether a payment was paid back as its books say; undefined when it was not. */
function doubtOf(item: PaymentCase, view: ChainView, shown: Refunds, fits: Fits): string | undefined {
  const toPayer = (refunds: ByReceiver) => refunds.get(item.payer ?? '') ?? []
  if (toPayer(shown.disputed).some(fits)) return 'NODES_DISAGREE'
  if (toPayer(shown.early).some(fits)) return 'REFUND_NOT_FINAL'
  if (view.unread.some(({ to }) => to >= (item.block ?? 0))) return 'REFUND_NOT_READ'
  const told = item.refundTx === undefined ? undefined : view.txs[item.refundTx]
  if (told === 'unknown') return 'REFUND_NOT_READ'
  const isNamed = ({ tx }: Transfer) => tx === item.refundTx
  if (toPayer(shown.strange).some((refund) => isNamed(refund) && fits(refund))) return 'REFUND_FROM_ELSEWHERE'
  // It succeeded, and nothing of it is shown: its log is kept from us, or it paid from elsewhere.
  return told === 'success' && !view.transfers.some(isNamed) ? 'REFUND_LOG_MISSING' : undefined
}

const isClaimed = ({ facts }: PaymentCase) => facts.books === 'refunded'

/**
 * Who may take a refund, in turns: the books name its transaction; the books say "refunded" and money came;
 * they say so and none came; any other payment. A refund that two could take must not make the paid one look
 * unpaid back.
 */
const turns: readonly {
  readonly may: (item: PaymentCase) => boolean
  readonly is: (item: PaymentCase, refund: Transfer) => boolean
}[] = [
  {
    may: (item) => isClaimed(item) && item.refundTx !== undefined,
    is: (item, { tx }) => tx === item.refundTx,
  },
  { may: (item) => isClaimed(item) && item.facts.effect === 'one', is: () => true },
  { may: isClaimed, is: () => true },
  { may: () => true, is: () => true },
]

const oldestFirst = (a: PaymentCase, b: PaymentCase) =>
  (a.block ?? 0) - (b.block ?? 0) || (a.caseId < b.caseId ? -1 : 1)

function refundsFor(items: readonly PaymentCase[], view: ChainView, shown: Refunds) {
  const timeAt = timesOf(view)
  const left = new Map([...shown.agreed].map(([payer, refunds]) => [payer, [...refunds]]))
  const found = new Map<PaymentCase, Transfer>()
  for (const { may, is } of turns) {
    for (const item of items.filter((one) => !found.has(one) && may(one))) {
      const free = left.get(item.payer ?? '') ?? []
      const fits = fitsFor(item, timeAt)
      const index = free.findIndex((refund) => fits(refund) && is(item, refund))
      const [refund] = index === -1 ? [] : free.splice(index, 1)
      if (refund !== undefined) found.set(item, refund)
    }
  }
  const doubts = new Map<PaymentCase, string>()
  for (const item of items.filter((one) => isClaimed(one) && !found.has(one))) {
    const doubt = doubtOf(item, view, shown, fitsFor(item, timeAt))
    if (doubt !== undefined) doubts.set(item, doubt)
  }
  return { found, doubts }
}

function refunded(item: PaymentCase, refund: Transfer, time: number | null): PaymentCase {
  const { tx, logIndex, block } = refund
  return {
    ...item,
    facts: { ...item.facts, refundFound: true },
    flags: [...new Set([...item.flags, 'refund_found' as const])].sort(),
    refund: { tx, logIndex, block, ...(time === null ? {} : { time }) },
  }
}

function doubted(item: PaymentCase, doubt: string): PaymentCase {
  const reasons = [...new Set([...item.reasons, doubt])]
  // The refund is there and only waits for its block, so the payment waits with it.
  const waits = doubt === 'REFUND_NOT_FINAL' && item.facts.effect === 'one'
  const facts = waits
    ? ({ ...item.facts, refundFound: true, finality: 'below' } as const)
    : ({ ...item.facts, effect: 'unknown' } as const)
  return { ...item, facts, reasons }
}

const wanted = (item: PaymentCase) =>
  item.payer !== null && (item.movedAtomic ?? item.requiredAtomic) !== null && item.facts.isFirstClaim

/**
 * Links refund transfers to payments: same payer, same amount, after the payment; each transfer pays back
 * one payment at most. Where the nodes dispute the only refund that fits, it is not final, it came from an
 * address that is not ours, or not all of it was read, nobody knows whether a payment was refunded as its
 * books say.
 */
export function markRefunds(
  cases: readonly PaymentCase[],
  views: readonly ChainView[],
  policy: PaymentPolicy,
): readonly PaymentCase[] {
  const marked = new Map<PaymentCase, PaymentCase>()
  const inOrder = cases.filter(wanted).sort(oldestFirst)
  for (const view of views) {
    const items = inOrder.filter(({ network, asset }) => network === view.network && asset === view.asset)
    const { found, doubts } = refundsFor(items, view, refundsIn(view, policy))
    const momentAt = momentsOf(view)
    for (const [item, refund] of found) marked.set(item, refunded(item, refund, momentAt(refund.block)))
    for (const [item, doubt] of doubts) marked.set(item, doubted(item, doubt))
  }
  return cases.map((item) => marked.get(item) ?? item)
}
