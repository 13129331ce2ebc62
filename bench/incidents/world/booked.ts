/** What the books say of a payment, in our plainest words. */
export type BookWord = 'settled' | 'failed' | 'pending' | 'refunded' | 'not_charged'

/** One row of the books before it is written in somebody's dialect. Times are true Unix seconds. */
export type Booked = {
  readonly recordId: string | null
  readonly requestId: string
  readonly paymentIdentifier: string | null
  readonly instance: string
  readonly receivedAt: number
  readonly respondedAt: number | null
  readonly x402Version: 1 | 2
  readonly scheme: string | null
  readonly transfer: string | null
  readonly network: string | null
  readonly asset: string | null
  readonly payTo: string | null
  readonly amountAtomic: bigint | null
  readonly payer: string | null
  readonly nonce: string | null
  readonly validBefore: number | null
  readonly state: BookWord | null
  readonly status: number | null
  readonly settleReason: string | null
  readonly tx: string | null
  readonly refundTx: string | null
  /** May the recorder write this row in two lines, or leave the state to the response? */
  readonly plain: boolean
}
