import { alertRuleIds } from '../core/alert-rules.ts'
import type { Profile } from '../core/profile.ts'
import type { Check, Room } from '../core/room.ts'
import { type AlertArgs, catalog, finding } from './catalog.ts'
import type { AlertsExpected, AlertsSeen } from './facts.ts'
import { rules } from './rules-catalog.ts'
import { limitText, seenText } from './shown.ts'
import { standingOf } from './standing.ts'

/** What the room needs: everything that rules are judged on, put together by who asks. */
export type AlertsPorts = { readonly facts: () => Promise<AlertsSeen> }

/** What a profile changed of the rules. */
export function expectAlerts({ thresholds }: Profile): AlertsExpected {
  return { changes: thresholds.alerts ?? {} }
}

const checks = alertRuleIds.map((id): Check<AlertsSeen, AlertsExpected> => {
  const { code, about } = rules[id]
  return {
    id,
    question: about,
    judge: (seen, expected) => {
      const standing = standingOf(id, seen, expected)
      const { rule, state, level, since, windows, why } = standing
      const shown = { seen: seenText(standing), limit: limitText(rule, level) }
      const args: AlertArgs = { rule: id, state, level, about, ...shown, since, windows, why }
      return [finding(code, { kind: 'window', id }, args)]
    },
  }
})

/** Does anything hold that people should know of? Rules over counters and saved runs; none fires by one look. */
export const alerts: Room<AlertsExpected, AlertsSeen, AlertsExpected, AlertsPorts> = {
  name: 'alerts',
  catalog,
  checks,
  plan: (expected) => expected,
  collect: (_expected, { facts }) => facts(),
}
