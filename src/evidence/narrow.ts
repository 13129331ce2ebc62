import type { PhrasedFinding } from '../core/phrase.ts'
import type { RunDocument } from '../core/report.ts'
import type { PaymentRecord } from '../payments/record.ts'
import { matchedCounted } from '../runs/matched-counted.ts'
import type { SavedRoom, SavedRun } from '../runs/run.ts'
import { type ReconcileExpectedSaved, type ReconcileSaved, reconcileOf } from './saved-shapes.ts'

/** A run that goes into the bundle. `narrowed`: it holds nothing but the chosen payments; `note` says what was left out. */
export type ChosenRun = {
  readonly run: SavedRun
  readonly narrowed: boolean
  readonly note: string | null
  /** The findings of the whole run as they were saved: what judging again is compared with. */
  readonly saved: readonly PhrasedFinding[]
}

/** What was only counted is of others, and tells what they paid for and when. */
function narrowSeen(
  { plain: _others, ...seen }: ReconcileSaved,
  chosen: ReadonlySet<string>,
): ReconcileSaved {
  const cases = seen.cases.filter(({ caseId }) => chosen.has(caseId))
  const txs = new Set(cases.flatMap(({ tx, claimedTx, refund }) => [tx, claimedTx, refund?.tx ?? null]))
  const requestIds = new Set(cases.flatMap((item) => item.requestIds))
  const isOwn = ({ requestId }: PaymentRecord) => requestId !== null && requestIds.has(requestId)
  return {
    ...seen,
    cases,
    // Sample rows of others go, and so do the words about rejected rows; their lines and numbers stay.
    ...(seen.sources === undefined
      ? {}
      : {
          sources: seen.sources.map((source) => ({
            ...source,
            ...(source.rejected === undefined
              ? {}
              : {
                  rejected: source.rejected.map(({ file, line }) => ({
                    file,
                    line,
                    why: 'not told in this bundle',
                  })),
                }),
            ...(source.mapping === undefined
              ? {}
              : {
                  mapping: { ...source.mapping, firstRows: (source.mapping.firstRows ?? []).filter(isOwn) },
                }),
          })),
        }),
    ...(seen.chains === undefined
      ? {}
      : {
          chains: seen.chains.map((chain) =>
            chain.movement == null
              ? chain
              : {
                  ...chain,
                  movement: {
                    ...chain.movement,
                    moves: chain.movement.moves.filter(({ tx }) => txs.has(tx)),
                  },
                },
          ),
        }),
    ...(seen.rechecks === undefined
      ? {}
      : { rechecks: seen.rechecks.filter(({ settlement }) => chosen.has(settlement.caseId)) }),
  }
}

function narrowExpected(expected: unknown, chosen: ReadonlySet<string>): unknown {
  const { memory } = expected as ReconcileExpectedSaved
  if (memory === undefined) return expected
  const settlements = memory.settlements.filter(({ caseId }) => chosen.has(caseId))
  return { ...(expected as object), memory: { ...memory, settlements } }
}

function narrowRoom(room: SavedRoom, chosen: ReadonlySet<string>): readonly SavedRoom[] {
  if (room.room !== 'reconcile') return [room]
  const seen = reconcileOf(room)
  if (seen === null) return []
  const narrowed = narrowSeen(seen, chosen)
  // Without a payment of the window the room would say that there was none, which is not what was seen.
  if (!narrowed.cases.some(({ facts }) => facts.inWindow)) return []
  return [{ ...room, seen: narrowed, expected: narrowExpected(room.expected, chosen) }]
}

/** Was this finding made by judging records against the chain? Monitor names the room, reconcile its checks. */
export function isOfBooks({ checks }: RunDocument, { check }: PhrasedFinding): boolean {
  return (checks.find(({ id }) => id === check)?.room ?? check) === 'reconcile'
}

function holdsBooks({ document, rooms, cases }: SavedRun): boolean {
  const rows = [...rooms, ...document.checks]
  return rows.some(({ room }) => room === 'reconcile') || cases.length > 0
}

/** A run with everything it holds. */
export function whole(run: SavedRun, note: string | null): ChosenRun {
  return { run, narrowed: false, note, saved: run.document.findings }
}

/**
 * The run with no other payments than the chosen ones, by case id, so that no other payer's data leaves the
 * house: totals, figures, sample rows, movements and what is remembered of others go, too. Of the findings about
 * the books only those of the chosen payments stay until they are judged again.
 */
export function narrow(run: SavedRun, chosen: ReadonlySet<string>): ChosenRun {
  const { findings: saved } = run.document
  if (!holdsBooks(run)) return whole(run, null)
  const { figures: _figures, ...document } = run.document
  const rooms = run.rooms.flatMap((room) => narrowRoom(room, chosen))
  const cases = run.cases.filter(({ caseId }) => chosen.has(caseId))
  const left = run.cases.length + matchedCounted(run) - cases.length
  const own = cases.length === 1 ? 'one payment' : `${cases.length} payments`
  const note = `${own}, the other ${left} left out with totals and accounts`
  const findings = document.findings.filter(
    (item) => !isOfBooks(document, item) || chosen.has(item.subject.caseId ?? ''),
  )
  const judged = rooms.some(({ room }) => room === 'reconcile')
  const checks = document.checks.filter(({ room }) => judged || room !== 'reconcile')
  const narrowed = { ...document, totals: [], checks, findings }
  return { run: { document: narrowed, rooms, cases }, narrowed: true, note, saved }
}
