import * as z from 'zod'
import type { Blind, BlindKind } from '../../core/observation.ts'
import type { BlockRange, HttpAnswer } from '../../core/ports.ts'
import { safe } from '../../core/safe.ts'
import { classifyError, type RpcError } from './classify-error.ts'
import { type Fault, type FaultKind, fault } from './fault.ts'
import { parseRetryAfter } from './retry-after.ts'

/** The result of one call, not yet checked for its shape, or why there is none. */
export type RpcReply =
  | { readonly ok: true; readonly result: unknown }
  | { readonly ok: false; readonly fault: Fault }

/** What is needed to read an answer: the id we sent, the blocks we asked for, and how to hide the URL. */
export type Asked = {
  readonly id: number
  readonly range?: BlockRange
  readonly hide: (text: string) => string
  readonly now: Date
}

const errorShape = z.object({
  code: z.union([z.number(), z.string().max(16).transform(Number)]).catch(Number.NaN),
  message: z.string().catch(''),
  data: z.unknown().optional(),
})
const envelopeShape = z.object({
  id: z.union([z.number(), z.string(), z.null()]).optional(),
  result: z.unknown().optional(),
  error: z.union([errorShape, z.string().transform((message) => ({ code: Number.NaN, message }))]).nullish(),
})
type Envelope = z.infer<typeof envelopeShape>

const authStatus: readonly number[] = [401, 402, 403, 407]

function no(kind: FaultKind, detail: string, blind?: BlindKind): RpcReply {
  return { ok: false, fault: blind === undefined ? fault(kind, detail) : fault(kind, detail, blind) }
}

function parseJson(text: string): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) as unknown }
  } catch {
    return undefined
  }
}

function kindOfStatus(status: number): FaultKind {
  if (status === 413) return 'range'
  return status >= 500 || status === 408 ? 'transient' : 'final'
}

function withoutJson({ status, body }: HttpAnswer): RpcReply {
  if (status >= 300 && status < 400) return no('final', `the host answered with a redirect (HTTP ${status})`)
  if (status < 200 || status >= 300) return no(kindOfStatus(status), `the host answered with HTTP ${status}`)
  const text = body.slice(0, 64).trimStart()
  if (text === '') return no('transient', 'the answer is empty', 'parse')
  if (text.startsWith('<')) return no('transient', 'the answer is a web page, not JSON', 'parse')
  return no('transient', 'the answer is not JSON, or was cut off', 'parse')
}

function toRpcError(error: NonNullable<Envelope['error']>): RpcError {
  const code = Number.isFinite(error.code) ? error.code : null
  return 'data' in error
    ? { code, message: error.message, data: error.data }
    : { code, message: error.message }
}

// What nodes say when a contract refused a call; code 3 is that of geth and all who follow it. No repetition: linear.
const revertText = /execution reverted|vm execution error|vm exception/i

function isRevert({ code, message }: RpcError): boolean {
  return code === 3 || revertText.test(message.slice(0, 2048))
}

function ofError(error: RpcError, status: number, asked: Asked): RpcReply {
  const found = classifyError(error, asked.range)
  // A status speaks only where neither the words nor the code said anything.
  const kind = found.kind === 'final' && status >= 300 ? kindOfStatus(status) : found.kind
  const code = error.code === null ? '' : ` ${error.code}`
  const said = error.message === '' ? '' : `: "${asked.hide(error.message)}"`
  // Words about keys are the likeliest to quote one.
  const detail =
    kind === 'auth'
      ? `the host rejected the key (error${code})`
      : `the node answered with error${code}${said}`
  const refusal: Fault = { ...fault(kind, detail), fromNode: true }
  const whole: Fault = kind === 'final' && isRevert(error) ? { ...refusal, code: 'REVERTED' } : refusal
  return {
    ok: false,
    fault: found.suggestion === undefined ? whole : { ...whole, suggestion: found.suggestion },
  }
}

function ofEnvelope(body: Envelope, answer: HttpAnswer, asked: Asked): RpcReply {
  const { error, id } = body
  const hasError = error !== undefined && error !== null
  // Gateways answer for nobody in particular: an error may carry a null id, a result may not.
  const ours = id === asked.id || (hasError && (id === null || id === undefined))
  if (!ours) return no('transient', 'the answer carries the id of another request', 'parse')
  if (hasError) return ofError(toRpcError(error), answer.status, asked)
  if (answer.status < 200 || answer.status >= 300) return withoutJson({ ...answer, body: '' })
  if (body.result === undefined)
    return no('transient', 'the answer holds neither a result nor an error', 'parse')
  return { ok: true, result: body.result }
}

/**
 * Reads one HTTP answer as the JSON-RPC answer to the request `asked.id`. Pure, never throws. An answer
 * that is cut at the size cap is a `range` fault: fewer blocks make a smaller answer.
 */
export function readAnswer(answer: HttpAnswer, asked: Asked): RpcReply {
  const { status } = answer
  if (authStatus.includes(status)) return no('auth', `the host rejected the key (HTTP ${status})`)
  const reply = readBody(answer, asked)
  if (reply.ok || (reply.fault.kind !== 'rate' && status !== 503)) return reply
  return { ok: false, fault: withWait(reply.fault, answer, asked) }
}

/** The wait that the host asks for, and a word about it: an operator should know why nothing happens. */
function withWait(why: Fault, { headers }: HttpAnswer, { now }: Asked): Fault {
  const header = headers.find(([name]) => name === 'retry-after')
  const retryAfterMs = header === undefined ? undefined : parseRetryAfter(header[1], now)
  if (header === undefined || retryAfterMs === undefined) return why
  const asks = safe(header[1].trim(), 40)
  const waited = `it asks us to wait (Retry-After: ${asks}); we wait ${retryAfterMs / 1000} s`
  return { ...why, detail: `${why.detail}, ${waited}`, retryAfterMs }
}

function readBody(answer: HttpAnswer, asked: Asked): RpcReply {
  const { status } = answer
  if (status === 429) return no('rate', 'the host limits our rate (HTTP 429)')
  if (answer.bodyTruncated) return no('range', 'the answer is larger than we read', 'too-large')
  const json = parseJson(answer.body)
  if (json === undefined) return withoutJson(answer)
  const envelope = envelopeShape.safeParse(json.value)
  if (envelope.success) return ofEnvelope(envelope.data, answer, asked)
  return status === 200
    ? no('transient', 'the answer is not a JSON-RPC answer', 'parse')
    : withoutJson({ ...answer, body: '' })
}

const unsent: Readonly<Partial<Record<BlindKind, FaultKind>>> = {
  dns: 'transient',
  connect: 'transient',
  headers: 'transient',
  body: 'transient',
  parse: 'transient',
  deadline: 'stalled',
  aborted: 'aborted',
  'too-large': 'range',
}

/** Why an exchange gave no answer at all. The transport may have quoted the URL, so its words are hidden too. */
export function readFailure({ kind, detail, code }: Blind, hide: Asked['hide']): Fault {
  const whole = fault(unsent[kind] ?? 'final', hide(detail), kind)
  return code === undefined ? whole : { ...whole, code }
}
