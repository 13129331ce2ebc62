import { classCheck } from './classes.ts'

/** Payers who paid and got an error. */
export const delivered = classCheck('delivered', 'Did everybody who paid get an answer?', [
  'CHARGED_NOT_DELIVERED',
])
