import { createDataHider } from './data.ts'
import { isPaymentNode } from './encoded-json.ts'
import type { Hide } from './hide.ts'
import { plainOf, treeOf } from './plain-data.ts'
import { textNode } from './tree.ts'

/**
 * A decoded `X-PAYMENT`, `PAYMENT-SIGNATURE` or `SIGN-IN-WITH-X` (EIP-3009, Permit2, `upto`, Solana) with what
 * says who pays whom, how much, when and where, and without what makes it usable: signatures, signed
 * transactions and every dense value under a name that is not known stand as tags. Undefined when it is no
 * payment: terms and receipts are public. Never throws.
 * @example showPayment(JSON.parse(decoded), hide)
 */
export function showPayment(decoded: unknown, hide: Hide): unknown | undefined {
  const node = treeOf(decoded, () => textNode(hide.withhold()))
  return isPaymentNode(node) ? plainOf(createDataHider(hide).payment(node)) : undefined
}
