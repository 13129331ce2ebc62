import type { Command } from 'commander'
import { durationFlag } from '../numbers.ts'
import { addFlag, addHelpWords, collect } from '../options.ts'
import { addReconcileFlags } from '../reconcile-flags.ts'

// Every flag of this command is about one service: which one is never guessed.
function addProfile(command: Command): void {
  command.argument('[profile]', 'mainnet, testnet or a profile of x402ops.yaml; always to be named')
}

/** Arguments, flags and words of `x402ops toggle guide`. */
export function defineGuide(command: Command): void {
  addProfile(command)
  addFlag(command, '--from-run <run>', 'use this saved run and ask nobody; again for more', {
    parse: collect,
  })
  addFlag(command, '--max-age <time>', 'how old a saved run may be that is used instead of asking (45s)', {
    parse: durationFlag('--max-age', '10m'),
  })
  addFlag(command, '--scan <path>', 'look for secrets in this folder or file; again for more', {
    parse: collect,
  })
  addFlag(command, '--route <route>', 'a paid route, such as "POST /v1/ask"; again for more', {
    parse: collect,
  })
  addFlag(command, '--since <time>', 'window of reconcile (24h)')
  addFlag(command, '--deploy-at <time>', 'did paid errors begin at this deploy? (row 9)')
  addReconcileFlags(command)
  addHelpWords(command, {
    examples: [
      ['should paid traffic be switched off?', 'x402ops toggle guide shop --scan ./logs'],
      ['the same from saved runs, without asking anybody', 'x402ops toggle guide shop --from-run last'],
    ],
    exitCodes: [
      [0, 'keep paid traffic on'],
      [1, 'switch it off, consider it, or close routes'],
      [3, 'no verdict, or a row above the advice is not known'],
    ],
  })
}

/** Arguments, flags and words of `x402ops toggle verify`. */
export function defineVerify(command: Command): void {
  addProfile(command)
  addFlag(command, '--expect <state>', 'what must be true', { choices: ['off', 'on'] })
  addFlag(command, '--instance <url>', 'an instance to ask beside those of the profile; again for more', {
    parse: collect,
  })
  addFlag(command, '--every <time>', 'between the two looks (10s)', { parse: durationFlag('--every', '10s') })
  addFlag(
    command,
    '--since <time>',
    'when it was switched off; then money after the drain window is looked for',
  )
  addFlag(command, '--drain <time>', 'how long offers live (as the newest matrix saw it)', {
    parse: durationFlag('--drain', '5m'),
  })
  addFlag(command, '--route <route>', 'a paid route, such as "POST /v1/ask"; again for more', {
    parse: collect,
  })
  addReconcileFlags(command)
  addHelpWords(command, {
    examples: [
      ['is it really off, on all instances?', 'x402ops toggle verify shop --expect off'],
      ['and did no money come since?', 'x402ops toggle verify shop --expect off --since 20m'],
      ['is it on again, as it should be?', 'x402ops toggle verify shop --expect on'],
    ],
    exitCodes: [
      [0, 'proven'],
      [1, 'the proof fails: a route asks or serves free, an instance is stale'],
      [3, 'not proven yet: something was not seen, or offers can still be paid'],
    ],
  })
}

/** Arguments, flags and words of `x402ops toggle apply`. */
export function defineApply(command: Command): void {
  addProfile(command)
  addFlag(command, '--to <state>', 'the state to set', { choices: ['off', 'on'] })
  addFlag(command, '--confirm <profile>', 'the name of the profile once more; without it a terminal asks')
  addHelpWords(command, {
    examples: [
      ['what would be run?', 'x402ops toggle apply shop --to off --no-input'],
      ['run it from a script', 'x402ops toggle apply shop --to off --confirm shop'],
    ],
    exitCodes: [
      [0, 'the command ended well; toggle verify proves what it did'],
      [1, 'the command failed'],
      [4, 'not confirmed: nothing was run'],
      [5, 'refused: off means open here'],
    ],
  })
}
