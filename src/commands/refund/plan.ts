import { OpsError } from '../../core/errors.ts'
import { toJson } from '../../core/json.ts'
import type { Block } from '../../core/report.ts'
import { countVerdicts, worst } from '../../core/verdict.ts'
import { openedBy } from '../../refund/book.ts'
import { planCsv } from '../../refund/csv.ts'
import { planDocument } from '../../refund/document.ts'
import { expectRefund } from '../../refund/expect.ts'
import { planOf } from '../../refund/plan.ts'
import { readEvents } from '../../refund/read-events.ts'
import { refund } from '../../refund/room.ts'
import { safeBatch } from '../../refund/safe-batch.ts'
import { planScreen } from '../../refund/screen.ts'
import type { EventsRead, RunGiven } from '../../refund/shapes.ts'
import type { RefundPlan } from '../../refund/shown.ts'
import { exitCodeOf } from '../../runs/exit-code.ts'
import { type CommandContext, type Outcome, optionFlag, optionText } from '../command.ts'
import { findingsShown } from '../findings-shown.ts'
import { profileRequest } from '../reconcile-flags.ts'
import { runPart, signalExitCode, startRun } from '../run-parts.ts'
import { titleBlock } from '../settlement/title.ts'
import { savedRun } from './saved-run.ts'

const eventsLimit = 16_777_216

async function eventsOf({ options, services }: CommandContext): Promise<EventsRead | null> {
  const file = optionText(options, 'refundEvents')
  if (file === undefined) return null
  return readEvents(file, new TextDecoder().decode(await services.input(file, eventsLimit)))
}

/** One Safe is on one network. Throws `OpsError` USAGE for a plan of several. */
function requireOneNetwork({ totals }: RefundPlan): string | null {
  const networks = [...new Set(totals.map(({ network }) => network))]
  if (networks.length < 2) return networks[0] ?? null
  throw new OpsError('USAGE', {
    message: `a Safe batch is for one network, and the plan has ${networks.length}`,
    suggestion: `Name one: --network ${networks[0]}.`,
    command: 'refund plan ',
  })
}

async function writeFiles(
  context: CommandContext,
  plan: RefundPlan,
  run: RunGiven,
): Promise<readonly string[]> {
  const { options, services, note } = context
  const [csv, safe] = [optionText(options, 'csv'), optionText(options, 'safeBatch')]
  const network = safe === undefined ? null : requireOneNetwork(plan)
  const written: string[] = []
  if (csv !== undefined) {
    await services.writeFile(csv, planCsv(plan))
    written.push(`${csv}: ${plan.rows.length} rows`)
  }
  if (safe !== undefined && network === null) note(`note: nothing has to go back, so ${safe} was not written`)
  if (safe !== undefined && network !== null) {
    const createdAt = Date.parse(run.startedAt)
    const about = { chainId: network.slice('eip155:'.length), createdAt, runId: run.runId }
    await services.writeFile(safe, `${toJson(safeBatch(plan.rows, about), 'pretty')}\n`)
    written.push(`${safe}: a batch for Safe, unsigned`)
  }
  return written
}

function summary({ rows, held, done }: RefundPlan): string {
  const parts = [
    rows.length === 0 ? 'nothing has to go back' : `${rows.length} to pay back`,
    ...(held.length === 0 ? [] : [`${held.length} held back`]),
    ...(done.length === 0 ? [] : [`${done.length} dealt with already`]),
  ]
  return parts.join(', ')
}

const shownAsRows: readonly string[] = ['REFUND_DUE', 'REFUND_MISSING', 'REFUND_HELD']

/** `x402ops refund plan`: what has to go back, by a saved run. It writes a plan and moves nothing. */
export async function runPlan(context: CommandContext): Promise<Outcome> {
  const { services, options, global, clock, note } = context
  const isOffline = optionFlag(options, 'offline')
  // Without the chain nobody has to be able to reach it.
  const request = profileRequest(context, isOffline ? 'refund-offline' : 'refund')
  const { profile, notes } = await services.profile(request)
  for (const line of notes) note(line)
  const store = await services.store()
  const { run, pays } = await savedRun(store, profile.name, optionText(options, 'fromRun'))
  const expected = expectRefund([...pays, ...profile.pays], {
    billable: optionText(options, 'billable') ?? profile.billing?.billable.join(','),
    network: optionText(options, 'network'),
  })
  const running = startRun(context, 'refund', profile, global.deadlineMs ?? profile.limits.deadlineMs)
  const { seen, findings, checks } = await runPart(running, refund, expected, {
    run,
    nodes: isOffline ? null : (await services.chain(profile)).nodes,
    events: await eventsOf(context),
    book: await store.refunds(profile.name),
    clock,
  })
  running.deadline.stop()
  const plan = planOf(seen, expected)
  const written = await writeFiles(context, plan, run)
  if (global.save && seen.book.damaged === null) {
    // What another process wrote down in the meantime stays: the first entry of an id wins.
    const lost = await store.updateRefunds(profile.name, (cases) => [...cases, ...openedBy(plan, seen)])
    if (lost !== null) note(`note: ${lost}`)
  }
  const counts = countVerdicts(findings.map(({ verdict }) => verdict))
  const exitCode =
    signalExitCode(context.signal) ?? exitCodeOf({ counts, failOn: global.failOn, complete: run.complete })
  const verdict = worst(['PASS', ...checks.map((check) => check.verdict)])
  const rest = findings.filter(({ code }) => global.verbose > 0 || !shownAsRows.includes(code))
  const screen: readonly Block[] = [
    titleBlock(context, 'refund plan', profile),
    { kind: 'lines', lines: [`From ${run.runId}. Nothing here is signed or sent.`, ...written] },
    ...planScreen(plan, optionFlag(options, 'calldata') ? 'rows and calls' : 'rows'),
    ...findingsShown(rest, global.verbose),
    { kind: 'summary', text: summary(plan), verdict, exitCode },
  ]
  const next = plan.rows.length === 0 || !global.save ? [] : [`x402ops refund list ${profile.name}`]
  const data = planDocument(plan, seen, { profile: profile.name, findings, exitCode })
  return { kind: 'screen', screen, next, exitCode, data, rows: data.refunds }
}
