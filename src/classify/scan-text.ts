import { ruleOfCode } from './codes/lookup.ts'
import type { Notes } from './signals.ts'
import { transportCodes } from './transport-catalog.ts'

/** The longest text in which reasons are looked for, in characters; what follows is not read. */
export const maxText = 4096

// One class, then fixed parts: each starts where the one before ended, so the time is linear.
const word = /[A-Za-z][A-Za-z0-9_]{2,119}/g
const t402 = /\bT402-\d{4}\b/g
const entryPoint = /\bAA[1-9]\d\b/g
const bundler = /(?<![\w.-])-32\d{3}(?![\w.])/g
const verb = '(?:GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS)'
const requestLine = new RegExp(
  `\\b(${verb} /[^\\s"?#]{0,200})(?:[?#][^\\s"]{0,400})?(?:[ ]HTTP/[\\d.]{1,3})?"?[ ](\\d{3})\\b`,
)
const route = new RegExp(`\\b(${verb} /[^\\s"?#]{0,200})`)
// A status is a number that stands where a status stands; 429 inside a hash is no status.
const statuses = [
  /\bHTTP\/[\d.]{1,3} (\d{3})\b/,
  /\b(?:status|statusCode|status_code|http_status)["']?\s?[=:]\s?"?(\d{3})\b/i,
  /\b(\d{3}) (?:too many requests|service unavailable|bad gateway|gateway time-?out|internal server error|unauthorized|forbidden|bad request|unprocessable)\b/i,
  /\bHTTP (\d{3})\b/,
  // As axios and others word it.
  /\b(?:failed|responded) with status(?: code)? (\d{3})\b/i,
]
const labelled = {
  payer: /\bpayer["']?\s?[=:]\s?"?(0x[0-9a-fA-F]{40})\b/,
  nonce: /\bnonce["']?\s?[=:]\s?"?(0x[0-9a-fA-F]{64})\b/,
  tx: /\b(?:tx|txHash|transaction)["']?\s?[=:]\s?"?(0x[0-9a-fA-F]{64})\b/,
  network: /\bnetwork["']?\s?[=:]\s?"?([a-z][a-z0-9]{2,11}(?::[A-Za-z0-9]{1,32}|-[a-z]{2,12}){0,2})\b/,
  requestId: /\b(?:requestId|request_id|reqId)["']?\s?[=:]\s?"?([\w-]{1,64})\b/,
}
const startTime = /^\[?(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2}:\d{2})(?:[.,]\d{1,9})?(Z|[+-]\d{2}:?\d{2})?/
const complaint =
  /\b(?:ERROR|FATAL|CRITICAL|PANIC|SEVERE|Error|error|failed|failure|exception|Exception|refused)\b/

// What callers choose and servers only repeat: addresses, request lines, referrers and programs. Bounded classes that
// share no character with what follows them: linear.
const urls = /\bhttps?:\/\/[^\s"'<>]{1,2000}/gi
const requests = new RegExp(`\\b(${verb}) /[^\\s"]{0,4000}`, 'g')
const callers = /(" \d{3} (?:\d{1,15}|-)) "[^"]{0,2000}"(?: "[^"]{0,2000}")?/g
// The value of a header that carries a payment. Bounded: linear.
const paymentValue = /\b(?:x-payment|payment-signature)["']?\s?[:=]\s?["']?[A-Za-z0-9+/_=-]{40}/i

function withoutCallers(text: string): string {
  const plain = text.includes('://') ? text.replace(urls, 'URL') : text
  return plain.includes('/') ? plain.replace(requests, '$1 /').replace(callers, '$1') : plain
}

/** Notes the codes in a text that gives a reason, and keeps the text for the wordings. */
export function noteReason(raw: string, notes: Notes): void {
  const text = withoutCallers(raw.length > maxText ? raw.slice(0, maxText) : raw)
  const trimmed = text.trim()
  if (trimmed === '') return
  notes.codes.push({ code: trimmed, place: 'anywhere', alone: true })
  noteCodes(text, notes)
  notes.texts.push(text)
}

function noteCodes(text: string, notes: Notes): void {
  const found: string[] = []
  for (const [name] of text.matchAll(word)) {
    if (transportCodes.has(name)) notes.transports.push(name)
    else if (name.includes('_') && ruleOfCode(name, 'anywhere') !== undefined) found.push(name)
  }
  if (text.includes('T402-')) for (const [code] of text.matchAll(t402)) found.push(code)
  if (text.includes('AA')) for (const [code] of text.matchAll(entryPoint)) found.push(code)
  if (text.includes('-32')) for (const [code] of text.matchAll(bundler)) found.push(code)
  for (const code of found) notes.codes.push({ code, place: 'anywhere', alone: false })
}

function phaseOf(text: string): Notes['phase'] {
  const settle = /\bsettl(?:e|ing|ement)\b/i.test(text)
  const verify = /\bverif(?:y|ying|ication)\b/i.test(text)
  if (settle === verify) return null
  return settle ? 'settle' : 'verify'
}

function timeOf(text: string): number | null {
  const match = startTime.exec(text)
  if (match === null) return null
  const [, date, time, zone = 'Z'] = match
  const at = Date.parse(`${date}T${time}${zone}`)
  return Number.isNaN(at) ? null : at
}

/** Reads a line or a sentence that is no JSON: codes, status, route and who it is about. Never throws. */
export function scanPlain(raw: string, notes: Notes): void {
  const text = raw.length > maxText ? raw.slice(0, maxText) : raw
  noteReason(text, notes)
  const request = requestLine.exec(text)
  const status =
    request?.[2] ?? statuses.map((each) => each.exec(text)?.[1]).find((found) => found !== undefined)
  const number = Number(status ?? 0)
  if (notes.status === null && number >= 100 && number <= 599) notes.status = number
  if (paymentValue.test(text)) notes.paid = true
  const about = notes.about
  about.route ??= request?.[1] ?? route.exec(text)?.[1] ?? null
  about.at ??= timeOf(text)
  for (const name of ['payer', 'nonce', 'tx', 'network', 'requestId'] as const) {
    about[name] ??= labelled[name].exec(text)?.[1]?.toLowerCase() ?? null
  }
  notes.phase ??= phaseOf(text)
  if (complaint.test(text) || number >= 500) notes.complains = true
}
