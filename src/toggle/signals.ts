import type { FindingLook, RunLook } from './shapes.ts'
import type { Glance } from './windows.ts'

/**
 * Findings that answer a question, by code, in one room. `unless` names codes that say nothing about it although
 * they could not be answered; `blind` names codes that leave it open although they are no UNKNOWN.
 */
export type Signal = {
  readonly room: string
  readonly codes: readonly string[]
  /** The verdicts with which a code counts; FAIL and WARN when left out. */
  readonly verdicts?: readonly string[]
  /** Of the codes, only findings for which this holds. */
  readonly counts?: (finding: FindingLook) => boolean
  readonly unless?: readonly string[]
  readonly blind?: (finding: FindingLook) => boolean
}

const loud: readonly string[] = ['FAIL', 'WARN']
const told = 3

/** Findings in few words. */
export function foundText(found: readonly FindingLook[]): string {
  // In one order, whatever the findings stand in.
  const codes = [...new Set(found.map(({ code }) => code))].sort()
  const about = [...new Set(found.map(({ route, subject }) => route ?? subject))].sort()
  const more = about.length > told ? `, and ${about.length - told} more` : ''
  return `${codes.join(', ')} on ${about.slice(0, told).join(', ')}${more}`
}

/** The findings of a run that a signal counts. */
export function foundIn(run: RunLook, { codes, verdicts = loud, counts }: Signal): readonly FindingLook[] {
  return run.findings.filter(
    (each) =>
      codes.includes(each.code) && verdicts.includes(each.verdict) && (counts === undefined || counts(each)),
  )
}

/** What one run says of a signal; null when it did not look there. */
export function glanceAt(run: RunLook, signal: Signal): Glance | null {
  const found = foundIn(run, signal)
  const ids = found.map(({ id }) => id)
  if (found.length > 0) return { value: 'met', ids, says: foundText(found) }
  const room = run.rooms.find((each) => each.room === signal.room)
  if (room === undefined) return null
  if (room.state === 'skip')
    return { value: 'skip', ids: [], says: `${room.room}: ${room.why || 'not configured'}` }
  const unseen = run.findings.filter(
    (each) =>
      each.room === signal.room &&
      ((each.verdict === 'UNKNOWN' && signal.unless?.includes(each.code) !== true) ||
        signal.blind?.(each) === true),
  )
  if (unseen.length > 0) {
    return { value: 'unknown', ids: unseen.map(({ id }) => id), says: foundText(unseen) }
  }
  return { value: 'clear', ids: [], says: '' }
}

/** Several signals of which one is enough. What nobody configured counts only when there is nothing else. */
export function anyOf(glances: readonly (Glance | null)[]): Glance | null {
  const seen = glances.filter((each) => each !== null)
  if (seen.length === 0) return null
  const of = (value: Glance['value']) => seen.filter((each) => each.value === value)
  for (const value of ['met', 'unknown'] as const) {
    const some = of(value)
    if (some.length > 0) {
      return { value, ids: some.flatMap(({ ids }) => ids), says: some.map(({ says }) => says).join('; ') }
    }
  }
  const skipped = of('skip')
    .map(({ says }) => says)
    .join('; ')
  const clear = of('clear')
  return { value: clear.length > 0 ? 'clear' : 'skip', ids: [], says: skipped }
}

const undecided: readonly unknown[] = ['few', 'pending', 'unknown']

/**
 * What the alert rules of these codes say in one run. A rule that fires has two windows behind it; one that was met
 * once, or had too few attempts, decides nothing. Rules that nothing tells, or that are off, are skipped.
 */
export function alertAt(
  run: RunLook,
  codes: readonly string[],
  verdicts: readonly string[] = loud,
): Glance | null {
  const room = run.rooms.find((each) => each.room === 'alerts')
  if (room === undefined) return null
  if (room.state === 'skip')
    return { value: 'skip', ids: [], says: `alerts: ${room.why || 'not configured'}` }
  const mine = run.findings.filter(({ code }) => codes.includes(code))
  const fires = mine.filter(({ verdict }) => verdicts.includes(verdict))
  if (fires.length > 0) return { value: 'met', ids: fires.map(({ id }) => id), says: foundText(fires) }
  const open = mine.filter(({ args }) => undecided.includes(args.state))
  if (open.length > 0) {
    const states = open.map(({ code, args }) => `${code} ${String(args.state)}`).join(', ')
    return { value: 'unknown', ids: open.map(({ id }) => id), says: states }
  }
  const silent = mine.filter(({ verdict }) => verdict === 'SKIP').length
  return silent === codes.length
    ? { value: 'skip', ids: [], says: 'no metrics tell it' }
    : { value: 'clear', ids: [], says: '' }
}
