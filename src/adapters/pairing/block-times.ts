import type { BlockTimes } from '../../payments/plain/sieve-port.ts'

const remembered = 4096

type Ask = (block: number) => number | null

function remember(ask: Ask): Ask {
  const blocks = new Float64Array(remembered).fill(-1)
  // NaN = the block has none.
  const times = new Float64Array(remembered)
  return (block) => {
    const at = block % remembered
    if (blocks[at] !== block) {
      times[at] = ask(block) ?? Number.NaN
      blocks[at] = block
    }
    const time = times[at] as number
    return Number.isNaN(time) ? null : time
  }
}

/** Remembers the last times that were told: books are nearly in the order of the chain, and many payments share a block. */
export function rememberTimes({ timeAt, momentAt }: BlockTimes): BlockTimes {
  return { timeAt: remember(timeAt), momentAt: remember(momentAt) }
}
