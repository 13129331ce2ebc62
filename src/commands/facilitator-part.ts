import { expectFacilitator, type FacilitatorOptions, facilitator } from '../facilitator/room.ts'
import type { FacilitatorExpected, FacilitatorSeen } from '../facilitator/shapes.ts'
import type { CommandContext } from './command.ts'
import { type Part, type Running, runPart } from './run-parts.ts'

/**
 * Asks the facilitators of the profile; null when none is configured. `options` adds what live 402s ask for.
 * Read-only unless `options` says that `/verify` is to be asked.
 */
export async function facilitatorPart(
  running: Running,
  { services, clock }: CommandContext,
  options: FacilitatorOptions = {},
): Promise<Part<FacilitatorSeen, FacilitatorExpected> | null> {
  const { profile } = running
  const configured = profile.facilitators ?? []
  if (configured.length === 0) return null
  const http = await services.http(profile)
  const chain = await services.chain(profile)
  const credential = (url: string) => configured.find((one) => one.url === url)?.auth ?? null
  return runPart(running, facilitator, expectFacilitator(profile, options), {
    http,
    chain,
    clock,
    credential,
  })
}
