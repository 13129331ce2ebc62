import { classCheck } from './classes.ts'

/** Purchases paid twice and payments used twice. */
export const twice = classCheck('twice', 'Was anything paid or served twice?', [
  'DUPLICATE_CHARGE',
  'DUPLICATE_CLAIM',
])
