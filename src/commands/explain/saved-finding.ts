import type { PhrasedFinding } from '../../core/phrase.ts'
import type { CommandContext } from '../command.ts'

/** A finding of a saved run, and the run. */
export type SavedFinding = { readonly finding: PhrasedFinding; readonly runId: string }

// The beginning of an id: six hex characters and more, 16 in all. Anchored, one class: linear.
const idShape = /^[0-9a-f]{6,16}$/

/**
 * The newest finding whose id begins like this, in the saved runs of the profile. Undefined for a word that is no id,
 * and where no run holds it or two findings begin alike. Throws `OpsError` when the profile or store cannot be read.
 */
export async function savedFinding(word: string, context: CommandContext): Promise<SavedFinding | undefined> {
  if (!idShape.test(word)) return undefined
  const name = context.global.profile ?? null
  const { profile } = await context.services.profile({ name, command: 'explain' })
  const { runs } = await (await context.services.store()).list(profile.name)
  const found = runs.flatMap(({ runId, findings }) =>
    findings.filter(({ id }) => id.startsWith(word)).map((finding) => ({ finding, runId })),
  )
  const [first] = found
  return found.every(({ finding }) => finding.id === first?.finding.id) ? first : undefined
}
