import type { ChainView } from './chain-view.ts'
import { type Authorization, placeKey, type Transfer } from './effect.ts'
import { groupBy } from './group-by.ts'
import { onwardOf } from './onward.ts'
import { permitUses } from './permit2.ts'

/**
 * One movement of money that may be a payment: the transfer that reached the operator (or, when none did,
 * the leg that left the payer), and the authorization that caused it.
 */
export type Effect = {
  readonly id: string
  readonly transfer: Transfer
  readonly authorization: Authorization | null
  /** Several authorizations and transfers of one payer fit each other: which belong together is not known. */
  readonly uncertain: boolean
  readonly viaRouter: boolean
  /** Log numbers of the other transfers that belong to it: a router paid us in several parts. */
  readonly otherParts?: readonly number[]
  /** The transaction carries several payments. */
  readonly batched: boolean
}

/** The effects of one token, and the used authorizations whose transfer was not found. */
export type Effects = {
  readonly effects: readonly Effect[]
  readonly unplaced: readonly Authorization[]
}

/** `authorizer/nonce`: the key of an authorization within one token. */
export function authorizationKey(authorization: Pick<Authorization, 'authorizer' | 'nonce'>): string {
  return `${authorization.authorizer}/${authorization.nonce}`
}

type Match = {
  readonly authorization: Authorization
  readonly leg: Transfer | undefined
  readonly uncertain: boolean
}

/**
 * Gives each authorization of one payer its transfer out of the same transaction: the one directly behind it,
 * as the usual tokens write it. Of what is left only what cannot be confused is certain, and only when
 * all transfers of the transaction were read (`whole`).
 */
function matchLegs(
  authorizations: readonly Authorization[],
  legs: readonly Transfer[],
  whole: boolean,
): readonly Match[] {
  const left = [...legs]
  const take = (leg: Transfer | undefined) => {
    if (leg !== undefined) left.splice(left.indexOf(leg), 1)
    return leg
  }
  const directly = authorizations.map((authorization) => ({
    authorization,
    leg: take(left.find((leg) => leg.logIndex === authorization.logIndex + 1)),
  }))
  const open = directly.filter(({ leg }) => leg === undefined).length
  const alike = left.length < 2 || new Set(left.map(({ to, value }) => `${to}/${value}`)).size <= 1
  const uncertain = !whole || open !== left.length || !alike
  return directly.map(({ authorization, leg }) => {
    if (leg !== undefined) return { authorization, leg, uncertain: false }
    const behind = left.find((one) => one.logIndex > authorization.logIndex)
    return { authorization, leg: take(behind ?? left.at(-1)), uncertain }
  })
}

function otherPartsOf(parts: readonly Transfer[], { logIndex }: Transfer): readonly number[] {
  return parts.map((part) => part.logIndex).filter((number) => number !== logIndex)
}

function effectsOfTx(
  transfers: readonly Transfer[],
  authorizations: readonly Authorization[],
  owned: ReadonlySet<string>,
  whole: boolean,
): Effects {
  const free = [...transfers].sort((a, b) => a.logIndex - b.logIndex)
  const take = (transfer: Transfer) => free.splice(free.indexOf(transfer), 1)
  const batched = authorizations.length > 1
  const effects: Effect[] = []
  const byPayer = groupBy(
    [...authorizations].sort((a, b) => a.logIndex - b.logIndex),
    ({ authorizer }) => authorizer,
  )
  const matches = [...byPayer].flatMap(([payer, own]) =>
    matchLegs(
      own,
      free.filter((transfer) => transfer.from === payer),
      whole,
    ),
  )
  const placed = matches.flatMap(({ leg, ...rest }) => (leg === undefined ? [] : [{ ...rest, leg }]))
  for (const { leg } of placed) take(leg)
  const legs = placed.map(({ leg }) => leg)
  const onwards = onwardOf({ legs, free, owned, whole })
  for (const { authorization, leg, uncertain } of placed) {
    const onward = onwards.get(leg)
    for (const part of onward?.parts ?? []) take(part)
    const reached = onward?.transfer ?? leg
    // What we sent to ourselves brought nothing.
    const isOwnMoney = owned.has(leg.from) && owned.has(reached.to)
    const transfer = isOwnMoney ? { ...reached, value: 0n } : reached
    effects.push({
      id: placeKey(transfer),
      transfer,
      authorization,
      uncertain: uncertain || onward?.uncertain === true,
      viaRouter: onward !== undefined,
      ...((onward?.parts.length ?? 0) > 1 ? { otherParts: otherPartsOf(onward?.parts ?? [], transfer) } : {}),
      batched,
    })
  }
  for (const transfer of free.filter((item) => owned.has(item.to) && !owned.has(item.from))) {
    const id = placeKey(transfer)
    const plain = { authorization: null, uncertain: false, viaRouter: false }
    effects.push({ id, transfer, ...plain, batched })
  }
  const unplaced = matches.flatMap(({ leg, authorization }) => (leg === undefined ? [authorization] : []))
  return { effects, unplaced }
}

/**
 * Finds the movements of money in a view: each used authorization takes one transfer of its own
 * transaction, and what then remains towards an owned address is an inflow without a mark. `owned` holds
 * the operator's addresses in lower case; moves between them are not payments.
 */
export function effectsOf(view: ChainView, owned: ReadonlySet<string>): Effects {
  const transfersByTx = groupBy(view.transfers, ({ tx }) => tx)
  const logged = view.authorizations.filter((authorization) => authorization.kind === 'used')
  const used = [...logged, ...permitUses(view, transfersByTx)]
  const usedByTx = groupBy(used, ({ tx }) => tx)
  const effects: Effect[] = []
  const unplaced: Authorization[] = []
  for (const tx of new Set([...transfersByTx.keys(), ...usedByTx.keys()])) {
    const whole = view.txs[tx] === 'success'
    const found = effectsOfTx(transfersByTx.get(tx) ?? [], usedByTx.get(tx) ?? [], owned, whole)
    effects.push(...found.effects)
    unplaced.push(...found.unplaced)
  }
  return { effects, unplaced }
}
