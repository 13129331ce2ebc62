import { methodOf } from '../../payments/method.ts'
import {
  nonceBitmapCall,
  permit2Address,
  permitNonce,
  readNonceBit,
  readPermitCall,
} from '../../payments/permit2.ts'
import type { Draft } from './node.ts'
import type { Target } from './targets.ts'

const ofPermit2 = (target: Target) => target.records.filter((record) => methodOf(record) === 'hash')

/** `owner/nonce` of records that were paid by Permit2: their bits are read in its bitmap. */
export function permitKeys(target: Target, since: number): readonly string[] {
  return ofPermit2(target).flatMap((record) => {
    const nonce = permitNonce(record)
    const old = record.receivedAt !== null && record.receivedAt / 1000 < since
    return record.payer === null || nonce === null || old ? [] : [`${record.payer}/${nonce}`]
  })
}

/** Transactions in which payers of Permit2 records sent money to us: only receipts show the mark. */
export function permitReceipts(target: Target, drafts: readonly Draft[]): readonly string[] {
  const records = ofPermit2(target)
  const payers = new Set(records.map(({ payer }) => payer))
  const owned = new Set(target.payTo)
  return drafts
    .flatMap((draft) => [...draft.transfers.values()])
    .filter(({ from, to }) => owned.has(to) && (payers.has(from) || payers.has(null)))
    .map(({ tx }) => tx)
}

/** Is this Permit2 nonce spent at that block? Null when the node does not say, or knows no Permit2. */
export async function readPermitBit(
  draft: Draft,
  owner: string,
  nonce: string,
  block: number,
  signal: AbortSignal,
): Promise<boolean | null> {
  const answer = await draft.live.node.call(permit2Address, nonceBitmapCall(owner, nonce), block, signal)
  return answer.seen ? (readNonceBit(answer.value, nonce) ?? null) : null
}

/** Reads the call data of the transactions that any node marks as Permit2; null = it was not answered. */
export async function readPermits(
  draft: Draft,
  drafts: readonly Draft[],
  signal: AbortSignal,
): Promise<void> {
  const marked = new Set(drafts.flatMap(({ marks }) => [...marks]))
  const read = async (tx: string) => {
    const found = await draft.live.node.transaction?.(tx, signal)
    draft.permits[tx] = found?.seen === true && found.value !== null ? readPermitCall(found.value) : null
  }
  await Promise.all([...marked].sort().map(read))
}
