import { classCheck } from './classes.ts'

/** Refunds against the chain. */
export const refunds = classCheck('refunds', 'Is every refund on the chain, and only for money that came?', [
  'REFUNDED',
  'REFUND_MISSING',
  'REFUND_WITHOUT_PAYMENT',
])
