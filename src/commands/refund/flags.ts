import type { Command } from 'commander'
import { refundStates } from '../../runs/refund-cases.ts'
import { addFlag, addHelpWords, addProfileArgument, collect } from '../options.ts'

/** Arguments, flags and words of `x402ops refund plan`. */
export function definePlan(command: Command): void {
  addProfileArgument(command)
  addFlag(command, '--from-run <run>', 'a saved reconcile or monitor: id, path, last~N (the newest one)')
  addFlag(command, '--offline', 'do not look on chain for refunds since the run')
  addFlag(command, '--refund-events <file>', 'refunds and credits of other systems: JSON, JSON lines or CSV')
  addFlag(
    command,
    '--billable <statuses>',
    'answers that are worth their money, such as 2xx,404 (billing, else 2xx)',
  )
  addFlag(command, '--network <id>', 'plan for this network only, such as eip155:8453')
  addFlag(command, '--rpc <url>', 'chain endpoint, or env:NAME; again for more', { parse: collect })
  addFlag(command, '--csv <file>', 'write the plan, one row a refund')
  addFlag(command, '--safe-batch <file>', 'write a batch for the Transaction Builder of Safe, unsigned')
  addFlag(command, '--calldata', 'print the call of each refund, unsigned')
  addHelpWords(command, {
    examples: [
      ['what do we owe, by the newest reconcile?', 'x402ops refund plan shop'],
      [
        'with what an automatic refund already gave back',
        'x402ops refund plan shop --refund-events credits.jsonl',
      ],
      [
        'for a spreadsheet, and for a Safe',
        'x402ops refund plan shop --csv plan.csv --safe-batch batch.json',
      ],
    ],
    exitCodes: [
      [0, 'nothing has to go back'],
      [1, 'something has to go back: the plan lists it'],
      [3, 'nothing is proven to be owed, and something is held back or not known'],
    ],
  })
}

/** Arguments, flags and words of `x402ops refund list`. */
export function defineList(command: Command): void {
  addProfileArgument(command)
  addFlag(command, '--state <words>', `only these, with commas: ${refundStates.join(', ')} (all)`)
  addHelpWords(command, {
    examples: [['what is planned and not paid', 'x402ops refund list shop --state open,approved,partial']],
    exitCodes: [
      [0, 'listed'],
      [3, 'the refund book is damaged'],
    ],
  })
}

/** Arguments, flags and words of `x402ops refund mark`. */
export function defineMark(command: Command): void {
  command.argument('<id>', 'the id of a refund, or six characters of its beginning')
  command.argument('<state>', `one of: ${refundStates.join(', ')}`)
  addFlag(command, '--tx <hash>', 'the transaction that paid it; needed for sent, confirmed and partial')
  addFlag(command, '--paid-atomic <amount>', 'with partial: what went back so far, in atomic units')
  addHelpWords(command, {
    examples: [
      ['somebody read it and agrees', 'x402ops refund mark 3f9c1a approved -p shop'],
      ['it was paid', 'x402ops refund mark 3f9c1a confirmed -p shop --tx 0x..'],
    ],
  })
}
