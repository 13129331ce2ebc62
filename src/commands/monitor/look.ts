import type { Profile } from '../../core/profile.ts'
import type { CheckRow, Gap } from '../../core/report.ts'
import { type CommandContext, optionFlag } from '../command.ts'
import { type MatrixRun, runMatrix } from '../matrix-run.ts'
import { routesText, rowsOf } from '../matrix-screen.ts'
import type { MetricsHistory } from '../metrics-history.ts'
import type { BooksRow } from '../monitor-reconcile.ts'
import { probePart } from '../probe-part.ts'
import { chosenIn } from '../probe-rows.ts'
import type { Part, Running } from '../run-parts.ts'
import { booksMissing } from './books-missing.ts'
import type { PageLook } from './counted.ts'
import { type MonitorPart, monitorParts } from './names.ts'
import { oneHttp } from './one-http.ts'
import { roomRow, skipRow } from './rows.ts'
import { createShares } from './shares.ts'

/** What a part of monitor leaves: its rows on the screen, and what was seen for them. */
export type PartDone = { readonly rows: readonly CheckRow[]; readonly parts: readonly Part[] }

/** What one pass through the rooms saw, in the order of the screen. */
export type Looked = PartDone & {
  readonly books: BooksRow | null
  readonly gaps: readonly Gap[]
  /** What the rules of the next round of a watch go by; null when no rule was judged. */
  readonly history: MetricsHistory | null
}

/** What shapes one pass. */
export type LookOptions = {
  readonly only: readonly MonitorPart[]
  /** Was it said by name which parts are wanted? */
  readonly named: boolean
  readonly totalMs: number
  /** What earlier rounds of a watch left; null = as the saved runs say. */
  readonly history: MetricsHistory | null
}

const noBaseUrl = 'no base URL is configured'
const noOwnEndpoint = 'no chain endpoint of yours is configured'
const leftOut = 'its address or token is left out'
const noneKnown = 'nobody told which routes are sold'
const noRoute = 'no paid route is configured, and no document that answered names one'

const skipped = (id: MonitorPart, text: string): PartDone => ({ rows: [skipRow(id, text)], parts: [] })

/** One row for a room that was run; one that says why for a room that is not configured. */
function oneRow(id: MonitorPart, part: Part | null, why: string): PartDone {
  return part === null ? skipped(id, why) : { rows: [roomRow(part)], parts: [part] }
}

/** The endpoints of a preset are public ones: a look at the service alone does not ask them. */
function hasOwnEndpoint({ rpc }: Profile): boolean {
  return Object.values(rpc).some((list) => list.some(({ origin }) => origin === 'given'))
}

/** Runs the parts that are wanted. The service, the chain, and what a facilitator is asked do not wait for each other. */
export async function lookOnce(
  running: Running,
  given: CommandContext,
  options: LookOptions,
): Promise<Looked> {
  const { profile } = running
  const { context, documents } = await oneHttp(given, profile)
  const wants = (id: MonitorPart) => options.only.includes(id)
  const shares = createShares(running, context.clock, options.totalMs)
  const done = new Map<MonitorPart, PartDone>()
  let books: BooksRow | null = null
  const take = async (id: MonitorPart, later: number, work: (own: Running) => Promise<PartDone>) => {
    if (wants(id)) done.set(id, await shares.within(id, later, work))
  }

  let matrix: MatrixRun | null = null
  const service = async () => {
    await take('probe', 2, async (own) => {
      const part = await probePart(own, context)
      if (part === null) return skipped('probe', noBaseUrl)
      return { rows: chosenIn(part).rows.map((row) => ({ ...row, elapsedMs: null })), parts: [part] }
    })
    await take('matrix', 1, async (own) => {
      if (profile.baseUrl === null) return skipped('matrix', noBaseUrl)
      const flags = {
        variants: optionFlag(context.options, 'variants'),
        probeGarbage: optionFlag(context.options, 'probeGarbage'),
        instances: profile.instances,
      }
      const http = await context.services.http(profile)
      matrix = await runMatrix(own, http, flags, { documents })
      if (matrix === null) return skipped('matrix', noRoute)
      const found = matrix.discovery === null ? [] : [matrix.discovery]
      const rows = rowsOf(matrix)
      const row = roomRow(matrix.part, rows.length === 0 ? noneKnown : routesText(rows))
      return { rows: [row], parts: [...found, matrix.part] }
    })
  }
  const described = () =>
    take('discover', 0, async (own) => {
      const { discoverPart } = await import('../discover-part.ts')
      const seen = matrix === null ? {} : { matrix: matrix.part.seen }
      return oneRow('discover', await discoverPart(own, context, { http: documents, ...seen }), noBaseUrl)
    })
  const settling = async () => {
    const { advertisedIn, termsIn } = await import('./from-matrix.ts')
    await take('facilitator', 0, async (own) => {
      const { facilitatorPart } = await import('../facilitator-part.ts')
      const part = await facilitatorPart(own, context, termsIn(matrix))
      return oneRow('facilitator', part, 'no facilitator is configured')
    })
    await take('recipient', 0, async (own) => {
      if (!hasOwnEndpoint(profile)) return skipped('recipient', noOwnEndpoint)
      const { recipientPart } = await import('../recipient-part.ts')
      const part = await recipientPart(own, context, { advertised: advertisedIn(matrix) })
      return oneRow('recipient', part, 'no payTo is configured')
    })
  }
  const chain = async () => {
    await take('rpc', 1, async (own) => {
      if (!hasOwnEndpoint(profile)) return skipped('rpc', noOwnEndpoint)
      const { rpcPart } = await import('../rpc-part.ts')
      return oneRow('rpc', await rpcPart(own, context), noOwnEndpoint)
    })
    await take('reconcile', 0, async (own) => {
      // Books, chain and pairing are most of the program, and most looks compare no books.
      const why = booksMissing(profile)
      if (why !== null) return skipped('reconcile', why)
      const { monitorReconcile } = await import('../monitor-reconcile.ts')
      books = await monitorReconcile(own, context)
      return { rows: [books.row], parts: [books.part] }
    })
  }
  let page: PageLook | null = null
  const counted = async () => {
    // Without a page the rules say what the rooms say already.
    const rulesWanted = wants('alerts') && (profile.metrics !== undefined || options.named)
    if (!rulesWanted && (!wants('metrics') || profile.metrics === undefined)) return
    const { readPage } = await import('./counted.ts')
    page = await shares.within('metrics', 0, (own) => readPage(own, context, options.history))
  }
  await Promise.all([service().then(() => Promise.all([described(), settling()])), chain(), counted()])
  const sofar = (): Looked => {
    const inOrder = monitorParts.flatMap((id) => done.get(id) ?? [])
    const gaps = [
      ...shares.spent().map((what) => ({ what, why: 'its share of the time of the run was used up' })),
      ...(wants('metrics') && profile.metrics === null ? [{ what: 'metrics page', why: leftOut }] : []),
    ]
    const [rows, parts] = [inOrder.flatMap((one) => one.rows), inOrder.flatMap((one) => one.parts)]
    return { rows, parts, gaps, books, history: null }
  }
  const looked = page as PageLook | null
  const noPage = profile.metrics === undefined ? 'no metrics page is configured' : leftOut
  if (wants('metrics')) done.set('metrics', oneRow('metrics', looked?.page ?? null, noPage))
  if (looked === null) {
    if (wants('alerts')) done.set('alerts', skipped('alerts', noPage))
    return sofar()
  }
  const { carried, judgeRules } = await import('./counted.ts')
  const before = sofar()
  const rules = wants('alerts') ? await judgeRules(running, context, looked, before) : null
  if (rules !== null) done.set('alerts', oneRow('alerts', rules, noPage))
  return { ...sofar(), history: carried(running, looked, rules, before) }
}
