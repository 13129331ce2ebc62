import type { Command } from 'commander'
import { addFlag, addHelpWords } from '../options.ts'
import { addReconcileFlags } from '../reconcile-flags.ts'

/** Arguments, flags and words of `x402ops settlement show`. */
export function defineShow(command: Command): void {
  command.argument(
    '[ref]',
    'tx hash, PAYER:NONCE, record or request id, FILE:LINE, or - for a header on stdin',
  )
  command.argument('[profile]', 'mainnet, testnet or a profile of x402ops.yaml')
  addFlag(command, '--payer <address>', 'who signed, with --nonce, instead of a reference')
  addFlag(command, '--nonce <hex>', 'the nonce of the authorization, 32 bytes')
  addFlag(command, '--header-file <file>', 'a file with the payment header, instead of a reference')
  addFlag(command, '--since <time>', 'where to begin when nothing says when it was (24h)')
  addReconcileFlags(command)
  addFlag(command, '--prove', 'verify the answer against block headers, as far as endpoints serve proofs')
  addHelpWords(command, {
    examples: [
      ['a hash from an explorer, or from a buyer', 'x402ops settlement show 0x5f.. shop'],
      ['a request id from the logs', 'x402ops settlement show req_8f3a shop'],
      ['the payment header of a request that timed out', 'x402ops settlement show - shop < header.txt'],
      ['the authorization itself', 'x402ops settlement show --payer 0x.. --nonce 0x.. --profile shop'],
    ],
    exitCodes: [
      [0, 'it ended: deliver, or it was not paid and never will be'],
      [3, 'wait, or it is not known; tell nobody to pay again'],
      [5, 'an endpoint belongs to another network'],
    ],
  })
}
