import type { Command } from 'commander'
import { OpsError } from '../core/errors.ts'
import { exportLines, flagsAgain, serviceFlags } from './again.ts'
import { requireBaseUrl } from './base-url.ts'
import { type CommandContext, type Outcome, optionFlag } from './command.ts'
import { headerBlock } from './header.ts'
import { httpFor, runMatrix } from './matrix-run.ts'
import { matrixScreen } from './matrix-screen.ts'
import { addFlag, addHelpWords, addProfileArgument, collect } from './options.ts'
import { profileRequest } from './reconcile-flags.ts'
import { endRun, startRun } from './run-parts.ts'

/** `x402ops matrix [profile]`. */
export function define(command: Command): void {
  addProfileArgument(command)
  addFlag(command, '--route <route>', 'ask this route, such as "POST /v1/ask"; again for more', {
    parse: collect,
  })
  addFlag(command, '--pay-to <address>', 'the address that must be advertised; again for more', {
    parse: collect,
  })
  addFlag(command, '--variants', 'also HEAD and other spellings: this can run the paid handler')
  addFlag(command, '--probe-garbage', 'also send the constant "not-a-payment" as payment header')
  addHelpWords(command, {
    examples: [
      ['every paid route that the server names', 'x402ops matrix mainnet --base-url https://api.example.dev'],
      [
        'one route, with the address it must name',
        'x402ops matrix mainnet --base-url https://api.example.dev \\',
      ],
      ['', '  --route "GET /v1/quote" --pay-to 0x..'],
    ],
    exitCodes: [
      [0, 'every route asks for the right money'],
      [1, 'a route is free, wrong or down'],
      [3, 'a route could not be judged'],
    ],
  })
}

/** Asks every paid route without paying and compares its terms with the profile. */
export async function run(context: CommandContext): Promise<Outcome> {
  const { options, services } = context
  const { profile, notes } = await services.profile(profileRequest(context, 'matrix'))
  const target = requireBaseUrl(profile, 'matrix')
  for (const line of notes) context.note(line)
  const limit = context.global.deadlineMs ?? profile.limits.deadlineMs
  const running = startRun(context, 'matrix', profile, limit)
  const done = await runMatrix(running, await httpFor(context, profile), {
    variants: optionFlag(options, 'variants'),
    probeGarbage: optionFlag(options, 'probeGarbage'),
  })
  if (done === null) throw new OpsError('ROUTES_MISSING')
  const parts = done.discovery === null ? [done.part] : [done.discovery, done.part]
  return endRun(running, {
    target,
    parts,
    next: ({ verdict, runId }) => [
      ...(verdict === 'PASS' ? [] : [`x402ops probe ${profile.name}${flagsAgain(context, serviceFlags)}`]),
      ...(verdict === 'FAIL' ? exportLines(context, profile.name, runId) : []),
    ],
    screen: (document) => [
      headerBlock(running, target),
      ...matrixScreen(done, document, context.global.verbose),
    ],
  })
}
