import { type Amount, amountOf, type Unit } from '../core/money.ts'
import { formatDuration } from '../core/time.ts'
import { findNetwork, findToken } from '../networks/lookup.ts'
import type { PaymentCase } from '../payments/case.ts'
import { recordName } from './case-names.ts'
import type { ReconcileExpected } from './expected.ts'
import type { JudgedCase } from './judge-case.ts'
import { orderReason, orderWords } from './order-words.ts'

/** What the words of a class may name. Null = not known. One finding may stand for several cases (`count`). */
export type CaseArgs = {
  readonly count: number
  readonly amount: Amount | null
  readonly required: Amount | null
  /** The token and network that the record names, when the money moved elsewhere. */
  readonly asked: string | null
  readonly payer: string | null
  readonly payTo: string | null
  readonly tx: string | null
  readonly record: string
  readonly response: string
  readonly late: string | null
  /** When the route settles, in words; null when it is only assumed. */
  readonly settles: string | null
  readonly settleReason: string | null
  readonly reasons: readonly string[]
  readonly flags: readonly string[]
  readonly candidates: readonly string[]
  readonly usableUntil: string | null
  readonly provisional: string | null
  readonly verdict: string
}

/** How to print amounts of a token: the profile's unit, else what is known of the token, else atomic units. */
export function unitFor(network: string, asset: string, expected: ReconcileExpected): Unit {
  const pays = expected.pays.find((item) => item.network === network && item.unit.asset === asset)
  if (pays !== undefined) return pays.unit
  const known = findNetwork(network)
  const token = known === undefined ? undefined : findToken(known, asset)
  return { decimals: token?.decimals ?? 0, symbol: token?.symbol ?? 'atomic units', asset, network }
}

/** How long after the server's answer the money moved; null when it is not known or did not happen. */
export function latenessMs(item: PaymentCase): number | null {
  if (item.blockTime === null || item.respondedAt === null) return null
  return item.blockTime * 1000 - item.respondedAt
}

function settlesOf({ settleOrder }: PaymentCase): string | null {
  if (settleOrder === undefined || settleOrder.by === 'assumed') return null
  return `${orderWords[settleOrder.order]} (${orderReason(settleOrder)})`
}

/** The arguments of a finding about one case. */
export function caseArgs(judged: JudgedCase, expected: ReconcileExpected): CaseArgs {
  const { item } = judged
  const unit = unitFor(item.network, item.asset, expected)
  const asked = item.asked ?? null
  const late = item.flags.includes('late') ? latenessMs(item) : null
  return {
    count: 1,
    amount: item.movedAtomic === null ? null : amountOf(item.movedAtomic, unit),
    required:
      item.requiredAtomic === null
        ? null
        : amountOf(
            item.requiredAtomic,
            asked === null ? unit : unitFor(asked.network, asked.asset, expected),
          ),
    asked: asked === null ? null : `${asked.asset} on ${asked.network}`,
    payer: item.payer,
    payTo: item.payTo,
    tx: item.tx,
    record: recordName(item),
    response: item.responseStatus === null ? 'no known answer' : `HTTP ${item.responseStatus}`,
    late: late === null ? null : formatDuration(late),
    settles: settlesOf(item),
    settleReason: item.settleReason,
    reasons: item.reasons,
    flags: item.flags,
    candidates: item.candidates,
    usableUntil: item.validBefore === null ? null : new Date(item.validBefore * 1000).toISOString(),
    provisional: judged.provisional,
    verdict: judged.verdict,
  }
}
