import type { Command } from 'commander'
import { OpsError } from '../core/errors.ts'
import type { CommandModule } from './command.ts'
import { addHelpWords, type HelpWords } from './options.ts'

/** A nested command: what the help says of it, its flags, and what it does, loaded when it is named. */
export type Nested = {
  readonly name: string
  readonly summary: string
  readonly define: (command: Command) => void
  readonly load: () => Promise<CommandModule['run']>
}

/** A command that does nothing by itself. Its `run` throws `OpsError` USAGE when no nested one was named. */
export function nestedCommands(
  parent: string,
  examples: HelpWords['examples'],
  all: readonly Nested[],
): CommandModule {
  return {
    define: (command) => {
      // A word that is no command of ours gets words of ours below, not a count of arguments.
      command.allowExcessArguments(true)
      addHelpWords(command, { examples })
      for (const { name, summary, define } of all) define(command.command(name).description(summary))
    },
    run: async (context) => {
      const named = all.find(({ name }) => name === context.path[1])
      if (named === undefined) {
        throw new OpsError('USAGE', {
          message: `${parent} does not know what to do`,
          suggestion: `One of: ${all.map(({ name }) => name).join(', ')}.`,
          command: `${parent} `,
        })
      }
      return (await named.load())(context)
    },
  }
}
