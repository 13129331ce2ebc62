import { findNetwork } from '../networks/lookup.ts'
import { timingOf } from '../networks/timing.ts'
import type { PaymentCase } from '../payments/case.ts'
import { type Advice, advise } from '../payments/settlement/advice.ts'
import { readState, type StateReading } from '../payments/settlement/from-case.ts'
import { isPaid } from '../payments/settlement/states.ts'
import { type LifeStep, lifeOf } from './life.ts'
import type { SettlementSeen } from './shapes.ts'

/** One payment with its state, what to do about it, and its life. */
export type JudgedPayment = {
  readonly item: PaymentCase
  readonly reading: StateReading
  readonly advice: Advice
  readonly life: readonly LifeStep[]
  /** Where people can look at its transaction; null where no explorer of the network is known. */
  readonly explorer: string | null
  /** The clocks of its network are our defaults. */
  readonly timingAssumed: boolean
}

/** A link to the explorer of a network; null where none is known. */
export function explorerLink(network: string, tx: string | null): string | null {
  const base = findNetwork(network)?.explorer
  return base === undefined || tx === null ? null : `${base}/tx/${tx}`
}

/** The transaction that was named reverted, and another one made the payment. */
function withSibling(
  reading: StateReading,
  item: PaymentCase,
  { transaction }: SettlementSeen,
): StateReading {
  const isOther = transaction?.state === 'reverted' && transaction.tx !== item.tx
  if (!isOther || !isPaid(reading.state) || reading.reasons.includes('REVERTED_SIBLING')) return reading
  return { ...reading, reasons: [...reading.reasons, 'REVERTED_SIBLING'] }
}

/** Judges every payment that was seen, the owner of a payment before those that claim it too. Pure. */
export function judgePayments(seen: SettlementSeen): readonly JudgedPayment[] {
  const nowMs = Date.parse(seen.at)
  const waits = seen.transaction?.state === 'waiting' ? seen.transaction.tx : null
  return [...seen.cases]
    .sort((a, b) => Number(b.facts.isFirstClaim) - Number(a.facts.isFirstClaim))
    .map((item) => {
      const timing = timingOf(item.network)
      const waitsInPool = waits !== null && item.tx === waits
      const look = { nowMs, settleTimeoutMs: timing.settleTimeoutMs, waitsInPool }
      const reading = withSibling(readState(item, look), item, seen)
      return {
        item,
        reading,
        advice: advise(item, reading, timing),
        life: lifeOf(item, reading, seen),
        explorer: explorerLink(item.network, item.tx),
        timingAssumed: !timing.known,
      }
    })
}
