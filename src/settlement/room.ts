import type { Catalog } from '../core/finding.ts'
import type { Room } from '../core/room.ts'
import { catalog } from './catalog.ts'
import { coverage } from './checks/coverage.ts'
import { reference } from './checks/reference.ts'
import { state } from './checks/state.ts'
import { terms } from './checks/terms.ts'
import { collect } from './look.ts'
import type { SettlementExpected, SettlementPorts, SettlementSeen } from './shapes.ts'

/** Settlement: one payment, where it stands, how that is known, and what to do about it. */
export const settlement = {
  name: 'settlement',
  catalog: catalog as Catalog,
  checks: [reference, state, terms, coverage],
  plan: (expected) => expected,
  collect,
} as const satisfies Room<SettlementExpected, SettlementSeen, SettlementExpected, SettlementPorts>
