import { toJson } from '../../core/json.ts'
import type { Pays, Profile } from '../../core/profile.ts'
import { matrixRoutes } from '../../matrix/routes.ts'
import type { SavedRun } from '../../runs/run.ts'
import { reconcileTarget } from '../reconcile-result.ts'

type Fields = Readonly<Record<string, unknown>>
type Loaded = { readonly run: SavedRun; readonly profile: Profile }

const isObject = (value: unknown): value is Fields => typeof value === 'object' && value !== null
const origin = (url: string | null) => url?.replace(/\/$/, '') ?? null

// A window that ended longer ago than this before its run says nothing about now.
const oldestEndMs = 900_000

function expectedOf({ rooms }: SavedRun, name: string): Fields | null {
  const expected = rooms.find(({ room }) => room === name)?.expected
  return isObject(expected) ? expected : null
}

const whoIsPaid = (pays: readonly Pays[]) =>
  toJson(
    pays
      .map(({ network, unit, payTo }) => [network, unit.asset, payTo.map(({ address }) => address).sort()])
      .sort((a, b) => (toJson(a) < toJson(b) ? -1 : 1)),
  )

function paysSame(expected: Fields, { pays }: Profile): boolean {
  try {
    return whoIsPaid(expected.pays as readonly Pays[]) === whoIsPaid(pays)
  } catch {
    // Another version's shape, or a file that somebody edited: it is then no answer to this question.
    return false
  }
}

/** Did it ask every route that is configured now, at this address, for this money? */
function matrixIsOwn({ run, profile }: Loaded): boolean {
  const expected = expectedOf(run, 'matrix')
  if (expected === null) return false
  if (origin(expected.baseUrl as string | null) !== origin(profile.baseUrl) || !paysSame(expected, profile))
    return false
  const asked = Array.isArray(expected.routes) ? expected.routes.filter(isObject) : []
  const key = ({ method, path }: Fields) => `${method} ${path}`
  const known = new Set(asked.map(key))
  const options = isObject(expected.options) ? expected.options : {}
  const instances = Array.isArray(options.instances) ? options.instances : []
  return (
    matrixRoutes(profile).every((route) => known.has(key(route))) &&
    profile.instances.every((each) => instances.some((one) => origin(String(one)) === origin(each)))
  )
}

function booksAreOwn({ run, profile }: Loaded): boolean {
  const { document } = run
  const expected = expectedOf(run, 'reconcile')
  if (expected === null || !paysSame(expected, profile)) return false
  if (document.command === 'reconcile' && document.target !== reconcileTarget(profile)) return false
  const to = Date.parse(document.window?.to ?? '')
  return Date.parse(document.startedAt) - to <= oldestEndMs
}

/** The rooms that look at the service at its address. */
const atTarget: readonly string[] = ['probe', 'discover']

/**
 * A saved run without the rooms that looked at something else than the profile means now: another address, fewer
 * routes, other receivers or books, or a window that is long over. What was not loaded whole cannot be told.
 */
export function ownRooms(run: SavedRun, profile: Profile): SavedRun {
  const { document } = run
  const names = new Set(document.checks.map(({ room }) => room))
  const isOther = (room: string): boolean => {
    const rows = document.checks.filter((each) => each.room === room)
    // What was not configured looked at nothing.
    if (rows.every(({ verdict }) => verdict === 'SKIP')) return false
    if (room === 'matrix') return !matrixIsOwn({ run, profile })
    if (room === 'reconcile') return !booksAreOwn({ run, profile })
    return atTarget.includes(room) && origin(document.target) !== origin(profile.baseUrl)
  }
  const others = new Set([...names].filter(isOther))
  if (others.size === 0) return run
  const checks = document.checks.filter(({ room }) => !others.has(room))
  const kept = new Set(checks.map(({ id }) => id))
  const rooms = run.rooms.filter(({ room }) => !others.has(room))
  const findings = document.findings.filter(({ check }) => kept.has(check))
  if (!others.has('reconcile')) return { ...run, rooms, document: { ...document, checks, findings } }
  const { window: _window, figures: _figures, ...rest } = document
  return { rooms, cases: [], document: { ...rest, totals: [], gaps: [], checks, findings } }
}
