import type { CaseDocument } from '../core/report.ts'
import type { JudgedCase } from './judge-case.ts'

/** A judged case as `x402ops.case/v1`. The inputs of the decision stand in `facts`, so the row can be followed. */
export function caseDocument({ item, outcome, verdict, provisional, moneyMoved }: JudgedCase): CaseDocument {
  return {
    schema: 'x402ops.case/v1',
    caseId: item.caseId,
    code: outcome,
    verdict,
    recordIds: item.recordIds,
    requestIds: item.requestIds,
    network: item.network,
    asset: item.asset,
    payTo: item.payTo,
    payer: item.payer,
    nonce: item.nonce,
    tx: item.tx,
    logIndex: item.logIndex,
    block: item.block,
    amountAtomic: (item.movedAtomic ?? item.requiredAtomic)?.toString() ?? null,
    responseStatus: item.responseStatus,
    moneyMoved,
    flags: item.flags,
    facts: {
      ...item.facts,
      reasons: item.reasons,
      movedAtomic: item.movedAtomic?.toString() ?? null,
      requiredAtomic: item.requiredAtomic?.toString() ?? null,
      claimedTx: item.claimedTx,
      blockHash: item.blockHash,
      blockTime: item.blockTime,
      receivedAt: item.receivedAt,
      respondedAt: item.respondedAt,
      validBefore: item.validBefore,
      settleReason: item.settleReason,
      asked: item.asked ?? null,
      settleOrder: item.settleOrder ?? null,
      repeats: item.repeats?.caseId ?? null,
      finalityLevel: item.finalityLevel ?? null,
      evidence: item.evidence,
    },
    candidates: item.candidates,
    ...(item.proof === undefined ? {} : { proof: item.proof }),
    ...(provisional === null ? {} : { provisional }),
  }
}
