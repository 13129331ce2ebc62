import { classCheck } from './classes.ts'

/** Payments that differ from what was asked. */
export const terms = classCheck('terms', 'Did the right amount of the right token reach the right address?', [
  'ASSET_OR_NETWORK_MISMATCH',
  'RECIPIENT_MISMATCH',
  'AMOUNT_SHORT',
  'AMOUNT_OVER',
])
