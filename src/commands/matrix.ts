import type { Command } from 'commander'
import { OpsError } from '../core/errors.ts'
import { exportLines, flagsAgain, serviceFlags } from './again.ts'
import { requireBaseUrl } from './base-url.ts'
import { type CommandContext, type Outcome, optionText } from './command.ts'
import { headerBlock } from './header.ts'
import { addMatrixFlags, matrixOptions, saveName } from './matrix-flags.ts'
import { httpFor, type MatrixAids, runMatrix } from './matrix-run.ts'
import { matrixScreen } from './matrix-screen.ts'
import { keepTerms, keptTerms } from './matrix-snapshots.ts'
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
  addMatrixFlags(command)
  addHelpWords(command, {
    examples: [
      ['every paid route that the server names', 'x402ops matrix mainnet --base-url https://api.example.dev'],
      [
        'one route, with the address it must name',
        'x402ops matrix mainnet --base-url https://api.example.dev \\',
      ],
      ['', '  --route "GET /v1/quote" --pay-to 0x..'],
      ['before and after a deploy', 'x402ops matrix mainnet --save before-deploy'],
      ['', 'x402ops matrix mainnet --against before-deploy'],
      ['every instance, and the token contracts', 'x402ops matrix mainnet --instances --chain'],
    ],
    exitCodes: [
      [0, 'every route asks for the right money'],
      [1, 'a route is free, wrong, changed or down'],
      [3, 'a route could not be judged'],
    ],
  })
}

/** Endpoints of chains are resolved only for a run that reads them: their secrets may cost a question. */
async function chainFor(context: CommandContext, name: string): Promise<NonNullable<MatrixAids['chain']>> {
  const { services } = context
  const { profile } = await services.profile({ ...profileRequest(context, 'rpc'), name })
  const [{ nodes }, { separator }] = [await services.chain(profile), await services.signatures()]
  return { nodes, separator }
}

/** Asks every paid route without paying and compares its terms with the profile. */
export async function run(context: CommandContext): Promise<Outcome> {
  const { services } = context
  const { profile, notes } = await services.profile(profileRequest(context, 'matrix'))
  const target = requireBaseUrl(profile, 'matrix')
  for (const line of notes) context.note(line)
  const options = matrixOptions(context, profile)
  const name = saveName(context)
  const against = optionText(context.options, 'against')
  const aids = {
    ...(against === undefined ? {} : { snapshot: await keptTerms(context, profile.name, target, against) }),
    ...(options.chain === true ? { chain: await chainFor(context, profile.name) } : {}),
  }
  const limit = context.global.deadlineMs ?? profile.limits.deadlineMs
  const running = startRun(context, 'matrix', profile, limit)
  const done = await runMatrix(running, await httpFor(context, profile), options, aids)
  if (done === null) throw new OpsError('ROUTES_MISSING')
  if (name !== undefined) await keepTerms(running, done, target, name)
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
