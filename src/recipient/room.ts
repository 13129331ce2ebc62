import type { Room } from '../core/room.ts'
import { catalog } from './catalog.ts'
import { address } from './checks/address.ts'
import { delta } from './checks/delta.ts'
import { ready } from './checks/ready.ts'
import { collectRecipient } from './collect.ts'
import type { RecipientExpected, RecipientPorts, RecipientSeen } from './shapes.ts'

/** Can the addresses that take the money take it, and does their balance agree with the books? */
export const recipient: Room<RecipientExpected, RecipientSeen, RecipientExpected, RecipientPorts> = {
  name: 'recipient',
  catalog,
  checks: [address, ready, delta],
  plan: (expected) => expected,
  collect: collectRecipient,
}
