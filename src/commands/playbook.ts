import type { Command } from 'commander'
import { nestedCommands } from './nested.ts'
import { addFlag, addHelpWords, collect } from './options.ts'

const profileWords = 'whose runs: mainnet, testnet or a profile of x402ops.yaml'

function defineList(command: Command): void {
  addHelpWords(command, { examples: [['every playbook, and when it applies', 'x402ops playbook list']] })
}

function defineShow(command: Command): void {
  command.argument('<slug>', 'the name of a playbook')
  addHelpWords(command, {
    examples: [
      ['what to do about orphaned payments', 'x402ops playbook show orphaned-payment'],
      ['the same as it stands in its file', 'x402ops playbook show orphaned-payment -o markdown'],
    ],
    exitCodes: [[2, 'there is no playbook of this name']],
  })
}

function defineMatch(command: Command): void {
  command.argument('[profile]', profileWords)
  addFlag(command, '--from-run <run>', 'a saved run: id, beginning of one, last; again for more', {
    parse: collect,
  })
  addFlag(command, '--answer <file>', 'what a server or facilitator answered, as classify takes it')
  addHelpWords(command, {
    examples: [
      ['what the newest run of each command found in 24 hours', 'x402ops playbook match mainnet'],
      ['what was found and what somebody was answered', 'x402ops playbook match mainnet --answer answer.txt'],
      ['about two runs together', 'x402ops playbook match mainnet --from-run last --from-run last~1'],
    ],
    exitCodes: [[2, 'there is no such run or file, or none is saved']],
  })
}

function defineRun(command: Command): void {
  command.argument('<slug>', 'the name of a playbook')
  command.argument('[profile]', 'mainnet, testnet or a profile of x402ops.yaml')
  addFlag(command, '--resume <id>', 'go on with this incident: id, beginning of one, last')
  addFlag(command, '--tx <hash>', 'the transaction that it is about')
  addFlag(command, '--payer <address>', 'the payer that it is about')
  addFlag(command, '--request <id>', 'the request id that it is about')
  addFlag(command, '--around <time>', 'when it happened')
  addFlag(command, '--answer <file>', 'what a server or facilitator answered')
  addFlag(command, '--receipt <file>', 'what a buyer was given as a receipt')
  addHelpWords(command, {
    examples: [
      [
        'step by step; what only asks is run when you agree',
        'x402ops playbook run facilitator-outage mainnet',
      ],
      ['go on where it was stopped', 'x402ops playbook run facilitator-outage mainnet --resume last'],
      ['only print the steps', 'x402ops playbook run facilitator-outage mainnet --no-input'],
    ],
    exitCodes: [
      [0, 'the steps were gone through or printed, or it was stopped on request'],
      [2, 'there is no such playbook or incident'],
      [6, 'the timeline could not be written'],
    ],
  })
}

function defineIntake(command: Command): void {
  const kinds = ['duplicate', 'missing', 'refused', 'blocked']
  command.addArgument(command.createArgument('<kind>', 'what somebody reports').choices(kinds))
  addHelpWords(command, {
    examples: [['what to ask somebody who says they paid twice', 'x402ops playbook intake duplicate']],
  })
}

/** `x402ops playbook list|show|match|run|intake`. */
export const { define, run } = nestedCommands(
  'playbook',
  [
    ['what to do about what was found in the last 24 hours', 'x402ops playbook match mainnet'],
    ['step by step, with a timeline', 'x402ops playbook run facilitator-outage mainnet'],
  ],
  [
    {
      name: 'list',
      summary: 'every playbook, and when it applies',
      define: defineList,
      load: async () => (await import('./playbook/show.ts')).runList,
    },
    {
      name: 'show',
      summary: 'one playbook',
      define: defineShow,
      load: async () => (await import('./playbook/show.ts')).runShow,
    },
    {
      name: 'match',
      summary: 'which playbooks fit what saved runs found',
      define: defineMatch,
      load: async () => (await import('./playbook/match.ts')).runMatch,
    },
    {
      name: 'run',
      summary: 'go through a playbook, and keep a timeline of the incident',
      define: defineRun,
      load: async () => (await import('./playbook/run.ts')).runRun,
    },
    {
      name: 'intake',
      summary: 'what a user may be asked, and what never',
      define: defineIntake,
      load: async () => (await import('./playbook/intake.ts')).runIntake,
    },
  ],
)
