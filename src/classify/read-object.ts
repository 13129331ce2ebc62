import { decodeBase64Json } from '../x402/base64-json.ts'
import { isJsonObject, type JsonObject } from '../x402/fields.ts'
import { parseJsonText } from '../x402/json-text.ts'
import { factReaders } from './read-facts.ts'
import { noteReason } from './scan-text.ts'
import type { Notes, Phase } from './signals.ts'

const maxDepth = 8
const maxFields = 600
const maxBody = 262_144

/** A walk through one JSON value: how much may still be read, and where it stands. */
type Walk = { readonly notes: Notes; left: number }
type Place = { readonly depth: number; readonly phase: Phase | null; readonly inGate: boolean }

const plainName = (name: string) => name.toLowerCase().replace(/[^a-z0-9]/g, '')

/** Fields that say why something failed. */
const reasonFields = new Set(
  `errorreason invalidreason settlereason settleerror verifyreason verifyerror failurereason failuremessage reason error
   errormessage invalidmessage errortype errorcode code err cause detail details exception`.split(/\s+/),
)
/** Of these the ones that are only there when something failed. */
const blames = /^(?:err|error\w{0,20}|\w{0,20}reason|\w{0,20}error|failure\w{0,20}|exception)$/
const blameless = /^(?:|none|null|ok|payment required|x-payment header is required|payment_required)[.!]?$/i
/** Fields that say what happened, failure or not. */
const spokenFields = new Set(['message', 'msg', 'title', 'name', 'text', 'log', 'event'])
const statusFields = new Set(
  'status statuscode responsestatus httpstatus httpstatuscode responsecode upstreamstatus'.split(' '),
)
const bodyFields = new Set(['body', 'responsebody', 'response', 'data', 'payload', 'result'])
const phaseFields = new Set(['op', 'operation', 'phase', 'step', 'stage', 'action', 'call'])
// What stands in these is a credential: not even its words are looked at.
const closed = new Set(
  `signature paymentsignature xpayment authorizationheader paymentpayload apikey xapikey cookie setcookie secret token
   password privatekey mnemonic`.split(/\s+/),
)

// Request headers that carry a payment; their value is never looked at.
const paidFields = new Set(['xpayment', 'paymentsignature', 'paymentpayload', 'paymentheader'])

function notePaid(name: string, value: unknown, { notes }: Walk): void {
  if (paidFields.has(name) && value !== null && value !== '') notes.paid = true
}

// Seconds, or a date as HTTP writes it; anything else could be anything. Anchored, fixed parts: linear.
const waitShape = /^(?:\d{1,6}|[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT)$/

const gates: readonly (readonly [name: string, gate: NonNullable<Notes['gate']>, closed: RegExp])[] = [
  ['xcircuitstate', 'circuit', /^(?:open|half-open)$/i],
  ['xshieldstatus', 'shield', /^unhealthy$/i],
  ['xpreflightstatus', 'preflight', /^unreachable$/i],
  ['plugin', 'circuit', /^circuit-breaker$/i],
  ['plugin', 'shield', /^shield$/i],
  ['plugin', 'preflight', /^preflight$/i],
]

function noteHeaderDocument(name: string, value: string, walk: Walk, place: Place): boolean {
  const settle = name.endsWith('paymentresponse')
  if (!settle && !name.endsWith('paymentrequired')) return false
  const decoded = decodeBase64Json(value)
  if (!decoded.ok) return true
  const phase = settle ? 'settle' : 'verify'
  walk.notes.phase ??= settle || hasError(decoded.value) ? phase : null
  visit(decoded.value, walk, { ...place, depth: place.depth + 1, phase })
  return true
}

function hasError(value: unknown): boolean {
  return isJsonObject(value) && typeof value.error === 'string' && !/^payment required/i.test(value.error)
}

function noteText(name: string, value: string, walk: Walk, place: Place): void {
  const { notes } = walk
  if (noteHeaderDocument(name, value, walk, place)) return
  for (const [header, gate, pattern] of gates) if (name === header && pattern.test(value)) notes.gate ??= gate
  if (name === 'retryafter' && waitShape.test(value)) notes.retryAfter ??= value
  if (place.inGate && name === 'code')
    notes.codes.push({ code: value.slice(0, 80), place: 'gate', alone: true })
  if (statusFields.has(name) && /^[1-5]\d\d$/.test(value)) notes.status ??= Number(value)
  if (phaseFields.has(name) && /^(?:verify|settle)$/i.test(value))
    notes.phase ??= value.toLowerCase() as Phase
  if (name === 'level' && /^(?:error|fatal|critical|panic)$/i.test(value)) notes.complains = true
  if (bodyFields.has(name) && /^\s{0,20}[{[]/.test(value)) {
    const parsed = parseJsonText(value, maxBody)
    if (parsed.ok) {
      visit(parsed.value, walk, { ...place, depth: place.depth + 1 })
      return
    }
  }
  if (reasonFields.has(name)) {
    if (!(place.inGate && name === 'code')) noteReason(value, notes)
    if (blames.test(name) && !blameless.test(value.trim())) {
      notes.complains = true
      notes.phase ??= place.phase
    }
  } else if (spokenFields.has(name)) noteReason(value, notes)
}

function noteNumber(name: string, value: number, { notes }: Walk): void {
  if (statusFields.has(name) && value >= 100 && value <= 599 && Number.isInteger(value))
    notes.status ??= value
  if ((name === 'code' || name === 'errorcode') && value < -32_000 && value >= -32_999) {
    notes.codes.push({ code: String(value), place: 'anywhere', alone: true })
  }
  if (name === 'retryafter' && waitShape.test(String(value))) notes.retryAfter ??= String(value)
  // The levels of pino: 50 is error.
  if (name === 'level' && value >= 50 && value <= 100) notes.complains = true
}

function noteBoolean(name: string, value: boolean, object: JsonObject, { notes }: Walk, place: Place): void {
  if (name === 'isvalid') notes.verified ??= value
  const isSettle = place.phase === 'settle' || 'transaction' in object || 'errorReason' in object
  if (name === 'success' && isSettle) notes.settled ??= value
  if (name === 'success' && value && object.transaction === '') notes.settledWithoutTx = true
  if (name === 'retryable' || name === 'retry' || name === 'transient') notes.claimsRetryable ??= value
  if ((name === 'isvalid' || name === 'success' || name === 'ok') && !value) notes.complains = true
}

function noteVerify(value: unknown, { notes }: Walk): void {
  if (value === 'valid' || value === true) notes.verified ??= true
  else if (value === 'invalid' || value === false) notes.verified ??= false
}

function isPiprailFailure(object: JsonObject): boolean {
  return object.error === 'settlement_failed' && 'fallback' in object && 'x402Version' in object
}

function visitObject(object: JsonObject, walk: Walk, place: Place): void {
  const { notes } = walk
  const piprail = isPiprailFailure(object)
  // HAR: one object for each header.
  if (typeof object.name === 'string')
    notePaid(plainName(object.name.slice(0, 80)), object.value ?? null, walk)
  if (piprail) notes.codes.push({ code: 'settlement_failed', place: 'gate', alone: true })
  for (const key of Object.keys(object)) {
    if (walk.left <= 0) return
    walk.left -= 1
    const value = object[key]
    const name = plainName(key.slice(0, 80))
    notePaid(name, value, walk)
    if (closed.has(name) || value === null || (piprail && name === 'error')) continue
    if (name === 'accepts' || name === 'accepted') continue
    if (typeof value !== 'object') factReaders[name]?.(value, notes)
    if (name === 'verify' || name === 'verifyresult') noteVerify(value, walk)
    if (typeof value === 'string') noteText(name, value, walk, place)
    else if (typeof value === 'number') noteNumber(name, value, walk)
    else if (typeof value === 'boolean') noteBoolean(name, value, object, walk, place)
    else visit(value, walk, below(name, place))
  }
}

function below(name: string, place: Place): Place {
  const phase = name.startsWith('settle') ? 'settle' : name.startsWith('verify') ? 'verify' : place.phase
  return { depth: place.depth + 1, phase, inGate: name === 'piprail' }
}

/** Raw headers as Node prints them: name, value, name, value. */
function visitList(list: readonly unknown[], walk: Walk, place: Place): void {
  const isRaw = list.length % 2 === 0 && list.every((item) => typeof item === 'string')
  if (!isRaw) {
    for (const item of list.slice(0, 50)) visit(item, walk, { ...place, depth: place.depth + 1 })
    return
  }
  for (let at = 0; at + 1 < list.length && walk.left > 0; at += 2) {
    const name = plainName(String(list[at]).slice(0, 80))
    walk.left -= 1
    notePaid(name, list[at + 1], walk)
    if (!closed.has(name)) noteText(name, String(list[at + 1]), walk, place)
  }
}

function visit(value: unknown, walk: Walk, place: Place): void {
  if (place.depth > maxDepth || walk.left <= 0) return
  if (Array.isArray(value)) visitList(value, walk, place)
  else if (isJsonObject(value)) visitObject(value, walk, place)
}

/**
 * Notes everything in a JSON value that tells what failed, at any depth up to 8 and in at most 600 fields: answers
 * of facilitators and servers, log rows, payment records. Never throws.
 */
export function readObject(value: unknown, notes: Notes): void {
  visit(value, { notes, left: maxFields }, { depth: 0, phase: null, inGate: false })
}
