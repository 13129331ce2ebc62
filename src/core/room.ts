import type { Catalog, Finding } from './finding.ts'

/**
 * One question about what was seen. `judge` is pure: no network, files, clock or screen.
 * No finding means "nothing to complain about" and counts as PASS, so a check that could not see its
 * fact must say so with an UNKNOWN finding, and one that does not apply with a SKIP finding.
 */
export type Check<Seen, Expected> = {
  readonly id: string
  readonly question: string
  readonly judge: (seen: Seen, expected: Expected) => readonly Finding[]
}

/**
 * A room answers one subject: what to ask (`plan`), asking it (`collect`), and the questions (`checks`).
 * `Seen` and `Expected` are plain data, so a saved run can be judged again with the same result.
 * `collect` never throws for what it finds outside; it writes down that it could not see.
 */
export type Room<Plan, Seen, Expected, Ports> = {
  readonly name: string
  readonly catalog: Catalog
  readonly checks: readonly Check<Seen, Expected>[]
  readonly plan: (expected: Expected) => Plan
  readonly collect: (plan: Plan, ports: Ports, signal: AbortSignal) => Promise<Seen>
}
