import type { Command } from 'commander'
import { OpsError } from '../core/errors.ts'
import type { CommandContext, CommandModule, Outcome } from './command.ts'
import { addHelpWords } from './options.ts'
import { defineList, defineMark, definePlan } from './refund/flags.ts'

type Run = CommandModule['run']

/** The nested commands; what each needs is loaded when it is named. */
const runs: Readonly<Record<string, () => Promise<Run>>> = {
  plan: async () => (await import('./refund/plan.ts')).runPlan,
  list: async () => (await import('./refund/book.ts')).runList,
  mark: async () => (await import('./refund/book.ts')).runMark,
}

const definitions: readonly (readonly [name: string, text: string, define: (command: Command) => void])[] = [
  ['plan', 'what has to go back, by a saved run; unsigned', definePlan],
  ['list', 'the refund book: what was planned, and what became of it', defineList],
  ['mark', 'write down that a refund was approved, sent, confirmed or denied', defineMark],
]

/** `x402ops refund plan|list|mark`. */
export function define(command: Command): void {
  // A word that is no command of ours gets words of ours below, not a count of arguments.
  command.allowExcessArguments(true)
  addHelpWords(command, {
    examples: [
      ['what do we owe, by the newest reconcile?', 'x402ops refund plan shop'],
      ['a batch for a Safe, to be signed there', 'x402ops refund plan shop --safe refunds.json'],
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
      message: 'refund does not know what to do',
      suggestion,
      command: 'refund ',
    })
  }
  return (await load())(context)
}
