import type { ChainView } from './chain-view.ts'
import { type Authorization, placeKey, type Transfer } from './effect.ts'
import { groupBy } from './group-by.ts'

/**
 * One movement of money that may be a payment: the transfer that reached the operator (or, when none did,
 * the leg that left the payer), and the authorization that caused it.
 */
export type Effect = {
  readonly id: string
  readonly transfer: Transfer
  readonly authorization: Authorization | null
  readonly viaRouter: boolean
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

/** The transfer out of the authorizer that stands nearest behind the authorization, else nearest before it. */
function legOf(authorization: Authorization, free: readonly Transfer[]): Transfer | undefined {
  const own = free.filter((transfer) => transfer.from === authorization.authorizer)
  const behind = own.find((transfer) => transfer.logIndex > authorization.logIndex)
  return behind ?? own.filter((transfer) => transfer.logIndex < authorization.logIndex).at(-1)
}

function effectsOfTx(
  transfers: readonly Transfer[],
  authorizations: readonly Authorization[],
  owned: ReadonlySet<string>,
): Effects {
  const free = [...transfers].sort((a, b) => a.logIndex - b.logIndex)
  const take = (transfer: Transfer) => free.splice(free.indexOf(transfer), 1)
  const batched = authorizations.length > 1
  const effects: Effect[] = []
  const unplaced: Authorization[] = []
  for (const authorization of [...authorizations].sort((a, b) => a.logIndex - b.logIndex)) {
    const leg = legOf(authorization, free)
    if (leg === undefined) {
      unplaced.push(authorization)
      continue
    }
    take(leg)
    const onward = owned.has(leg.to)
      ? undefined
      : free.find((next) => next.from === leg.to && owned.has(next.to) && next.value === leg.value)
    if (onward !== undefined) take(onward)
    const transfer = onward ?? leg
    const viaRouter = onward !== undefined
    effects.push({ id: placeKey(transfer), transfer, authorization, viaRouter, batched })
  }
  for (const transfer of free.filter((item) => owned.has(item.to) && !owned.has(item.from))) {
    effects.push({ id: placeKey(transfer), transfer, authorization: null, viaRouter: false, batched })
  }
  return { effects, unplaced }
}

/**
 * Finds the movements of money in a view: each used authorization takes one transfer of its own
 * transaction, and what then remains towards an owned address is an inflow without a mark. `owned` holds
 * the operator's addresses in lower case; moves between them are not payments.
 */
export function effectsOf(view: ChainView, owned: ReadonlySet<string>): Effects {
  const used = view.authorizations.filter((authorization) => authorization.kind === 'used')
  const usedByTx = groupBy(used, ({ tx }) => tx)
  const transfersByTx = groupBy(view.transfers, ({ tx }) => tx)
  const effects: Effect[] = []
  const unplaced: Authorization[] = []
  for (const tx of new Set([...transfersByTx.keys(), ...usedByTx.keys()])) {
    const found = effectsOfTx(transfersByTx.get(tx) ?? [], usedByTx.get(tx) ?? [], owned)
    effects.push(...found.effects)
    unplaced.push(...found.unplaced)
  }
  return { effects, unplaced }
}
