import type { Check } from '../../core/room.ts'
import { finding } from '../catalog.ts'
import { routesLeftOut } from '../read.ts'
import type { RouteDocumentsExpected, RouteDocumentsSeen } from '../shapes.ts'

/** Which named routes cannot be asked. Twenty are named, the rest are counted. */
export const leftOut: Check<RouteDocumentsSeen, RouteDocumentsExpected> = {
  id: 'discover.left-out',
  question: 'Can every route that the documents name be asked?',
  judge: (seen) => {
    const named = routesLeftOut(seen).map(({ what, source, why }) => `${what} in ${source} (${why})`)
    if (named.length === 0) return []
    const more = named.length > 20 ? [`and ${named.length - 20} more`] : []
    const routes = [...named.slice(0, 20), ...more]
    return [finding('DISCOVER_LEFT_OUT', { kind: 'profile', id: 'left out' }, { routes })]
  },
}
