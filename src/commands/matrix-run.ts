import type { Http } from '../core/ports.ts'
import type { Profile } from '../core/profile.ts'
import type { MatrixPorts } from '../matrix/collect.ts'
import { expectMatrix, matrix } from '../matrix/room.ts'
import { matrixRoutes } from '../matrix/routes.ts'
import type { MatrixExpected, MatrixOptions, MatrixRoute, MatrixSeen } from '../matrix/shapes.ts'
import type { TermsSnapshot } from '../runs/snapshot.ts'
import type { CommandContext } from './command.ts'
import { type Part, type Running, runPart } from './run-parts.ts'

/** The matrix of one run, with the discovery that found its routes when none was configured. */
export type MatrixRun = {
  readonly part: Part<MatrixSeen, MatrixExpected>
  readonly discovery: Part | null
}

/** What a run may have beside the transport: earlier terms, and the chains to read tokens on. */
export type MatrixAids = {
  readonly snapshot?: TermsSnapshot
  readonly chain?: NonNullable<MatrixPorts['chain']>
  /** Asks for documents, where another room of the run reads them, too. */
  readonly documents?: Http
}

/**
 * Runs the matrix; null when nobody, neither the profile nor the server, names a paid route. A server that did not
 * answer may sell some: the matrix then asks none and says that they are unknown.
 */
export async function runMatrix(
  running: Running,
  http: Http,
  options: MatrixOptions,
  { snapshot, chain, documents }: MatrixAids = {},
): Promise<MatrixRun | null> {
  const { context, profile } = running
  let routes: readonly MatrixRoute[] = matrixRoutes(profile)
  let discovery: Part | null = null
  let unheard: MatrixExpected['unheard'] | null = null
  if (routes.length === 0) {
    const { discoverRoutes } = await import('./discover-routes.ts')
    const found = await discoverRoutes(running, documents ?? http)
    discovery = found.part
    routes = matrixRoutes(profile, found.routes)
    unheard = found.unheard
  }
  if (routes.length === 0 && unheard === null) return null
  const known = expectMatrix(profile, routes, options, snapshot)
  const expected = routes.length > 0 || unheard === null ? known : { ...known, unheard }
  const ports = { http, clock: context.clock, ...(chain === undefined ? {} : { chain }) }
  const part = await runPart(running, matrix, expected, ports)
  return { part, discovery }
}

/** The transport for a run of this size: the light one for a few requests, the pooled one for many. */
export function httpFor({ services }: CommandContext, profile: Profile): Promise<Http> {
  return profile.routes.length > 20 ? services.bulkHttp(profile) : services.http(profile)
}
