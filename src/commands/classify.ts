import type { Command } from 'commander'
import { type CaseLookup, lookupIn, withChainTruth } from '../classify/chain-truth.ts'
import { decide, isChallenge, isFailure } from '../classify/decide.ts'
import { readText } from '../classify/read-text.ts'
import { OpsError } from '../core/errors.ts'
import { parseMoment } from '../core/since.ts'
import { chainHint } from './classify/chain-hint.ts'
import { tallyLog } from './classify/log.ts'
import { logOutcome } from './classify/log-screen.ts'
import { oneOutcome } from './classify/one-screen.ts'
import { takeInput } from './classify/take-input.ts'
import { type CommandContext, type Outcome, optionText } from './command.ts'
import { integerFlag } from './numbers.ts'
import { addFlag, addHelpWords } from './options.ts'

/** `x402ops classify [TEXT|FILE|-] [--from-run RUN] [--tx|--nonce|--payer] [--deploy-at TIME] [--breaker N]`. */
export function define(command: Command): void {
  command.argument('[text]', 'an error text, a file, or - for standard input')
  addFlag(command, '--from-run <run>', 'what a saved reconcile says of the payment goes before every text')
  addFlag(command, '--tx <hash>', 'the transaction that the text is about, looked up in that run')
  addFlag(command, '--nonce <nonce>', 'the nonce that the text is about, looked up in that run')
  addFlag(command, '--payer <address>', 'whose nonce it is')
  addFlag(
    command,
    '--deploy-at <time>',
    'a log: compare the failures before and since (24h, 2026-11-20T10:00Z)',
  )
  addFlag(command, '--breaker <n>', 'a log: failures in a row that open your breaker (5)', {
    parse: integerFlag('--breaker', '3'),
  })
  addHelpWords(command, {
    examples: [
      ['one reason of a facilitator', 'x402ops classify invalid_exact_evm_nonce_already_used'],
      ['an answer as curl -i prints it', 'curl -si https://api.example.dev/v1/quote | x402ops classify'],
      ['a log, JSON lines or plain: classes, scope and whose fault', 'x402ops classify /var/log/pay.jsonl'],
      ['what the chain showed in the last run goes first', 'x402ops classify error.json --from-run last'],
    ],
    exitCodes: [
      [0, 'it has a class, whatever that class is: the answer is known'],
      [2, 'there is nothing to classify, or the file or run is not there'],
      [3, 'unknown: no rule knows it (in a log: at least one failure)'],
    ],
  })
}

function deployTime({ options, clock }: CommandContext): number | null {
  const text = optionText(options, 'deployAt')
  if (text === undefined) return null
  const moment = parseMoment('--deploy-at', text, clock.now())
  if (moment.kind === 'time') return moment.at.getTime()
  const suggestion = 'A deploy has a time: 2h or 2026-11-20T10:00:00Z.'
  throw new OpsError('SINCE_NOT_UNDERSTOOD', { flag: '--deploy-at', value: text, suggestion })
}

/**
 * What kind of failure a text, an answer or a log shows. Contacts nobody. Throws `OpsError` CLASSIFY_NOTHING,
 * INPUT_*, RUN_NOT_FOUND or SINCE_*.
 */
export async function run(context: CommandContext): Promise<Outcome> {
  const deployAt = deployTime(context)
  const { breaker } = context.options
  const breakerAt = typeof breaker === 'number' ? breaker : undefined
  const { about, cases } = await chainHint(context)
  const lookup: CaseLookup = lookupIn(cases)
  const input = await takeInput(context)
  if (input.kind === 'log') {
    const tally = await tallyLog(input.lines, { lookup, deployAt, breakerAt, context })
    return logOutcome(context, tally, deployAt)
  }
  const signals = readText(input.text)
  const named = { ...signals.about, ...about }
  const said = withChainTruth(decide(signals), lookup(named))
  const sort = isFailure(signals) ? 'failed' : isChallenge(signals) ? 'challenge' : 'silent'
  return oneOutcome(context, { said, signals: { ...signals, about: named }, sort })
}
