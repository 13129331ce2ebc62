import type { Judgement } from '../core/run-room.ts'
import type { JudgedPayment } from './judged.ts'
import { judgePayments } from './judged.ts'
import { adviceWhy, isoSeconds, whyOf } from './names.ts'
import { referenceText } from './reference.ts'
import type { SettlementExpected, SettlementSeen } from './shapes.ts'

function paymentDocument(payment: JudgedPayment, seen: SettlementSeen) {
  const { item, reading, advice, life, explorer } = payment
  const chain = seen.chains.find(({ network, asset }) => network === item.network && asset === item.asset)
  return {
    caseId: item.caseId,
    state: reading.state,
    firmness: reading.firmness,
    stateReasons: reading.reasons,
    caseReasons: item.reasons,
    why: whyOf(payment),
    action: advice.action,
    retry: advice.retry,
    until: isoSeconds(advice.until),
    adviceReasons: advice.reasons,
    adviceWhy: adviceWhy(payment),
    knownBy: chain?.endpoints ?? [],
    finalizedBlock: chain?.finalized?.number ?? null,
    ...{ network: item.network, asset: item.asset, payTo: item.payTo, payer: item.payer, nonce: item.nonce },
    ...{ tx: item.tx, claimedTx: item.claimedTx, logIndex: item.logIndex, block: item.block, explorer },
    movedAtomic: item.movedAtomic,
    requiredAtomic: item.requiredAtomic,
    validBefore: isoSeconds(item.validBefore),
    ...{ route: item.route, recordIds: item.recordIds, requestIds: item.requestIds, flags: item.flags },
    ...(item.proof === undefined ? {} : { proof: item.proof }),
    life,
  }
}

/** `x402ops.settlement/v1`: what `-o json` prints. Published as `schemas/settlement.schema.json`. */
export function settlementDocument(
  seen: SettlementSeen,
  expected: SettlementExpected,
  { findings }: Judgement,
  exitCode: number,
) {
  const { window, transaction } = seen
  return {
    schema: 'x402ops.settlement/v1',
    at: seen.at,
    reference: { kind: expected.reference.kind, text: referenceText(expected.reference) },
    exitCode,
    places: seen.places,
    rivals: seen.rivals,
    transaction:
      transaction === null
        ? null
        : {
            tx: transaction.tx,
            network: transaction.network,
            state: transaction.state,
            block: transaction.block,
          },
    window:
      window === null
        ? null
        : { from: isoSeconds(window.since), to: isoSeconds(window.until), assumed: window.assumed },
    payments: judgePayments(seen).map((payment) => paymentDocument(payment, seen)),
    findings,
  }
}
