/**
 * What a payment payload says, without its signature: the key of a payment and the terms it answers.
 * Unknown parts are null. EVM addresses and nonces in lower case; `network` CAIP-2 where it is known;
 * `validAfter`/`validBefore` Unix seconds.
 */
export type PaymentProof = {
  readonly x402Version: 1 | 2
  readonly scheme: string | null
  readonly network: string | null
  readonly transfer: 'eip3009' | 'permit2' | 'svm' | 'none'
  readonly asset: string | null
  readonly payTo: string | null
  readonly amountAtomic: bigint | null
  readonly payer: string | null
  readonly nonce: string | null
  readonly validAfter: number | null
  readonly validBefore: number | null
  readonly resource: string | null
}
