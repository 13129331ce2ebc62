import type { SavedRoom, SavedRun } from '../runs/run.ts'
import { type ReconcileExpectedSaved, type ReconcileSaved, reconcileOf } from './saved-shapes.ts'

type Narrowed = { readonly run: SavedRun; readonly narrowed: boolean; readonly note: string | null }

function narrowSeen(seen: ReconcileSaved, chosen: ReadonlySet<string>): ReconcileSaved {
  const cases = seen.cases.filter(({ caseId }) => chosen.has(caseId))
  const txs = new Set(cases.flatMap(({ tx, claimedTx, refund }) => [tx, claimedTx, refund?.tx ?? null]))
  return {
    ...seen,
    cases,
    // Sample rows and the words about rejected rows may be those of other payers; lines and numbers stay.
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
            ...(source.mapping === undefined ? {} : { mapping: { ...source.mapping, firstRows: [] } }),
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

/**
 * The run with no other payments than the chosen ones, by case id, so that no other payer's data leaves the
 * house: totals, figures, sample rows, movements and what is remembered of others go, too. The findings of its
 * document are those about the chosen payments and about no payment; they are judged again later.
 */
export function narrow(run: SavedRun, chosen: ReadonlySet<string>): Narrowed {
  const hadBooks = run.rooms.some(({ room }) => room === 'reconcile') || run.cases.length > 0
  if (!hadBooks) return { run, narrowed: false, note: null }
  const { figures: _figures, ...document } = run.document
  const rooms = run.rooms.flatMap((room) => narrowRoom(room, chosen))
  const cases = run.cases.filter(({ caseId }) => chosen.has(caseId))
  const left = run.cases.length - cases.length
  const own = cases.length === 1 ? 'one payment' : `${cases.length} payments`
  const note = `${own}, the other ${left} left out with totals and accounts`
  const findings = document.findings.filter(({ subject, code }) =>
    subject.caseId === undefined ? !subject.id.startsWith(`${code} `) : chosen.has(subject.caseId),
  )
  return { run: { document: { ...document, totals: [], findings }, rooms, cases }, narrowed: true, note }
}
