import { type AlertRuleId, alertRuleIds } from '../core/alert-rules.ts'
import { type Held, type HeldLook, held, type LookValue } from '../runs/hysteresis.ts'
import type { AlertsExpected, AlertsSeen, RuleLook, RuleLooks } from './facts.ts'
import { measured } from './measure.ts'
import type { Blindness, Reading } from './reading.ts'
import type { Rule } from './rule.ts'
import { rules } from './rules-catalog.ts'

/** Where a rule stands. `off` is switched off, `absent` nothing tells it, `few` there were too few attempts. */
export type RuleState = 'off' | 'absent' | 'few' | 'unknown' | 'clear' | 'pending' | 'firing' | 'clearing'

/** A rule with what was seen of it. */
export type Standing = {
  readonly id: AlertRuleId
  readonly rule: Rule
  readonly state: RuleState
  readonly level: 'warn' | 'fail'
  readonly reading: Reading | null
  /** RFC 3339; null where nothing was seen. */
  readonly since: string | null
  readonly windows: number
  readonly why: string
  /** Everything that is known of it now, for the next run. */
  readonly looks: readonly RuleLook[]
}

/** The rule as the operator changed it. */
export function ruleOf(id: AlertRuleId, { changes }: AlertsExpected): Rule & { readonly on: boolean } {
  const table: Rule = rules[id]
  const { on = table.set !== 'optional', ...numbers } = changes[id] ?? {}
  return { ...table, ...numbers, on }
}

const keyOf = ({ warn, fail, minimum }: Rule) => `${warn}/${fail}/${minimum}`

function level(reading: Reading, limit: number | null): LookValue {
  if (limit === null) return reading.kind === 'blind' ? 'unknown' : 'clear'
  if (reading.kind === 'blind') return 'unknown'
  const { value, upTo } = reading
  // A quantile lies above the lower bound of its bucket, so a limit on that bound is passed.
  const isExact = upTo === value
  if (isExact ? value > limit : value >= limit) return 'met'
  return upTo !== null && upTo <= limit ? 'clear' : 'unknown'
}

const shortest = 3
const longest = 8

/** Of many equal looks the first few and the last few: they hold since when, and how things are. */
function compact(looks: readonly RuleLook[]): readonly RuleLook[] {
  const same = (a: RuleLook | undefined, b: RuleLook) => a?.warn === b.warn && a.fail === b.fail
  const runs: RuleLook[][] = []
  for (const look of looks) {
    const last = runs.at(-1)
    if (last !== undefined && same(last[0], look)) last.push(look)
    else runs.push([look])
  }
  const kept = runs.flatMap((run) =>
    run.length <= shortest + longest ? run : [...run.slice(0, shortest), ...run.slice(-longest)],
  )
  return kept.slice(-60)
}

function looksOf(
  rule: Rule,
  readings: readonly Reading[],
  earlier: readonly RuleLook[],
): readonly RuleLook[] {
  const key = keyOf(rule)
  const now = readings.map((reading): RuleLook => {
    const [warn, fail] = [level(reading, rule.warn), level(reading, rule.fail)]
    return { at: reading.at, key, warn, fail }
  })
  const byTime = new Map(
    [...earlier.filter((look) => look.key === key), ...now].map((look) => [look.at, look]),
  )
  return compact([...byTime.values()].sort((a, b) => (a.at < b.at ? -1 : 1)))
}

const blindWords: Readonly<Record<Blindness, RuleState>> = { few: 'few', unseen: 'unknown' }

function between(reading: Reading): string {
  if (reading.kind === 'blind') return reading.why
  if (reading.upTo === reading.value) return ''
  return reading.upTo === null
    ? `the buckets end at ${reading.value}`
    : `it lies between ${reading.value} and ${reading.upTo}, the bounds of a bucket`
}

/** Where a rule stands after everything that was seen. Pure. */
export function standingOf(id: AlertRuleId, seen: AlertsSeen, expected: AlertsExpected): Standing {
  const rule = ruleOf(id, expected)
  const none = {
    id,
    rule,
    level: 'warn',
    reading: null,
    since: null,
    windows: 0,
    why: '',
    looks: [],
  } as const
  if (!rule.on) return { ...none, state: 'off' }
  const earlier = seen.earlier[id] ?? []
  const readings = measured(rule, seen, earlier.length)
  const reading = readings.at(-1)
  if (reading === undefined) return { ...none, state: 'absent' }
  const looks = looksOf(rule, readings, earlier)
  const hold = (part: 'warn' | 'fail'): Held => {
    const list = looks.map((look): HeldLook => ({ at: look.at, complete: true, value: look[part] }))
    return held(list, rule.heldMs === undefined ? {} : { heldMs: rule.heldMs })
  }
  const [warn, fail] = [hold('warn'), hold('fail')]
  const about = { id, rule, reading, looks, why: between(reading) }
  const as = (state: RuleState, how: Held, grade: 'warn' | 'fail'): Standing => ({
    ...about,
    ...{ state, level: grade, since: how.since, windows: how.windows },
  })
  const holds = ({ state }: Held) => state === 'firing' || state === 'clearing'
  if (holds(fail)) return as(fail.state, fail, 'fail')
  if (holds(warn)) {
    const grown = rule.failAfter !== undefined && warn.state === 'firing' && warn.windows >= rule.failAfter
    return as(warn.state, warn, grown ? 'fail' : 'warn')
  }
  if (fail.state === 'pending') return as('pending', fail, 'fail')
  if (warn.state === 'pending') return as('pending', warn, 'warn')
  if (reading.kind === 'blind') return as(blindWords[reading.reason], warn, 'warn')
  const both = [warn.state, fail.state]
  return as(both.includes('unknown') ? 'unknown' : 'clear', warn, 'warn')
}

/** Every rule, in the order of the table. */
export function standings(seen: AlertsSeen, expected: AlertsExpected): readonly Standing[] {
  return alertRuleIds.map((id) => standingOf(id, seen, expected))
}

/** What the next run has to know of the looks so far. */
export function looksAfter(seen: AlertsSeen, expected: AlertsExpected): RuleLooks {
  return Object.fromEntries(
    standings(seen, expected).flatMap(({ id, looks }) => (looks.length === 0 ? [] : [[id, looks]])),
  )
}
