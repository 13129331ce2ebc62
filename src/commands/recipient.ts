import type { Command } from 'commander'
import { OpsError } from '../core/errors.ts'
import { recipientScreen } from '../recipient/screen.ts'
import { booksFlags, exportLines, flagsAgain } from './again.ts'
import { type CommandContext, type Outcome, optionFlag, optionText } from './command.ts'
import { findingsShown } from './findings-shown.ts'
import { headerBlock } from './header.ts'
import { addFlag, addHelpWords, addProfileArgument, collect } from './options.ts'
import { runSummary } from './probe.ts'
import { recordedReceipts } from './recipient-delta.ts'
import { recipientPart } from './recipient-part.ts'
import { profileRequest } from './reconcile-flags.ts'
import { endRun, startRun } from './run-parts.ts'

/** `x402ops recipient [profile]`. */
export function define(command: Command): void {
  addProfileArgument(command)
  addFlag(command, '--rpc <url>', 'chain endpoint, or env:NAME; again for more', { parse: collect })
  addFlag(command, '--pay-to <address>', 'your receiving address; again for more', { parse: collect })
  addFlag(command, '--network <id>', 'CAIP-2 id, such as eip155:8453')
  addFlag(command, '--asset <token>', 'token by symbol or address, such as usdc')
  addFlag(command, '--delta', 'compare the balance with the last saved reconcile')
  addFlag(command, '--since <time>', 'with --delta: only from here on, such as 6h')
  addHelpWords(command, {
    examples: [
      ['can my address receive USDC on Base?', 'x402ops recipient mainnet --pay-to 0x..'],
      ['every address of the profile, before going live', 'x402ops recipient shop'],
      ['does its balance agree with the books?', 'x402ops recipient shop --delta --since 6h'],
    ],
    exitCodes: [
      [0, 'every address can receive'],
      [1, 'one cannot: blocked, paused, frozen, missing, forbidden'],
      [3, 'an endpoint did not answer, or they contradict each other'],
    ],
  })
}

/** Looks at every address that takes money. */
export async function run(context: CommandContext): Promise<Outcome> {
  const { services, global, options, clock } = context
  const { profile, notes } = await services.profile(profileRequest(context, 'recipient'))
  for (const line of notes) context.note(line)
  const since = optionText(options, 'since')
  const wantsDelta = optionFlag(options, 'delta') || since !== undefined
  const delta = wantsDelta
    ? await recordedReceipts(await services.store(), profile, since, clock.now())
    : null
  const running = startRun(context, 'recipient', profile, global.deadlineMs ?? profile.limits.deadlineMs)
  const part = await recipientPart(running, context, { delta })
  if (part === null) throw new OpsError('PAY_TO_MISSING', { profile: profile.name })
  return endRun(running, {
    target: null,
    parts: [part],
    next: ({ verdict, runId, findings }) => [
      ...(findings.some(({ code }) => code === 'RECIPIENT_UNKNOWN')
        ? [`x402ops rpc ${profile.name}${flagsAgain(context, ['config', 'rpc', 'network'])}`]
        : []),
      ...(findings.some(({ code }) => /^RECIPIENT_(?:BALANCE_DRIFT|DELTA_UNKNOWN)$/.test(code))
        ? [`x402ops reconcile ${profile.name} --since ${since ?? '24h'}${flagsAgain(context, booksFlags)}`]
        : []),
      ...(verdict === 'FAIL' ? exportLines(context, profile.name, runId) : []),
    ],
    screen: (document) => [
      headerBlock(running, null),
      ...recipientScreen(part.seen, part.expected, part.findings),
      ...findingsShown(
        document.findings.filter(({ code }) => code !== 'RECIPIENT_BALANCE_CLOSES'),
        global.verbose,
      ),
      runSummary(document),
    ],
  })
}
