import { classCheck } from './classes.ts'

/** Payments that cannot be decided, now or at all. */
export const undecided = classCheck('undecided', 'Could every payment be decided?', [
  'INDETERMINATE',
  'AMBIGUOUS',
  'INVALID_RECORD',
  'REVERSED_BY_REORG',
])
