import { expectProbe, probe } from '../probe/room.ts'
import type { ProbeExpected, ProbeSeen } from '../probe/shapes.ts'
import type { CommandContext } from './command.ts'
import { type Part, type Running, runPart } from './run-parts.ts'

/** Looks at the pages of the service, as `probe` does without flags; null without a base URL. */
export async function probePart(
  running: Running,
  { services, clock }: CommandContext,
): Promise<Part<ProbeSeen, ProbeExpected> | null> {
  const { profile } = running
  if (profile.baseUrl === null) return null
  const http = await services.http(profile)
  return runPart(running, probe, expectProbe(profile), { http, clock })
}
