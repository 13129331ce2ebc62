import type { Command } from 'commander'
import { type ConfigRow, configRows } from '../config/show.ts'
import { safe } from '../core/safe.ts'
import { type CommandContext, type Outcome, optionFlag } from './command.ts'
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

/** `path  value`, and with origins a line `# where from` before each group of rows that share one. */
function lines(rows: readonly ConfigRow[], withOrigin: boolean): readonly string[] {
  const width = Math.min(36, Math.max(...rows.map(({ path }) => path.length)))
  return rows.flatMap(({ path, value, origin, shared }) => {
    const line = `${safe(path).padEnd(width)}  ${safe(value)}`
    return withOrigin && !shared ? ['', `# ${safe(origin)}`, line] : [line]
  })
}

/** The resolved profile, one value per line. Throws `OpsError` CONFIG_*, PROFILE_* or SECRET_NOT_FOUND. */
export async function run({ args, global, options, services, note }: CommandContext): Promise<Outcome> {
  const [named] = args
  const name = typeof named === 'string' ? named : (global.profile ?? null)
  const resolved = await services.profile({ name, command: 'config' })
  for (const text of resolved.notes) note(text)
  const text = lines(configRows(resolved), optionFlag(options, 'origin')).join('\n').trimStart()
  return { kind: 'text', text, data: { profile: resolved.profile.name, values: resolved.origins } }
}
