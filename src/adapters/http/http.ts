import { type Blind, couldNotSee, type Look, type Observation, saw } from '../../core/observation.ts'
import type { Clock, Http, HttpAnswer, HttpRequest, HttpTiming } from '../../core/ports.ts'
import { safe } from '../../core/safe.ts'
import { onAbort } from '../on-abort.ts'
import { encodingsOf, readBody } from './body.ts'
import { type ConnectionOptions, createOpen } from './connection.ts'
import { createLanes, type LaneLimits } from './lanes.ts'
import { lightTransport } from './light.ts'
import { headersOf, refusalOf } from './request-guard.ts'
import { type Allowances, checkTarget, type Target } from './target.ts'
import { newTrace, type Open, type Trace, type Transport } from './wire.ts'

/**
 * How requests are sent. `node` starts quickly, `undici` keeps connections and is for many requests; the
 * guards are the same. `resolve` and `extraCa` replace the system's names and add trust anchors (PEM).
 */
export type HttpOptions = Allowances &
  Pick<ConnectionOptions, 'resolve' | 'extraCa'> & {
    readonly transport: 'node' | 'undici'
    readonly clock: Clock
    readonly userAgent: string
    readonly limits: LaneLimits
  }

type Answer = Omit<HttpAnswer, 'body'> & { readonly body: Buffer }
type Result<T> = { readonly value: T } | { readonly blind: Blind }

/** What is made of an answer before its memory is used again. */
type Read<T> = (answer: Answer) => T

/** One exchange after it was let in: never rejects. */
type Exchange = <T>(
  request: HttpRequest,
  read: Read<T>,
  target: Target,
  signal: AbortSignal,
) => Promise<Result<T>>

const asText: Read<HttpAnswer> = (answer) => ({ ...answer, body: answer.body.toString('utf8') })

/** Tenths of a millisecond: what is finer is noise, and would stand in every saved run. */
function timingOf({ dnsMs, connectMs, tlsMs }: Trace, firstByteMs: number, totalMs: number): HttpTiming {
  const tenths = (ms: number) => Math.round(ms * 10) / 10
  const maybe = (ms: number | null) => (ms === null ? null : tenths(ms))
  return {
    dnsMs: maybe(dnsMs),
    connectMs: maybe(connectMs),
    tlsMs: maybe(tlsMs),
    firstByteMs: tenths(firstByteMs),
    totalMs: tenths(totalMs),
  }
}

async function undiciLater(open: Open, now: () => number): Promise<Transport> {
  const { undiciTransport } = await import('./undici.ts')
  return undiciTransport(open, now)
}

function exchangeOver({ clock, userAgent }: HttpOptions, transport: () => Promise<Transport>): Exchange {
  const complete = async <T>(
    request: HttpRequest,
    read: Read<T>,
    target: Target,
    trace: Trace,
    signal: AbortSignal,
  ): Promise<Result<T>> => {
    const { method, body, maxBodyBytes } = request
    const wire = { method, target, headers: headersOf(request, userAgent), body, mostBodyBytes: maxBodyBytes }
    const send = await transport()
    const begin = clock.monotonicMs()
    const head = await send(wire, trace, signal)
    trace.phase = 'body'
    const firstByteMs = (trace.headAtMs ?? clock.monotonicMs()) - begin
    const receivedAt = clock.now().toISOString()
    try {
      const encodings = encodingsOf(head.headers)
      if (encodings === undefined) {
        head.body.destroy()
        const detail = `${target.label} used a content encoding that was not asked for`
        return { blind: { kind: 'not-supported', detail, code: 'ENCODING_UNKNOWN' } }
      }
      const { bytes, truncated } = await readBody(head.body, encodings, maxBodyBytes)
      const { tlsValidUntil } = trace
      const timing = timingOf(trace, firstByteMs, clock.monotonicMs() - begin)
      const { status, headers } = head
      const whole = { status, headers, body: bytes, bodyTruncated: truncated }
      return { value: read({ ...whole, timing, tlsValidUntil, receivedAt }) }
    } finally {
      head.giveBack?.()
    }
  }

  return async (request, read, target, signal) => {
    const trace = newTrace()
    const stop = new AbortController()
    let late = false
    let refuse: (error: Error) => void = () => {}
    const stopped = new Promise<never>((_resolve, reject) => {
      refuse = reject
    })
    const abort = () => {
      stop.abort()
      refuse(new Error('stopped'))
    }
    const forget = onAbort(signal, abort)
    if (signal.aborted) abort()
    const finished = new AbortController()
    const deadline = async () => {
      await clock.sleep(request.timeoutMs, finished.signal)
      late = !finished.signal.aborted
      if (late) abort()
    }
    try {
      void deadline()
      // The race makes the deadline hold even where a step cannot be interrupted, such as a name look-up.
      return await Promise.race([complete(request, read, target, trace, stop.signal), stopped])
    } catch (error) {
      const wasLate = late
      if (!wasLate && signal.aborted)
        return { blind: { kind: 'aborted', detail: 'stopped before it was finished' } }
      const { explainDeadline, explainFailure } = await import('./explain.ts')
      if (wasLate) return { blind: explainDeadline(trace.phase, target.label, request.timeoutMs) }
      return { blind: explainFailure(error, trace.phase, target.label) }
    } finally {
      // With a reason of its own an abort makes no error object.
      finished.abort('answered')
      forget()
    }
  }
}

/**
 * Sends unpaid requests under one set of guards. `send` never rejects: whatever goes wrong comes back as
 * an observation that was not seen, whose detail names the host but no path, query or key. The deadline
 * `timeoutMs` covers the whole exchange, from the name look-up to the last byte, but not the wait for a
 * turn at the host.
 */
export function createHttp(options: HttpOptions): Http {
  const { clock, limits } = options
  const enter = createLanes(clock, limits)
  const open = createOpen(options)
  let loaded: Promise<Transport> | undefined
  const transport = () => {
    loaded ??=
      options.transport === 'node'
        ? Promise.resolve(lightTransport(open, clock.monotonicMs))
        : undiciLater(open, clock.monotonicMs)
    return loaded
  }
  const exchange = exchangeOver(options, transport)

  const ask = async <T>(
    request: HttpRequest,
    read: Read<T>,
    signal: AbortSignal,
  ): Promise<Observation<T>> => {
    const checked = checkTarget(request.url, request.trust, options)
    const where = checked.ok ? `${checked.target.url.protocol}//${checked.target.label}` : 'no request'
    const look = (): Look => ({
      at: clock.now().toISOString(),
      source: 'http',
      ref: `${safe(request.method, 20)} ${where}`,
    })
    const refusal = checked.ok ? refusalOf(request, checked.target) : checked
    if (!checked.ok || refusal !== undefined) {
      return couldNotSee(look(), 'refused', refusal?.detail ?? '', refusal?.code)
    }
    const leave = await enter(checked.target.url.host, signal)
    if (leave === null) return couldNotSee(look(), 'aborted', 'stopped before it was sent')
    const begun = look()
    try {
      const result = await exchange(request, read, checked.target, signal)
      if ('value' in result) return saw(begun, result.value)
      return couldNotSee(begun, result.blind.kind, result.blind.detail, result.blind.code)
    } finally {
      leave()
    }
  }
  return {
    send: (request, signal) => ask(request, asText, signal),
    sendForBytes: (request, signal, read) => ask(request, read, signal),
  }
}
