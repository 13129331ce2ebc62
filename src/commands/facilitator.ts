import type { Command } from 'commander'
import { evmAddressProblem } from '../config/address.ts'
import { OpsError } from '../core/errors.ts'
import type { Block } from '../core/report.ts'
import { formatUtc } from '../core/time.ts'
import { facilitatorScreen, notSeenLines } from '../facilitator/screen.ts'
import { exportLines, flagsAgain } from './again.ts'
import { type CommandContext, type Outcome, optionFlag, optionList } from './command.ts'
import { type LiveTerms, savedLiveTerms } from './facilitator-live.ts'
import { facilitatorPart } from './facilitator-part.ts'
import { findingsShown } from './findings-shown.ts'
import { headerBlock } from './header.ts'
import { addFlag, addHelpWords, addProfileArgument, collect } from './options.ts'
import { runSummary } from './probe.ts'
import { profileRequest } from './reconcile-flags.ts'
import { endRun, startRun } from './run-parts.ts'

/** `x402ops facilitator [profile]`. */
export function define(command: Command): void {
  const list = { parse: collect }
  addProfileArgument(command)
  addFlag(command, '--facilitator-url <url>', 'ask this facilitator; again for more', list)
  addFlag(
    command,
    '--facilitator-auth <place>',
    'env:NAME of the credential for the one of --facilitator-url',
  )
  addFlag(command, '--verify-reachability', 'also one synthetic /verify; counts there as a refused one')
  addFlag(command, '--relayer <address>', 'an account of yours that pays gas; again for more', list)
  addFlag(command, '--network <id>', 'CAIP-2 id, such as eip155:8453')
  addFlag(command, '--asset <token>', 'token by symbol or address, such as usdc')
  addFlag(command, '--rpc <url>', 'chain endpoint, or env:NAME; again for more', list)
  addHelpWords(command, {
    examples: [
      ['the facilitators of the profile, side by side', 'x402ops facilitator shop'],
      [
        'one without a config file',
        'x402ops facilitator mainnet --facilitator-url https://facilitator.example.dev',
      ],
      [
        'can verify be reached, too? one refused verification',
        'x402ops facilitator shop --verify-reachability',
      ],
    ],
    exitCodes: [
      [0, 'every facilitator can do what the service asks for, as far as it advertises'],
      [1, 'one is down, refuses the credential, lacks a kind, or cannot pay for gas'],
      [2, 'no facilitator is configured'],
      [3, 'something could not be seen'],
    ],
  })
}

function relayersOf({ options }: CommandContext): readonly string[] {
  return optionList(options, 'relayer').map((text) => {
    const found = evmAddressProblem(text)
    if (found === undefined) return text.toLowerCase()
    const value = /^0x[0-9a-zA-Z]{1,42}$/.test(text) ? text : '***'
    throw new OpsError('ADDRESS_EXPECTED', { flag: '--relayer', value, reason: found.problem })
  })
}

function comparedWith(live: LiveTerms | null): Block {
  const line =
    live === null || live.at === null
      ? 'Compared with the profile; no matrix of the last day was read (x402ops matrix).'
      : `Compared with the 402s that the matrix saw at ${formatUtc(new Date(live.at))}, and with the profile.`
  return { kind: 'lines', lines: [line] }
}

/** Asks every facilitator of a profile and shows them side by side. */
export async function run(context: CommandContext): Promise<Outcome> {
  const relayers = relayersOf(context)
  const { profile, notes } = await context.services.profile(profileRequest(context, 'facilitator'))
  if ((profile.facilitators ?? []).length === 0)
    throw new OpsError('FACILITATOR_MISSING', { profile: profile.name })
  for (const line of notes) context.note(line)
  const limit = context.global.deadlineMs ?? profile.limits.deadlineMs
  const running = startRun(context, 'facilitator', profile, limit)
  const live = await savedLiveTerms(running, context)
  const verifyReachability = optionFlag(context.options, 'verifyReachability')
  const part = await facilitatorPart(running, context, { ...live, relayers, verifyReachability })
  if (part === null) throw new OpsError('FACILITATOR_MISSING', { profile: profile.name })
  return endRun(running, {
    target: profile.baseUrl,
    parts: [part],
    next: ({ verdict, runId, findings }) => [
      ...(findings.some(({ code }) => code.startsWith('FACILITATOR_SIGNER') || code === 'FACILITATOR_DOWN')
        ? [`x402ops reconcile ${profile.name} --since 24h${flagsAgain(context, ['config', 'rpc'])}`]
        : []),
      ...(verdict === 'FAIL' ? exportLines(context, profile.name, runId) : []),
    ],
    screen: (document) => [
      headerBlock(running, profile.baseUrl),
      comparedWith(live),
      ...facilitatorScreen(part.seen, part.expected, part.findings),
      ...findingsShown(
        document.findings.filter(({ code }) => code !== 'FACILITATOR_NOT_SEEN'),
        context.global.verbose,
      ),
      ...notSeenLines(document.findings),
      runSummary(document),
    ],
  })
}
