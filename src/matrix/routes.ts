import type { Profile } from '../core/profile.ts'
import type { MatrixRoute } from './shapes.ts'

/** A route that the server's documents name. */
export type NamedRoute = { readonly method: string; readonly path: string }

/**
 * The routes to ask: the configured ones, then those that were found and are not configured (same method
 * and path, without regard to the query). A found route's id is its method and path.
 */
export function matrixRoutes(profile: Profile, found: readonly NamedRoute[] = []): readonly MatrixRoute[] {
  const key = (route: NamedRoute) => `${route.method.toUpperCase()} ${route.path.split('?')[0]}`
  const configured = profile.routes.map((route): MatrixRoute => {
    const { id, method, path, price, sample, expect } = route
    const plain = { id, method: method.toUpperCase(), path, price, sample, origin: 'config' } as const
    return expect === undefined ? plain : { ...plain, expect }
  })
  const known = new Set(configured.map(key))
  const others = new Map<string, MatrixRoute>()
  for (const route of found) {
    const id = key(route)
    if (known.has(id)) continue
    const method = route.method.toUpperCase()
    others.set(id, { id, method, path: route.path, price: null, sample: null, origin: 'discovered' })
  }
  return [...configured, ...others.values()]
}
