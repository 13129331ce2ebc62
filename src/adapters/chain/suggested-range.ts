import type { BlockRange } from '../../core/ports.ts'

// All patterns run over at most 2 KiB of lower-case text; every repetition is bounded.

/** `[0x10, 0x20]`: Alchemy, Infura. */
const hexPair = /\[\s{0,4}(0x[0-9a-f]{1,16})\s{0,4},\s{0,4}(0x[0-9a-f]{1,16})\s{0,4}\]/
/** `retry with the range 16-32`: reth. */
const decimalPair = /\brange (\d{1,16})\s{0,2}-\s{0,2}(\d{1,16})\b/
/** A number of blocks: `limited to a 10,000 range`, `up to a 10 block range`, `block range: 5000`, `limit of 10000`. */
const blockCount =
  /(?:up to a|limited to(?: a)?(?: 0 -)?|ranges? over|exceeds? (?:the )?limit of|block range(?: limit)?(?: of| is|:)?|range limit(?: of| is|:)?) {0,2}(\d{1,3}(?:,\d{3}){1,4}|\d{1,12})(k)?\b/

function inside(from: number, to: number, asked: BlockRange): BlockRange | undefined {
  const usable = Number.isSafeInteger(from) && Number.isSafeInteger(to)
  if (!usable || from > to || from < asked.from || to > asked.to) return undefined
  return to - from < asked.to - asked.from ? { from, to } : undefined
}

function pairIn(text: string): readonly [number, number] | undefined {
  const hex = hexPair.exec(text)
  if (hex !== null) return [Number(hex[1]), Number(hex[2])]
  const decimal = decimalPair.exec(text)
  return decimal === null ? undefined : [Number(decimal[1]), Number(decimal[2])]
}

function countIn(text: string): number | undefined {
  const match = blockCount.exec(text)
  if (match === null) return undefined
  return Number((match[1] ?? '').replaceAll(',', '')) * (match[2] === 'k' ? 1000 : 1)
}

/**
 * The range that an error text says would work. Undefined unless it lies inside the range asked and is
 * strictly shorter: a node cannot make us ask for more, for other blocks, or for the same again.
 * `text` is lower case and short.
 */
export function suggestedRange(text: string, asked: BlockRange): BlockRange | undefined {
  const pair = pairIn(text)
  if (pair !== undefined) return inside(pair[0], pair[1], asked)
  const count = countIn(text)
  if (count === undefined || count < 1) return undefined
  return inside(asked.from, asked.from + count - 1, asked)
}
