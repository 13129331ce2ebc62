import type { DeltaExpected } from '../recipient/delta-shapes.ts'
import { type Advertised, expectRecipient } from '../recipient/expect.ts'
import { recipient } from '../recipient/room.ts'
import type { RecipientExpected, RecipientSeen } from '../recipient/shapes.ts'
import type { CommandContext } from './command.ts'
import { type Part, type Running, runPart } from './run-parts.ts'

/** What else is known in the same run: addresses that live 402s name, and what the books say. */
export type RecipientExtras = {
  readonly advertised?: readonly Advertised[]
  readonly delta?: readonly DeltaExpected[] | null
}

/** Looks at every receiving address; null when nobody, neither the profile nor a live 402, names one. */
export async function recipientPart(
  running: Running,
  { services, clock }: CommandContext,
  { advertised = [], delta = null }: RecipientExtras = {},
): Promise<Part<RecipientSeen, RecipientExpected> | null> {
  const { profile } = running
  const expected = expectRecipient(profile, { now: clock.now(), advertised, delta })
  if (expected.recipients.length === 0) return null
  const [{ nodes }, solana] = [await services.chain(profile), await services.solana(profile)]
  return runPart(running, recipient, expected, { nodes, solana: solana.nodes, clock })
}
