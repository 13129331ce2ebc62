import { type Intake, intakeOf } from './intake.ts'
import { idleMsAfter, isStale } from './keeping.ts'
import { type Line, openLine, widen } from './lent-line.ts'
import { requestText } from './light.ts'
import type { Arrived } from './node.ts'
import { type PlainHead, readPlainHead } from './plain-answer.ts'
import { onStop, type Stop } from './stop.ts'
import {
  newTrace,
  type Open,
  type Trace,
  type Transport,
  type WireAnswer,
  type WireRequest,
  wholeBody,
} from './wire.ts'

/** What came of asking: an answer, bytes for a parser that knows all of HTTP, or not a byte. */
type Heard =
  | { readonly head: PlainHead; readonly body: Buffer; readonly isCut: boolean }
  | { readonly arrived: Arrived }
  | 'stale'

type Asking = { readonly now: () => number; readonly stop: Stop; readonly isReused: boolean }

/** The least that is free for the next bytes: with less, a large answer would come in small pieces. */
const leastFreeBytes = 65_536

function askOn(line: Line, request: WireRequest, trace: Trace, { now, stop, isReused }: Asking) {
  const { socket } = line
  return new Promise<Heard>((resolve, reject) => {
    let head: PlainHead | undefined
    let intake: Intake | undefined
    const forget = onStop(stop, () => {
      line.listener = null
      line.isOver = true
      socket.destroy()
      reject(new Error('aborted'))
    })
    const handOver = (failure: Error | null) => {
      forget()
      line.listener = null
      line.letGo()
      resolve({ arrived: { received: Buffer.from(line.room.subarray(0, line.filled)), failure } })
    }
    const breakOff = (failure: Error | null) => {
      if (!isReused || line.filled > 0 || !isStale(request.method, failure)) return handOver(failure)
      forget()
      line.letGo()
      socket.destroy()
      resolve('stale')
    }
    const readHead = (received: Buffer): 'more' | 'other' | PlainHead => {
      const read = readPlainHead(received, request.method)
      if (read === 'head') return 'more'
      if (read === 'other') return read
      trace.headAtMs = now()
      trace.phase = 'body'
      intake = intakeOf(read, request.mostBodyBytes)
      widen(line, intake.needs)
      return read
    }
    const take = () => {
      if (head === undefined) {
        const read = readHead(line.room.subarray(0, line.filled))
        if (read === 'other') return handOver(null)
        if (read !== 'more') head = read
      }
      const taken = intake === undefined ? 'more' : intake.take(line.room.subarray(0, line.filled))
      if (taken === 'other') return handOver(null)
      if (taken !== 'more' && head !== undefined) {
        forget()
        line.listener = null
        return resolve({ head, ...taken })
      }
      const isKnown = intake !== undefined && intake.needs > 0
      if (!isKnown && line.room.length - line.filled < leastFreeBytes) widen(line, line.room.length * 2)
    }
    line.filled = 0
    line.listener = { take, breakOff }
    // What is not ASCII can only be a body: the guard has seen to the rest.
    socket.write(requestText(request, 'keep-alive'), request.body === undefined ? 'latin1' : 'utf8')
  })
}

function close(line: Line): void {
  line.letGo()
  line.socket.destroy()
}

/**
 * A transport for large answers: the bytes are read straight into memory that is lent to whoever reads them, and used
 * for the next answer once they are given back. Connections are kept for a few seconds, each serves one exchange at a
 * time. An answer that is not written plainly is read by `node:http` from its first byte, and its connection is closed
 * after it. Connections are never shared between URLs of different trust, because they were checked under different rules.
 */
export function lentTransport(open: Open, now: () => number): Transport {
  const idle = new Map<string, Line[]>()

  const takeIdle = (key: string): Line | undefined => {
    const lines = idle.get(key)
    for (let line = lines?.pop(); line !== undefined; line = lines?.pop()) {
      if (!line.isOver && line.keptUntilMs > now()) {
        line.socket.ref()
        return line
      }
      close(line)
    }
    return undefined
  }

  const giveBack = (key: string, line: Line, idleMs: number) => {
    if (idleMs === 0 || line.isOver) return close(line)
    line.keptUntilMs = now() + idleMs
    line.idling.refresh()
    // An idle connection must not keep a program from ending.
    line.socket.unref()
    const lines = idle.get(key)
    if (lines === undefined) idle.set(key, [line])
    else lines.push(line)
  }

  const settle = async (
    key: string,
    line: Line,
    heard: Exclude<Heard, 'stale'>,
    request: WireRequest,
    trace: Trace,
    stop: Stop,
  ): Promise<WireAnswer> => {
    if ('arrived' in heard) {
      // The head is read again, and what goes wrong with it is no fault of the body.
      trace.phase = 'headers'
      const { readAgain } = await import('./node.ts')
      return readAgain(line.socket, heard.arrived, request, stop)
    }
    const { head, body, isCut } = heard
    if (isCut) close(line)
    const { status, headers } = head
    const idleMs = idleMsAfter(headers)
    return { status, headers, body: wholeBody(body), giveBack: () => giveBack(key, line, idleMs) }
  }

  return async (request, trace, stop) => {
    const key = `${request.target.trust} ${request.target.origin}`
    const known = takeIdle(key)
    if (known !== undefined) {
      trace.phase = 'headers'
      trace.tlsValidUntil = known.tlsValidUntil
      const heard = await askOn(known, request, trace, { now, stop, isReused: true })
      if (heard !== 'stale') return settle(key, known, heard, request, trace, stop)
      Object.assign(trace, newTrace())
    }
    const line = await openLine(open, request.target, trace, stop)
    trace.phase = 'headers'
    const heard = await askOn(line, request, trace, { now, stop, isReused: false })
    return settle(key, line, heard as Exclude<Heard, 'stale'>, request, trace, stop)
  }
}
