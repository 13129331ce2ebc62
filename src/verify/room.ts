import type { Room } from '../core/room.ts'
import { catalog } from './catalog.ts'
import { allowance, balance, nonce } from './checks/chain.ts'
import { domain } from './checks/domain.ts'
import { signature } from './checks/signature.ts'
import { spender } from './checks/spender.ts'
import {
  accepted,
  amount,
  asset,
  minimum,
  network,
  recipient,
  scheme,
  shape,
  version,
} from './checks/terms.ts'
import { window } from './checks/window.ts'
import { collectVerify } from './collect.ts'
import type { VerifyExpected, VerifyPorts, VerifySeen } from './shapes.ts'

/** Would this payment settle? Every question whose answer can be had without showing the signature to anybody. */
export const verify: Room<VerifyExpected, VerifySeen, VerifyExpected, VerifyPorts> = {
  name: 'verify',
  catalog,
  checks: [
    ...[version, shape, scheme, network, asset, recipient, amount, minimum, accepted],
    ...[window, domain, signature, spender, nonce, balance, allowance],
  ],
  plan: (expected) => expected,
  collect: collectVerify,
}
