import { askTarget } from './ask.ts'
import type { FacilitatorPlan, FacilitatorPorts, FacilitatorSeen } from './shapes.ts'
import { askSigners } from './signers.ts'

/**
 * Asks every facilitator side by side, then the chain about their signers. Never throws; what could not be seen is
 * written down.
 */
export async function collectFacilitator(
  plan: FacilitatorPlan,
  ports: FacilitatorPorts,
  signal: AbortSignal,
): Promise<FacilitatorSeen> {
  const at = ports.clock.now().toISOString()
  const facilitators = await Promise.all(plan.targets.map((target) => askTarget(target, plan, ports, signal)))
  return { at, facilitators, ...(await askSigners(plan, facilitators, ports, signal)) }
}
