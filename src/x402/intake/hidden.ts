import { field } from '../fields.ts'
import type { HiddenPart } from '../intake.ts'
import { receiptOf } from '../signed-receipt.ts'

// Anchored, one bounded class: linear.
const hex = /^0x[0-9a-fA-F]{0,200000}$/

function sizeOf(value: unknown): number {
  if (typeof value !== 'string') return 0
  if (hex.test(value)) return Math.floor((value.length - 2) / 2)
  return Buffer.byteLength(value)
}

function part(what: string, value: unknown): readonly HiddenPart[] {
  return value === undefined || value === null || value === '' ? [] : [{ what, bytes: sizeOf(value) }]
}

function transactionPart(value: unknown): readonly HiddenPart[] {
  if (typeof value !== 'string') return part('transaction', value)
  return [{ what: 'transaction', bytes: Math.floor((value.replace(/={1,2}$/, '').length * 3) / 4) }]
}

/** The signature of the receipt beside a settlement answer; of a JWS the whole text, which holds it. */
export function hiddenInAnswer(json: unknown): readonly HiddenPart[] {
  return part('receipt signature', field(receiptOf(json), 'signature'))
}

/** The parts of a payment that never come back: signatures, signed transactions, permissions, proofs. */
export function hiddenParts(json: unknown): readonly HiddenPart[] {
  const payload = field(json, 'payload')
  const transaction = field(payload, 'transaction')
  return [
    ...part('signature', field(payload, 'signature')),
    ...(transaction === undefined ? [] : transactionPart(transaction)),
    ...part('permission context', field(payload, 'permissionContext')),
    ...part('voucher signature', field(field(payload, 'voucher'), 'signature')),
  ]
}
