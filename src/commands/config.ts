import type { Command } from 'commander'
import { safe } from '../core/safe.ts'
import { type CommandContext, type Origin, type Outcome, optionFlag } from './command.ts'
import { addFlag, addHelpWords, addProfileArgument } from './options.ts'

/** `x402ops config show [profile] [--origin]`; `config` alone does the same. */
export function define(command: Command): void {
  addHelpWords(command, { examples: [['what a profile means', 'x402ops config show mainnet']] })
  const show = command.command('show').description('print every value of a profile')
  addProfileArgument(show)
  addFlag(show, '--origin', 'where each value came from')
  addHelpWords(show, {
    examples: [
      ['what a profile means', 'x402ops config show mainnet'],
      ['where each value came from', 'x402ops config show mainnet --origin'],
      ['the same as JSON', 'x402ops config show mainnet --json'],
    ],
    exitCodes: [
      [0, 'the configuration was understood'],
      [2, 'it was not; the message names file and line'],
    ],
  })
}

function lines(origins: readonly Origin[], withOrigin: boolean): readonly string[] {
  return origins.flatMap(({ path, value, origin }) => {
    const line = `${safe(path)}: ${safe(value)}`
    return withOrigin ? [line, `    from ${safe(origin)}`] : [line]
  })
}

/** The resolved profile, one value per line. Throws `OpsError` CONFIG_*, PROFILE_* or SECRET_NOT_FOUND. */
export async function run({ args, global, options, services, note }: CommandContext): Promise<Outcome> {
  const [named] = args
  const name = typeof named === 'string' ? named : (global.profile ?? null)
  const { profile, origins, notes } = await services.profile({ name, command: 'config' })
  for (const text of notes) note(text)
  const text = [`profile ${profile.name}`, ...lines(origins, optionFlag(options, 'origin'))].join('\n')
  return { kind: 'text', text: `${text}\n`, data: { profile: profile.name, values: origins } }
}
