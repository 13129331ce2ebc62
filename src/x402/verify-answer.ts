import { field, idField, kindOf, textField } from './fields.ts'

/** What a facilitator answers when it is asked to verify. `valid` null = it does not say. */
export type VerifyAnswer = {
  readonly valid: boolean | null
  readonly reason: string | null
  readonly payer: string | null
}

/** Reads a verify response; what does not conform goes to `problems`. Never throws. */
export function readVerifyAnswer(json: unknown, problems: string[]): VerifyAnswer {
  const valid = field(json, 'isValid')
  if (typeof valid !== 'boolean') problems.push(`isValid is ${kindOf(valid)} instead of a boolean`)
  const reason = textField(json, 'invalidReason', problems)
  if (valid === false && reason === null) problems.push('invalid without an invalidReason')
  if (valid === true && reason !== null) problems.push('valid, but with an invalidReason')
  return { valid: typeof valid === 'boolean' ? valid : null, reason, payer: idField(json, 'payer', problems) }
}
