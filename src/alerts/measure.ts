import type { AlertsSeen, RunFacts } from './facts.ts'
import { measurePage } from './measure-page.ts'
import { exactly, type Reading, tooFew, unseen } from './reading.ts'
import type { Measure, Rule } from './rule.ts'

/** A run in which something was found has found it; that nothing is there, only a whole one can say. */
function countIn(run: RunFacts, count: number, room: string): Reading {
  if (count > 0 || run.rooms[room] === 'answered') return exactly(run.at, count)
  return unseen(run.at, `${room} has not all its answers`)
}

const sum = (counts: Readonly<Record<string, number>>, names: readonly string[]) =>
  names.reduce((total, name) => total + (counts[name] ?? 0), 0)

function fromRuns(measure: Measure, { runs }: AlertsSeen): readonly Reading[] {
  if (measure.kind === 'classes') {
    return runs.flatMap((run) =>
      run.classes === null ? [] : [countIn(run, sum(run.classes, measure.names), 'reconcile')],
    )
  }
  if (measure.kind !== 'findings') return []
  return runs.flatMap((run) =>
    run.rooms[measure.room] === undefined ? [] : [countIn(run, sum(run.codes, measure.codes), measure.room)],
  )
}

function fromBooks(measure: Measure, { books }: AlertsSeen, minimum: number): readonly Reading[] {
  if (measure.kind !== 'books' || books === null) return []
  const { value, upTo = value, of, more = 0, why } = books[measure.of]
  const { at } = books
  // What nobody asked about (no deploy, no limit) is absent, not unknown.
  if (value === null) return why === '' ? [] : [unseen(at, why)]
  if (of + more < minimum) return [tooFew(at, of, minimum)]
  if (of < minimum) return [unseen(at, `${more} payments that match are only counted`)]
  return [{ kind: 'number', at, value, upTo, of: more > 0 ? null : of }]
}

function readingsOf(measure: Measure, rule: Rule, seen: AlertsSeen, before: number): readonly Reading[] {
  if (measure.kind === 'books') return fromBooks(measure, seen, rule.minimum)
  if (measure.kind === 'classes' || measure.kind === 'findings') return fromRuns(measure, seen)
  if (seen.page === null) return []
  const question = { page: seen.page, minimum: rule.minimum, knownBefore: before > 0 }
  const reading = measurePage(measure, question)
  return reading === null ? [] : [reading]
}

/**
 * What can be read for a rule now, newest last: by the first of its measures that tells anything. Empty when
 * nothing ever told it. Pure.
 */
export function measured(rule: Rule, seen: AlertsSeen, before: number): readonly Reading[] {
  for (const measure of rule.measure) {
    const readings = readingsOf(measure, rule, seen, before)
    if (readings.length > 0) return readings
  }
  if (before === 0) return []
  const { page, at } = seen
  if (page === null) return [unseen(at, 'no metrics page was read')]
  return [unseen(page.at, page.up ? 'it is no longer told' : 'the metrics page told nothing')]
}
