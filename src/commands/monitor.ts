import type { Command } from 'commander'
import { requireBaseUrl } from './base-url.ts'
import { type CommandContext, type Outcome, optionText } from './command.ts'
import { lookOnce } from './monitor/look.ts'
import { chosenParts, monitorParts } from './monitor/names.ts'
import { monitorOutcome } from './monitor/outcome.ts'
import { addFlag, addHelpWords, addProfileArgument, collect } from './options.ts'
import { addReconcileFlags, profileRequest } from './reconcile-flags.ts'
import { startRun } from './run-parts.ts'

/** `x402ops monitor [profile]`. */
export function define(command: Command): void {
  addProfileArgument(command)
  addFlag(command, '--only <parts>', `${monitorParts.join(', ')}; with commas`)
  addFlag(command, '--route <route>', 'a paid route, such as "POST /v1/ask"; again for more', {
    parse: collect,
  })
  addFlag(command, '--since <time>', 'window of reconcile (24h)')
  addReconcileFlags(command)
  addFlag(command, '--variants', 'matrix: also HEAD and other spellings; can run the paid handler')
  addFlag(command, '--probe-garbage', 'matrix: also send "not-a-payment" as payment header')
  addHelpWords(command, {
    examples: [
      [
        'everything that can be asked without paying',
        'x402ops monitor mainnet --base-url https://api.example.dev',
      ],
      ['for a timer: one line of output a run', 'x402ops monitor mainnet -q -o json'],
      ['only the price list', 'x402ops monitor mainnet --only matrix'],
    ],
    exitCodes: [
      [0, 'nothing failed'],
      [1, 'something failed'],
      [3, 'something could not be seen'],
    ],
  })
}

/** Runs every check that is configured and sums them up in one verdict. */
export async function run(context: CommandContext): Promise<Outcome> {
  const { services, options, global } = context
  const onlyText = optionText(options, 'only')
  const only = chosenParts(onlyText)
  const { profile, notes } = await services.profile(profileRequest(context, 'monitor'))
  const target = requireBaseUrl(profile, 'monitor')
  for (const line of notes) context.note(line)
  const totalMs = global.deadlineMs ?? profile.limits.deadlineMs
  const running = startRun(context, 'monitor', profile, totalMs)
  const looked = await lookOnce(running, context, {
    ...{ only, named: onlyText !== undefined, totalMs, history: null },
  })
  return monitorOutcome(running, target, looked)
}
