import { classCheck } from './classes.ts'

/** Money that moved while the books say it did not. */
export const lost = classCheck('lost', 'Did money move while the books say it did not?', [
  'ORPHANED_PAYMENT',
  'SETTLED_UNACKNOWLEDGED',
  'UNBOOKED_DELIVERY',
])
