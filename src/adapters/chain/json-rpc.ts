import type { Observation } from '../../core/observation.ts'
import type { BlockRange, Clock, Http, HttpAnswer, HttpRequest } from '../../core/ports.ts'
import type { RpcEndpoint } from '../../core/profile.ts'
import { conceal } from './conceal.ts'
import { type Fault, fault } from './fault.ts'
import { createPause } from './pause.ts'
import { type RpcReply, readAnswer, readFailure } from './read-answer.ts'
import { maxWaitMs, waitBeforeRetry } from './retry-after.ts'
import { createSlots } from './slots.ts'

const maxBodyBytes = 16 * 1024 * 1024
/** The most requests that one call may take. */
export const maxTries = 5

// A limit is over after a while, and a busy host answers somebody else in between; who is not there at all
// will not be there in a second.
const patience = {
  rate: { tries: 5, firstMs: 500 },
  transient: { tries: 4, firstMs: 250 },
  behind: { tries: 3, firstMs: 500 },
} as const

/** One read-only call. `range` is the block range asked for, where there is one. */
export type RpcCall = {
  readonly method: string
  readonly params: readonly unknown[]
  readonly range?: BlockRange
  /**
   * Reads the result of the answer to request `id` from the bytes of a whole answer; undefined when it is not
   * written as expected, and then it is read as every other answer is.
   */
  readonly scan?: (bytes: Uint8Array, id: number) => object | undefined
}

/** A reply and how many requests it took, tries included. */
export type RpcResult = RpcReply & { readonly requests: number }

/** Asks one endpoint; at most `tries` requests (1 to 5). Never throws. */
export type AskRpc = (call: RpcCall, signal: AbortSignal, tries?: number) => Promise<RpcResult>

/** What the client needs from outside. */
export type RpcOptions = {
  readonly http: Http
  readonly endpoint: RpcEndpoint
  readonly clock: Clock
  readonly timeoutMs: number
  readonly concurrency: number
}

/**
 * A JSON-RPC client for one endpoint: at most `concurrency` requests at once, at most five tries, waits
 * of at most 10 s; a limit on our rate makes all calls wait. Only errors that a wait can heal are tried
 * again; a rejected key, a disabled method or our own deadline is final. The URL is revealed at the moment of sending and appears in no reply.
 */
export function createRpc(options: RpcOptions): AskRpc {
  const { clock } = options
  const slots = createSlots(options.concurrency)
  const pause = createPause(clock)
  let lastId = 0

  const once = async (call: RpcCall, signal: AbortSignal): Promise<RpcReply> => {
    lastId += 1
    const id = lastId
    const url = options.endpoint.url.reveal()
    const request: HttpRequest = {
      method: 'POST',
      url,
      headers: { 'content-type': 'application/json', accept: 'application/json' },
      body: JSON.stringify({ jsonrpc: '2.0', id, method: call.method, params: call.params }),
      timeoutMs: options.timeoutMs,
      maxBodyBytes,
      trust: 'operator',
    }
    const scan = call.scan && ((bytes: Uint8Array) => call.scan?.(bytes, id))
    const { answer, scanned } = await exchange(options.http, request, scan, signal)
    const hide = (text: string) => conceal(text, url)
    if (scanned !== undefined) return { ok: true, result: scanned }
    if (!answer.seen) return { ok: false, fault: readFailure(answer.why, hide) }
    const asked = { id, hide, now: clock.now() }
    return readAnswer(answer.value, call.range === undefined ? asked : { ...asked, range: call.range })
  }

  return (call, signal, tries = maxTries) =>
    slots(async () => {
      for (let requests = 1; ; requests += 1) {
        await pause.over(signal)
        if (signal.aborted) return { ok: false, fault: fault('aborted', 'stopped'), requests: requests - 1 }
        const reply = await once(call, signal)
        const wait = reply.ok ? undefined : waitFor(reply.fault, requests)
        if (!reply.ok && reply.fault.kind === 'rate') pause.begin(wait ?? 0)
        if (wait === undefined || requests >= tries) return { ...reply, requests }
        if (reply.ok || reply.fault.kind !== 'rate') await clock.sleep(wait, signal)
      }
    })
}

type Exchanged = { readonly answer: Observation<HttpAnswer>; readonly scanned?: object }

/**
 * One exchange. Only a whole answer that says yes is scanned; of all others the text is wanted. Answers come as bytes
 * where that can be had: it is one transport for all calls, and the cheaper one.
 */
async function exchange(
  http: Http,
  request: HttpRequest,
  scan: ((bytes: Uint8Array) => object | undefined) | undefined,
  signal: AbortSignal,
): Promise<Exchanged> {
  if (http.sendForBytes === undefined) return { answer: await http.send(request, signal) }
  const seen = await http.sendForBytes(request, signal, ({ body, ...rest }) => {
    const scanned = rest.status === 200 && !rest.bodyTruncated ? scan?.(body) : undefined
    if (scanned !== undefined) return { answer: { ...rest, body: '' }, scanned }
    const { buffer, byteOffset, length } = body
    return { answer: { ...rest, body: Buffer.from(buffer, byteOffset, length).toString('utf8') } }
  })
  return seen.seen ? { ...seen.value, answer: { ...seen, value: seen.value.answer } } : { answer: seen }
}

/** How long to wait before the same call is sent again; undefined when that would not help. */
function waitFor({ kind, retryAfterMs, code }: Fault, tries: number): number | undefined {
  if (kind !== 'rate' && kind !== 'behind' && kind !== 'transient') return undefined
  const { tries: most, firstMs } = patience[kind]
  const hopeless = code === 'ECONNREFUSED' || code === 'ENOTFOUND' || retryAfterMs === maxWaitMs
  if (tries >= (hopeless ? 3 : most)) return undefined
  return waitBeforeRetry(tries, firstMs, retryAfterMs)
}
