import { findChunks, joinChunks, newChunks } from './chunks.ts'
import { withPacking } from './collect.ts'
import type { PlainHead } from './plain-answer.ts'

/** A body as far as it is wanted; `isCut` when there is more of it, on a connection that is then of no more use. */
export type Taken = { readonly body: Buffer; readonly isCut: boolean }

/**
 * Tells of a growing answer when its body is there: all of it, or one byte more than wanted. `other` when it is for a
 * parser that knows all of HTTP; then the bytes are as they came. `needs`: how many bytes it will take in all, if known.
 */
export type Intake = {
  readonly needs: number
  readonly take: (received: Buffer) => Taken | 'more' | 'other'
}

function byLength(length: number, limit: number, bodyAt: number): Intake {
  const wanted = Math.min(length, limit + 1)
  const needs = bodyAt + wanted
  return {
    needs,
    take: (received) => {
      if (received.length > bodyAt + length) return 'other'
      if (received.length < needs) return 'more'
      return { body: received.subarray(bodyAt, needs), isCut: wanted < length }
    },
  }
}

/** A chunk of one byte takes five more; who writes only such is read by somebody else before they fill the memory. */
const slackBytes = 65_536

function byChunks(limit: number, bodyAt: number): Intake {
  const chunks = newChunks(bodyAt)
  return {
    needs: 0,
    take: (received) => {
      const found = findChunks(received, chunks)
      if (found === 'other') return 'other'
      if (chunks.size + chunks.open > limit) {
        return { body: joinChunks(received, chunks).subarray(0, limit + 1), isCut: true }
      }
      if (found === 'end') return { body: joinChunks(received, chunks), isCut: false }
      return received.length > 2 * limit + slackBytes ? 'other' : 'more'
    },
  }
}

/** How the body behind this head is taken in; no more than one byte beyond `mostBytes` of it once it is decoded. */
export function intakeOf({ headers, framing, bodyAt }: PlainHead, mostBytes: number): Intake {
  const isEncoded = headers.some(([name]) => name === 'content-encoding')
  const limit = isEncoded ? withPacking(mostBytes) : mostBytes
  return framing === 'chunks' ? byChunks(limit, bodyAt) : byLength(framing.length, limit, bodyAt)
}
