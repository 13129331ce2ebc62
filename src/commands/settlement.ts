import type { Command } from 'commander'
import { OpsError } from '../core/errors.ts'
import type { CommandContext, CommandModule, Outcome } from './command.ts'
import { addHelpWords } from './options.ts'
import { defineShow } from './settlement/show-flags.ts'
import { defineFind, defineList, defineWatch } from './settlement/watch-flags.ts'

type Run = CommandModule['run']

/** The nested commands; what each needs is loaded when it is named. */
const runs: Readonly<Record<string, () => Promise<Run>>> = {
  show: async () => (await import('./settlement/show.ts')).runShow,
  watch: async () => (await import('./settlement/watch.ts')).runWatch,
  list: async () => (await import('./settlement/list.ts')).runList,
  find: async () => (await import('./settlement/find.ts')).runFind,
}

const definitions: readonly (readonly [name: string, text: string, define: (command: Command) => void])[] = [
  ['show', 'where one payment stands, and may the payer retry', defineShow],
  ['watch', 'look again until a proof ends it; goes on where it was stopped', defineWatch],
  ['list', 'what is followed, and what the newest run left undecided', defineList],
  ['find', 'what could be the payment that somebody asks about', defineFind],
]

/** `x402ops settlement show|watch|list|find`. */
export function define(command: Command): void {
  // A word that is no command of ours gets words of ours below, not a count of arguments.
  command.allowExcessArguments(true)
  addHelpWords(command, {
    examples: [
      ['did this transaction pay us?', 'x402ops settlement show 0x5f.. shop'],
      ['a request id from a support ticket', 'x402ops settlement show req_8f3a shop'],
    ],
  })
  for (const [name, text, defineOne] of definitions) defineOne(command.command(name).description(text))
}

/** Does what the nested command says. Throws `OpsError` USAGE when none was named. */
export async function run(context: CommandContext): Promise<Outcome> {
  const load = runs[context.path[1] ?? '']
  if (load === undefined) {
    const suggestion = `One of: ${Object.keys(runs).join(', ')}.`
    throw new OpsError('USAGE', {
      message: 'settlement does not know what to do',
      suggestion,
      command: 'settlement ',
    })
  }
  return (await load())(context)
}
