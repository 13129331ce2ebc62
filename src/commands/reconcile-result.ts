import type { Figures } from '../core/figures.ts'
import { lazyList } from '../core/lazy-list.ts'
import type { Profile } from '../core/profile.ts'
import type { BlockWindow, CaseDocument, Gap, RunWindow } from '../core/report.ts'
import { balanceGaps, figuresOf } from '../reconcile/account/figures.ts'
import { type ClassTotal, classTotals } from '../reconcile/account/totals.ts'
import { caseDocument } from '../reconcile/case-document.ts'
import type { ReconcileExpected } from '../reconcile/expected.ts'
import { type JudgedCase, judgeCases } from '../reconcile/judge-case.ts'
import { outcomeOf } from '../reconcile/outcome.ts'
import type { ReconcileSeen } from '../reconcile/seen.ts'
import { casesToSave } from './cases-to-save.ts'

/** A reconcile as reports need it. `judged` holds every case that has a class. */
export type ReconcileResult = {
  readonly judged: readonly JudgedCase[]
  readonly totals: readonly ClassTotal[]
  readonly figures: Figures
  /** Made when they are read: there may be as many as payments. */
  readonly cases: readonly CaseDocument[]
  /** Those of them that a saved run holds. */
  readonly saved: readonly CaseDocument[]
  readonly window: RunWindow
  readonly gaps: readonly Gap[]
}

function blockWindows(seen: ReconcileSeen): Readonly<Record<string, BlockWindow>> {
  const windows: Record<string, BlockWindow> = {}
  for (const { network, window } of seen.chains) {
    if (window === null) continue
    const { from, to } = window
    windows[network] ??= { from: from.number, to: to.number, fromHash: from.hash, toHash: to.hash }
  }
  return windows
}

function gapsOf(seen: ReconcileSeen): readonly Gap[] {
  return seen.chains.flatMap(({ network, holes, read, silent }) => {
    if (read === null) {
      const why = silent.map(({ label, why: reason }) => `${label}: ${reason}`).join('; ')
      return [{ what: network, why: why === '' ? 'no endpoint is configured' : why }]
    }
    return holes.map(({ from, to, why }) => ({ what: `${network} blocks ${from}..${to}`, why }))
  })
}

/** Judges what was seen and lays out what reports need. Pure. */
export function reconcileResult(seen: ReconcileSeen, expected: ReconcileExpected): ReconcileResult {
  const judged = judgeCases(seen.cases, expected)
  const iso = (at: number) => new Date(at * 1000).toISOString()
  return {
    judged,
    totals: classTotals(judged, expected, seen.plain?.rows),
    figures: figuresOf(seen, judged, expected),
    cases: lazyList(judged, caseDocument),
    saved: lazyList(
      casesToSave(judged, ({ outcome }) => outcome === 'MATCHED'),
      caseDocument,
    ),
    window: { from: iso(seen.since), to: iso(seen.until), blocks: blockWindows(seen) },
    gaps: [...gapsOf(seen), ...balanceGaps(seen)],
  }
}

/** What a reconcile is about, in one line: the key under which "since last" finds the run before. */
export function reconcileTarget(profile: Profile): string {
  const pays = profile.pays.map(({ network, unit, payTo }) => {
    const addresses = payTo.map(({ address }) => address).sort()
    return `${network}/${unit.asset} to ${addresses.join(',')}`
  })
  return `${pays.sort().join(' + ')} from ${profile.records
    .map(({ file }) => file)
    .sort()
    .join(',')}`
}

/** A part of a run as it is saved; judging it again gives the same findings. */
export function partToSave<P extends { readonly seen: ReconcileSeen }>(part: P): P {
  const cases = casesToSave(part.seen.cases, ({ facts }) => outcomeOf(facts) === 'MATCHED')
  return { ...part, seen: { ...part.seen, cases } }
}
