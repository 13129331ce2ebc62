import type { Command } from 'commander'
import { OpsError } from '../core/errors.ts'
import { toJson } from '../core/json.ts'
import type { Profile } from '../core/profile.ts'
import type { Block, RunDocument } from '../core/report.ts'
import { ledgerOf } from '../reconcile/account/ledger.ts'
import { isTabled } from '../reconcile/class-tables.ts'
import type { ReconcileExpected } from '../reconcile/expected.ts'
import { caseTables, reconcileDetails, reconcileScreen } from '../reconcile/screen.ts'
import type { ReconcileSeen } from '../reconcile/seen.ts'
import { type CommandContext, type Outcome, optionFlag, optionText } from './command.ts'
import { findingsShown } from './findings-shown.ts'
import { headerBlock } from './header.ts'
import { addFlag, addHelpWords, addProfileArgument } from './options.ts'
import { askedBlock, askedFor, checkFilters, findingsAbout } from './reconcile-filter.ts'
import { addCacheFlag, addReconcileFlags, profileRequest } from './reconcile-flags.ts'
import { memoryAfter } from './reconcile-memory.ts'
import { reconcileNext } from './reconcile-next.ts'
import { partToSave, type ReconcileResult, reconcileResult } from './reconcile-result.ts'
import { reconcileQuestion, runReconcile } from './reconcile-run.ts'
import { endRun, startRun } from './run-parts.ts'
import { mappingOutcome } from './show-mapping.ts'

/** `x402ops reconcile [profile] --since 24h`. */
export function define(command: Command): void {
  addProfileArgument(command)
  addFlag(command, '--since <time>', 'start of the window: 24h, 7d, a time, block:N or last (24h)')
  addFlag(command, '--until <time>', 'end of the window (now)')
  addReconcileFlags(command)
  addCacheFlag(command)
  addFlag(command, '--class <name>', 'show only payments of this class, such as orphaned_payment')
  addFlag(command, '--payer <address>', 'show only payments of this payer')
  addFlag(command, '--cases <file>', 'write every case, matched ones too, one JSON line each')
  addFlag(command, '--prove', 'verify verdicts against block headers, as far as endpoints serve proofs')
  addFlag(command, '--engine <name>', 'what pairs many payments: embedded or postgres (embedded)')
  addFlag(command, '--store <where>', 'its database: env:NAME, or a URL without a password')
  addFlag(command, '--show-mapping', 'show how the records were understood, and stop')
  addHelpWords(command, {
    examples: [
      ['the last day, with everything on the command line', 'x402ops reconcile mainnet --since 24h \\'],
      ['', '  --records payments.jsonl --rpc env:RPC_URL --pay-to 0x..'],
      ['with records, rpc and payTo in x402ops.yaml', 'x402ops reconcile mainnet --since 7d'],
      ['how are my records read?', 'x402ops reconcile --records pay.csv --show-mapping'],
      ['a million payments, paired in a database', 'x402ops reconcile --since 30d \\'],
      ['', '  --engine postgres --store env:DATABASE_URL'],
      ['a ledger, one row a payment', 'x402ops reconcile --since 24h -o csv=ledger.csv'],
    ],
    exitCodes: [
      [0, 'books and chain agree'],
      [1, 'money is owed, lost or misdirected'],
      [3, 'something could not be read or decided'],
      [5, 'an endpoint belongs to another network'],
    ],
  })
}

function requireInputs(profile: Profile): void {
  const missing: string[] = []
  if (profile.records.length === 0) missing.push('records (--records FILE)')
  if (profile.pays.every(({ payTo }) => payTo.length === 0)) missing.push('your address (--pay-to 0x..)')
  if (profile.pays.every(({ network }) => (profile.rpc[network] ?? []).length === 0)) {
    missing.push('a chain endpoint (--rpc URL)')
  }
  if (missing.length > 0) throw new OpsError('RECONCILE_NOTHING_TO_READ', { missing: missing.join(', ') })
}

const undecided: readonly string[] = ['PENDING_FINALITY', 'OPEN']

/** The last line. What is not final, or could still move, must not be called agreement. */
function summary(document: RunDocument, totals: ReconcileResult['totals']): Block {
  const { complete, verdict, exitCode } = document
  const loud = document.findings.filter((item) => ['FAIL', 'UNKNOWN', 'WARN'].includes(item.verdict)).length
  const waiting = totals
    .filter(({ outcome }) => undecided.includes(outcome))
    .reduce((sum, { count }) => sum + count, 0)
  const calm = waiting === 0 ? 'books and chain agree' : `nothing wrong so far, ${waiting} not decided yet`
  const judged = totals.filter(({ outcome }) => outcome !== 'OUT_OF_WINDOW')
  // Of an empty window nobody can say that anything agrees.
  const quiet = judged.length === 0 ? 'no payment in this window' : calm
  const found = loud === 0 ? quiet : `${loud} finding${loud === 1 ? '' : 's'}`
  const window = complete ? 'window complete' : 'window incomplete'
  return { kind: 'summary', text: `${found}, ${window}`, verdict, exitCode }
}

/** The ledger, made only for `-o csv`: a row for each payment is a lot to hold for nobody. */
function ledgerPart(
  { global }: CommandContext,
  seen: ReconcileSeen,
  expected: ReconcileExpected,
  { judged, figures }: ReconcileResult,
) {
  if (!global.outputs.some(({ format }) => format === 'csv')) return {}
  return { ledger: ledgerOf(seen, judged, expected, figures.accounts) }
}

/** Compares the records with the chain: one class for each payment of the window. */
export async function run(context: CommandContext): Promise<Outcome> {
  const { options, services } = context
  checkFilters(context)
  const { profile, notes } = await services.profile(profileRequest(context, 'reconcile'))
  if (optionFlag(options, 'showMapping'))
    return mappingOutcome(await services.records(profile), context.signal)
  const { target, expected } = await reconcileQuestion(context, profile)
  requireInputs(profile)
  for (const line of notes) context.note(line)
  const running = startRun(
    context,
    'reconcile',
    profile,
    context.global.deadlineMs ?? profile.limits.deadlineMs,
  )
  const part = await runReconcile(running, context, expected)
  const result = reconcileResult(part.seen, expected)
  const file = optionText(options, 'cases')
  if (file !== undefined) {
    await services.writeFile(file, result.cases.map((item) => `${toJson(item)}\n`).join(''))
  }
  const asked = askedFor(result.judged, context)
  const { verbose } = context.global
  const about = { ...result, verbose, asked }
  return endRun(running, {
    target,
    parts: [partToSave(part)],
    gaps: result.gaps,
    window: result.window,
    totals: result.totals.map(({ name, count, amount }) => ({ name, count, amount })),
    figures: result.figures,
    cases: result.cases,
    saved: result.saved,
    ...ledgerPart(context, part.seen, expected, result),
    memory: (document) => memoryAfter(part.seen, result.judged, document, target, 'moves the watermark'),
    next: (document) => reconcileNext(document, profile.name, context),
    screen: (document) => [
      headerBlock(running, null),
      ...reconcileScreen(part.seen, expected, about),
      ...askedBlock(result.judged.length + (part.seen.plain?.count ?? 0), asked, context),
      ...caseTables(expected, about),
      ...findingsShown(
        findingsAbout(document.findings, asked).filter(({ code }) => !isTabled(code)),
        verbose,
      ),
      ...reconcileDetails(part.seen, about),
      summary(document, result.totals),
    ],
  })
}
