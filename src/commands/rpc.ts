import type { Command } from 'commander'
import { OpsError } from '../core/errors.ts'
import { rpcScreen } from '../rpc/screen.ts'
import { exportLines, flagsAgain } from './again.ts'
import type { CommandContext, Outcome } from './command.ts'
import { findingsShown } from './findings-shown.ts'
import { headerBlock } from './header.ts'
import { addFlag, addHelpWords, addProfileArgument, collect } from './options.ts'
import { runSummary } from './probe.ts'
import { profileRequest } from './reconcile-flags.ts'
import { rpcPart } from './rpc-part.ts'
import { endRun, startRun } from './run-parts.ts'

/** `x402ops rpc [profile]`. */
export function define(command: Command): void {
  addProfileArgument(command)
  addFlag(command, '--rpc <url>', 'chain endpoint, or env:NAME; again for more', { parse: collect })
  addFlag(command, '--network <id>', 'CAIP-2 id, such as eip155:8453')
  addHelpWords(command, {
    examples: [
      ['can the endpoints of this profile be believed?', 'x402ops rpc mainnet'],
      ['is this one fit to be added?', 'x402ops rpc mainnet --rpc env:RPC_URL'],
      [
        'two of different providers against each other',
        'x402ops rpc mainnet --rpc env:RPC_A --rpc env:RPC_B',
      ],
    ],
    exitCodes: [
      [0, 'all answer, as the right chain, with the same blocks'],
      [1, 'one belongs to another chain, refuses our key, or names other blocks'],
      [3, 'no endpoint of a network answers, or one left a question open'],
    ],
  })
}

/** Examines every chain endpoint. */
export async function run(context: CommandContext): Promise<Outcome> {
  const { services, global } = context
  const { profile, notes } = await services.profile(profileRequest(context, 'rpc'))
  for (const line of notes) context.note(line)
  const running = startRun(context, 'rpc', profile, global.deadlineMs ?? profile.limits.deadlineMs)
  const part = await rpcPart(running, context)
  if (part === null) throw new OpsError('RPC_MISSING', { profile: profile.name })
  return endRun(running, {
    target: null,
    parts: [part],
    next: ({ verdict, runId }) =>
      verdict === 'FAIL'
        ? exportLines(context, profile.name, runId)
        : [`x402ops recipient ${profile.name}${flagsAgain(context, ['config', 'rpc', 'network'])}`],
    screen: (document) => [
      headerBlock(running, null),
      ...rpcScreen(part.seen, part.expected, part.findings),
      ...findingsShown(document.findings, global.verbose),
      runSummary(document),
    ],
  })
}
