import type { Command } from 'commander'
import { OpsError } from '../core/errors.ts'
import { exportLines, flagsAgain, serviceFlags } from './again.ts'
import { requireBaseUrl } from './base-url.ts'
import { type CommandContext, type Outcome, optionList } from './command.ts'
import { discoverPart } from './discover-part.ts'
import { discoverScreen } from './discover-screen.ts'
import { headerBlock } from './header.ts'
import { addFlag, addHelpWords, addProfileArgument, collect } from './options.ts'
import { profileRequest } from './reconcile-flags.ts'
import { endRun, startRun } from './run-parts.ts'

/** `x402ops discover [profile]`. */
export function define(command: Command): void {
  addProfileArgument(command)
  addFlag(command, '--route <route>', 'a paid route that documents must name; again for more', {
    parse: collect,
  })
  addFlag(command, '--pay-to <address>', 'your receiving address; again for more', { parse: collect })
  addFlag(
    command,
    '--catalogue <url>',
    'also read the listing of this facilitator or index; again for more',
    {
      parse: collect,
    },
  )
  addHelpWords(command, {
    examples: [
      [
        'do the documents say what the 402s ask for?',
        'x402ops discover mainnet --base-url https://api.example.dev',
      ],
      ['and does a catalogue list the routes as they are?', 'x402ops discover mainnet \\'],
      ['', '  --catalogue https://facilitator.example.com/discovery/resources'],
    ],
    exitCodes: [
      [0, 'documents and routes agree'],
      [1, 'a document or a catalogue says otherwise than the routes'],
      [3, 'a document, a route or a catalogue could not be seen'],
    ],
  })
}

function catalogueUrls(context: CommandContext): readonly string[] {
  const given = optionList(context.options, 'catalogue')
  const wrong = given.find((url) => !URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol))
  if (wrong === undefined) return given
  throw new OpsError('USAGE', {
    message: 'a --catalogue is no http or https address',
    suggestion: 'Give the whole address, such as https://facilitator.example.com/discovery/resources.',
    command: 'discover ',
  })
}

/** Compares the documents of a service, and catalogues that list it, with its live 402s. */
export async function run(context: CommandContext): Promise<Outcome> {
  const { services } = context
  const catalogues = catalogueUrls(context)
  const { profile, notes } = await services.profile(profileRequest(context, 'discover'))
  const target = requireBaseUrl(profile, 'discover')
  for (const line of notes) context.note(line)
  const limit = context.global.deadlineMs ?? profile.limits.deadlineMs
  const running = startRun(context, 'discover', profile, limit)
  const part = await discoverPart(running, context, { catalogues })
  if (part === null) throw new OpsError('BASE_URL_MISSING', { command: 'discover', profile: profile.name })
  return endRun(running, {
    target,
    parts: [part],
    next: ({ verdict, runId }) => [
      ...(verdict === 'PASS' ? [] : [`x402ops matrix ${profile.name}${flagsAgain(context, serviceFlags)}`]),
      ...(verdict === 'FAIL' ? exportLines(context, profile.name, runId) : []),
    ],
    screen: (document) => [
      headerBlock(running, target),
      ...discoverScreen(part, document, context.global.verbose),
    ],
  })
}
