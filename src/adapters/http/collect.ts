import type Agent from 'undici/lib/dispatcher/agent.js'
import { onStop, type Stop } from './stop.ts'

/** An answer whose body is there, as far as it was wanted. Header names and values alternate. */
export type Collected = {
  readonly status: number
  readonly headers: readonly string[]
  /** One byte more than `mostBytes` where there was more. Part of the room. */
  readonly bytes: Buffer
}

/**
 * Memory that one answer after the other is written into; it grows and is kept. Memory of its own for every answer
 * cost three times as much as receiving it: new pages from the system, and a collection of garbage for each.
 */
export type Room = { bytes: Buffer }

/** Where a body goes, how much of it is wanted, who is told when the head has come, and what ends it. */
export type Collecting = {
  readonly room: Room
  readonly mostBytes: number
  readonly note: () => void
  readonly stop: Stop
}

type Options = Parameters<InstanceType<typeof Agent>['dispatch']>[0]
type Handler = Parameters<InstanceType<typeof Agent>['dispatch']>[1]

// Decimal, no sign; bounded, one class: linear. What is longer is larger than any body that is read.
const length = /^\d{1,9}$/

function headerOf(headers: readonly string[], wanted: string): string | undefined {
  const at = headers.findIndex((name, index) => index % 2 === 0 && name.toLowerCase() === wanted)
  return at < 0 ? undefined : headers[at + 1]
}

/** The length that the head promises; 0 without one. */
function promised(headers: readonly string[]): number {
  const value = headerOf(headers, 'content-length') ?? ''
  return length.test(value) ? Number(value) : 0
}

/** What cannot be made smaller grows by its packing: by five bytes of a block of 16 KiB or more, and a head. */
export function withPacking(mostBytes: number): number {
  return mostBytes + Math.ceil(mostBytes / 64) + 1024
}

/** Makes room for so many bytes, and keeps those that are there. */
function widen(room: Room, size: number, filled: number): void {
  if (room.bytes.length >= size) return
  const wider = Buffer.allocUnsafeSlow(size)
  wider.set(room.bytes.subarray(0, filled))
  room.bytes = wider
}

/**
 * One exchange whose body is written into a room as it arrives, without a stream between. Reads at most one byte more
 * than wanted, a little more where the body is encoded, then closes the connection. Rejects with undici's error, also when it is told to stop.
 */
export function collect(
  agent: InstanceType<typeof Agent>,
  options: Options,
  { room, mostBytes, note, stop: told }: Collecting,
): Promise<Collected> {
  return new Promise((resolve, reject) => {
    let head: { readonly status: number; readonly headers: readonly string[] } | undefined
    let filled = 0
    let limit = mostBytes
    const isFull = () => filled > limit
    let forget = () => {}
    const finish = () => {
      forget()
      if (head === undefined) reject(new Error('an answer without a head'))
      else resolve({ ...head, bytes: room.bytes.subarray(0, filled) })
    }
    const handler: Handler = {
      onConnect: (abort) => {
        if (told.isStopped) abort(new Error('aborted'))
        else forget = onStop(told, () => abort(new Error('aborted')))
        stop = abort
      },
      onHeaders: (status, raw) => {
        // Information before the answer has no body, and is not the answer.
        if (status < 200) return true
        const headers = raw.map((text) => text.toString('latin1'))
        head = { status, headers }
        if (headerOf(headers, 'content-encoding') !== undefined) limit = withPacking(mostBytes)
        widen(room, Math.min(promised(headers), limit + 1), 0)
        note()
        return true
      },
      onData: (piece) => {
        const wanted = piece.subarray(0, limit + 1 - filled)
        const needed = filled + wanted.length
        if (needed > room.bytes.length) {
          widen(room, Math.max(needed, Math.min(room.bytes.length * 2, limit + 1)), filled)
        }
        room.bytes.set(wanted, filled)
        filled = needed
        if (isFull()) stop()
        return !isFull()
      },
      onComplete: finish,
      onError: (error) => {
        if (isFull()) return finish()
        forget()
        reject(error)
      },
    }
    let stop: (error?: Error) => void = () => {}
    agent.dispatch(options, handler)
  })
}
