// What a property compares: the answers of x402ops as texts, in an order of their own.
import { ours } from '../ours.ts'
import { subjectKey } from '../score.ts'
import type { Answer, NodeFault, Scenario } from '../shapes.ts'

const honest: readonly NodeFault[] = ['honest']

/** Answers as sorted texts; equal lists mean equal reports. */
export function asTexts(answers: readonly Answer[]): readonly string[] {
  return answers.map(({ subject, outcome }) => `${subjectKey(subject)} is ${outcome}`).sort()
}

/** What x402ops says of a scenario through one honest node. */
export async function reading(scenario: Scenario): Promise<readonly string[]> {
  return asTexts(await ours.reconcile(scenario, honest, scenario.seed))
}

/** What stands in one list and not in the other, marked with + and -. */
export function difference(expected: readonly string[], got: readonly string[]): readonly string[] {
  const counts = new Map<string, number>()
  for (const text of expected) counts.set(text, (counts.get(text) ?? 0) - 1)
  for (const text of got) counts.set(text, (counts.get(text) ?? 0) + 1)
  return [...counts]
    .flatMap(([text, count]) => (count === 0 ? [] : [`${count > 0 ? '+' : '-'} ${text}`]))
    .sort()
}
