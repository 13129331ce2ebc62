import type { Blind } from '../../core/observation.ts'
import type { BlockRef } from '../../core/ports.ts'

/** Reads one header; `left` is how many requests remain. Says how many it used. */
export type ReadHeader = (
  number: number,
  left: number,
) => Promise<{ readonly block: BlockRef | Blind; readonly requests: number }>

const firstStride = 1024
const maxStrides = 8

function isBlind(value: BlockRef | Blind): value is Blind {
  return 'kind' in value
}

/** Where the timestamp should lie below `high`, going by the pace between `high` and an older block. */
function strideTo(timestamp: number, high: BlockRef, last: number, pace: number): number {
  const expected = pace > 0 ? Math.ceil(((high.timestamp - timestamp) / pace) * 1.05) + 2 : 0
  return Math.max(expected, last * 2)
}

function nextProbe(timestamp: number, low: BlockRef, high: BlockRef, push: number): number {
  const span = high.number - low.number
  const share = (timestamp - low.timestamp) / (high.timestamp - low.timestamp)
  const guess = low.number + Math.floor(span * share) + push
  return Math.min(Math.max(guess, low.number + 1), high.number - 1)
}

/**
 * The last block whose timestamp is at or before `timestamp`: strides down from the head until the answer
 * is enclosed, then interpolates, and halves when the remaining requests are only just enough for that.
 * Block 0 for a time before it, the head for a time at or after it. At most `budget` requests; a Blind
 * when a header cannot be read or the budget ends.
 */
export async function searchBlock(
  head: BlockRef,
  timestamp: number,
  read: ReadHeader,
  budget: number,
): Promise<BlockRef | Blind> {
  if (timestamp >= head.timestamp || head.number === 0) return head
  let used = 0
  const header = async (number: number): Promise<BlockRef | Blind> => {
    if (used >= budget) return { kind: 'rpc', detail: `the block was not found within ${budget} requests` }
    const answer = await read(number, budget - used)
    used += answer.requests
    return answer.block
  }

  let high = head
  let low: BlockRef | undefined
  let stride = firstStride / 2
  let pace = 0
  for (let strides = 0; low === undefined; strides += 1) {
    stride = strideTo(timestamp, high, stride, pace)
    const block = await header(strides >= maxStrides ? 0 : Math.max(0, high.number - stride))
    if (isBlind(block)) return block
    if (block.timestamp <= timestamp) low = block
    else if (block.number === 0) return block
    else {
      pace = (high.timestamp - block.timestamp) / (high.number - block.number)
      high = block
    }
  }

  // Interpolation creeps up from one side when blocks come unevenly: then the guess is pushed across.
  let push = 0
  while (high.number - low.number > 1) {
    const span = high.number - low.number
    const halve = budget - used <= Math.ceil(Math.log2(span)) + 1
    const probe = halve ? low.number + Math.floor(span / 2) : nextProbe(timestamp, low, high, push)
    const block = await header(probe)
    if (isBlind(block)) return block
    if (block.timestamp <= timestamp) {
      low = block
      push = push > 0 ? push * 4 : 1
    } else {
      high = block
      push = push < 0 ? push * 4 : -1
    }
  }
  return low
}
