import { addressProblem } from '../../config/address.ts'
import { parsePrice, priceIn, priceProblem } from '../../config/quantity.ts'
import { OpsError } from '../../core/errors.ts'
import type { Profile } from '../../core/profile.ts'
import type { ExitCode } from '../../core/report.ts'
import { safe } from '../../core/safe.ts'
import { parseMoment } from '../../core/since.ts'
import { type Compared, type FindQuestion, judgeCandidates } from '../../settlement/find.ts'
import { collectFind } from '../../settlement/find-collect.ts'
import { findScreen, findSummary } from '../../settlement/find-screen.ts'
import { isWord } from '../../settlement/reference.ts'
import { booksFlags, flagsAgain } from '../again.ts'
import { type CommandContext, type Outcome, optionText } from '../command.ts'
import { startDeadline } from '../deadline.ts'
import { profileRequest } from '../reconcile-flags.ts'
import { titleBlock } from './title.ts'

const day = 86_400
const defaultWithinMs = 3_600_000

function refuse(message: string, suggestion: string): OpsError {
  return new OpsError('USAGE', { message, suggestion, command: 'settlement find ' })
}

function payerOf(text: string | undefined): string | null {
  if (text === undefined) return null
  const problem = addressProblem(text, null)
  if (problem !== undefined) throw refuse(`--payer: ${problem.problem}`, problem.suggestion)
  return text.startsWith('0x') ? text.toLowerCase() : text
}

function amountOf(text: string | undefined, { pays }: Profile): FindQuestion['amount'] {
  if (text === undefined) return null
  const price = parsePrice(text)
  const problem = priceProblem(text)
  if (price === undefined || problem !== undefined) {
    const { problem: what, suggestion } = problem ?? { problem: 'not an amount', suggestion: '' }
    throw refuse(`--amount ${safe(text, 40)}: ${what}`, suggestion)
  }
  const amounts = pays.flatMap(({ network, unit }) => {
    if (price.kind === 'token' && price.symbol.toLowerCase() !== unit.symbol.toLowerCase()) return []
    const atomic = priceIn(price, unit)
    return typeof atomic === 'bigint' ? [{ network, asset: unit.asset, atomic }] : []
  })
  if (amounts.length > 0) return amounts
  const known = [...new Set(pays.map(({ unit }) => unit.symbol.toLowerCase()))].join(', ')
  throw refuse(`--amount ${safe(text, 40)} is no amount of a token of this profile`, `Tokens: ${known}.`)
}

/** The window around the time that was remembered; the last day when none was. */
function windowOf({ options, clock }: CommandContext): { readonly since: number; readonly until: number } {
  const now = clock.now()
  // Clocks of chains and servers differ: what happens now may bear a time that is still to come.
  const nowSeconds = Math.floor(now.getTime() / 1000) + 600
  const around = optionText(options, 'around')
  if (around === undefined) return { since: nowSeconds - day, until: nowSeconds }
  const moment = parseMoment('--around', around, now)
  if (moment.kind !== 'time') {
    const suggestion = 'Give a time, such as 2h (ago) or 2026-11-21T07:40:00Z.'
    throw new OpsError('SINCE_NOT_UNDERSTOOD', { flag: '--around', value: around, suggestion })
  }
  const within = typeof options.within === 'number' ? options.within : defaultWithinMs
  const [at, slack] = [Math.floor(moment.at.getTime() / 1000), Math.ceil(within / 1000)]
  return { since: at - slack, until: Math.min(nowSeconds, at + slack) }
}

function nextLines(compared: readonly Compared[], rest: string): readonly string[] {
  return compared.slice(0, 3).flatMap(({ candidate: { payer, nonce, tx, recordIds, requestIds } }) => {
    const id = recordIds[0] ?? requestIds[0]
    const ref = payer !== null && nonce !== null ? `--payer ${payer} --nonce ${nonce}` : (tx ?? id)
    return ref === undefined ? [] : [`x402ops settlement show ${ref}${rest}`]
  })
}

/** `x402ops settlement find`: what could be the payment that somebody asks about, none of it picked. */
export async function runFind(context: CommandContext): Promise<Outcome> {
  const { options, services, clock, global } = context
  const { route: _, ...others } = options
  // `--route` says here what a buyer remembers, not which routes the profile has.
  const { profile, notes } = await services.profile(
    profileRequest({ ...context, options: others }, 'settlement'),
  )
  const question: FindQuestion = {
    payer: payerOf(optionText(options, 'payer')),
    amount: amountOf(optionText(options, 'amount'), profile),
    route: optionText(options, 'route') ?? null,
    ...windowOf(context),
  }
  if (question.payer === null && question.amount === null && question.route === null) {
    throw refuse('settlement find needs something to look for', 'Give --payer, --amount or --route.')
  }
  const tx = optionText(options, 'tx')?.toLowerCase() ?? null
  if (tx !== null && !isWord(tx)) {
    throw refuse('--tx is given what is no transaction hash', '0x followed by 64 hex digits is one.')
  }
  for (const line of notes) context.note(line)
  const deadline = startDeadline(clock, context.signal, global.deadlineMs ?? profile.limits.deadlineMs)
  const records = profile.records.length === 0 ? null : await services.records(profile)
  const ports = { chain: await services.chain(profile), records }
  const seen = await collectFind(question, { pays: profile.pays, tx }, ports, deadline.signal)
  const stopped = deadline.reached() ? ['the deadline of the run was reached'] : []
  deadline.stop()
  const owned = profile.pays.flatMap(({ payTo }) => payTo.map(({ address }) => address))
  const compared = judgeCandidates(seen.candidates, question, owned)
  const gaps = [...seen.gaps, ...stopped]
  const exitCode: ExitCode = compared.length === 1 && gaps.length === 0 ? 0 : 3
  const shown = { ...seen, gaps, question, compared, units: profile.pays.map(({ unit }) => unit) }
  const profileFlag = profile.name === 'mainnet' ? '' : ` --profile ${profile.name}`
  const next = nextLines(compared, `${profileFlag}${flagsAgain(context, booksFlags)}`)
  const verdict = exitCode === 0 ? 'INFO' : 'UNKNOWN'
  return {
    kind: 'screen',
    screen: [
      titleBlock(context, 'settlement find', profile),
      ...findScreen(shown),
      { kind: 'summary', text: findSummary(shown), verdict, exitCode },
    ],
    next,
    exitCode,
    data: {
      schema: 'x402ops.settlement-find/v1',
      question,
      candidates: compared.map(({ candidate, ...rest }) => ({ ...candidate, ...rest })),
      complete: gaps.length === 0,
      gaps,
      transaction: seen.pool,
      exitCode,
    },
  }
}
