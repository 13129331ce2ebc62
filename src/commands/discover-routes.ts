import type { Http } from '../core/ports.ts'
import { routesFound } from '../discover/read.ts'
import { expectRouteDocuments, routeDocuments } from '../discover/room.ts'
import type { FoundRoute } from '../discover/shapes.ts'
import { type Unheard, unheardIn } from '../discover/unheard.ts'
import { type Part, type Running, runPart } from './run-parts.ts'

/**
 * Asks a server which routes it sells; loaded only when the configuration names none. `unheard` names the documents
 * that may name more.
 */
export async function discoverRoutes(
  running: Running,
  http: Http,
): Promise<{
  readonly part: Part
  readonly routes: readonly FoundRoute[]
  readonly unheard: Unheard | null
}> {
  const part = await runPart(running, routeDocuments, expectRouteDocuments(running.profile), { http })
  return { part, routes: routesFound(part.seen), unheard: unheardIn(part.seen.documents) }
}
