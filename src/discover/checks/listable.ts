import type { Finding } from '../../core/finding.ts'
import type { Check } from '../../core/room.ts'
import { safe } from '../../core/safe.ts'
import { finding } from '../catalog.ts'
import type { LiveView } from '../live.ts'
import type { DiscoverExpected, DiscoverSeen } from '../shapes.ts'
import { liveOf, routeId, viewOf } from '../view.ts'

/** The live routes of which some document or their own 402 says what they take. */
export function describedRoutes(seen: DiscoverSeen, expected: DiscoverExpected): ReadonlySet<LiveView> {
  const { documents, live } = viewOf(seen, expected)
  const described = new Set(live.filter(({ bazaar }) => bazaar !== null))
  for (const offer of documents.flatMap(({ offers }) => offers)) {
    const there = offer.hasInput ? liveOf(offer, live) : undefined
    if (there !== undefined) described.add(there)
  }
  return described
}

/** Can a stock client pay it? Indexes list what nobody there can pay. */
export function isPayable({ ways }: LiveView): boolean {
  return ways.some(({ scheme, rail }) => rail === 'mpp' || scheme === 'exact')
}

function unpayable(live: LiveView): Finding {
  const got = [...new Set(live.ways.map(({ scheme }) => safe(scheme ?? 'nothing', 60)))].slice(0, 5)
  const subject = { kind: 'route', id: `${routeId(live)} scheme`, route: routeId(live) } as const
  return finding('DISCOVER_UNPAYABLE', subject, { route: live.name, got }, [live.look])
}

/** Whether indexes can list the routes, and agents pay what they find there. */
export const listable: Check<DiscoverSeen, DiscoverExpected> = {
  id: 'discover.listable',
  question: 'Can indexes list the routes, and agents pay them?',
  judge: (seen, expected) => {
    const { live } = viewOf(seen, expected)
    const paid = live.filter(({ asks, ways }) => asks && ways.length > 0)
    const described = describedRoutes(seen, expected)
    const bare = paid.filter((one) => !described.has(one))
    const found = paid.filter((one) => !isPayable(one)).map(unpayable)
    const [first] = bare
    if (first === undefined) return found
    const args = { routes: bare.slice(0, 20).map(({ name }) => name), count: bare.length }
    return [
      ...found,
      finding('DISCOVER_NO_INPUT_SCHEMA', { kind: 'profile', id: 'input schema' }, args, [first.look]),
    ]
  },
}
