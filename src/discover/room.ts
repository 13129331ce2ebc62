import type { Profile } from '../core/profile.ts'
import type { Room } from '../core/room.ts'
import { catalog } from './catalog.ts'
import { agreement } from './checks/agreement.ts'
import { answered } from './checks/answered.ts'
import { catalogues } from './checks/catalogues.ts'
import { documents } from './checks/documents.ts'
import { hosts } from './checks/hosts.ts'
import { leftOut } from './checks/left-out.ts'
import { listable } from './checks/listable.ts'
import { places } from './checks/places.ts'
import { routes } from './checks/routes.ts'
import { terms } from './checks/terms.ts'
import { collectDiscovery, collectDocuments, type DiscoverPorts } from './collect.ts'
import { whereAsked, whereBoth, whereNamed } from './judged.ts'
import {
  type DiscoverExpected,
  type DiscoverSeen,
  documentPaths,
  type RouteDocumentsExpected,
  type RouteDocumentsSeen,
  routePaths,
} from './shapes.ts'

/** What a profile means for finding its routes. Plain data. */
export function expectRouteDocuments(profile: Profile): RouteDocumentsExpected {
  return { baseUrl: profile.baseUrl, timeoutMs: profile.limits.timeoutMs }
}

function hostsOf({ baseUrl, instances }: Profile): readonly string[] {
  const urls = [...(baseUrl === null ? [] : [baseUrl]), ...instances]
  return [...new Set(urls.flatMap((url) => (URL.canParse(url) ? [new URL(url).host] : [])))]
}

/** What a profile means for discovery. Plain data. */
export function expectDiscover(profile: Profile): DiscoverExpected {
  const configured = profile.routes.map(({ method, path }) => ({ method: method.toUpperCase(), path }))
  const { pays } = profile
  return {
    ...expectRouteDocuments(profile),
    pays,
    routes: configured,
    hosts: hostsOf(profile),
  }
}

/** The documents that name paid routes: five questions, for rooms that need to know what to ask. */
export const routeDocuments: Room<
  RouteDocumentsExpected,
  RouteDocumentsSeen,
  RouteDocumentsExpected,
  Pick<DiscoverPorts, 'http'>
> = {
  name: 'discover',
  catalog,
  checks: [documents, leftOut],
  plan: (expected) => expected,
  collect: (plan, ports, signal) => collectDocuments(plan, routePaths, ports, signal),
}

/**
 * The documents in which a server describes itself, and the catalogues that list it, against what its routes ask
 * for when they are live. Documents are advice: the live 402 decides.
 */
export const discover: Room<DiscoverExpected, DiscoverSeen, DiscoverExpected, DiscoverPorts> = {
  name: 'discover',
  catalog,
  checks: [
    ...[documents, leftOut, answered],
    whereNamed(places),
    whereBoth(terms),
    whereBoth(routes),
    whereNamed(agreement),
    whereAsked(listable),
    ...[hosts, catalogues],
  ],
  plan: (expected) => expected,
  collect: (plan, ports, signal) => collectDiscovery(plan, documentPaths, ports, signal),
}
