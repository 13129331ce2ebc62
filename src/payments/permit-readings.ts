import { authorizationKey, type Effect } from './claim.ts'
import { isPermitNonce, permitNonce } from './permit2.ts'
import type { PaymentRecord } from './record.ts'
import type { Site } from './site.ts'

const clockSkewSeconds = 600

/**
 * The effects that could be a Permit2 record's payment: by owner and nonce out of the call data; else by the
 * transaction it names. A record with a nonce is never joined to call data that could not be read.
 */
export function permitJoins(record: PaymentRecord, site: Site): readonly Effect[] {
  const { payer, tx } = record
  const nonce = permitNonce(record)
  const key = payer === null || nonce === null ? null : authorizationKey({ authorizer: payer, nonce })
  const exact = key === null ? [] : (site.effectsByKey.get(key) ?? [])
  if (exact.length > 0 || tx === null) return exact
  return (site.effectsByTx.get(tx) ?? []).filter(({ authorization, transfer }) => {
    if (payer !== null && payer !== (authorization?.authorizer ?? transfer.from)) return false
    // A spent nonce may have been invalidated, so without call data nothing ties a transfer to a nonce.
    if (authorization === null) return nonce === null && site.view.permits[tx]?.kind !== 'disputed'
    return isPermitNonce(authorization.nonce) && (nonce === null || nonce === authorization.nonce)
  })
}

/**
 * The marked transfers of this payer whose call data could not be read: probably Permit2 payments of his, and
 * perhaps this one. `after` leaves out blocks up to a height at which the nonce is known.
 */
export function wrappedPayments(record: PaymentRecord, site: Site, after: number): readonly Effect[] {
  const earliest = record.receivedAt === null ? null : record.receivedAt / 1000 - clockSkewSeconds
  return site.effects.filter(({ authorization, transfer }) => {
    const { tx, from, block } = transfer
    if (authorization !== null || block <= after || !site.view.marks.includes(tx)) return false
    if (record.payer !== null && record.payer !== from) return false
    const time = site.timeAt(block)
    return earliest === null || time === null || time >= earliest
  })
}

/** What is known of a Permit2 nonce that no joined payment shows, and why it is not more. */
export function readPermitNonce(
  record: PaymentRecord,
  site: Site,
): { readonly state: 'unused' | 'used' | 'unknown'; readonly reason?: string } {
  const nonce = permitNonce(record)
  const unknown = (reason: string) => ({ state: 'unknown', reason }) as const
  if (record.payer === null || nonce === null) return unknown('NO_NONCE_ON_CHAIN')
  const spent = site.view.nonces[authorizationKey({ authorizer: record.payer, nonce })] ?? null
  const finalized = site.view.finalized?.number ?? -1
  if (spent === null) {
    return unknown(
      wrappedPayments(record, site, -1).length > 0 ? 'PERMIT2_CALL_WRAPPED' : 'NO_NONCE_ON_CHAIN',
    )
  }
  if (spent) {
    const wrapped = wrappedPayments(record, site, -1).length > 0
    return { state: 'used', reason: wrapped ? 'PERMIT2_CALL_WRAPPED' : 'PERMIT2_NONCE_SPENT' }
  }
  // A nonce of 32 bytes may be one of EIP-3009 after all; used up there, it was paid in blocks that were not read.
  if (site.view.nonces[`${record.payer}/${record.nonce}`] === true) {
    return unknown('USED_OUTSIDE_THE_BLOCKS_READ')
  }
  if (record.validBefore === null) return unknown('VALID_BEFORE_UNKNOWN')
  if (wrappedPayments(record, site, finalized).length > 0) return unknown('PERMIT2_CALL_WRAPPED')
  return { state: 'unused' }
}
