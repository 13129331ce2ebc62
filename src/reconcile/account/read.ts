import type { ChainNode } from '../../core/ports.ts'
import type { PaymentCase } from '../../payments/case.ts'
import type { PlainRow } from '../../payments/plain/sums.ts'
import { intersectRanges } from '../../payments/ranges.ts'
import type { ReconcileExpected } from '../expected.ts'
import type { TargetScan } from '../scan/target.ts'
import type { Target } from '../scan/targets.ts'
import { accountBlocks, type Entry, entriesOf, movesOf, sumsOf } from './moves.ts'
import { readBalanceOf } from './read-balances.ts'
import type { BalanceSeen, MovementSeen } from './seen.ts'

/** What of a run the accounts of one token need. `since` in Unix seconds. */
export type MovementQuestion = {
  readonly target: Target
  readonly scan: TargetScan
  readonly cases: readonly PaymentCase[]
  readonly expected: ReconcileExpected
  readonly since: number
  /** Payments that are in no view and in no case: all of them between the blocks that are compared. */
  readonly plain?: readonly PlainRow[] | undefined
}

/** Why the logs of these blocks prove no sum; null when they do. */
function doubtAbout({ view }: TargetScan, from: number, to: number): string | null {
  if (view === null) return 'the chain was not read'
  if (view.forked) return 'the endpoints show different blocks at the same height'
  if (view.disputed.length > 0) return 'the endpoints show different logs'
  return intersectRanges(view.holes, [{ from, to }]).length > 0 ? 'not every block was read' : null
}

/** What came to an address above a block and stands in no log; null when a balance is not known. */
async function unsettledAbove(
  address: string,
  entries: readonly Entry[],
  asset: string,
  { from, to }: { readonly from: number; readonly to: number },
  nodes: readonly ChainNode[],
  signal: AbortSignal,
): Promise<bigint | null> {
  if (to <= from) return 0n
  const read = await readBalanceOf({ asset, address, from, to }, nodes, signal)
  const above = entries.filter(({ block }) => block > from)
  const { inAtomic, outAtomic } = sumsOf(above, address, to)
  return read.why === null ? read.after - read.before - (inAtomic - outAtomic) : null
}

/** What plain payments brought to an address. */
function plainFor(
  address: string,
  { network, asset }: Target,
  plain: MovementQuestion['plain'] = [],
): bigint {
  return plain
    .filter((row) => row.network === network && row.asset === asset && row.payTo === address)
    .reduce((sum, { atomic }) => sum + atomic, 0n)
}

async function balanceSeen(
  address: string,
  entries: readonly Entry[],
  { target, scan, plain }: MovementQuestion,
  blocks: { readonly after: number; readonly comparedTo: number; readonly to: number },
  nodes: readonly ChainNode[],
  signal: AbortSignal,
): Promise<BalanceSeen | null> {
  const { after: from, comparedTo: to, to: last } = blocks
  const read = await readBalanceOf({ asset: target.asset, address, from, to }, nodes, signal)
  const logged = sumsOf(entries, address, to)
  const sums = { ...logged, inAtomic: logged.inAtomic + plainFor(address, target, plain) }
  // A token that was not there yet and that moved nothing has no accounts.
  if (read.noToken && sums.inAtomic === 0n && sums.outAtomic === 0n) return null
  const closes = read.why === null && read.after - read.before === sums.inAtomic - sums.outAtomic
  // Logs that are known to be wanting explain a difference; they cannot undo a balance that closes.
  const why = closes ? null : (read.why ?? doubtAbout(scan, from + 1, to))
  const above = { from: to, to: last }
  const unsettled = await unsettledAbove(address, entries, target.asset, above, nodes, signal)
  return { address, before: read.before, after: read.after, ...sums, why, unsettled }
}

/**
 * What moved at the operator's addresses in the blocks of the window, and whether their balances agree with it.
 * Null when the chain was not read or the token has no address to look at. Asks only the endpoints whose logs
 * were used. Never throws for what it finds.
 */
export async function readMovement(
  question: MovementQuestion,
  nodes: readonly ChainNode[],
  signal: AbortSignal,
): Promise<MovementSeen | null> {
  const { target, scan, cases, expected, since } = question
  const { view, window } = scan
  if (view === null || window === null || target.payTo.length === 0) return null
  const blocks = accountBlocks(window, since, view, expected.finality)
  const entries = entriesOf(view, cases, target, blocks)
  const moves = movesOf(entries, target.payTo)
  // A token that only a record names may say what it likes about balances: it must not decide a run.
  const isTaken = expected.pays.some(
    ({ network, unit }) => network === target.network && unit.asset === target.asset,
  )
  if (!isTaken) return { ...blocks, moves, balances: [] }
  const used = nodes.filter(({ label }) => view.labels.includes(label))
  const { comparedTo, after } = blocks
  // No block in the window, no balance to compare: neither known nor unknown.
  if (blocks.to <= after) return { ...blocks, moves: [], balances: [] }
  const balances = await Promise.all(
    target.payTo.map(async (address): Promise<BalanceSeen | null> => {
      if (comparedTo !== null) {
        return balanceSeen(address, entries, question, { ...blocks, comparedTo }, used, signal)
      }
      const above = { from: after, to: blocks.to }
      return {
        ...{ address, before: null, after: null, ...sumsOf(entries, address, blocks.to) },
        why: 'no block of the window is final yet',
        unsettled: await unsettledAbove(address, entries, target.asset, above, used, signal),
      }
    }),
  )
  const known = balances.filter((balance) => balance !== null)
  return { ...blocks, moves, balances: known }
}
