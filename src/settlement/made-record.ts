import type { PaymentRecord } from '../payments/record.ts'
import { givenSource } from '../payments/settlement/from-case.ts'
import type { GivenPayment } from './shapes.ts'

/** When an authorization ends, where somebody vouches for it; null where nobody does. */
export function believedEnd({ validBefore, endFrom }: GivenPayment): number | null {
  return endFrom === 'nobody' ? null : validBefore
}

/**
 * The record that a reference stands for, so that the reconciler can look for it. It says nothing of what the books
 * say: its source is `(given)`, which no judge takes for a record.
 */
export function madeRecord(given: GivenPayment, line: number): PaymentRecord {
  const source = { file: givenSource, line }
  const { payer, nonce, network, asset, payTo, amountAtomic, scheme, transfer, tx } = given
  const validBefore = believedEnd(given)
  return {
    ...{
      source,
      lines: [source],
      payer,
      nonce,
      network,
      asset,
      payTo,
      amountAtomic,
      validBefore,
      scheme,
      tx,
    },
    // An authorization of 32 bytes is one of EIP-3009 unless somebody says otherwise.
    transfer: transfer ?? (nonce === null ? null : 'eip3009'),
    ...{
      recordId: null,
      requestId: null,
      paymentIdentifier: null,
      instance: null,
      route: null,
      method: null,
    },
    ...{ receivedAt: null, respondedAt: null, verifiedAt: null, workStartedAt: null, workEndedAt: null },
    ...{ settledAt: null, x402Version: null, settledAtomic: null, verify: null, state: null },
    ...{ stateDerived: false, responseStatus: null, settleReason: null, facilitator: null },
    ...{ paymentResponsePresent: null, refundTx: null },
  }
}
