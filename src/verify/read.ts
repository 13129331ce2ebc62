import type { Secret } from '../core/secret.ts'
import { readPayment } from './read-payment.ts'
import { readRequired } from './read-required.ts'
import type { VerifyExpected } from './shapes.ts'

/** What both inputs say together, and the signature apart. */
export type VerifyRead = {
  readonly expected: VerifyExpected
  readonly signature: Secret | null
}

/** Which input could not be used, and why; in our words. */
export type VerifyUnread = { readonly part: 'payment' | 'requirements'; readonly problem: string }

/** Reads a payment and the requirement it answers. Never throws; nothing of the inputs stands in a problem. */
export function readVerify(
  bytes: { readonly payment: Uint8Array; readonly requirements: Uint8Array },
  about: Pick<VerifyExpected, 'nowSeconds' | 'minimumAtomic'>,
): VerifyRead | VerifyUnread {
  const read = readPayment(bytes.payment)
  if ('problem' in read) return { part: 'payment', problem: read.problem }
  const { payment, signature, problems, accepted } = read
  const found = readRequired(bytes.requirements, payment, accepted)
  if ('problem' in found) return { part: 'requirements', problem: found.problem }
  const { required, echo } = found
  return { expected: { payment, required, echo, problems, signed: signature !== null, ...about }, signature }
}
