import { refundId } from '../runs/refund-cases.ts'
import { type Owed, owedFor } from './owed.ts'
import type { JudgedPayment, RefundExpected } from './shapes.ts'

/** A payment that is owed by what the run says, before anybody looks whether it went back. */
export type Candidate = {
  readonly id: string
  readonly key: string
  readonly payment: JudgedPayment
  readonly payee: string
  readonly tx: string
  readonly logIndex: number
  readonly block: number
  readonly owed: Owed & { readonly kind: 'due' }
}

/** `network/tx/log index`; parts that are not known are `-`. */
export function keyOf({ item }: JudgedPayment): string {
  return `${item.network}/${item.tx ?? '-'}/${item.logIndex ?? '-'}`
}

/** The candidate in a payment; undefined when nothing is due for it. */
export function candidateOf(payment: JudgedPayment, expected: RefundExpected): Candidate | undefined {
  const owed = owedFor(payment, expected)
  const { payer, tx, logIndex, block, network } = payment.item
  if (owed.kind !== 'due' || payer === null || tx === null || logIndex === null || block === null) return
  const id = refundId(network, tx, logIndex)
  return { id, key: keyOf(payment), payment, payee: payer, tx, logIndex, block, owed }
}

/** The transfers of a candidate, its own and its other parts, each as one text. */
export function placesOf({ payment: { item }, tx, logIndex }: Candidate): readonly string[] {
  return [logIndex, ...(item.otherParts ?? [])].map((index) => `${item.network}/${tx}/${index}`)
}
