import { OpsError } from '../core/errors.ts'
import { didYouMean } from '../core/nearest.ts'
import type { PhrasedFinding } from '../core/phrase.ts'
import type { Block } from '../core/report.ts'
import type { JudgedCase } from '../reconcile/judge-case.ts'
import { verdictOfOutcome } from '../reconcile/outcome.ts'
import { type CommandContext, optionText } from './command.ts'

// 0x and 40 hex digits, or base58 of an account on Solana; both of fixed bounds, linear.
const anAddress = /^(?:0x[0-9a-fA-F]{40}|[1-9A-HJ-NP-Za-km-z]{32,44})$/

/** A filter that can fit nothing would read as "there is none". Throws `OpsError` USAGE, ADDRESS_EXPECTED. */
export function checkFilters({ options }: CommandContext): void {
  const wanted = optionText(options, 'class')
  const names = Object.keys(verdictOfOutcome).map((name) => name.toLowerCase())
  if (wanted !== undefined && !names.includes(wanted.toLowerCase())) {
    const suggestion = didYouMean(wanted, names).trim() || `Classes: ${names.join(', ')}.`
    throw new OpsError('USAGE', {
      message: `there is no class "${wanted}"`,
      suggestion,
      command: 'reconcile ',
    })
  }
  const payer = optionText(options, 'payer')
  if (payer !== undefined && !anAddress.test(payer)) {
    throw new OpsError('ADDRESS_EXPECTED', { flag: '--payer', value: payer })
  }
}

/** The payments that `--class` and `--payer` ask for; null when neither was given. */
export function askedFor(
  judged: readonly JudgedCase[],
  { options }: CommandContext,
): readonly JudgedCase[] | null {
  const wanted = optionText(options, 'class')?.toLowerCase()
  const payer = optionText(options, 'payer')?.toLowerCase()
  if (wanted === undefined && payer === undefined) return null
  return judged.filter(
    ({ outcome, item }) =>
      (wanted === undefined || outcome.toLowerCase() === wanted) &&
      (payer === undefined || item.payer?.toLowerCase() === payer),
  )
}

/** The findings about these payments, and those that are about no single payment. */
export function findingsAbout(
  findings: readonly PhrasedFinding[],
  asked: readonly JudgedCase[] | null,
): readonly PhrasedFinding[] {
  if (asked === null) return findings
  const ids = new Set(asked.map(({ item }) => item.caseId))
  return findings.filter(({ subject }) => subject.kind !== 'case' || ids.has(subject.id))
}

/** Says that a part is shown, and of what; nothing when all is. */
export function askedBlock(
  all: number,
  asked: readonly JudgedCase[] | null,
  { options }: CommandContext,
): readonly Block[] {
  if (asked === null) return []
  const filters = ['class', 'payer'].flatMap((name) => {
    const value = optionText(options, name)
    return value === undefined ? [] : [`--${name} ${value.toLowerCase()}`]
  })
  const count = asked.length === 0 ? 'none' : String(asked.length)
  const pairs = [
    ['shown', `${count} of ${all} payments: ${filters.join(' ')}`],
    ['', 'sums, verdict and exit code are those of all'],
  ] as const
  return [{ kind: 'pairs', pairs }]
}
