import { type AlertRuleId, alertRuleIds } from '../core/alert-rules.ts'
import { isRecord } from '../core/plain-record.ts'
import type { AlertsExpected, AlertsSeen, RuleLook, RuleLooks } from './facts.ts'
import { looksAfter } from './standing.ts'

const oldestMs = 26 * 3_600_000
const values: readonly unknown[] = ['met', 'clear', 'unknown']

function isLook(value: unknown): value is RuleLook {
  return (
    isRecord(value) &&
    typeof value.at === 'string' &&
    !Number.isNaN(Date.parse(value.at)) &&
    typeof value.key === 'string' &&
    values.includes(value.warn) &&
    values.includes(value.fail)
  )
}

/**
 * The looks at every rule up to and with an earlier run, from what it saved. None when that is damaged, none that lies
 * after `now` (a clock that was wrong once must not hold a rule for ever), and none of a rule of which nothing was
 * seen for 26 hours.
 */
export function savedLooks(seen: unknown, expected: unknown, now: Date): RuleLooks {
  let looks: RuleLooks
  try {
    looks = looksAfter(seen as AlertsSeen, expected as AlertsExpected)
  } catch {
    return {}
  }
  const sound = (id: AlertRuleId) => {
    const list = (looks[id] ?? []).filter((look) => isLook(look) && Date.parse(look.at) <= now.getTime())
    const last = list.findLast(({ warn, fail }) => warn !== 'unknown' || fail !== 'unknown')
    return last !== undefined && now.getTime() - Date.parse(last.at) <= oldestMs ? list : []
  }
  return Object.fromEntries(alertRuleIds.map((id) => [id, sound(id)]))
}
