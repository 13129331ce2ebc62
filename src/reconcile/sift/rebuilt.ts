import type { Authorization, Transfer } from '../../payments/effect.ts'
import type { Placed } from '../../payments/plain/sieve-port.ts'
import type { PaymentRecord } from '../../payments/record.ts'

/** A plain payment as the logs showed it: they say what its record says, so they can be made of it. */
export type Rebuilt = {
  readonly record: PaymentRecord
  readonly authorization: Authorization
  readonly transfer: Transfer
}

/**
 * The logs of payments that are plain no more. `records` are those of the ordinals, in the order of the books; so are
 * the places.
 */
export function rebuild(placed: readonly Placed[], records: readonly PaymentRecord[]): readonly Rebuilt[] {
  const inOrder = [...placed].sort((a, b) => a.ordinal - b.ordinal)
  return inOrder.map(({ block, blockHash, logIndex }, number) => {
    const record = records[number] as PaymentRecord
    const { network, asset, tx, payer, nonce, payTo, amountAtomic } = record
    // All of them are known: that is what made it plain.
    const place = { network: network ?? '', asset: asset ?? '', tx: tx ?? '', block, blockHash }
    return {
      record,
      authorization: { ...place, logIndex, kind: 'used', authorizer: payer ?? '', nonce: nonce ?? '' },
      transfer: {
        ...{ ...place, logIndex: logIndex + 1 },
        ...{ from: payer ?? '', to: payTo ?? '', value: amountAtomic ?? 0n },
      },
    }
  })
}
