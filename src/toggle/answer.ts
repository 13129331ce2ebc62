import type { Action, GuideSeen, RowAnswer, RunLook, Smaller } from './shapes.ts'
import { type Glance, heldIn, usedOf, type Window, windowsOf } from './windows.ts'

/** What a question over windows asks. `times` is how many of the newest windows must say the same. */
export type Question = {
  readonly glance: (run: RunLook) => Glance | null
  readonly times?: number
  readonly action: Action
  /** What nobody looked at, when no run did. */
  readonly missing: string
  readonly partial?: (windows: readonly Window[]) => readonly Smaller[]
  /** Nothing else tells this: not configured leaves the row open. */
  readonly needed?: true
}

type Told = Omit<RowAnswer, 'state'> & { readonly state: RowAnswer['state'] | 'skip' }

const states = { met: 'met', clear: 'no', unknown: 'unknown', skip: 'skip' } as const

function clause(windows: readonly Window[], times: number, value: Glance['value']): string {
  const [newest] = windows
  const says = newest?.glance.says ?? ''
  if (newest?.glance.value !== 'met' || value === 'met') return says
  if (value === 'clear') return `${says}; not in every one of ${times} windows`
  const met = windows.slice(0, times).filter(({ glance }) => glance.value === 'met').length
  return `${says}; seen in ${met} of ${times} windows, look again after 60 s`
}

function ask(seen: GuideSeen, { glance, times = 1, action, missing, partial }: Question): Told {
  const windows = windowsOf(seen, glance)
  const value = heldIn(windows, times)
  const used = windows.slice(0, times)
  return {
    state: states[value],
    action,
    says: windows.length === 0 ? `not looked at: ${missing}` : clause(windows, times, value),
    ids: value === 'clear' ? [] : [...new Set(used.flatMap(({ glance: { ids } }) => ids))],
    windows: usedOf(windows, times),
    partial: value === 'met' ? (partial?.(used) ?? []) : [],
  }
}

const settled = (told: Told): RowAnswer => ({
  ...told,
  state: told.state === 'skip' ? 'unknown' : told.state,
})

/** Answers a question from the newest windows. What nobody configured is not known. */
export function answer(seen: GuideSeen, question: Question): RowAnswer {
  return settled(ask(seen, question))
}

function joined(all: readonly Told[]): Told {
  const [first] = all
  if (first === undefined) throw new Error('a row asks nothing')
  const says = [...new Set(all.map((each) => each.says).filter((text) => text !== ''))]
  const windows = new Map(
    all.flatMap((each) => each.windows.map((window) => [window.runId, window] as const)),
  )
  return {
    ...first,
    says: says.join('; '),
    ids: [...new Set(all.flatMap(({ ids }) => ids))],
    windows: [...windows.values()],
    partial: all.flatMap(({ partial }) => partial),
  }
}

/**
 * Answers a row that several sources can meet, each in windows of its own. One that is met is enough; one that is
 * not known leaves the row open; what nobody configured counts only when there is nothing else.
 */
export function anyAnswer(seen: GuideSeen, questions: readonly Question[]): RowAnswer {
  const all = questions.map((question): Told => {
    const told = ask(seen, question)
    return told.state === 'skip' && question.needed === true ? { ...told, state: 'unknown' } : told
  })
  const skipped = all.filter((each) => each.state === 'skip').map(({ says }) => says)
  for (const state of ['met', 'unknown', 'no'] as const) {
    const some = all.filter((each) => each.state === state)
    if (some.length === 0) continue
    const found = settled(joined(some))
    if (state !== 'no' || skipped.length === 0) return found
    const left = `not looked at: ${[...new Set(skipped)].join(', ')}`
    return { ...found, says: found.says === '' ? left : `${found.says}; ${left}` }
  }
  return settled(joined(all))
}
