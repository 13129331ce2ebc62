import { type FailureClass, type Rule, ruleOf } from '../classes.ts'

/** Codes that mean the same for an operator. `codes` may share a prefix, named once. */
export type CodeGroup = Partial<Omit<Rule, 'class' | 'means'>> & {
  readonly class: FailureClass
  readonly means: string
  readonly prefix?: string
  /** Codes, divided by blanks. */
  readonly codes: string
}

/** The rule of every code of some groups, by code. */
export function rulesOf(groups: readonly CodeGroup[]): ReadonlyMap<string, Rule> {
  const rules = new Map<string, Rule>()
  for (const { class: name, means, prefix = '', codes, ...other } of groups) {
    for (const code of codes.split(/\s+/).filter((word) => word !== '')) {
      rules.set(`${prefix}${code}`, ruleOf(name, means, other))
    }
  }
  return rules
}
