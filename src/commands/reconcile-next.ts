import type { RunDocument } from '../core/report.ts'
import { booksFlags, flagsAgain, serviceFlags } from './again.ts'
import { type CommandContext, optionText } from './command.ts'

/** At most three commands that help with what a reconcile found; complete and ready to copy. */
export function reconcileNext(
  { verdict, findings }: Pick<RunDocument, 'verdict' | 'findings'>,
  profile: string,
  context: CommandContext,
): readonly string[] {
  const next: string[] = []
  const books = flagsAgain(context, booksFlags)
  const codes = new Set(findings.map(({ code }) => code))
  if (codes.has('INVALID_RECORD') || codes.has('RECONCILE_ROWS_REJECTED')) {
    next.push(`x402ops reconcile ${profile} --show-mapping${books}`)
  }
  if (codes.has('INVALID_RECORD')) next.push('x402ops init --recorder v2')
  if (codes.has('RECIPIENT_MISMATCH') || codes.has('AMOUNT_SHORT')) {
    next.push(`x402ops matrix ${profile}${flagsAgain(context, serviceFlags)}`)
  }
  const since = optionText(context.options, 'since') ?? '24h'
  if (verdict === 'FAIL') {
    next.push(`x402ops reconcile ${profile} --since ${since} -o csv=ledger.csv${books}`)
  }
  return next.slice(0, 3)
}
