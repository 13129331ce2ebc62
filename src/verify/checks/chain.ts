import { readNumber } from '../../core/abi-answer.ts'
import type { Finding } from '../../core/finding.ts'
import type { Check } from '../../core/room.ts'
import { together, type Vote } from '../../core/same-block.ts'
import { readAuthorizationState } from '../../payments/effect.ts'
import { readNonceBit } from '../../payments/permit2.ts'
import { finding } from '../catalog.ts'
import type { ChainSeen, VerifyExpected, VerifySeen } from '../shapes.ts'
import { amountText, subject } from '../words.ts'

type VerifyCheck = Check<VerifySeen, VerifyExpected>

/** The answer of all endpoints as a finding: what they agree on goes through `judge`, everything else is UNKNOWN. */
function judgeVotes<T>(
  id: string,
  { chain }: VerifySeen,
  votes: (chain: ChainSeen) => readonly Vote<string>[],
  read: (raw: string) => T | undefined,
  text: (value: T) => string,
  judge: (value: T, block: number, evidence: Finding['evidence']) => Finding,
): readonly Finding[] {
  const about = subject(id)
  if (chain === null) return [finding('CHAIN_NOT_ASKED', about, {})]
  const { at } = chain
  if (at.block === null) return [finding('CHAIN_BLIND', about, { why: at.why })]
  const found = together(votes(chain), read, text)
  if (found.kind === 'agreed') return [judge(found.value, at.block.number, found.evidence)]
  if (found.kind === 'split')
    return [finding('CHAIN_SPLIT', about, { said: found.said.join(', ') }, found.evidence)]
  return [finding('CHAIN_BLIND', about, { why: found.why }, found.evidence)]
}

/** Is the nonce still unused? */
export const nonce: VerifyCheck = {
  id: 'nonce',
  question: 'Is the nonce still unused?',
  judge: (seen, { payment }) => {
    const key = payment.nonce ?? ''
    const read = (raw: string) =>
      payment.transfer === 'permit2' ? readNonceBit(raw, key) : readAuthorizationState(raw)
    const text = (used: boolean) => (used ? 'used' : 'unused')
    const judge = (used: boolean, block: number, evidence: Finding['evidence']) =>
      finding(used ? 'NONCE_SPENT' : 'NONCE_FREE', subject('nonce'), { block }, evidence)
    return judgeVotes('nonce', seen, (chain) => chain.nonce, read, text, judge)
  },
}

/** Has the payer the money? */
export const balance: VerifyCheck = {
  id: 'balance',
  question: 'Has the payer the money?',
  judge: (seen, { payment, required }) => {
    const needed = payment.amountAtomic
    const say = (atomic: bigint) => amountText(atomic, required)
    const judge = (has: bigint, block: number, evidence: Finding['evidence']) =>
      needed !== null && has >= needed
        ? finding('BALANCE_ENOUGH', subject('balance'), { has: say(has), block }, evidence)
        : finding(
            'BALANCE_SHORT',
            subject('balance'),
            { has: say(has), needs: amountText(needed, required), block },
            evidence,
          )
    return judgeVotes('balance', seen, (chain) => chain.balance, readNumber, say, judge)
  },
}

/** May Permit2 take the money? */
export const allowance: VerifyCheck = {
  id: 'allowance',
  question: 'May Permit2 take the money?',
  judge: (seen, { payment, required }) => {
    const about = subject('allowance')
    if (payment.transfer !== 'permit2')
      return [finding('CHAIN_NOT_APPLICABLE', about, { why: 'only Permit2 payments need an allowance' })]
    const needed = payment.amountAtomic
    const say = (atomic: bigint) => amountText(atomic, required)
    const judge = (has: bigint, block: number, evidence: Finding['evidence']) =>
      needed !== null && has >= needed
        ? finding('ALLOWANCE_ENOUGH', about, { block }, evidence)
        : finding('ALLOWANCE_SHORT', about, { has: say(has), block }, evidence)
    return judgeVotes('allowance', seen, (chain) => chain.allowance, readNumber, say, judge)
  },
}
