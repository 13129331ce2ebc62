import type { Clock, Http } from '../core/ports.ts'
import type { Profile } from '../core/profile.ts'
import type { AskRoutes } from '../discover/collect.ts'
import type { LiveRoute } from '../discover/shapes.ts'
import { expectMatrix, matrix } from '../matrix/room.ts'
import { matrixRoutes } from '../matrix/routes.ts'
import type { MatrixSeen } from '../matrix/shapes.ts'

const pathOf = (path: string) => path.split(/[?#]/, 1)[0] ?? path
const plainly = { variants: false, probeGarbage: false } as const

/** What a look of the matrix means for discovery: the answer of each route to the unpaid request. */
export function liveRoutes(seen: MatrixSeen): readonly LiveRoute[] {
  return seen.routes.map(({ method, path, unpaid }) => ({
    method,
    path: pathOf(path),
    answer: unpaid.answer,
  }))
}

/**
 * Asks routes as the matrix does: the configured ones with their samples, no payment header, no variants. What
 * `known` holds was asked in this run already and is not asked again.
 */
export function askAsMatrix(
  profile: Profile,
  ports: { readonly http: Http; readonly clock: Clock },
  known: readonly LiveRoute[] = [],
): AskRoutes {
  return async (routes, signal) => {
    const isWanted = (one: { readonly method: string; readonly path: string }) =>
      routes.some(
        ({ method, path }) => method.toUpperCase() === one.method && pathOf(path) === pathOf(one.path),
      )
    const had = known.filter(isWanted)
    const isKnown = (one: { readonly method: string; readonly path: string }) =>
      had.some(({ method, path }) => method === one.method && path === pathOf(one.path))
    const all = matrixRoutes(profile, routes).filter((one) => isWanted(one) && !isKnown(one))
    if (all.length === 0) return had
    const expected = expectMatrix(profile, all, plainly)
    return [...had, ...liveRoutes(await matrix.collect(matrix.plan(expected), ports, signal))]
  }
}
