import type { Command } from 'commander'
import { durationFlag } from '../numbers.ts'
import { addFlag, addHelpWords, addProfileArgument } from '../options.ts'
import { addReconcileFlags } from '../reconcile-flags.ts'

/** Arguments, flags and words of `x402ops settlement watch`. */
export function defineWatch(command: Command): void {
  command.argument('[refs...]', 'tx hash, PAYER:NONCE, id, or -; without any: what was being watched')
  addFlag(command, '--from-run <run>', 'what a saved reconcile left open: an id, a path, last or last~N')
  addFlag(command, '--every <time>', 'time between the first looks (5s, or by the block time)', {
    parse: durationFlag('--every', '5s'),
  })
  addFlag(command, '--status-url <url>', 'page of a facilitator with {tx} or {id}: evidence, never proof')
  addReconcileFlags(command)
  addHelpWords(command, {
    examples: [
      ['until a request that timed out is proven', 'x402ops settlement watch req_8f3a -p shop'],
      ['everything that the last reconcile left open', 'x402ops settlement watch --from-run last'],
      ['go on after an interruption', 'x402ops settlement watch'],
      ['one JSON line for each change', 'x402ops settlement watch -o ndjson --deadline 30m'],
    ],
    exitCodes: [
      [0, 'every payment ended by proof'],
      [3, 'one of them did not, or is not known'],
      [130, 'interrupted; what was seen is kept'],
    ],
  })
}

/** Arguments, flags and words of `x402ops settlement list`. */
export function defineList(command: Command): void {
  addProfileArgument(command)
  addFlag(command, '--state <words>', 'only these states, with commas, or all (what has not ended)')
  addHelpWords(command, {
    examples: [
      ['what is not decided', 'x402ops settlement list shop'],
      ['by state', 'x402ops settlement list shop --state unresolved,polling'],
    ],
    exitCodes: [
      [0, 'listed'],
      [3, 'what was followed is damaged and not known'],
    ],
  })
}

/** Arguments, flags and words of `x402ops settlement find`. */
export function defineFind(command: Command): void {
  addProfileArgument(command)
  addFlag(command, '--payer <address>', 'who says that he paid')
  addFlag(command, '--around <time>', 'when: 2h (ago) or 2026-11-21T07:40:00Z (the last 24 h)')
  addFlag(command, '--within <time>', 'how far from that time (1h)', {
    parse: durationFlag('--within', '1h'),
  })
  addFlag(command, '--amount <price>', 'how much, such as "0.01 usdc"')
  addFlag(command, '--route <route>', 'for what, such as "GET /v1/quote"')
  addFlag(command, '--tx <hash>', 'a transaction that may still wait: its fee and its place in line')
  addReconcileFlags(command)
  addHelpWords(command, {
    examples: [
      ['"I paid at ten and got nothing"', 'x402ops settlement find shop --payer 0x.. \\'],
      ['', '  --around 2026-11-21T10:00:00Z --amount "0.01 usdc"'],
      ['why is my transaction not mined?', 'x402ops settlement find shop --payer 0x.. --tx 0x..'],
    ],
    exitCodes: [
      [0, 'exactly one candidate, and everything was read; not proof'],
      [3, 'none, several, or not everything could be read'],
    ],
  })
}
