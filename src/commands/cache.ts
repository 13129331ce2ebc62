import type { Command } from 'commander'
import { nestedCommands } from './nested.ts'
import { addFlag, addHelpWords } from './options.ts'

const environment = [['XDG_CACHE_HOME', 'the folder above it (~/.cache)']] as const

function defineShow(command: Command): void {
  addHelpWords(command, {
    examples: [['what is kept, and is it whole?', 'x402ops cache show']],
    exitCodes: [
      [0, 'it can be used, or nothing is kept'],
      [1, 'something is damaged: the next run removes it and reads it again'],
      [3, 'the folder cannot be used'],
    ],
    environment,
  })
}

function defineClear(command: Command): void {
  addFlag(command, '--network <id>', 'only what is kept of this network, such as eip155:8453')
  addFlag(command, '--older-than <time>', 'only what was not used for so long, such as 30d')
  addFlag(command, '--yes', 'do not ask')
  addHelpWords(command, {
    examples: [
      ['remove everything that is kept', 'x402ops cache clear'],
      ['from a timer', 'x402ops cache clear --older-than 30d --yes'],
    ],
    exitCodes: [
      [0, 'removed, or there was nothing'],
      [4, 'nothing was removed: it needs --yes, or an answer'],
      [6, 'a file could not be removed'],
    ],
    environment,
  })
}

/** `x402ops cache show|clear`. */
export const { define, run } = nestedCommands(
  'cache',
  [['what is kept of the chain, and is it whole?', 'x402ops cache show']],
  [
    {
      name: 'show',
      summary: 'where it is, how much is kept of which endpoint, what is damaged',
      define: defineShow,
      load: async () => (await import('./cache/show.ts')).runShow,
    },
    {
      name: 'clear',
      summary: 'remove what is kept; the next run asks for it again',
      define: defineClear,
      load: async () => (await import('./cache/clear.ts')).runClear,
    },
  ],
)
