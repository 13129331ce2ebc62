import type { Socket } from 'node:net'
import { mostPieces, requestText } from './light.ts'
import type { Arrived } from './node.ts'
import { readPlainAnswer } from './plain-answer.ts'
import { onStop, type Stop } from './stop.ts'
import {
  mostPlainBytes,
  newTrace,
  type Open,
  type Trace,
  type Transport,
  type WireAnswer,
  type WireRequest,
  wholeBody,
} from './wire.ts'

/** What an exchange is told by its connection. */
type Listener = { readonly take: (piece: Buffer) => void; readonly breakOff: (error: Error | null) => void }

/** An open connection. Listens for as long as it is ours: listeners for every exchange would cost more than reading it. */
type Line = {
  readonly socket: Socket
  readonly tlsValidUntil: string | null
  /** Null while nothing is asked on it. */
  listener: Listener | null
  isOver: boolean
  keptUntilMs: number
  readonly idling: NodeJS.Timeout
  /** Stops listening, and leaves what comes next to somebody else. */
  readonly letGo: () => void
}

/** Servers close idle connections after five seconds and more; one that says its time is believed. */
export const mostIdleMs = 4000
/** A request that is on its way when a server closes is lost; so much earlier we close. */
const marginMs = 1000

const repeatable: readonly string[] = ['GET', 'HEAD', 'OPTIONS']
const staleCodes: readonly unknown[] = [undefined, 'ECONNRESET', 'EPIPE']

/**
 * May a request be sent again after a kept connection broke before a byte of its answer came? A server may close one
 * while the request is on its way: that says nothing about it.
 */
export function isStale(method: string, failure: Error | null): boolean {
  const code = (failure as NodeJS.ErrnoException | null)?.code
  return repeatable.includes(method) && staleCodes.includes(code)
}

// RFC 9112 9.3 and the draft of Keep-Alive; a word, and bounded digits after a fixed name: linear.
const closing = /\bclose\b/i
const told = /\btimeout=(\d{1,5})\b/i

/** How long a connection may wait for its next request; 0 = it must be closed. */
export function idleMsAfter(headers: WireAnswer['headers']): number {
  let ms = mostIdleMs
  for (const [name, value] of headers) {
    if (name === 'connection' && closing.test(value)) return 0
    if (name !== 'keep-alive') continue
    const [, seconds] = told.exec(value) ?? []
    if (seconds !== undefined) ms = Math.min(ms, Number(seconds) * 1000 - marginMs)
  }
  return Math.max(0, ms)
}

function lineOf(socket: Socket, tlsValidUntil: string | null): Line {
  const data = (piece: Buffer) => {
    // Nobody asked: what a server says out of turn must not become the answer to the next request.
    if (line.listener === null) over()
    else line.listener.take(piece)
  }
  const over = (error?: unknown) => {
    line.isOver = true
    clearTimeout(line.idling)
    if (line.listener === null) socket.destroy()
    else line.listener.breakOff(error instanceof Error ? error : null)
  }
  const idling = setTimeout(() => line.listener === null && over(), mostIdleMs).unref()
  const letGo = () => {
    line.isOver = true
    clearTimeout(idling)
    // At once: what comes next must not be lost between two listeners.
    socket.pause()
    socket.off('data', data).off('end', over).off('error', over).off('close', over)
    socket.on('error', () => {})
  }
  const line: Line = { socket, tlsValidUntil, listener: null, isOver: false, keptUntilMs: 0, idling, letGo }
  socket.on('data', data).on('end', over).on('error', over).on('close', over)
  return line
}

/** What came of asking: a whole plain answer, bytes for a parser that knows all of HTTP, or not a byte. */
type Heard = { readonly answer: WireAnswer } | { readonly arrived: Arrived } | 'stale'

function askOn(
  line: Line,
  request: WireRequest,
  trace: Trace,
  { now, stop, isReused }: { readonly now: () => number; readonly stop: Stop; readonly isReused: boolean },
): Promise<Heard> {
  const { socket } = line
  return new Promise((resolve, reject) => {
    let received: Buffer | undefined
    let pieces = 0
    const forget = onStop(stop, () => {
      line.listener = null
      line.isOver = true
      socket.destroy()
      reject(new Error('aborted'))
    })
    const handOver = (failure: Error | null) => {
      forget()
      line.letGo()
      resolve({ arrived: { received: received ?? Buffer.alloc(0), failure } })
    }
    const breakOff = (failure: Error | null) => {
      if (!isReused || received !== undefined || !isStale(request.method, failure)) return handOver(failure)
      forget()
      line.letGo()
      socket.destroy()
      resolve('stale')
    }
    const take = (piece: Buffer) => {
      pieces += 1
      received = received === undefined ? piece : Buffer.concat([received, piece])
      const read = readPlainAnswer(received, request.method)
      if (read !== 'head' && read !== 'other' && trace.headAtMs === null) {
        trace.headAtMs = now()
        trace.phase = 'body'
      }
      if (typeof read === 'object') {
        forget()
        line.listener = null
        resolve({ answer: { status: read.status, headers: read.headers, body: wholeBody(read.body) } })
      } else if (read === 'other' || pieces >= mostPieces || received.length >= mostPlainBytes) handOver(null)
    }
    line.listener = { take, breakOff }
    // What is not ASCII can only be a body: the guard has seen to the rest.
    socket.write(requestText(request, 'keep-alive'), request.body === undefined ? 'latin1' : 'utf8')
  })
}

/**
 * A transport for many requests: connections are kept for a few seconds, each serves one exchange at a time, and an
 * answer that is written plainly is read here. Every other answer is read by `node:http` from its first byte, and its
 * connection is closed after it. Connections are never shared between URLs of different trust, because they were
 * checked under different rules.
 */
export function keptTransport(open: Open, now: () => number): Transport {
  const idle = new Map<string, Line[]>()

  const takeIdle = (key: string): Line | undefined => {
    const lines = idle.get(key)
    for (let line = lines?.pop(); line !== undefined; line = lines?.pop()) {
      if (!line.isOver && line.keptUntilMs > now()) {
        line.socket.ref()
        return line
      }
      line.isOver = true
      line.socket.destroy()
    }
    return undefined
  }

  const keep = (key: string, line: Line, idleMs: number) => {
    if (idleMs === 0 || line.isOver) {
      line.letGo()
      line.socket.destroy()
      return
    }
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
  ) => {
    if ('answer' in heard) {
      keep(key, line, idleMsAfter(heard.answer.headers))
      return heard.answer
    }
    // The head is read again, and what goes wrong with it is no fault of the body.
    trace.phase = 'headers'
    const { readAgain } = await import('./node.ts')
    return readAgain(line.socket, heard.arrived, request, stop)
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
    const socket = await open(request.target, trace, stop)
    trace.phase = 'headers'
    const line = lineOf(socket, trace.tlsValidUntil)
    const heard = await askOn(line, request, trace, { now, stop, isReused: false })
    return settle(key, line, heard as Exclude<Heard, 'stale'>, request, trace, stop)
  }
}
