import { isOpsError } from '../../core/errors.ts'
import type { Block, Cell, ExitCode } from '../../core/report.ts'
import { safe } from '../../core/safe.ts'
import type { Verdict } from '../../core/verdict.ts'
import type { CommandContext, OptionValues, Outcome } from '../command.ts'
import { readGlobalOptions } from '../global-options.ts'
import { isCommanderError } from '../program.ts'
import { asksOnly } from './asks-only.ts'

/** What a command line did, or why it was not run. */
export type Inside =
  | {
      readonly ran: true
      readonly exitCode: ExitCode
      readonly runId: string | null
      readonly codes: readonly string[]
      readonly verdict: Verdict | null
      readonly lines: readonly string[]
    }
  | { readonly ran: false; readonly why: string }

const mostLines = 60

function cellWords(cell: Cell): string {
  if (typeof cell === 'string') return cell
  return 'verdict' in cell ? cell.verdict : `${cell.atomic} ${cell.symbol}`
}

function wordsOf(block: Block): readonly string[] {
  switch (block.kind) {
    case 'pairs':
      return block.pairs.map(([label, value]) => `${label}  ${value}`)
    case 'table':
      return block.rows.map((row) => row.map(cellWords).join('  '))
    case 'findings':
      return block.findings.map(({ verdict, code, text }) => `${verdict} ${code}: ${text}`)
    case 'summary':
      return [`${block.verdict} ${block.text}`]
    default:
      return block.lines
  }
}

function screenLines(screen: readonly Block[]): readonly string[] {
  const all = screen.flatMap(wordsOf).map((line) => safe(line, 400))
  const left = all.length - mostLines
  return left <= 0 ? all : [...all.slice(0, mostLines), `.. and ${left} lines more`]
}

async function keep(outcome: Outcome, { services, global }: CommandContext): Promise<void> {
  if (outcome.kind !== 'report' || outcome.save === undefined || !global.save) return
  const store = await services.store()
  const kept = await store.save(outcome.save)
  if (kept.saved && outcome.memory !== undefined)
    await store.remember(outcome.save.document.profile, outcome.memory)
}

function insideOf(outcome: Outcome): Inside {
  if (outcome.kind === 'report') {
    const { document, screen } = outcome.report
    const { exitCode, runId, verdict, findings } = document
    const codes = [...new Set(findings.map(({ code }) => code))].sort()
    return { ran: true, exitCode, runId, codes, verdict, lines: screenLines(screen) }
  }
  const lines =
    outcome.kind === 'text' ? outcome.text.split('\n').slice(0, mostLines) : screenLines(outcome.screen)
  return { ran: true, exitCode: outcome.exitCode ?? 0, runId: null, codes: [], verdict: null, lines }
}

/**
 * Runs one command line of ours in this process, with the services of the command that asks for it, and keeps its run.
 * What does more than ask is refused, as is a line that looks like it holds a secret. Never rejects with `OpsError`: a
 * command that could not be carried out is an answer, too.
 */
export async function runInside(line: string, context: CommandContext): Promise<Inside> {
  const [program, ...argv] = line.split(/ +/)
  if (program !== 'x402ops') return { ran: false, why: 'it is no command of x402ops' }
  try {
    const invocation = await context.understand(argv)
    if (invocation === undefined) return { ran: false, why: 'it prints help' }
    const { path, args, options, module } = invocation
    if (!asksOnly(path, options)) return { ran: false, why: 'it does more than ask, so it is run by hand' }
    const global = { ...readGlobalOptions(options), save: context.global.save }
    const inner = { ...context, path, args, options: options as OptionValues, global, interactive: false }
    const outcome = await module.run(inner)
    await keep(outcome, context)
    return insideOf(outcome)
  } catch (error) {
    if (isCommanderError(error)) return { ran: false, why: safe(error.message, 200) }
    if (!isOpsError(error)) throw error
    const lines = [error.message, error.why ?? '', error.hint].filter((text) => text !== '')
    return { ran: true, exitCode: error.exitCode, runId: null, codes: [error.code], verdict: null, lines }
  }
}
