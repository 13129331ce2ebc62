import { OpsError } from '../core/errors.ts'
import { safe } from '../core/safe.ts'
import { stopOf } from '../runs/incident.ts'
import type { IncidentBook } from '../runs/incident-port.ts'
import { type OptionValues, optionList, optionText, type ResolvedProfile } from './command.ts'

const withoutSlash = (url: string) => url.trim().replace(/\/$/, '')

/** An address as it may be printed: without user name, path and query, which may hold keys. */
function shown(url: string): string {
  return URL.canParse(url) ? new URL(url).origin : safe(url, 80)
}

function refuse(asked: readonly string[], known: readonly string[], profile: string): void {
  const foreign = asked.find((url) => !known.includes(withoutSlash(url)))
  if (foreign === undefined) return
  const names = known.map(shown).join(', ') || 'none'
  throw new OpsError('UNSAFE_TARGET', { target: shown(foreign), profile, known: names })
}

/**
 * The gate of `--safe`, before anything is sent: every service, instance, facilitator and listing that this call would
 * ask stands in a config file, and no open incident of the profile says stop. Throws `OpsError` UNSAFE_TARGET or
 * INCIDENT_SAYS_STOP.
 */
export async function refuseUnsafe(
  { profile, declared }: ResolvedProfile,
  options: OptionValues,
  incidents: () => Promise<IncidentBook>,
): Promise<void> {
  const { services, facilitators } = declared()
  const instances = optionText(options, 'instances')?.split(',') ?? []
  refuse([...(profile.baseUrl === null ? [] : [profile.baseUrl]), ...instances], services, profile.name)
  refuse(optionList(options, 'facilitatorUrl'), facilitators, profile.name)
  refuse(optionList(options, 'catalogue').map(shown), facilitators.map(shown), profile.name)
  const { incidents: all } = await (await incidents()).list(profile.name)
  for (const incident of all) {
    const stop = stopOf(incident)
    if (stop === undefined) continue
    const { id, playbook } = incident
    throw new OpsError('INCIDENT_SAYS_STOP', { id, playbook, at: stop.at, profile: profile.name })
  }
}
