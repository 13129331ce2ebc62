import { field, kindOf } from '../fields.ts'
import type { SettleAnswer } from '../settle-answer.ts'

// 32 bytes of hex: a fixed length, so linear.
const evmHash = /^0x[0-9a-f]{64}$/

/** What does not conform in a settlement response, beyond what reading it reported. */
export function lintSettleAnswer(json: unknown, answer: SettleAnswer): readonly string[] {
  const problems: string[] = []
  const sent = field(json, 'transaction')
  if (sent === undefined) problems.push('transaction is missing')
  else if (typeof sent !== 'string') problems.push(`transaction is ${kindOf(sent)} instead of a text`)
  if (answer.success && answer.tx === null && answer.amountAtomic !== 0n)
    problems.push('success without a transaction: legal only for amount 0 and for batch-settlement')
  if (answer.tx !== null && answer.network?.startsWith('eip155:') === true && !evmHash.test(answer.tx))
    problems.push('transaction is no hash of an EVM chain (a batch of the facilitator has ids of its own)')
  if (answer.network === null) problems.push('network is missing')
  if (!answer.success && answer.reason === null) problems.push('a failure without an errorReason')
  if (answer.success && answer.reason !== null) problems.push('success with an errorReason')
  const { receipt } = answer
  const differs = (claimed: string | null | undefined, said: string | null) =>
    claimed !== undefined && claimed !== null && said !== null && claimed !== said
  if (differs(receipt?.tx, answer.tx)) problems.push('the signed receipt names another transaction')
  if (differs(receipt?.payer, answer.payer)) problems.push('the signed receipt names another payer')
  if (differs(receipt?.network, answer.network)) problems.push('the signed receipt names another network')
  return problems
}
