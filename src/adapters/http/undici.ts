import Agent from 'undici/lib/dispatcher/agent.js'
import { collect, type Room } from './collect.ts'
import { repeatable } from './keeping.ts'
import type { Stop } from './stop.ts'
import type { Target } from './target.ts'
import {
  headerPairs,
  maxHeaderBytes,
  newTrace,
  type Open,
  type Trace,
  type Transport,
  type WireAnswer,
  type WireRequest,
  wholeBody,
} from './wire.ts'

/** One connection that serves one exchange at a time, so that every timing has its own owner. */
type Slot = {
  readonly agent: InstanceType<typeof Agent>
  current: { readonly target: Target; readonly trace: Trace; readonly stop: Stop }
  /** Of the connection that is open, so that reused connections know their certificate. */
  tlsValidUntil: string | null
  connections: number
  /** Bodies that are wanted at once, one after the other. */
  readonly room: Room
}

const staleCodes: readonly unknown[] = ['UND_ERR_SOCKET', 'ECONNRESET', 'EPIPE']

function newSlot(open: Open): Slot {
  const slot: Slot = {
    agent: new Agent({
      connections: 1,
      pipelining: 1,
      maxHeaderSize: maxHeaderBytes,
      headersTimeout: 0,
      bodyTimeout: 0,
      connect: (_options, callback) => {
        const { target, trace, stop } = slot.current
        slot.connections += 1
        open(target, trace, stop).then(
          (socket) => {
            slot.tlsValidUntil = trace.tlsValidUntil
            trace.phase = 'headers'
            callback(null, socket)
          },
          (error: Error) => callback(error, null),
        )
      },
    }),
    current: undefined as never,
    tlsValidUntil: null,
    connections: 0,
    room: { bytes: Buffer.alloc(0) },
  }
  return slot
}

function optionsOf({ method, target, headers, body }: WireRequest) {
  return {
    origin: target.url.origin,
    path: `${target.url.pathname}${target.url.search}`,
    method,
    headers,
    body: body ?? null,
    headersTimeout: 0,
    bodyTimeout: 0,
  }
}

async function exchange(
  slot: Slot,
  wire: WireRequest,
  note: () => void,
  stop: Stop,
): Promise<Pick<WireAnswer, 'status' | 'headers' | 'body'>> {
  const collecting = { room: slot.room, mostBytes: wire.mostBodyBytes, note, stop }
  const { status, headers, bytes } = await collect(slot.agent, optionsOf(wire), collecting)
  return { status, headers: headerPairs(headers), body: wholeBody(bytes) }
}

function isStale(error: unknown, reused: boolean, method: string, stop: Stop): boolean {
  const code = (error as { code?: unknown }).code
  return reused && !stop.isStopped && repeatable.includes(method) && staleCodes.includes(code)
}

/**
 * A transport over undici's connection pool, for many requests. Connections are kept for a few seconds
 * and never shared between URLs of different trust, because they were checked under different rules.
 */
export function undiciTransport(open: Open, now: () => number): Transport {
  const idle = new Map<string, Slot[]>()

  const giveBack = (key: string, slot: Slot) => {
    const slots = idle.get(key)
    if (slots === undefined) idle.set(key, [slot])
    else slots.push(slot)
  }

  const send = async (request: WireRequest, slot: Slot, trace: Trace, stop: Stop) => {
    const key = `${request.target.trust} ${request.target.url.origin}`
    const before = slot.connections
    slot.current = { target: request.target, trace, stop }
    // Until undici asks for a connection it is using the one that it has.
    trace.phase = before === 0 ? 'dns' : 'headers'
    const noteHead = () => {
      trace.headAtMs = now()
      trace.phase = 'body'
    }
    const answer = await exchange(slot, request, noteHead, stop)
    if (slot.connections === before) trace.tlsValidUntil = slot.tlsValidUntil
    return { ...answer, giveBack: () => giveBack(key, slot) }
  }

  return async (request, trace, stop): Promise<WireAnswer> => {
    const key = `${request.target.trust} ${request.target.url.origin}`
    const slot = idle.get(key)?.pop() ?? newSlot(open)
    const before = slot.connections
    try {
      return await send(request, slot, trace, stop)
    } catch (error) {
      const reused = before > 0 && slot.connections === before
      // A server may close a kept connection while the request is on its way: that says nothing about it.
      if (!isStale(error, reused, request.method, stop)) throw error
      Object.assign(trace, newTrace())
      return send(request, newSlot(open), trace, stop)
    }
  }
}
