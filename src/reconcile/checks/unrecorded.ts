import { classCheck } from './classes.ts'

/** Money that no record knows. */
export const unrecorded = classCheck('unrecorded', 'Did money arrive that no record knows?', [
  'UNRECORDED_RECEIPT',
  'UNRELATED_INFLOW',
])
