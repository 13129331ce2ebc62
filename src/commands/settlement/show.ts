import { OpsError } from '../../core/errors.ts'
import type { Profile } from '../../core/profile.ts'
import type { Block, ExitCode } from '../../core/report.ts'
import { parseMoment } from '../../core/since.ts'
import { worst } from '../../core/verdict.ts'
import type { MemoryUpdate } from '../../runs/memory.ts'
import { settlementDocument } from '../../settlement/document.ts'
import { type JudgedPayment, judgePayments } from '../../settlement/judged.ts'
import { referenceText } from '../../settlement/reference.ts'
import { settlement } from '../../settlement/room.ts'
import { settlementScreen } from '../../settlement/screen.ts'
import type {
  BooksRead,
  Reference,
  Rival,
  SettlementExpected,
  SettlementPorts,
} from '../../settlement/shapes.ts'
import { booksFlags, flagsAgain, shellWord } from '../again.ts'
import { type CommandContext, type Outcome, optionFlag, optionList, optionText } from '../command.ts'
import { findingsShown } from '../findings-shown.ts'
import { headerBlock } from '../header.ts'
import { profileRequest } from '../reconcile-flags.ts'
import { runPart, signalExitCode, startRun } from '../run-parts.ts'
import { createOnePayment } from './one-payment.ts'
import { proveEnd } from './prove-end.ts'
import { savedPayments } from './saved-payments.ts'
import { paymentNamed } from './which.ts'

/** What must be known to look at any payment. Throws `OpsError` SETTLEMENT_NOTHING_TO_READ. */
export function requireInputs({ pays, rpc }: Profile): void {
  const missing: string[] = []
  if (pays.every(({ payTo }) => payTo.length === 0)) missing.push('your address (--pay-to 0x..)')
  if (pays.every(({ network }) => (rpc[network] ?? []).length === 0)) {
    missing.push('a chain endpoint (--rpc URL)')
  }
  if (missing.length > 0) throw new OpsError('SETTLEMENT_NOTHING_TO_READ', { missing: missing.join(', ') })
}

function sinceSeconds({ options, clock }: CommandContext): number {
  const text = optionText(options, 'since') ?? '24h'
  const moment = parseMoment('--since', text, clock.now())
  if (moment.kind === 'time') return Math.floor(moment.at.getTime() / 1000)
  const suggestion = 'Give a time such as 7d or 2026-11-20.'
  throw new OpsError('SINCE_NOT_UNDERSTOOD', { flag: '--since', value: text, suggestion })
}

async function booksOf(context: CommandContext, profile: Profile, signal: AbortSignal): Promise<BooksRead> {
  const names = profile.records.map(({ file }) => file)
  if (names.length === 0) return { names, records: [], failed: null }
  try {
    const read = await (await context.services.records(profile)).read(signal)
    return { names, records: read.flatMap(({ records }) => records), failed: null }
  } catch (error) {
    // Half of the books prove nothing, and neither do none of them.
    if (signal.aborted) return { names, records: [], failed: 'the run was stopped' }
    throw error
  }
}

type Ports = { readonly ports: SettlementPorts; readonly memory: () => MemoryUpdate | null }

async function portsFor(context: CommandContext, profile: Profile): Promise<Ports> {
  const { services, clock } = context
  const store = await services.store()
  const chain = await services.chain(profile)
  const proving = optionFlag(context.options, 'prove') ? { prover: await services.prover() } : {}
  const look = createOnePayment(profile, { chain, clock, ...proving }, await store.memory(profile.name))
  let update: MemoryUpdate | null = null
  const ports: SettlementPorts = {
    clock,
    chain,
    books: (signal) => booksOf(context, profile, signal),
    saved: (reference) => savedPayments(store, profile.name, reference),
    onePayment: async (question, signal) => {
      const { memory, ...seen } = await look(question, signal)
      update = memory
      return seen
    },
  }
  return { ports, memory: () => update }
}

/** Ended: every payment that was named is to be delivered or rejected. What is left to people is not. */
function exitCodeOf(payments: readonly JudgedPayment[]): ExitCode {
  const ended = payments.every(({ advice }) => advice.action === 'deliver' || advice.action === 'reject')
  return payments.length > 0 && ended ? 0 : 3
}

function summaryText(payments: readonly JudgedPayment[], rivals: number): string {
  if (rivals > 0) return 'several payments have this name, none was picked'
  if (payments.length === 0) return 'nothing is known of this payment: UNKNOWN'
  return payments.map(({ advice }) => `${advice.action}, ${advice.retry}`).join('; ')
}

/** What to run next: to name one of several, to wait for what is open, to look at the books around what was late. */
function nextLines(
  context: CommandContext,
  profile: string,
  payments: readonly JudgedPayment[],
  rivals: readonly Rival[],
  reference: Reference,
): readonly string[] {
  // Standard input cannot be read a second time, so a line that repeats it would not work.
  if (optionList(context.options, 'records').includes('-')) return []
  const books = flagsAgain(context, [...booksFlags, 'stateDir', 'runsStore'])
  if (rivals.length > 0) {
    const places = rivals.flatMap(({ place }) => (place === null ? [] : [shellWord(place)]))
    return places.slice(0, 3).map((place) => `x402ops settlement show ${place} ${profile}${books}`)
  }
  const [payment] = payments
  if (payment === undefined) return []
  const { payer, nonce } = payment.item
  if (payment.advice.action === 'wait' && payer !== null && nonce !== null) {
    const again = reference.kind === 'payment' ? `${payer}:${nonce}` : shellWord(referenceText(reference))
    return [`x402ops settlement watch ${again} --profile ${profile}${books}`]
  }
  return payment.reading.state === 'confirmed_late'
    ? [`x402ops reconcile ${profile} --since 24h${books}`]
    : []
}

/** Where one payment stands: from the books, from saved runs and from the chain, which decides. */
export async function runShow(context: CommandContext): Promise<Outcome> {
  const { services, global } = context
  const named = await paymentNamed(context)
  const name = named.profile
  const asked = { ...profileRequest(context, 'settlement'), name }
  const { profile, notes } = await services.profile(asked)
  requireInputs(profile)
  for (const line of notes) context.note(line)
  const deadlineMs = global.deadlineMs ?? profile.limits.deadlineMs
  const running = startRun(context, 'settlement', profile, deadlineMs)
  const reference = await proveEnd(named, profile, services)
  const expected: SettlementExpected = { reference, pays: profile.pays, since: sinceSeconds(context) }
  const { ports, memory } = await portsFor(context, profile)
  const part = await runPart(running, settlement, expected, ports)
  running.deadline.stop()
  const update = memory()
  if (global.save && update !== null) {
    const lost = await (await services.store()).remember(profile.name, update)
    if (lost !== null) context.note(`note: ${lost}`)
  }
  const payments = judgePayments(part.seen)
  const exitCode = signalExitCode(context.signal) ?? exitCodeOf(payments)
  const verdicts = part.findings.map(({ verdict }) => verdict)
  const text = summaryText(payments, part.seen.rivals.length)
  const summary: Block = {
    kind: 'summary',
    text,
    verdict: verdicts.length === 0 ? 'UNKNOWN' : worst(verdicts),
    exitCode,
  }
  const told = part.findings.filter(({ check }) => check !== 'settlement.state' || global.verbose > 0)
  return {
    kind: 'screen',
    screen: [
      headerBlock(running, null),
      ...settlementScreen(payments, part.seen, expected),
      ...findingsShown(told, global.verbose),
      summary,
    ],
    next: nextLines(context, profile.name, payments, part.seen.rivals, reference),
    exitCode,
    data: settlementDocument(part.seen, expected, part, exitCode),
  }
}
