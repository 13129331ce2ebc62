import type { Room } from '../core/room.ts'
import { catalog } from './catalog.ts'
import { advice } from './checks/advice.ts'
import { flight } from './checks/flight.ts'
import { off } from './checks/off.ts'
import { rowChecks } from './checks/rows.ts'
import type { GuideExpected, GuideSeen } from './shapes.ts'

/** What the runs of a profile say about switching paid traffic off. It switches nothing. */
export const toggle: Room<null, GuideSeen, GuideExpected, { readonly look: () => Promise<GuideSeen> }> = {
  name: 'toggle',
  catalog,
  checks: [advice, ...rowChecks, off, flight],
  plan: () => null,
  collect: (_plan, { look }) => look(),
}
