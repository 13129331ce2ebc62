import { shortHash } from './id.ts'
import type { Amount } from './money.ts'
import type { Look } from './observation.ts'
import type { Verdict } from './verdict.ts'

/** How bad a finding is for money and people; independent of the verdict, which decides the exit code. */
export type Severity = 'critical' | 'high' | 'medium' | 'low' | 'none'

/** What a finding is about. `id` is stable between runs: a route id, an endpoint label, a case id. */
export type Subject = {
  readonly kind: 'endpoint' | 'route' | 'case' | 'records' | 'rpc' | 'profile' | 'window' | 'file'
  readonly id: string
  readonly route?: string
  readonly caseId?: string
}

/** One argument of a finding: plain data that survives JSON. */
export type Arg = string | number | boolean | null | Amount | readonly string[]

/** The arguments of a finding, by name. */
export type Args = Readonly<Record<string, Arg>>

/** What a check found: a code and its arguments, never a sentence. */
export type Finding<Code extends string = string> = {
  readonly code: Code
  readonly subject: Subject
  readonly args: Args
  readonly evidence: readonly Look[]
}

/** The words and the weight of one code. Sentences live only here. */
export type CatalogEntry<A extends Args = Args> = {
  /** The verdict, or how the arguments decide it. */
  readonly verdict: Verdict | ((args: A) => Verdict)
  readonly severity: Severity
  /** A few words, without a full stop. */
  readonly title: string
  /** One or two sentences that name the values. */
  readonly text: (args: A) => string
  /** What the operator does now: one sentence, or null when nothing is to be done. */
  readonly next: string | null
  /** The slug of the playbook, or null. */
  readonly playbook: string | null
}

/** The codes of a room. Entries are declared with `entry`, so that each code knows its arguments. */
export type Catalog = Readonly<Record<string, CatalogEntry<never>>>

/** Declares one catalogue entry; exists so that the argument type is inferred once. */
export function entry<A extends Args>(words: CatalogEntry<A>): CatalogEntry<A> {
  return words
}

type ArgsOf<C extends Catalog, Code extends keyof C> = C[Code] extends CatalogEntry<infer A> ? A : never

/**
 * Makes the constructor of a room's findings: the code must stand in the catalogue and the arguments must
 * be the ones its words need.
 */
export function findings<C extends Catalog>(_catalog: C) {
  return <Code extends keyof C & string>(
    code: Code,
    subject: Subject,
    args: ArgsOf<C, Code>,
    evidence: readonly Look[] = [],
  ): Finding<Code> => ({ code, subject, args, evidence })
}

/** 16 hex characters over code and subject: the same fault has the same id tomorrow. */
export function findingId(finding: Finding): string {
  const { kind, id } = finding.subject
  return shortHash(finding.code, kind, id)
}
