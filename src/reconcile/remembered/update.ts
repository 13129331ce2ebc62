import { type Settlement, type SettlementsUpdate, settlementId } from '../../runs/settlements.ts'
import type { Stretch } from '../../runs/watermarks.ts'
import type { ReconcileExpected } from '../expected.ts'
import type { JudgedCase } from '../judge-case.ts'
import type { ReconcileSeen } from '../seen.ts'
import type { Recheck } from './remembered.ts'

/** The last final block of a token; null when it is not known, so that nothing of it is final. */
function finalBlock(seen: ReconcileSeen, network: string, asset: string): number | null {
  const chain = seen.chains.find((one) => one.network === network && one.asset === asset)
  return chain?.finalized?.number ?? null
}

/** Money that this run saw in a block that is not final. */
function found({ item, outcome }: JudgedCase, seen: ReconcileSeen, target: string): Settlement[] {
  const { tx, logIndex, block, blockHash, payTo, payer, movedAtomic, facts } = item
  if (facts.effect !== 'one' || facts.finality === 'removed' || !facts.isFirstClaim) return []
  if (tx === null || logIndex === null || block === null || blockHash === null) return []
  if (payTo === null || payer === null || movedAtomic === null) return []
  const final = finalBlock(seen, item.network, item.asset)
  if (final !== null && block <= final) return []
  const { network, asset, nonce, caseId, recordIds, requestIds, blockTime } = item
  return [
    {
      ...{ target, network, asset, tx, logIndex, block, blockHash, payer, nonce, to: payTo, caseId },
      ...{ recordIds, requestIds, blockTime, valueAtomic: movedAtomic, code: outcome },
      ...{ firstSeen: seen.at, removedAt: null },
    },
  ]
}

/** What stays of a settlement that was looked at again: none, itself, or itself at its new place. */
function after({ settlement, state, place, final }: Recheck, at: string): Settlement | null {
  if (state === 'gone') return { ...settlement, removedAt: settlement.removedAt ?? at }
  if (state === 'unknown') return settlement
  if (final) return null
  return { ...settlement, ...(place ?? {}), removedAt: null }
}

/**
 * What a run leaves for the next one: money in blocks that are not final, and of what it was given everything
 * but that which stands in a final block by now. A reversal stays, because its payment may still come back.
 */
export function settlementsAfter(
  seen: ReconcileSeen,
  judged: readonly JudgedCase[],
  target: string,
): SettlementsUpdate {
  const rechecks = seen.rechecks ?? []
  const now = judged.flatMap((one) => found(one, seen, target))
  const shown = new Set(now.map(({ caseId }) => caseId))
  const stay = rechecks
    // A payment that moved and was read where it is now is remembered as it was read.
    .filter(({ state, settlement }) => state !== 'moved' || !shown.has(settlement.caseId))
    .flatMap((recheck) => after(recheck, seen.at) ?? [])
  const known = new Set(stay.map(settlementId))
  // The first look dates a settlement, so a payment seen again is not newer than it is.
  const keep = [...stay, ...now.filter((item) => !known.has(settlementId(item)))]
  const kept = new Set(keep.map(settlementId))
  const forget = rechecks.map(({ settlement }) => settlementId(settlement)).filter((id) => !kept.has(id))
  return { forget, keep }
}

const waiting: readonly string[] = ['PENDING_FINALITY', 'OPEN']

/** The earliest time of a payment that is not decided yet, RFC 3339; null when all are. */
function undecidedSince(judged: readonly JudgedCase[], since: number): string | null {
  const times = judged
    .filter(({ outcome }) => waiting.includes(outcome))
    .map(({ item }) => item.receivedAt ?? (item.blockTime ?? since) * 1000)
  if (times.length === 0) return null
  return new Date(times.reduce((first, at) => Math.min(first, at))).toISOString()
}

/** What a complete run has looked at, for `--since last`. */
export function stretchOf(
  seen: ReconcileSeen,
  judged: readonly JudgedCase[],
  names: { readonly target: string; readonly runId: string },
): Stretch {
  const iso = (at: number) => new Date(at * 1000).toISOString()
  return {
    ...names,
    from: iso(seen.since),
    until: iso(seen.until),
    undecidedSince: undecidedSince(judged, seen.since),
  }
}

/** The remembered settlements that a run looks at again: those of its target, and money to its own addresses. */
export function concerning(
  settlements: readonly Settlement[],
  { pays }: Pick<ReconcileExpected, 'pays'>,
  target: string,
): readonly Settlement[] {
  const owned = new Set(
    pays.flatMap(({ network, unit, payTo }) =>
      payTo.map(({ address }) => `${network}/${unit.asset}/${address}`),
    ),
  )
  return settlements.filter(
    ({ target: own, network, asset, to }) => own === target || owned.has(`${network}/${asset}/${to}`),
  )
}
