import type { Command } from 'commander'
import { exportLines, flagsAgain, serviceFlags, shellWord } from './again.ts'
import { askRooms } from './checklist/ask-rooms.ts'
import { defineEnv, runEnv } from './checklist/env.ts'
import { partLook } from './checklist/looks.ts'
import { checklistScreen } from './checklist/screen.ts'
import { checklistPart, listedRooms } from './checklist-part.ts'
import { type CommandContext, type Outcome, optionFlag, optionList, optionText } from './command.ts'
import { headerBlock } from './header.ts'
import { addFlag, addHelpWords, addProfileArgument, collect } from './options.ts'
import { profileRequest } from './reconcile-flags.ts'
import { endRun, type Running, startRun } from './run-parts.ts'

/** `x402ops checklist [profile]` and `x402ops checklist env`. */
export function define(command: Command): void {
  addProfileArgument(command)
  addFlag(command, '--service-dir <folder>', 'the folder of the service: lock file, .env files, git')
  addFlag(command, '--offline', 'ask nobody: read saved runs only')
  addFlag(command, '--from-run <run>', 'the same, from this saved run; again for more', { parse: collect })
  addFlag(command, '--route <route>', 'a paid route, such as "POST /v1/ask"; again for more', {
    parse: collect,
  })
  addFlag(command, '--rpc <url>', 'chain endpoint, or env:NAME; again for more', { parse: collect })
  addHelpWords(command, {
    examples: [
      ['is this service ready for production?', 'x402ops checklist shop --service-dir ../shop'],
      ['the same from what earlier runs saw', 'x402ops checklist shop --offline'],
      ['names and shapes of its variables, no values', 'x402ops checklist env --file ../shop/.env'],
    ],
    exitCodes: [
      [0, 'every item holds'],
      [1, 'an item does not hold'],
      [3, 'an item could not be observed, or nobody was asked'],
    ],
    environment: [['MONITOR_WEBHOOK_URL', 'is looked at: is it set? Its value is not']],
  })
  defineEnv(command.command('env').description('names and shapes of the variables in a .env file, no values'))
}

function folderAgain({ options }: CommandContext): string {
  const folder = optionText(options, 'serviceDir')
  return folder === undefined ? '' : ` --service-dir ${shellWord(folder)}`
}

async function asked(running: Running, context: CommandContext) {
  const runs = optionList(context.options, 'fromRun')
  const serviceDir = optionText(context.options, 'serviceDir') ?? null
  if (runs.length > 0 || optionFlag(context.options, 'offline')) {
    const saved = { rooms: listedRooms, runs: runs.length > 0 ? runs : null }
    return { looks: [], matrixSeen: null, saved, serviceDir }
  }
  const { parts, matrixSeen } = await askRooms(running, context)
  const at = context.clock.now().toISOString()
  const looks = parts.map((part) => partLook(part, at))
  return { looks, matrixSeen, saved: { rooms: ['reconcile'], runs: null }, serviceDir }
}

/** Answers the production checklist by what can be seen and by who was asked. */
export async function run(context: CommandContext): Promise<Outcome> {
  if (context.path[1] === 'env') return runEnv(context)
  const { services, global } = context
  const { profile, notes } = await services.profile(profileRequest(context, 'checklist'))
  for (const line of notes) context.note(line)
  const running = startRun(context, 'checklist', profile, global.deadlineMs ?? profile.limits.deadlineMs)
  const part = await checklistPart(running, context, await asked(running, context))
  return endRun(running, {
    target: profile.baseUrl,
    parts: [part],
    next: ({ verdict, runId }) => [
      ...(verdict === 'PASS'
        ? []
        : [
            `x402ops checklist ${profile.name} -v${folderAgain(context)}${flagsAgain(context, [...serviceFlags, 'rpc'])}`,
          ]),
      ...(verdict === 'FAIL' ? exportLines(context, profile.name, runId) : []),
    ],
    screen: (document) => [
      headerBlock(running, profile.baseUrl),
      ...checklistScreen(document, global.verbose),
    ],
  })
}
