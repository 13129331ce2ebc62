import type { ChainView } from '../../payments/chain-view.ts'
import { type Paired, pairPayments } from '../../payments/pairing.ts'
import type { BlockTimes, Placed, Purchase, Refund, Sieve } from '../../payments/plain/sieve-port.ts'
import { type PlainSums, plainSums } from '../../payments/plain/sums.ts'
import type { PaymentPolicy } from '../../payments/policy.ts'
import { type Bought, boughtWith } from '../../payments/purchases.ts'
import type { PaymentRecord } from '../../payments/record.ts'
import { foldRecords } from '../../payments/records/fold.ts'
import { settleOrdersOf } from '../../payments/settle-order.ts'
import { momentsOf, timesOf } from '../../payments/site.ts'
import type { SiftedBooks } from './read-books.ts'
import { type Rebuilt, rebuild } from './rebuilt.ts'

/** What pairing gave beside the plain payments, and what those add up to. */
export type SettledBooks = {
  readonly folded: readonly PaymentRecord[]
  readonly views: readonly ChainView[]
  readonly paired: Paired
  readonly plain: PlainSums
}

type State = { readonly records: readonly PaymentRecord[]; readonly views: readonly ChainView[] }

const inChain = <T extends { readonly block: number; readonly logIndex: number }>(list: readonly T[]) =>
  [...list].sort((a, b) => a.block - b.block || a.logIndex - b.logIndex)

/** A view that shows these payments again. */
function withEvents(view: ChainView, back: readonly Rebuilt[]): ChainView {
  const own = back.filter(({ record }) => record.network === view.network && record.asset === view.asset)
  if (own.length === 0) return view
  return {
    ...view,
    transfers: inChain([...view.transfers, ...own.map(({ transfer }) => transfer)]),
    authorizations: inChain([...view.authorizations, ...own.map(({ authorization }) => authorization)]),
  }
}

async function withBack(state: State, placed: readonly Placed[], books: SiftedBooks): Promise<State> {
  if (placed.length === 0) return state
  const inOrder = [...placed].sort((a, b) => a.ordinal - b.ordinal)
  const back = rebuild(inOrder, await books.again(inOrder.map(({ ordinal }) => ordinal)))
  return {
    records: [...state.records, ...back.map(({ record }) => record)],
    views: state.views.map((view) => withEvents(view, back)),
  }
}

/** The money that the operator sent: it may have paid back what looks plain. */
function refundsOf(view: ChainView, { pays }: PaymentPolicy): readonly Refund[] {
  const own = pays.filter(({ network }) => network === view.network)
  const from = new Set(
    own.flatMap((item) => [...item.payTo.map(({ address }) => address), ...item.refundFrom]),
  )
  const sent = view.transfers.filter((transfer) => from.has(transfer.from))
  return sent.map(({ to: payer, value: amountAtomic, block }) => ({ payer, amountAtomic, block }))
}

function viewOf(views: readonly ChainView[], { network, asset }: SiftedBooks['terms']['tokens'][number]) {
  return views.find((view) => view.network === network && view.asset === asset)
}

function timesIn(view: ChainView): BlockTimes {
  return { timeAt: timesOf(view), momentAt: momentsOf(view) }
}

/** Payments beside the plain ones that a plain one may repeat, or that may repeat it. */
function purchasesOf(
  bought: readonly Bought[],
  { groups, tokens }: SiftedBooks['terms'],
): readonly Purchase[] {
  const numbers = new Map<string, number[]>()
  for (const [number, { token, route }] of groups.list.entries()) {
    const name = `${tokens[token]?.network}/${tokens[token]?.asset} ${route}`
    numbers.set(name, [...(numbers.get(name) ?? []), number])
  }
  return bought.flatMap(({ network, asset, route, payer, amountAtomic, at }): Purchase[] => {
    const named = numbers.get(`${network}/${asset} ${route}`) ?? []
    return named.length === 0 ? [] : [{ groups: named, payer, amountAtomic, at }]
  })
}

async function tokensOf(
  state: State,
  books: SiftedBooks,
  ask: (token: number, view: ChainView) => Promise<readonly Placed[]>,
) {
  const placed: Placed[] = []
  for (const [token, name] of books.terms.tokens.entries()) {
    const view = viewOf(state.views, name)
    if (view !== undefined) placed.push(...(await ask(token, view)))
  }
  return withBack(state, placed, books)
}

/** Takes back what was paid back, or whose times do not fit; now that the whole chain was read both are known. */
async function giveBackByChain(state: State, books: SiftedBooks): Promise<State> {
  const { sieve, terms } = books
  const paid = await tokensOf(state, books, (token, view) =>
    sieve.giveBack({ kind: 'refunded', token, refunds: refundsOf(view, terms.policy) }),
  )
  return tokensOf(paid, books, (token, view) =>
    sieve.giveBack({ kind: 'untimely', token, times: timesIn(view) }),
  )
}

/** Takes back what stands near another payment of its payer: which of them repeats which is told with the other one. */
async function giveBackNear(state: State, books: SiftedBooks, policy: PaymentPolicy): Promise<State> {
  const { sieve, terms } = books
  const bought = boughtWith({ ...state, policy, records: foldRecords(state.records) })
  const purchases = purchasesOf(bought, terms)
  // Those that come back are matched and delivered: who stands near them only is told nothing about it.
  const near = purchases.length === 0 ? [] : await sieve.giveBack({ kind: 'near', purchases })
  return withBack(state, near, books)
}

/** Pairs what the sieve left, with those that must be looked at beside it, and counts the rest. */
export async function settleBooks(
  records: readonly PaymentRecord[],
  views: readonly ChainView[],
  policy: PaymentPolicy,
  books: SiftedBooks,
): Promise<SettledBooks> {
  const { sieve, showAfter } = books
  const state = await giveBackNear(await giveBackByChain({ records, views }, books), books, policy)
  const folded = foldRecords(state.records)
  const paired = pairPayments({ records: folded, views: state.views, policy, showAfter })
  return { folded, views: state.views, paired, plain: await sumUp(sieve, folded, state, books) }
}

async function sumUp(
  sieve: Sieve,
  folded: readonly PaymentRecord[],
  { views }: State,
  { terms, showAfter }: SiftedBooks,
): Promise<PlainSums> {
  const tallies = []
  for (const [token, name] of terms.tokens.entries()) {
    const view = viewOf(views, name)
    if (view !== undefined) tallies.push(await sieve.finish(token, timesIn(view)))
  }
  const chargeable = folded.filter(({ state }) => state !== 'not_charged')
  const orderOf = settleOrdersOf(chargeable, terms.policy, showAfter)
  return plainSums(tallies, terms.groups.list, terms.tokens, orderOf)
}
