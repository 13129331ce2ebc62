import type { Check } from '../../core/room.ts'
import { safe } from '../../core/safe.ts'
import { finding } from '../catalog.ts'
import type { MatrixExpected, MatrixSeen } from '../shapes.ts'

/** Whether the routes that were looked at are the routes that are sold. */
export const routes: Check<MatrixSeen, MatrixExpected> = {
  id: 'matrix.routes',
  question: 'Was every configured route looked at, and is every route configured?',
  judge: (seen, expected) => {
    if (expected.routes.length === 0) {
      const { documents, why } = expected.unheard ?? { documents: [], why: '' }
      return [finding('ROUTES_UNKNOWN', { kind: 'profile', id: 'routes' }, { unread: documents, why })]
    }
    const asked = new Set(seen.routes.map((route) => route.id))
    const missing = expected.routes.filter((route) => !asked.has(route.id))
    const found = expected.routes.filter((route) => route.origin === 'discovered')
    const gone = missing.map((route) => {
      const subject = { kind: 'route', id: route.id, route: route.id } as const
      return finding('ROUTE_MISSING', subject, { route: safe(`${route.method} ${route.path}`, 200) })
    })
    if (found.length === 0) return gone
    const args = {
      configured: expected.routes.length - found.length,
      asked: asked.size,
      found: found.map((route) => safe(route.id, 200)),
    }
    return [...gone, finding('ROUTES_FOUND', { kind: 'profile', id: 'routes' }, args)]
  },
}
