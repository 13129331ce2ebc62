import type { SavedRun } from '../runs/run.ts'
import type { Terms } from '../x402/challenge.ts'
import { readChallenge } from '../x402/payment-required.ts'
import { type MatrixRouteSaved, matrixRoutesOf } from './saved-shapes.ts'

/** What of a route's terms is watched. */
export type TermsField = 'price' | 'payTo' | 'network'

/** A change of terms: after the first of the two runs and not later than the second, which saw it at `at`. */
export type TermsChange = {
  readonly route: string
  readonly field: TermsField
  readonly from: string
  readonly to: string
  readonly between: readonly [runId: string, runId: string]
  readonly at: string
}

/** The last change of one field of one route; null with the reason, which may be that nobody can know. */
export type LastChange = {
  readonly route: string
  readonly field: TermsField
  readonly last: TermsChange | null
  readonly why: string | null
}

const fields: readonly TermsField[] = ['price', 'payTo', 'network']

/** All values of a field over what a route accepts, sorted, so that the order of the offer says nothing. */
function shownIn(terms: readonly Terms[], field: TermsField): string | null {
  const one = ({ amountAtomic, asset, payTo, network }: Terms) => {
    if (field === 'price')
      return amountAtomic === null ? null : `${amountAtomic} of ${asset ?? 'an unknown asset'}`
    return field === 'payTo' ? payTo : network
  }
  const values = terms.map((entry) => one(entry)?.toLowerCase() ?? null)
  if (values.length === 0 || values.includes(null)) return null
  return [...new Set(values)].sort().join(', ')
}

type Sighting = { readonly runId: string; readonly at: string; readonly terms: readonly Terms[] }

function sightingOf(route: MatrixRouteSaved, runId: string): Sighting | null {
  const { answer } = route.unpaid
  if (!answer.seen || !Array.isArray(answer.value.headers)) return null
  const { status, headers, body } = answer.value
  if (status !== 402 && status !== 412) return null
  const { offers } = readChallenge({ headers, body: body ?? '' })
  return { runId, at: answer.at, terms: offers.flatMap(({ accepts }) => accepts) }
}

function sightingsOf(runs: readonly SavedRun[]): ReadonlyMap<string, readonly Sighting[]> {
  const ordered = [...runs].sort((a, b) => (a.document.startedAt < b.document.startedAt ? -1 : 1))
  const found = new Map<string, Sighting[]>()
  for (const { document, rooms } of ordered) {
    for (const route of rooms.flatMap(matrixRoutesOf)) {
      const name = `${route.method} ${route.path}`
      const list = found.get(name) ?? []
      const sighting = sightingOf(route, document.runId)
      found.set(name, sighting === null ? list : [...list, sighting])
    }
  }
  return found
}

function lastChange(route: string, field: TermsField, sightings: readonly Sighting[]): LastChange {
  const told = sightings.flatMap(({ runId, at, terms }) => {
    const value = shownIn(terms, field)
    return value === null ? [] : [{ runId, at, value }]
  })
  if (told.length < 2) {
    const seen = told.length === 0 ? 'no saved run shows it' : 'only one saved run shows it'
    return { route, field, last: null, why: `UNKNOWN: ${seen}` }
  }
  for (let index = told.length - 1; index > 0; index -= 1) {
    const [before, after] = [told[index - 1], told[index]]
    if (before === undefined || after === undefined || before.value === after.value) continue
    const between = [before.runId, after.runId] as const
    const last = { route, field, from: before.value, to: after.value, between, at: after.at }
    return { route, field, last, why: null }
  }
  const first = told[0]?.at ?? ''
  return {
    route,
    field,
    last: null,
    why: `no change in ${told.length} saved runs since ${first}; UNKNOWN before that`,
  }
}

/** The runs that asked this service; those of another one, such as a test stage, say nothing of its terms. */
function ofTarget(runs: readonly SavedRun[], target: string | null): readonly SavedRun[] {
  const newest = [...runs].sort((a, b) => (a.document.startedAt < b.document.startedAt ? 1 : -1))
  const plain = (url: string | null | undefined) => (url?.endsWith('/') ? url.slice(0, -1) : url)
  const about = plain(target ?? newest[0]?.document.target)
  return runs.filter(({ document }) => plain(document.target) === about)
}

/**
 * The last change of price, payTo and network of every route of `target` (null = the one asked last), over saved runs in which the matrix asked, from
 * the oldest to the newest. A run in which a route showed no readable terms says nothing about it. Pure.
 */
export function termsChanges(runs: readonly SavedRun[], target: string | null = null): readonly LastChange[] {
  const sightings = [...sightingsOf(ofTarget(runs, target))].sort(([a], [b]) => (a < b ? -1 : 1))
  return sightings.flatMap(([route, list]) => fields.map((field) => lastChange(route, field, list)))
}
