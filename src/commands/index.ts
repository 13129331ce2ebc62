import type { CommandModule } from './command.ts'

/** Under which heading a command stands in the help. */
export type CommandGroup = 'Watch' | 'Investigate' | 'Act' | 'Setup'

/** A command as the help lists it. Loading its module is put off until somebody names it. */
export type CommandEntry = {
  readonly name: string
  readonly summary: string
  readonly group: CommandGroup
  /** Its plain arguments may be a transaction, block hash or nonce (`name`, or `name subcommand`). */
  readonly takesHash?: readonly string[]
  readonly load: () => Promise<CommandModule>
}

/** Every command, in the order of the help. */
export const commands = [
  {
    name: 'monitor',
    summary: 'everything that can be asked without paying, in one verdict',
    group: 'Watch',
    load: () => import('./monitor.ts'),
  },
  {
    name: 'probe',
    summary: 'health, ready, status.json, TLS and clock of a service',
    group: 'Watch',
    load: () => import('./probe.ts'),
  },
  {
    name: 'matrix',
    summary: 'ask every paid route without paying and compare its terms',
    group: 'Watch',
    load: () => import('./matrix.ts'),
  },
  {
    name: 'discover',
    summary: 'discovery documents and listings against the live 402s',
    group: 'Watch',
    load: () => import('./discover.ts'),
  },
  {
    name: 'rpc',
    summary: 'can the chain endpoints be believed, and what do they offer',
    group: 'Watch',
    load: () => import('./rpc.ts'),
  },
  {
    name: 'facilitator',
    summary: 'is every facilitator up, does it take our credential, kinds and prices',
    group: 'Watch',
    load: () => import('./facilitator.ts'),
  },
  {
    name: 'recipient',
    summary: 'can the receiving addresses receive, and does their balance agree',
    group: 'Watch',
    load: () => import('./recipient.ts'),
  },
  {
    name: 'metrics',
    summary: 'what the service counts about itself, and which alert rules hold',
    group: 'Watch',
    load: () => import('./metrics.ts'),
  },
  {
    name: 'reconcile',
    summary: 'compare payment records with the chain and find money that moved',
    group: 'Investigate',
    load: () => import('./reconcile.ts'),
  },
  {
    name: 'settlement',
    summary: 'where one payment stands, what to do, and may the payer retry',
    group: 'Investigate',
    takesHash: ['settlement show', 'settlement watch'],
    load: () => import('./settlement.ts'),
  },
  {
    name: 'decode',
    summary: 'say what a payment header, a 402 or a settlement answer holds',
    group: 'Investigate',
    load: () => import('./decode.ts'),
  },
  {
    name: 'verify',
    summary: 'check a payment against the 402 that it answers, without sending it',
    group: 'Investigate',
    load: () => import('./verify.ts'),
  },
  {
    name: 'balance',
    summary: 'token and gas of an address at a block that every endpoint names alike',
    group: 'Investigate',
    load: () => import('./balance.ts'),
  },
  {
    name: 'classify',
    summary: 'what kind of failure an error, an answer or a log shows, and whose',
    group: 'Investigate',
    load: () => import('./classify.ts'),
  },
  {
    name: 'explain',
    summary: 'what a code or a finding means, why it matters, what to do',
    group: 'Investigate',
    load: () => import('./explain.ts'),
  },
  {
    name: 'diff',
    summary: 'what one saved run says otherwise than another',
    group: 'Investigate',
    load: () => import('./diff.ts'),
  },
  {
    name: 'judge',
    summary: 'judge again, offline, what the runs of a bundle saw',
    group: 'Investigate',
    load: () => import('./judge.ts'),
  },
  {
    name: 'playbook',
    summary: 'what to do about a finding, step by step, with a timeline',
    group: 'Act',
    load: () => import('./playbook.ts'),
  },
  {
    name: 'toggle',
    summary: 'should paid traffic be off, how, and is it really off everywhere?',
    group: 'Act',
    load: () => import('./toggle.ts'),
  },
  {
    name: 'guidance',
    summary: 'the other name of toggle guide',
    group: 'Act',
    load: () => import('./guidance.ts'),
  },
  {
    name: 'checklist',
    summary: 'is it ready for production? Items observed, or asked',
    group: 'Act',
    load: () => import('./checklist.ts'),
  },
  {
    name: 'refund',
    summary: 'plan what has to go back to whom; signs nothing and sends nothing',
    group: 'Act',
    load: () => import('./refund.ts'),
  },
  {
    name: 'evidence',
    summary: 'make a redacted bundle of saved runs, verify it, look for secrets',
    group: 'Act',
    load: () => import('./evidence.ts'),
  },
  {
    name: 'config',
    summary: 'show what a profile means and where each value came from',
    group: 'Setup',
    load: () => import('./config.ts'),
  },
  {
    name: 'cache',
    summary: 'logs of final blocks that are kept: how much, and remove them',
    group: 'Setup',
    load: () => import('./cache.ts'),
  },
  {
    name: 'init',
    summary: 'print a first x402ops.yaml, or the recorder for your server',
    group: 'Setup',
    load: () => import('./init.ts'),
  },
  {
    name: 'help',
    summary: 'explain a command or a topic',
    group: 'Setup',
    load: () => import('./help.ts'),
  },
] as const satisfies readonly CommandEntry[]
