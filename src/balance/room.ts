import type { Room } from '../core/room.ts'
import { catalog } from './catalog.ts'
import { balances } from './checks/balances.ts'
import { delta } from './checks/delta.ts'
import { collectBalance } from './collect.ts'
import type { BalanceExpected, BalancePorts, BalanceSeen } from './shapes.ts'

/** What is on these addresses, at a block that every endpoint names alike, and what changed while we watched. */
export const balance: Room<BalanceExpected, BalanceSeen, BalanceExpected, BalancePorts> = {
  name: 'balance',
  catalog,
  checks: [balances, delta],
  plan: (expected) => expected,
  collect: collectBalance,
}
