import { classCheck } from './classes.ts'

/** Service for which no money came. */
export const unpaid = classCheck('unpaid', 'Was anything served or booked without money?', [
  'PHANTOM_SETTLEMENT',
  'REVERTED_SETTLEMENT',
  'CANCELLED_AFTER_SERVICE',
])
