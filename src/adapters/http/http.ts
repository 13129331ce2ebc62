import { type Blind, couldNotSee, type Look, type Observation, saw } from '../../core/observation.ts'
import type { Clock, Http, HttpAnswer, HttpRequest, HttpTiming } from '../../core/ports.ts'
import { safe } from '../../core/safe.ts'
import { after } from '../clock.ts'
import { onAbort } from '../on-abort.ts'
import { encodingsOf, readBody, wholeOf } from './body.ts'
import { type ConnectionOptions, createOpen } from './connection.ts'
import { createLanes, type LaneLimits } from './lanes.ts'
import { lightTransport } from './light.ts'
import { headersOf, refusalOf } from './request-guard.ts'
import { newStop, type Stop, stopNow } from './stop.ts'
import { type Allowances, createTargets, type Target } from './target.ts'
import { newTrace, type Open, type Phase, type Trace, type Transport } from './wire.ts'

/**
 * How requests are sent. `node` starts quickly; `undici` keeps connections and is for many requests, of which those for
 * bytes go to memory that is lent. The guards are the same. `resolve` and `extraCa` replace the system's names and add
 * trust anchors (PEM).
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

const asText: Read<HttpAnswer> = ({
  status,
  headers,
  body,
  bodyTruncated,
  timing,
  tlsValidUntil,
  receivedAt,
}) => {
  const text = body.toString('utf8')
  return { status, headers, body: text, bodyTruncated, timing, tlsValidUntil, receivedAt }
}

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

/** Which transport carries a request; a promise where it has to be loaded. */
type TransportFor = (read: Read<unknown>) => Transport | Promise<Transport>

type Name = 'lent' | 'undici'

const makers: Readonly<Record<Name, (open: Open, now: () => number) => Promise<Transport>>> = {
  lent: async (open, now) => (await import('./lent.ts')).lentTransport(open, now),
  undici: async (open, now) => (await import('./undici.ts')).undiciTransport(open, now),
}

function transportsOf({ transport, clock }: HttpOptions, open: Open): TransportFor {
  const now = clock.monotonicMs
  const light = lightTransport(open, now)
  if (transport === 'node') return () => light
  const ready = new Map<Name, Transport>()
  const loading = new Map<Name, Promise<Transport>>()
  const load = async (name: Name) => {
    const made = await makers[name](open, now)
    ready.set(name, made)
    return made
  }
  return (read) => {
    // Bytes are wanted of large answers, which are read straight into memory that is used again.
    const name = read === asText ? 'undici' : 'lent'
    const known = ready.get(name) ?? loading.get(name)
    if (known !== undefined) return known
    const made = load(name)
    loading.set(name, made)
    return made
  }
}

/** What went wrong; the words for it are loaded when there is something to say. */
async function failed(error: unknown, phase: Phase, { label }: Target): Promise<{ readonly blind: Blind }> {
  const { explainFailure } = await import('./explain.ts')
  return { blind: explainFailure(error, phase, label) }
}

async function late(phase: Phase, { label }: Target, timeoutMs: number): Promise<{ readonly blind: Blind }> {
  const { explainDeadline } = await import('./explain.ts')
  return { blind: explainDeadline(phase, label, timeoutMs) }
}

const stopped: { readonly blind: Blind } = {
  blind: { kind: 'aborted', detail: 'stopped before it was finished' },
}

function exchangeOver({ clock, userAgent }: HttpOptions, transportFor: TransportFor): Exchange {
  const complete = async <T>(
    request: HttpRequest,
    read: Read<T>,
    target: Target,
    trace: Trace,
    stop: Stop,
  ): Promise<Result<T>> => {
    const { method, body, maxBodyBytes } = request
    const wire = { method, target, headers: headersOf(request, userAgent), body, mostBodyBytes: maxBodyBytes }
    const made = transportFor(read)
    const send = typeof made === 'function' ? made : await made
    const begin = clock.monotonicMs()
    const head = await send(wire, trace, stop)
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
      const { bytes, truncated } =
        wholeOf(head.body, encodings, maxBodyBytes) ?? (await readBody(head.body, encodings, maxBodyBytes))
      const { tlsValidUntil } = trace
      const timing = timingOf(trace, firstByteMs, clock.monotonicMs() - begin)
      const { status, headers } = head
      return {
        value: read({
          status,
          headers,
          body: bytes,
          bodyTruncated: truncated,
          timing,
          tlsValidUntil,
          receivedAt,
        }),
      }
    } finally {
      head.giveBack?.()
    }
  }

  return <T>(request: HttpRequest, read: Read<T>, target: Target, signal: AbortSignal) =>
    new Promise<Result<T>>((resolve) => {
      const trace = newTrace()
      const stop = newStop()
      let isOver = false
      // The first of three ends it: the answer, the caller, the deadline. The last two do so even where a step
      // cannot be interrupted, such as a name look-up.
      const end = (result: () => Result<T> | Promise<Result<T>>) => {
        if (isOver) return
        isOver = true
        forget()
        putAway()
        resolve(result())
        stopNow(stop)
      }
      const forget = onAbort(signal, () => end(() => stopped))
      const putAway = after(clock, request.timeoutMs, () =>
        end(() => late(trace.phase, target, request.timeoutMs)),
      )
      if (signal.aborted) return end(() => stopped)
      complete(request, read, target, trace, stop).then(
        (result) => end(() => result),
        (error: unknown) => end(() => failed(error, trace.phase, target)),
      )
    })
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
  const targetOf = createTargets(options)
  const transportFor = transportsOf(options, createOpen(options))
  const exchange = exchangeOver(options, transportFor)

  const ask = async <T>(
    request: HttpRequest,
    read: Read<T>,
    signal: AbortSignal,
  ): Promise<Observation<T>> => {
    const checked = targetOf(request.url, request.trust)
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
