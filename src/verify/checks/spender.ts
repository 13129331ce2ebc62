import type { Check } from '../../core/room.ts'
import { finding } from '../catalog.ts'
import type { VerifyExpected, VerifySeen } from '../shapes.ts'
import { shown, subject } from '../words.ts'

/** The proxies of x402, at the same address on every EVM chain. */
const proxies: Readonly<Record<string, string>> = {
  exact: '0x402085c248eea27d92e8b30b2c58ed07f9e20001',
  upto: '0x4020a4f3b7b90cca423b9fabcc0ce57c6c240002',
}

/** Does a Permit2 payment go through the contract of x402, and may our facilitator settle it? */
export const spender: Check<VerifySeen, VerifyExpected> = {
  id: 'spender',
  question: 'Does a Permit2 payment go through the contract of x402?',
  judge: (_seen, { payment, required }) => {
    const about = subject('spender')
    if (payment.transfer !== 'permit2')
      return [finding('CHAIN_NOT_APPLICABLE', about, { why: 'only Permit2 payments name a spender' })]
    const right = proxies[payment.scheme ?? '']
    if (right === undefined || payment.spender !== right)
      return [finding('SPENDER_WRONG', about, { spender: shown(payment.spender) })]
    const [paid, asked] = [payment.facilitator, required.facilitator]
    const misses =
      payment.scheme === 'upto' ? paid === null || (asked !== null && paid !== asked) : paid !== null
    if (misses) return [finding('SETTLER_WRONG', about, { paid: shown(paid), asked: shown(asked) })]
    return [finding('SPENDER_RIGHT', about, {})]
  },
}
