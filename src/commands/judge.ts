import type { Command } from 'commander'
import type { CommandContext, Outcome } from './command.ts'
import { addFlag, addHelpWords } from './options.ts'

/** `x402ops judge BUNDLE`. */
export function define(command: Command): void {
  command.argument('<bundle>', 'an evidence bundle, .tar.gz or .tar.gz.age')
  addFlag(command, '--age-identity <file>', 'opens a bundle that was encrypted with age')
  addHelpWords(command, {
    examples: [
      ['do the findings follow from what was seen?', 'x402ops judge x402ops-shop-..tar.gz'],
      ['the same as JSON', 'x402ops judge x402ops-shop-..tar.gz -o json'],
    ],
    exitCodes: [
      [0, 'judged again: nothing failed'],
      [1, 'judged again: something failed, or the bundle was altered'],
      [3, 'judged again: something is unknown'],
    ],
  })
}

/** Judges what the runs of a bundle saw, with the rules of this version; contacts nobody and needs no config. */
export async function run(context: CommandContext): Promise<Outcome> {
  return (await import('./evidence/judge-bundle.ts')).judgeBundle(context)
}
