import { classCheck } from './classes.ts'

/** Payments that are not final or may still move, and those that are closed. */
export const waiting = classCheck('waiting', 'Is anything still waiting?', [
  'PENDING_FINALITY',
  'OPEN',
  'NO_CHARGE',
  'OUT_OF_WINDOW',
])
