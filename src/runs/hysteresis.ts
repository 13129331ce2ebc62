/** What one look says of a condition. An incomplete look is no window: it says as little as `unknown`. */
export type LookValue = 'met' | 'clear' | 'unknown'

/** One look at a condition. `at` is RFC 3339. */
export type HeldLook = { readonly at: string; readonly complete: boolean; readonly value: LookValue }

/**
 * `pending` was met and not long enough, `firing` is proven, `clearing` was firing and looks better, `clear` is
 * not met, `unknown` cannot be said.
 */
export type HeldState = 'pending' | 'firing' | 'clearing' | 'clear' | 'unknown'

/** Where a condition stands after some looks. */
export type Held = {
  readonly state: HeldState
  /**
   * The first look of what the state rests on, RFC 3339: for `firing` the first one that met it, for `clearing`
   * the first better one. Null where nothing was seen.
   */
  readonly since: string | null
  /** Windows that say the same, up to now; windows too near to each other are one. */
  readonly windows: number
  /** True when the newest look could not say anything, so that the state is what was known before it. */
  readonly blind: boolean
}

/** How long a condition has to hold. */
export type HoldRules = {
  /** Windows that must agree before anything fires or clears; at least 2. */
  readonly windows?: number
  /** Looks nearer than this are one window. */
  readonly apartMs?: number
  /** From the first to the last of the windows that fire. */
  readonly heldMs?: number
  /** After a longer silence what was pending begins anew. */
  readonly staleMs?: number
}

type Streak = {
  readonly value: 'met' | 'clear'
  readonly first: number
  readonly last: number
  readonly count: number
}

const minute = 60_000
const defaults = { windows: 2, apartMs: minute, heldMs: 0, staleMs: 26 * 60 * minute }

/** The streak with one more look: a look of the same value counts when it is far enough from the last one that did. */
function longer(
  streak: Streak | null,
  value: Streak['value'],
  at: number,
  rules: Required<HoldRules>,
): Streak {
  const begins = { value, first: at, last: at, count: 1 }
  if (streak === null || streak.value !== value || at - streak.last > rules.staleMs) return begins
  const gap = at - streak.last
  return gap < rules.apartMs ? streak : { ...streak, last: at, count: streak.count + 1 }
}

/**
 * Where a condition stands after these looks, newest last. Pure. Nothing fires and nothing that fired clears by
 * one look; looks that are unknown, incomplete or without a readable time do neither. What never fired is clear
 * as soon as a look says so, and what was clear or pending is `unknown` when the newest look is blind.
 */
export function held(looks: readonly HeldLook[], given: HoldRules = {}): Held {
  const rules = { ...defaults, ...given }
  const needed = Math.max(2, rules.windows)
  let streak: Streak | null = null
  let firing: number | null = null
  let blind = true
  for (const { at, complete, value } of looks) {
    const time = Date.parse(at)
    blind = !complete || value === 'unknown' || Number.isNaN(time)
    if (blind || value === 'unknown') continue
    streak = longer(streak, value, time, rules)
    if (streak.count < needed) continue
    if (streak.value === 'clear') firing = null
    else if (streak.last - streak.first >= rules.heldMs) firing ??= streak.first
  }
  const known = standing(streak, firing)
  const state = blind && (known.state === 'clear' || known.state === 'pending') ? 'unknown' : known.state
  return { state, since: known.since, windows: streak?.count ?? 0, blind }
}

function standing(streak: Streak | null, firing: number | null): Pick<Held, 'state' | 'since'> {
  if (streak === null) return { state: 'unknown', since: null }
  const time = (at: number) => new Date(at).toISOString()
  if (firing !== null) {
    return streak.value === 'met'
      ? { state: 'firing', since: time(firing) }
      : { state: 'clearing', since: time(streak.first) }
  }
  return { state: streak.value === 'met' ? 'pending' : 'clear', since: time(streak.first) }
}
