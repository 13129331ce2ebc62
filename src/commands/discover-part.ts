import type { Http } from '../core/ports.ts'
import { discover, expectDiscover } from '../discover/room.ts'
import type { DiscoverExpected, DiscoverSeen } from '../discover/shapes.ts'
import type { MatrixSeen } from '../matrix/shapes.ts'
import type { CommandContext } from './command.ts'
import { askAsMatrix, liveRoutes } from './discover-ask.ts'
import { type Part, type Running, runPart } from './run-parts.ts'

/** What a run already has, so that nothing is asked twice. */
export type DiscoverGiven = {
  readonly catalogues?: readonly string[]
  readonly http?: Http
  /** What the matrix saw in this run. */
  readonly matrix?: MatrixSeen
}

/** Discovery as a part of any run; null when no base URL is configured. */
export async function discoverPart(
  running: Running,
  context: CommandContext,
  given: DiscoverGiven = {},
): Promise<Part<DiscoverSeen, DiscoverExpected> | null> {
  const { profile } = running
  if (profile.baseUrl === null) return null
  const { clock } = context
  const http = given.http ?? (await context.services.bulkHttp(profile))
  const known = given.matrix === undefined ? [] : liveRoutes(given.matrix)
  const ask = askAsMatrix(profile, { http, clock }, known)
  const catalogues = given.catalogues ?? []
  return runPart(running, discover, expectDiscover(profile), { http, clock, ask, catalogues })
}
