import type { Profile } from '../core/profile.ts'
import type { ReconcilePorts } from '../reconcile/room.ts'
import { type CommandContext, optionFlag, optionText } from './command.ts'

const formatsOfCases: readonly string[] = ['csv', 'ndjson']

/** Is anything asked for that names every payment, also those that match? Then none may only be counted. */
function asksForEach({ options, global }: CommandContext): boolean {
  const named = ['cases', 'class', 'payer'].some((name) => optionText(options, name) !== undefined)
  if (named || optionFlag(options, 'prove')) return true
  return global.outputs.some(({ format }) => formatsOfCases.includes(format))
}

/**
 * The engine for this run, as a port of reconcile; nothing when every payment is to be named. A store that cannot be
 * used throws its `OpsError` all the same.
 */
export async function engineOf(
  context: CommandContext,
  profile: Profile,
): Promise<Pick<ReconcilePorts, 'sieve'>> {
  const sieve = await context.services.sieve(profile)
  return asksForEach(context) ? {} : { sieve }
}
