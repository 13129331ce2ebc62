import { OpsError } from '../../core/errors.ts'
import { safe } from '../../core/safe.ts'
import type { Incident } from '../../runs/incident.ts'
import type { CommandContext } from '../command.ts'

/**
 * The incident that a word names: its id, a unique beginning of it, or `last`. Throws `OpsError` INCIDENT_NOT_FOUND,
 * which names the newest ones.
 */
export async function whichIncident(
  word: string,
  profile: string,
  { services }: Pick<CommandContext, 'services'>,
): Promise<Incident> {
  const { incidents } = await (await services.incidents()).list(profile)
  const exact = incidents.filter(({ id }) => id === word)
  const found = exact.length > 0 ? exact : incidents.filter(({ id }) => id.startsWith(word))
  const [only] = word === 'last' ? incidents : found.length === 1 ? found : []
  if (only !== undefined) return only
  const newest = incidents.slice(0, 3).map(({ id }) => safe(id, 100))
  const known = newest.length === 0 ? 'None is kept.' : `The newest: ${newest.join(', ')}.`
  throw new OpsError('INCIDENT_NOT_FOUND', { id: safe(word, 80), profile, known })
}
