import type { Finding } from '../../core/finding.ts'
import type { Check } from '../../core/room.ts'
import { safe } from '../../core/safe.ts'
import { finding } from '../catalog.ts'
import { allDrifts } from '../compare.ts'
import { foreignPayTos, type Listed, listedIn } from '../listing/listed.ts'
import type { CatalogueSeen } from '../listing/shapes.ts'
import type { LiveView } from '../live.ts'
import { ourPayTos } from '../ours.ts'
import type { DiscoverExpected, DiscoverSeen } from '../shapes.ts'
import { viewOf } from '../view.ts'
import { describedRoutes, isPayable } from './listable.ts'

const dayMs = 86_400_000
const listedForDays = 30

type Asked = {
  readonly seen: DiscoverSeen
  readonly expected: DiscoverExpected
  readonly catalogue: CatalogueSeen
}

function ourPlaces(listed: readonly Listed[], live: readonly LiveView[]) {
  return listed.flatMap((item) => {
    if (!item.isOurHost || item.path === null) return []
    const there = live.filter(({ path }) => path === item.path)
    const found =
      there.find(({ method }) => method === item.method) ?? there.find(({ asks }) => asks) ?? there[0]
    return [{ item, live: found }]
  })
}

function strangers({ catalogue, seen, expected }: Asked, listed: readonly Listed[]): readonly Finding[] {
  const ours = ourPayTos(seen, expected)
  const { label, look } = catalogue
  const elsewhere = listed.filter(({ isOurHost }) => !isOurHost)
  const hosts = [...new Set(elsewhere.map(({ host }) => safe(host, 100)))]
  const found: Finding[] = listed
    .filter((item) => item.isOurHost && ours.length > 0)
    .flatMap((item) => {
      const payTos = foreignPayTos(item, ours)
      if (payTos.length === 0) return []
      const route = safe(`${item.method ?? ''} ${item.path ?? item.host}`.trim(), 200)
      const args = { catalogue: label, route, payTos: payTos.slice(0, 5).map((one) => safe(one, 120)) }
      return [
        finding('DISCOVER_FOREIGN_PAYTO', { kind: 'route', id: `${route} ${label}`, route }, args, [look]),
      ]
    })
  if (hosts.length === 0) return found
  const payTo = elsewhere[0]?.ways.find((way) => way.payTo !== null)?.payTo ?? null
  const args = {
    where: label,
    hosts: hosts.slice(0, 5),
    count: elsewhere.length,
    payTo: safe(payTo ?? '', 120),
  }
  return [...found, finding('DISCOVER_FOREIGN_HOST', { kind: 'endpoint', id: label }, args, [look])]
}

function drifts({ catalogue, seen, expected }: Asked, listed: readonly Listed[]): readonly Finding[] {
  const ours = ourPayTos(seen, expected)
  const { label, look } = catalogue
  return ourPlaces(listed, viewOf(seen, expected).live).flatMap(({ item, live }) => {
    if (foreignPayTos(item, ours).length > 0 && ours.length > 0) return []
    const name = live?.name ?? safe(`${item.method ?? ''} ${item.path ?? ''}`.trim(), 200)
    const subject = { kind: 'route', id: `${name} ${label}`, route: name } as const
    if (live === undefined || live.status === 404)
      return [
        finding(
          'DISCOVER_LISTING_DRIFT',
          subject,
          { catalogue: label, route: name, what: 'path', said: 'a paid route', live: 'nothing there' },
          [look],
        ),
      ]
    return allDrifts(item.ways, live.ways).map(({ about, said, live: now }) => {
      const args = { catalogue: label, route: name, what: about.toLowerCase(), said, live: now }
      return finding('DISCOVER_LISTING_DRIFT', { ...subject, id: `${subject.id} ${about}` }, args, [
        look,
        live.look,
      ])
    })
  })
}

/** Why not all of a catalogue that concerns us was read; null when it was. */
function unreadOf({ why, items }: CatalogueSeen): string | null {
  const long = items.filter(({ json }) => json === null).length
  if (why !== null || long === 0) return why
  return `${long} ${long === 1 ? 'entry' : 'entries'} of this service ${long === 1 ? 'is' : 'are'} too long to be read`
}

function unlisted({ catalogue, seen, expected }: Asked, listed: readonly Listed[]): readonly Finding[] {
  const { label, look } = catalogue
  // What was not read to its end proves no absence.
  if (unreadOf(catalogue) !== null) return []
  const { live } = viewOf(seen, expected)
  const described = describedRoutes(seen, expected)
  const paths = new Set(listed.flatMap(({ path }) => (path === null ? [] : [path])))
  const conforming = live.filter((one) => one.asks && isPayable(one) && described.has(one))
  const absent = conforming.filter(({ path }) => !paths.has(path))
  if (absent.length === 0) return []
  const args = { catalogue: label, routes: absent.slice(0, 20).map(({ name }) => name), count: absent.length }
  return [finding('DISCOVER_NOT_LISTED', { kind: 'endpoint', id: label }, args, [look])]
}

function old({ catalogue }: Asked, listed: readonly Listed[]): readonly Finding[] {
  const { label, look } = catalogue
  const now = Date.parse(look.at)
  const stale = listed.filter(
    ({ isOurHost, lastMs }) => isOurHost && lastMs !== null && now - lastMs > listedForDays * dayMs,
  )
  if (stale.length === 0) return []
  const routes = stale
    .slice(0, 20)
    .map(({ method, path, host }) => safe(`${method ?? ''} ${path ?? host}`.trim(), 200))
  return [
    finding('DISCOVER_LISTING_OLD', { kind: 'endpoint', id: label }, { catalogue: label, routes }, [look]),
  ]
}

function judgeCatalogue(asked: Asked): readonly Finding[] {
  const { catalogue, expected } = asked
  const { label, look, pages, entries } = catalogue
  const why = unreadOf(catalogue)
  const listed = listedIn(catalogue, expected)
  const ours = listed.filter(({ isOurHost }) => isOurHost).length
  const subject = { kind: 'endpoint', id: label } as const
  const head =
    why === null
      ? finding('DISCOVER_LISTING_READ', subject, { catalogue: label, pages, entries, ours }, [look])
      : finding('DISCOVER_LISTING_UNREAD', subject, { catalogue: label, pages, entries, why }, [look])
  const parts = [strangers, drifts, unlisted, old]
  return [head, ...parts.flatMap((part) => part(asked, listed))]
}

/** Whether the catalogues that agents search list the routes as they are. */
export const catalogues: Check<DiscoverSeen, DiscoverExpected> = {
  id: 'discover.catalogues',
  question: 'Do the catalogues of facilitators list the routes as they are?',
  judge: (seen, expected) => {
    if (seen.catalogues.length === 0)
      return [finding('DISCOVER_NO_CATALOGUE', { kind: 'profile', id: 'catalogues' }, {})]
    return seen.catalogues.flatMap((catalogue) => judgeCatalogue({ seen, expected, catalogue }))
  },
}
