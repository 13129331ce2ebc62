import type { RunDocument } from '../core/report.ts'
import { booksFlags, exportFlags, flagsAgain, serviceFlags, shellWord } from './again.ts'
import { type CommandContext, optionList, optionText } from './command.ts'
import { worstFirst } from './findings-shown.ts'
import { resumeLines } from './reconcile-resume.ts'

const unread = ['INVALID_RECORD', 'RECONCILE_ROWS_REJECTED', 'RECONCILE_NO_RECORDS']
const needingAnother = ['RECONCILE_CHAIN_NOT_READ', 'RECONCILE_ENDPOINT_DISTRUSTED']
const withoutRpc = booksFlags.filter((name) => name !== 'rpc')

const mostLines = 3

/** The worst class of payments that failed: what somebody else has to look at first. */
function worstCode(findings: RunDocument['findings']): string | undefined {
  const failed = findings.filter(({ verdict, subject }) => verdict === 'FAIL' && subject.kind === 'case')
  return worstFirst(failed)[0]?.code
}

/** At most three commands that help with what a reconcile found; complete and ready to copy. */
export function reconcileNext(
  document: Pick<RunDocument, 'verdict' | 'findings' | 'window'>,
  profile: string,
  context: CommandContext,
): readonly string[] {
  const { verdict, findings } = document
  const next: string[] = []
  const since = shellWord(optionText(context.options, 'since') ?? '24h')
  // Standard input cannot be read a second time, so a line that repeats it would not work.
  if (optionList(context.options, 'records').includes('-')) return []
  const books = flagsAgain(context, booksFlags)
  const codes = new Set(findings.map(({ code }) => code))
  const needsAnother = needingAnother.some((code) => codes.has(code))
  if (needsAnother) {
    const rest = flagsAgain(context, withoutRpc)
    next.push(`x402ops reconcile ${profile} --since ${since} --rpc env:RPC_URL${rest}`)
  }
  // An endpoint that was caught tells the same again.
  if (!needsAnother) next.push(...resumeLines(document, profile, context))
  if (unread.some((code) => codes.has(code))) {
    next.push(`x402ops reconcile ${profile} --show-mapping${books}`)
  }
  if (codes.has('INVALID_RECORD')) next.push('x402ops init --recorder v2')
  if (codes.has('RECIPIENT_MISMATCH') || codes.has('AMOUNT_SHORT')) {
    next.push(`x402ops matrix ${profile}${flagsAgain(context, serviceFlags)}`)
  }
  const worst = worstCode(findings)
  // What was not kept cannot be exported.
  if (worst !== undefined && context.global.save) {
    const line = `x402ops evidence export ${profile} --finding ${worst}${flagsAgain(context, exportFlags)}`
    // Whatever else helps, money that is somebody's is handed over: never the line that is cut off.
    next.splice(mostLines - 1, 0, line)
  }
  if (verdict === 'FAIL') {
    next.push(`x402ops reconcile ${profile} --since ${since} -o csv=ledger.csv${books}`)
  }
  return next.slice(0, mostLines)
}
