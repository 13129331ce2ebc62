import type { Command } from 'commander'
import type { CommandContext, Outcome } from './command.ts'
import { addHelpWords } from './options.ts'

/** `x402ops decode [FILE|-|PUBLIC-HEADER]`. */
export function define(command: Command): void {
  command.argument('[input]', 'a file, - for standard input, or a header that holds no signature')
  addHelpWords(command, {
    examples: [
      ['what does this 402 ask for?', 'curl -si https://api.example.dev/v1/quote | x402ops decode'],
      ['a payment: by file or standard input only', 'x402ops decode payment.txt'],
      ['a header that everybody may see', 'x402ops decode eyJzdWNjZXNzIjp0cnVlLCJ0cmFuc2FjdGlvbiI6..'],
      ['all payments of a browser session', 'x402ops decode session.har -o json'],
    ],
    exitCodes: [
      [0, 'decoded; what does not conform is listed'],
      [1, 'something that should be a payment document could not be decoded'],
    ],
  })
}

/** Reads payment documents in any form and says what they are; signatures stay hidden, nobody is contacted. */
export async function run(context: CommandContext): Promise<Outcome> {
  return (await import('./decode/run-decode.ts')).runDecode(context)
}
