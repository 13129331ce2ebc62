import { entry } from '../core/finding.ts'
import { safe } from '../core/safe.ts'
import type { Verdict } from '../core/verdict.ts'

/** What the words of a difference may name. `verdict` is the one of the later run. */
export type DiffArgs = {
  readonly count: number
  readonly what: string
  readonly before: string | null
  readonly after: string | null
  readonly verdict: Verdict
  readonly outsideFirst: boolean
  /** The run that does not name it only counts what matches. */
  readonly maybeMatched: boolean
}

const named = ({ what }: DiffArgs) => safe(what, 300)
const word = (code: string | null) => (code === null ? 'nothing' : safe(code, 80))
// PASS findings are never printed, and a difference is worth a line.
const said = ({ verdict }: DiffArgs): Verdict => (verdict === 'PASS' ? 'INFO' : verdict)

/** What is said about two runs. */
export const diffCatalog = {
  DIFF_NEW: entry<DiffArgs>({
    verdict: said,
    severity: 'medium',
    title: 'only in the second run',
    text: (args) => {
      const [are, them] =
        args.count === 1 ? [`${named(args)} is`, 'it'] : [`${args.count} payments are`, 'them']
      const unnamed = args.maybeMatched
        ? `does not name ${them}: it only counts what matches`
        : `does not know ${them}`
      const beyond = args.outsideFirst ? ', and did not look there' : ''
      return `${are} ${word(args.after)}; the first run ${unnamed}${beyond}.`
    },
    next: null,
    playbook: null,
  }),
  DIFF_CHANGED: entry<DiffArgs>({
    verdict: said,
    severity: 'medium',
    title: 'judged in another way',
    text: (args) =>
      args.count === 1
        ? `${named(args)} was ${word(args.before)} and is ${word(args.after)}.`
        : `${args.count} payments were ${word(args.before)} and are ${word(args.after)}.`,
    next: null,
    playbook: null,
  }),
  DIFF_RESOLVED: entry<DiffArgs>({
    verdict: 'INFO',
    severity: 'none',
    title: 'resolved',
    text: (args) => {
      const were =
        args.count === 1
          ? `${named(args)} was ${word(args.before)}`
          : `${args.count} payments were ${word(args.before)}`
      if (args.after !== null) return `${were}; now it is ${word(args.after)}.`
      return args.maybeMatched
        ? `${were}; the second run looked and says nothing of it: what matches it only counts.`
        : `${were}; the second run looked and does not find it any more.`
    },
    next: null,
    playbook: null,
  }),
  DIFF_GONE: entry<DiffArgs>({
    verdict: 'WARN',
    severity: 'medium',
    title: 'no longer known',
    text: (args) => `${named(args)} was ${word(args.before)}; the second run looked and does not know it.`,
    next: 'Check whether its record was removed from the books.',
    playbook: null,
  }),
  DIFF_NOT_LOOKED_AT: entry<DiffArgs>({
    verdict: 'UNKNOWN',
    severity: 'medium',
    title: 'not looked at by the second run',
    text: (args) =>
      `${named(args)} was ${word(args.before)}; whether it still is, is not known, because the second run did not look there.`,
    next: 'Run again over a window that holds both.',
    playbook: null,
  }),
  DIFF_TARGETS_DIFFER: entry<{ first: string; second: string }>({
    verdict: 'WARN',
    severity: 'medium',
    title: 'the runs looked at different things',
    text: ({ first, second }) =>
      `The first run is about ${safe(first, 300)}, the second about ${safe(second, 300)}; what only one of them knows is not called resolved.`,
    next: null,
    playbook: null,
  }),
  DIFF_WITHOUT_CASES: entry<{ runs: readonly string[] }>({
    verdict: 'INFO',
    severity: 'low',
    title: 'only findings were compared',
    text: ({ runs }) =>
      `${runs.map((run) => safe(run, 80)).join(' and ')} holds no single payments, as a printed report does not.`,
    next: 'Name saved runs by their id to compare every payment.',
    playbook: null,
  }),
} as const
