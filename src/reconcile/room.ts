import type { Catalog } from '../core/finding.ts'
import type { Chain, Clock } from '../core/ports.ts'
import type { ReconcileStep } from '../core/progress.ts'
import type { Room } from '../core/room.ts'
import type { ChainView } from '../payments/chain-view.ts'
import { pairPayments } from '../payments/pairing.ts'
import type { PlainSums } from '../payments/plain/sums.ts'
import type { PaymentPolicy } from '../payments/policy.ts'
import type { Prover } from '../payments/prover-port.ts'
import type { PaymentRecord, RecordsRead } from '../payments/record.ts'
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
import { follow } from './follow.ts'
import { proveSeen } from './prove/seen.ts'
import { withMemory } from './remembered/cases.ts'
import { recheckSettlements } from './remembered/remembered.ts'
import { payersOf } from './scan/needs.ts'
import { resolveWindow } from './scan/resolve-window.ts'
import { scanTarget, type TargetScan } from './scan/target.ts'
import { type Target, targetsFor } from './scan/targets.ts'
import type { ChainSeen, ReconcileSeen, SourceSeen, Stopped } from './seen.ts'
import { type SettledBooks, settleBooks } from './sift/pair-left.ts'
import { type BooksRead, readBooks, type SieveUse, type SiftedBooks } from './sift/read-books.ts'
import type { Sift } from './sift/sift.ts'

/** The world as reconcile reaches it. */
export type ReconcilePorts = {
  readonly chain: Chain
  readonly records: Records
  readonly clock: Clock
  /** Given = told where the run stands. */
  readonly tell?: (step: ReconcileStep) => void
  /** Given = payments that agree in every way are counted and not held, when there are many. */
  readonly sieve?: SieveUse
  /** Given = every verdict that can be proven against a block header is. */
  readonly prover?: Prover
}

const noOrders = { all: null, routes: [] }

function sourceSeen(read: RecordsRead): SourceSeen {
  const { name, rows, used, ignored, rejected, mapping } = read
  const shown = rejected.slice(0, 50)
  return { name, rows, used, ignored, rejectedCount: rejected.length, rejected: shown, mapping }
}

function chainSeen(
  target: Target,
  { view, silent, dropped, window, ...scan }: TargetScan,
  plain: PlainSums | null,
): ChainSeen {
  const { network, asset } = target
  const own = plain?.rows.filter((row) => row.network === network && row.asset === asset) ?? []
  const counted = own.reduce((sum, { count }) => sum + count, 0)
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
    transfersIn: counted + (view?.transfers.filter(({ to }) => target.payTo.includes(to)).length ?? 0),
  }
}

/** What is seen of a run that was stopped before anything was paired. */
function nothingPaired(
  { at, expected: { since, until } }: Run,
  reads: readonly RecordsRead[],
  stopped: Stopped,
): ReconcileSeen {
  const seconds = (edge: WindowEdge) => (edge.kind === 'time' ? edge.seconds : 0)
  const window = { since: seconds(since), until: seconds(until) }
  const nothing = { folded: 0, notChargeable: 0, chains: [], cases: [] }
  return { at, ...window, booksRead: false, stopped, sources: reads.map(sourceSeen), ...nothing }
}

/** Everything that a run reads, with its names. */
type Run = {
  readonly expected: ReconcileExpected
  readonly ports: ReconcilePorts
  readonly at: string
  readonly signal: AbortSignal
}

function policyOf(expected: ReconcileExpected, { since, until }: Span): PaymentPolicy {
  const { finality, settleMode, settleOrders = noOrders, lateAfterSeconds, pays } = expected
  return { since, until, finality, settleMode, settleOrders, lateAfterSeconds, pays }
}

type Span = { readonly since: number; readonly until: number }

/** What a token adds to the sieve of its scan; null when nothing of it may be plain. */
function siftOf(
  { network, asset, records }: Target,
  books: SiftedBooks | null,
  { expected, ports: { tell }, signal }: Run,
): Sift | null {
  if (books === null) return null
  const token = books.terms.tokens.findIndex((one) => one.network === network && one.asset === asset)
  const { count, latestEnd } = books.tokens[token] ?? { count: 0, latestEnd: 0 }
  if (count === 0) return null
  const { sieve, again } = books
  const read: Sift['tell'] = (blocks, of) => {
    // What is gone through after the run was stopped is not read.
    if (!signal.aborted) tell?.({ phase: 'chain', network, asset, blocks, of })
  }
  const payers = payersOf({ records, payTo: [] }, [])
  const known = payers.length > mostKnownPayers ? [] : payers
  return { sieve, token, count, latestEnd, finality: expected.finality, payers: known, again, tell: read }
}

// Twenty lists of a thousand in each window; of more payers it is cheaper to read everything once more at the end.
const mostKnownPayers = 20_000

type Scanned = { readonly target: Target; readonly scan: TargetScan; readonly sift: Sift | null }

async function scanAll(records: readonly PaymentRecord[], span: Span, books: SiftedBooks | null, run: Run) {
  const { expected, ports, signal } = run
  const window = { ...span, skewSeconds: expected.skewSeconds }
  return Promise.all(
    targetsFor(expected, foldRecords(records)).map(async (target): Promise<Scanned> => {
      const sift = siftOf(target, books, run)
      const scan = await scanTarget(target, ports.chain.nodes(target.network), window, signal, sift)
      return { target, scan, sift }
    }),
  )
}

/** Pairs records and views; what is plain is only counted. */
async function pairAll(
  records: readonly PaymentRecord[],
  scanned: readonly Scanned[],
  span: Span,
  books: SiftedBooks | null,
  { expected }: Run,
): Promise<Settled> {
  const views = scanned.flatMap(({ scan }) => scan.view ?? [])
  const policy = policyOf(expected, span)
  if (books === null) {
    const folded = foldRecords(records)
    return { folded, views, paired: pairPayments({ records: folded, views, policy }), plain: null }
  }
  const left = [...records, ...scanned.flatMap(({ scan }) => scan.sifted?.records ?? [])]
  return settleBooks(left, views, policy, books)
}

type Settled = Omit<SettledBooks, 'plain'> & { readonly plain: SettledBooks['plain'] | null }

/** The scan of a target with the view in which everything stands that was given back. */
function withView({ target, scan }: Scanned, views: readonly ChainView[]): TargetScan {
  const { network, asset } = target
  return { ...scan, view: views.find((view) => view.network === network && view.asset === asset) ?? null }
}

async function collectFrom({ reads, records, sifted }: BooksRead, run: Run): Promise<ReconcileSeen | null> {
  const { expected, ports, at, signal } = run
  const { chain, prover } = ports
  const span = await resolveWindow(expected, chain, signal)
  const scanned = await scanAll(records, span, sifted, run)
  if (scanned.some(({ sift, scan }) => sift !== null && scan.sifted?.isSound !== true)) return null
  ports.tell?.({ phase: 'pairing' })
  const { folded, views, paired, plain } = await pairAll(records, scanned, span, sifted, run)
  const targets = scanned.map(({ target }) => target)
  const scans = scanned.map((one) => withView(one, views))
  const movements = await Promise.all(
    targets.map((target, index) => {
      const scan = scans[index] as TargetScan
      const question = { target, scan, cases: paired.cases, expected, since: span.since, plain: plain?.rows }
      return readMovement(question, chain.nodes(target.network), signal)
    }),
  )
  const chains = scans.map((scan, index) => ({
    ...chainSeen(targets[index] as Target, scan, plain),
    movement: movements[index] ?? null,
  }))
  const sites = targets.map((target, index) => {
    const { network, asset, payTo: owned } = target
    return { network, asset, owned, view: scans[index]?.view ?? null, nodes: chain.nodes(network) }
  })
  const rechecks = await recheckSettlements(expected.memory?.settlements ?? [], sites, at, signal)
  const seen: ReconcileSeen = {
    at,
    ...span,
    booksRead: true,
    sources: reads.map(sourceSeen),
    folded: folded.length + (plain?.count ?? 0),
    notChargeable: paired.notChargeable,
    chains,
    cases: withMemory(doubtByBalance(paired.cases, chains), rechecks, span),
    ...(plain === null ? {} : { plain }),
    rechecks,
    memoryDamaged: expected.memory?.damaged ?? null,
  }
  return proveSeen(seen, views, prover === undefined ? { chain } : { chain, prover }, signal)
}

/** All records; null when the run was stopped before they were read, because half of the books prove nothing. */
async function readOrStop({ expected, ports, signal }: Run): Promise<BooksRead | null> {
  const termsOf = async () => {
    const span = await resolveWindow(expected, ports.chain, signal)
    const { skewSeconds, memory } = expected
    return { policy: policyOf(expected, span), skewSeconds, settlements: memory?.settlements ?? [] }
  }
  try {
    return await readBooks(ports.records, ports.sieve, termsOf, signal)
  } catch (error) {
    if (signal.aborted) return null
    throw error
  }
}

async function collect(
  expected: ReconcileExpected,
  ports: ReconcilePorts,
  signal: AbortSignal,
): Promise<ReconcileSeen> {
  const { ports: followed, stopped } = follow(ports)
  const run = { expected, ports: followed, at: ports.clock.now().toISOString(), signal }
  const books = await readOrStop(run)
  if (books === null) return nothingPaired(run, [], stopped(false))
  const { sifted, reads } = books
  const held = (records: number) => followed.tell?.({ phase: 'held', records })
  if (sifted === null) held(books.records.length)
  try {
    const seen = await collectFrom(books, run)
    if (seen !== null) return seen
  } catch (error) {
    if (sifted === null || !signal.aborted) throw error
  } finally {
    await sifted?.sieve.close()
  }
  // Something about the chain is not as it should be: now every payment is looked at by itself.
  if (sifted === null || signal.aborted) return nothingPaired(run, reads, stopped(true))
  held(sifted.count)
  const records = await sifted.again(Array.from({ length: sifted.count }, (_, ordinal) => ordinal))
  return (
    (await collectFrom({ ...books, records, sifted: null }, run)) ?? nothingPaired(run, reads, stopped(true))
  )
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
