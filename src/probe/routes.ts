import type { Finding, Subject } from '../core/finding.ts'
import { safe } from '../core/safe.ts'
import { finding } from './catalog.ts'
import type { RouteLook } from './shapes.ts'

/** "GET /v1/quote", safe to print. */
export function nameOf({ method, path }: Pick<RouteLook, 'method' | 'path'>): string {
  return safe(`${method} ${path.split('?')[0]}`, 200)
}

/** A route as the subject of a finding; `part` tells several findings of one route apart. */
export function routeSubject({ id }: Pick<RouteLook, 'id'>, part: string): Subject {
  return { kind: 'route', id: `${safe(id, 200)} ${part}`, route: id }
}

/** SKIP that something was not looked at because nobody asked for it. */
export function notChosen(what: string, how: string): Finding {
  return finding('PROBE_NOT_CHOSEN', { kind: 'profile', id: what }, { what, how })
}
