import type { MatrixExpected, MatrixSeen } from '../matrix/shapes.ts'
import type { CommandContext } from './command.ts'
import { httpFor, runMatrix } from './matrix-run.ts'
import type { Part, Running } from './run-parts.ts'

/**
 * Asks every paid route once, as `matrix` does without flags, and the instances of the profile where it names
 * some; null without a base URL or when nobody names a paid route.
 */
export async function matrixPart(
  running: Running,
  context: CommandContext,
): Promise<Part<MatrixSeen, MatrixExpected> | null> {
  const { profile } = running
  if (profile.baseUrl === null) return null
  const options = { variants: false, probeGarbage: false, instances: profile.instances }
  const done = await runMatrix(running, await httpFor(context, profile), options)
  return done?.part ?? null
}
