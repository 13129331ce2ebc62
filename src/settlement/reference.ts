import type { PaymentProof } from '../x402/payment-proof.ts'
import type { GivenPayment, Reference } from './shapes.ts'

// Anchored classes of fixed lengths: linear.
const aTransaction = /^0x[0-9a-fA-F]{64}$/
const anAuthorization = /^(0x[0-9a-fA-F]{40}):(0x[0-9a-fA-F]{64})$/
const anAddress = /^0x[0-9a-fA-F]{40}$/

const longestId = 512

/** Is this a nonce of EIP-3009, or a transaction hash: 32 bytes of hex? */
export function isWord(text: string): boolean {
  return aTransaction.test(text)
}

/** Is this an address of an EVM chain? */
export function isAddress(text: string): boolean {
  return anAddress.test(text)
}

/**
 * What a plain reference means: a transaction hash, `PAYER:NONCE`, else a record id, request id or payment
 * identifier, taken as it is. Null when it is empty or too long to be one.
 *
 * @example referenceOf('req_0042') // { kind: 'id', text: 'req_0042' }
 */
export function referenceOf(text: string): Reference | null {
  if (isWord(text)) return { kind: 'transaction', tx: text.toLowerCase() }
  const [, payer, nonce] = anAuthorization.exec(text) ?? []
  if (payer !== undefined && nonce !== undefined) {
    return { kind: 'authorization', payer: payer.toLowerCase(), nonce: nonce.toLowerCase() }
  }
  return text.trim() === '' || text.length > longestId ? null : { kind: 'id', text }
}

/** A payment of which nothing is known. */
export const unknownPayment: GivenPayment = {
  payer: null,
  nonce: null,
  network: null,
  asset: null,
  payTo: null,
  amountAtomic: null,
  validAfter: null,
  validBefore: null,
  scheme: null,
  transfer: null,
  tx: null,
  endFrom: 'nobody',
}

/** The public part of a payment header as a payment that was named; its signature is yet to be verified. */
export function givenFromProof(proof: PaymentProof): GivenPayment {
  const { payer, nonce, network, asset, payTo, amountAtomic, validAfter, validBefore, scheme } = proof
  const { transfer } = proof
  return {
    ...{ payer, nonce, network, asset, payTo, amountAtomic, validAfter, validBefore, scheme, transfer },
    tx: null,
    endFrom: 'nobody',
  }
}

/** A reference in words that are safe to print: never a payload. */
export function referenceText(reference: Reference): string {
  switch (reference.kind) {
    case 'transaction':
      return reference.tx
    case 'authorization':
      return `${reference.payer}:${reference.nonce}`
    case 'id':
      return reference.text
    case 'payment':
      return reference.payments.length === 1 ? 'the payment given' : 'the payments given'
  }
}
