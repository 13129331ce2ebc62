import type { Finding } from '../core/finding.ts'
import type { Check, Room } from '../core/room.ts'
import type { Verdict } from '../core/verdict.ts'
import { catalog, finding } from './catalog.ts'
import { type ChecklistPorts, collectChecklist } from './collect.ts'
import { items } from './items-catalog.ts'
import type { ChecklistExpected, ChecklistSeen, Item } from './shapes.ts'

const codes = {
  PASS: 'CHECKLIST_MET',
  FAIL: 'CHECKLIST_FAILED',
  WARN: 'CHECKLIST_WARN',
  UNKNOWN: 'CHECKLIST_UNKNOWN',
  INFO: 'CHECKLIST_NOTED',
  SKIP: 'CHECKLIST_NOT_APPLICABLE',
} as const satisfies Record<Verdict, keyof typeof catalog>

function judge(item: Item, seen: ChecklistSeen, expected: ChecklistExpected): readonly Finding[] {
  const { id, group, question, rows, next, how } = item
  const answer = item.answer(seen, expected)
  const code =
    how === 'asked' && answer.verdict === 'UNKNOWN'
      ? 'CHECKLIST_ASK'
      : (codes[answer.verdict] ?? 'CHECKLIST_UNKNOWN')
  return [
    finding(code, { kind: 'profile', id }, { item: id, group, question, seen: answer.seen, next, rows }),
  ]
}

/** One check for each item, in the order of the table. */
export const itemChecks: readonly Check<ChecklistSeen, ChecklistExpected>[] = items.map((item) => ({
  id: item.id,
  question: item.question,
  judge: (seen, expected) => judge(item, seen, expected),
}))

/** Is the service ready for production? Each item answered by what was seen, or by who was asked. */
export const checklist: Room<ChecklistExpected, ChecklistSeen, ChecklistExpected, ChecklistPorts> = {
  name: 'checklist',
  catalog,
  checks: itemChecks,
  plan: (expected) => expected,
  collect: collectChecklist,
}
