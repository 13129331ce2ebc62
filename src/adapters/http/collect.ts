import type Agent from 'undici/lib/dispatcher/agent.js'
import { onAbort } from '../on-abort.ts'

/** An answer whose body is there, as far as it was wanted. Header names and values alternate. */
export type Collected = {
  readonly status: number
  readonly headers: readonly string[]
  /** One byte more than `mostBytes` where there was more. */
  readonly bytes: Buffer
}

/** How much of a body is wanted, who is told when the head has come, and what ends it. */
export type Collecting = {
  readonly mostBytes: number
  readonly note: () => void
  readonly signal: AbortSignal
}

type Options = Parameters<InstanceType<typeof Agent>['dispatch']>[0]
type Handler = Parameters<InstanceType<typeof Agent>['dispatch']>[1]

// Decimal, no sign; bounded, one class: linear. What is longer is larger than any body that is read.
const length = /^\d{1,9}$/

/** The length that the head promises; undefined without one. */
function promised(headers: readonly string[]): number | undefined {
  const at = headers.findIndex((name, index) => index % 2 === 0 && name.toLowerCase() === 'content-length')
  const value = at < 0 ? '' : (headers[at + 1] ?? '')
  return length.test(value) ? Number(value) : undefined
}

/** Memory for a body of known length, else a list of its pieces. */
function newStore(size: number | undefined, mostBytes: number) {
  const room = size !== undefined && size <= mostBytes ? Buffer.allocUnsafeSlow(size) : Buffer.alloc(0)
  const pieces: Buffer[] = []
  let inRoom = 0
  let left = mostBytes + 1
  return {
    /** True when there is more than is wanted. */
    add: (piece: Buffer): boolean => {
      const wanted = piece.subarray(0, left)
      left -= wanted.length
      if (pieces.length === 0 && inRoom + wanted.length <= room.length) {
        room.set(wanted, inRoom)
        inRoom += wanted.length
      } else pieces.push(wanted)
      return left === 0
    },
    bytes: (): Buffer => {
      const begin = room.subarray(0, inRoom)
      return pieces.length === 0 ? begin : Buffer.concat([begin, ...pieces])
    },
  }
}

/**
 * One exchange whose body is written into memory of the promised size as it arrives, without a stream between:
 * measured, a third of the time of a large answer. Reads at most one byte more than wanted, then closes the connection. Rejects
 * with undici's error, also when the signal aborts.
 */
export function collect(
  agent: InstanceType<typeof Agent>,
  options: Options,
  { mostBytes, note, signal }: Collecting,
): Promise<Collected> {
  return new Promise((resolve, reject) => {
    let head: { readonly status: number; readonly headers: readonly string[] } | undefined
    let store = newStore(undefined, mostBytes)
    let full = false
    let forget = () => {}
    const finish = () => {
      forget()
      if (head === undefined) reject(new Error('an answer without a head'))
      else resolve({ ...head, bytes: store.bytes() })
    }
    const handler: Handler = {
      onConnect: (abort) => {
        if (signal.aborted) abort(new Error('aborted'))
        else forget = onAbort(signal, () => abort(new Error('aborted')))
        stop = abort
      },
      onHeaders: (status, raw) => {
        // Information before the answer has no body, and is not the answer.
        if (status < 200) return true
        const headers = raw.map((text) => text.toString('latin1'))
        head = { status, headers }
        store = newStore(promised(headers), mostBytes)
        note()
        return true
      },
      onData: (piece) => {
        full ||= store.add(piece)
        if (full) stop()
        return !full
      },
      onComplete: finish,
      onError: (error) => {
        if (full) return finish()
        forget()
        reject(error)
      },
    }
    let stop: (error?: Error) => void = () => {}
    agent.dispatch(options, handler)
  })
}
