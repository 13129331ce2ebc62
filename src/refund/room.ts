import type { Room } from '../core/room.ts'
import { catalog } from './catalog.ts'
import { due } from './checks/due.ts'
import { events } from './checks/events.ts'
import { guard } from './checks/guard.ts'
import { held } from './checks/held.ts'
import { readGuard } from './guard.ts'
import type { RefundExpected, RefundPorts, RefundSeen } from './shapes.ts'

/** What has to go back to whom, by a saved run and by what the chain shows since. It moves nothing. */
export const refund: Room<RefundExpected, RefundSeen, RefundExpected, RefundPorts> = {
  name: 'refund',
  catalog,
  checks: [due, held, guard, events],
  plan: (expected) => expected,
  collect: async (expected, ports, signal) => ({
    at: ports.clock.now().toISOString(),
    run: ports.run,
    readings: await readGuard(ports, expected, signal),
    events: ports.events,
    book: ports.book,
  }),
}
