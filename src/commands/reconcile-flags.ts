import type { Command } from 'commander'
import type { CommandContext, OptionValue, ProfileRequest } from './command.ts'
import { addFlag, collect } from './options.ts'

/** Adds the flags that say where the money and the books are; shared by reconcile and monitor. */
export function addReconcileFlags(command: Command): void {
  const list = { parse: collect }
  addFlag(command, '--records <file>', 'payment records, - for stdin, env:NAME for a database', list)
  addFlag(
    command,
    '--records-exec <cmd>',
    'a program that prints them, run without a shell; again for more',
    list,
  )
  addFlag(command, '--map <file>', 'how the fields of the records are called (YAML)')
  addFlag(command, '--rpc <url>', 'chain endpoint, or env:NAME; again for more', list)
  addFlag(command, '--pay-to <address>', 'your receiving address; again for more', list)
  addFlag(command, '--network <id>', 'CAIP-2 id, such as eip155:8453')
  addFlag(command, '--asset <token>', 'token by symbol or address, such as usdc')
  addFlag(command, '--finality <policy>', 'from where on money counts: latest, safe, finalized, or N blocks')
}

const names = [
  ...(['records', 'recordsExec', 'map', 'rpc', 'payTo', 'network', 'asset', 'finality', 'route'] as const),
  ...(['facilitatorUrl', 'facilitatorAuth', 'engine', 'store'] as const),
]

/** Adds the flag of the commands that read logs again and again. */
export function addCacheFlag(command: Command): void {
  addFlag(command, '--no-cache', 'ask for all logs again, and keep none of them')
}

/** The profile question of a command: its name from the argument or `--profile`, and its own flags. */
export function profileRequest({ args, global, options }: CommandContext, command: string): ProfileRequest {
  const [argument] = args
  const flags: Record<string, OptionValue> = {}
  for (const name of names) if (options[name] !== undefined) flags[name] = options[name]
  return { name: typeof argument === 'string' ? argument : (global.profile ?? null), command, flags }
}
