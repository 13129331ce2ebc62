import { OpsError } from '../core/errors.ts'
import type { Catalog } from '../core/finding.ts'
import type { Chain, Clock } from '../core/ports.ts'
import type { Room } from '../core/room.ts'
import { safe } from '../core/safe.ts'
import { pairPayments } from '../payments/pairing.ts'
import type { Prover } from '../payments/prover-port.ts'
import type { RecordsRead } from '../payments/record.ts'
import { foldRecords } from '../payments/records/fold.ts'
import type { Records } from '../payments/records-port.ts'
import { doubtByBalance } from './account/balance.ts'
import { readMovement } from './account/read.ts'
import { catalog } from './catalog.ts'
import { balance } from './checks/balance.ts'
import { clocks } from './checks/clocks.ts'
import { coverage } from './checks/coverage.ts'
import { delivered } from './checks/delivered.ts'
import { flags } from './checks/flags.ts'
import { lost } from './checks/lost.ts'
import { proofs } from './checks/proofs.ts'
import { records } from './checks/records.ts'
import { refunds } from './checks/refunds.ts'
import { remembered } from './checks/remembered.ts'
import { terms } from './checks/terms.ts'
import { twice } from './checks/twice.ts'
import { undecided } from './checks/undecided.ts'
import { unpaid } from './checks/unpaid.ts'
import { unrecorded } from './checks/unrecorded.ts'
import { waiting } from './checks/waiting.ts'
import type { ReconcileExpected, WindowEdge } from './expected.ts'
import { proveSeen } from './prove/seen.ts'
import { withMemory } from './remembered/cases.ts'
import { recheckSettlements } from './remembered/remembered.ts'
import { resolveWindow } from './scan/resolve-window.ts'
import { scanTarget, type TargetScan } from './scan/target.ts'
import { type Target, targetsFor } from './scan/targets.ts'
import type { ChainSeen, ReconcileSeen, SourceSeen } from './seen.ts'

/** The world as reconcile reaches it. */
export type ReconcilePorts = {
  readonly chain: Chain
  readonly records: Records
  readonly clock: Clock
  /** Given = every verdict that can be proven against a block header is. */
  readonly prover?: Prover
}

const noOrders = { all: null, routes: [] }

function sourceSeen(read: RecordsRead): SourceSeen {
  const { name, rows, used, ignored, rejected, mapping } = read
  const shown = rejected.slice(0, 50)
  return { name, rows, used, ignored, rejectedCount: rejected.length, rejected: shown, mapping }
}

function chainSeen(target: Target, { view, silent, dropped, window, ...scan }: TargetScan): ChainSeen {
  const { network, asset } = target
  return {
    network,
    asset,
    endpoints: view?.labels ?? [],
    silent,
    window,
    read: view === null ? null : { ...view.range, fromHash: view.fromHash, toHash: view.toHash },
    latest: view?.latest ?? null,
    safe: view?.safe ?? null,
    finalized: view?.finalized ?? null,
    holes: view?.holes ?? [],
    disputed: scan.disputed,
    quarantined: scan.quarantined,
    distrusted: scan.distrusted,
    quiet: scan.quiet,
    witnesses: scan.witnesses,
    forked: view?.forked ?? false,
    dropped,
    transfersIn: view?.transfers.filter(({ to }) => target.payTo.includes(to)).length ?? 0,
  }
}

/** A source of which nothing was understood may be full of payments: judging on would call the books empty. */
function refuseStrange({ name, used, mapping }: RecordsRead): void {
  if (used > 0 || mapping.nothingUnderstood !== true) return
  const fields = (mapping.unread ?? []).map((text) => safe(text, 60)).join(', ')
  throw new OpsError('RECORDS_WITHOUT_KEY', { file: name, fields })
}

/** All records; null when the run was stopped before they were read, because half of the books prove nothing. */
async function readAll(source: Records, signal: AbortSignal): Promise<readonly RecordsRead[] | null> {
  try {
    const read = await source.read(signal)
    for (const part of read) refuseStrange(part)
    return read
  } catch (error) {
    if (signal.aborted) return null
    throw error
  }
}

function nothingRead(at: string, { since, until }: ReconcileExpected): ReconcileSeen {
  const seconds = (edge: WindowEdge) => (edge.kind === 'time' ? edge.seconds : 0)
  const window = { since: seconds(since), until: seconds(until) }
  return { at, ...window, booksRead: false, sources: [], folded: 0, notChargeable: 0, chains: [], cases: [] }
}

async function collect(
  expected: ReconcileExpected,
  { chain, records: source, clock, prover }: ReconcilePorts,
  signal: AbortSignal,
): Promise<ReconcileSeen> {
  const at = clock.now().toISOString()
  const read = await readAll(source, signal)
  if (read === null) return nothingRead(at, expected)
  const folded = foldRecords(read.flatMap((part) => part.records))
  const { since, until } = await resolveWindow(expected, chain, signal)
  const targets = targetsFor(expected, folded)
  const window = { since, until, skewSeconds: expected.skewSeconds }
  const scans = await Promise.all(
    targets.map((target) => scanTarget(target, chain.nodes(target.network), window, signal)),
  )
  const views = scans.flatMap(({ view }) => view ?? [])
  const { finality, settleMode, settleOrders = noOrders, lateAfterSeconds, pays } = expected
  const policy = { since, until, finality, settleMode, settleOrders, lateAfterSeconds, pays }
  const paired = pairPayments({ records: folded, views, policy })
  const movements = await Promise.all(
    targets.map((target, index) => {
      const question = { target, scan: scans[index] as TargetScan, cases: paired.cases, expected, since }
      return readMovement(question, chain.nodes(target.network), signal)
    }),
  )
  const chains = scans.map((scan, index) => ({
    ...chainSeen(targets[index] as Target, scan),
    movement: movements[index] ?? null,
  }))
  const sites = targets.map((target, index) => {
    const { network, asset, payTo: owned } = target
    return { network, asset, owned, view: scans[index]?.view ?? null, nodes: chain.nodes(network) }
  })
  const rechecks = await recheckSettlements(expected.memory?.settlements ?? [], sites, at, signal)
  const seen: ReconcileSeen = {
    at,
    since,
    until,
    booksRead: true,
    sources: read.map(sourceSeen),
    folded: folded.length,
    notChargeable: paired.notChargeable,
    chains,
    cases: withMemory(doubtByBalance(paired.cases, chains), rechecks, { since, until }),
    rechecks,
    memoryDamaged: expected.memory?.damaged ?? null,
  }
  return proveSeen(seen, views, prover === undefined ? { chain } : { chain, prover }, signal)
}

/**
 * Reconcile: the operator's records against the chain, one class for each payment. Collecting reads
 * records and chain and pairs them into cases; judging a saved run needs the cases only.
 */
export const reconcile = {
  name: 'reconcile',
  catalog: catalog as Catalog,
  checks: [
    records,
    clocks,
    coverage,
    balance,
    proofs,
    lost,
    delivered,
    unpaid,
    terms,
    twice,
    flags,
    refunds,
    unrecorded,
    undecided,
    waiting,
    remembered,
  ],
  plan: (expected) => expected,
  collect,
} as const satisfies Room<ReconcileExpected, ReconcileSeen, ReconcileExpected, ReconcilePorts>
