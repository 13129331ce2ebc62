import { parseJsonText } from '../x402/json-text.ts'
import { decodePaymentProof } from '../x402/read-payment-proof.ts'
import { readObject } from './read-object.ts'
import { noteReason, scanPlain } from './scan-text.ts'
import { type Notes, newNotes, type Signals } from './signals.ts'

/** The longest single document that is read, in characters. */
export const maxDocument = 1_048_576

// The first line of an answer, as it is sent or as `curl -v` shows it. Bounded parts: linear.
const statusLine = /^(?:< ?)?HTTP\/[\d.]{1,3} (\d{3})\b/
const headerLine = /^(?:< ?)?([A-Za-z][A-Za-z0-9-]{0,60}): ?(.{0,65536})$/

/** Is this an HTTP answer as text: a status line, headers, a body? */
export function isTranscript(text: string): boolean {
  return /^\s{0,20}(?:[*>{].{0,2000}\r?\n){0,200}(?:< ?)?HTTP\/[\d.]{1,3} \d{3}/.test(text.slice(0, 65_536))
}

function readBody(body: string, notes: Notes): void {
  if (body.trim() === '') return
  const parsed = parseJsonText(body, maxDocument)
  if (parsed.ok && typeof parsed.value === 'object') readObject(parsed.value, notes)
  else noteReason(body, notes)
}

// As `curl -v` shows what was sent. Bounded parts: linear.
const requestStart = /^> ?[A-Z]{3,7} \//
const paymentLine = /^> ?(?:x-payment|payment-signature): ?(\S{1,65536})/i

/** What was sent before the answer: the route, and whether there was a payment in it. Its signature is not read. */
function readRequest(lines: readonly string[], notes: Notes): void {
  const begin = lines.findLastIndex((line) => requestStart.test(line))
  if (begin === -1) return
  notes.about.route = /^> ?([A-Z]{3,7} \/[^\s?#]{0,200})/.exec(lines[begin] ?? '')?.[1] ?? null
  for (const line of lines.slice(begin)) {
    const header = paymentLine.exec(line)?.[1]
    if (header === undefined) continue
    notes.paid = true
    const proof = decodePaymentProof(header)
    if (!proof.ok) continue
    notes.about.payer = proof.value.payer
    notes.about.nonce = proof.value.nonce
  }
}

/** The last answer of a transcript is the one that counts; `curl -v` shows requests and earlier answers, too. */
function readTranscript(text: string, notes: Notes): void {
  const lines = text.split('\n').map((line) => line.replace(/\r$/, ''))
  const begin = lines.findLastIndex((line) => statusLine.test(line))
  notes.status = Number(statusLine.exec(lines[begin] ?? '')?.[1] ?? 0) || null
  const headers: Record<string, string> = {}
  let at = begin + 1
  for (; at < lines.length; at += 1) {
    const match = headerLine.exec(lines[at] ?? '')
    if (match === null) break
    headers[match[1] ?? ''] = match[2] ?? ''
  }
  readRequest(lines.slice(0, begin), notes)
  readObject({ headers }, notes)
  readBody(
    lines
      .slice(at)
      .filter((line) => !/^[*<>{}] ?(?:\[|$)/.test(line) && !/^\* /.test(line))
      .join('\n'),
    notes,
  )
}

/**
 * Everything in one text that tells what failed: an HTTP answer, JSON, a log line, a sentence. Never throws; of a
 * text beyond 1 Mi characters only the beginning is read.
 */
export function readText(raw: string): Signals {
  const text = raw.length > maxDocument ? raw.slice(0, maxDocument) : raw
  const notes = newNotes()
  if (isTranscript(text)) readTranscript(text, notes)
  else readLineInto(text, notes)
  return notes
}

/** The same for one line of a log, which is never an HTTP transcript. */
export function readLine(line: string): Signals {
  const notes = newNotes()
  readLineInto(line, notes)
  return notes
}

function readLineInto(text: string, notes: Notes): void {
  const open = text.search(/[{[]/)
  const trimmed = text.trimEnd()
  const closes = trimmed.endsWith('}') || trimmed.endsWith(']')
  if (open !== -1 && closes) {
    const parsed = parseJsonText(trimmed.slice(open), maxDocument)
    if (parsed.ok && typeof parsed.value === 'object') {
      if (open > 0) scanPlain(trimmed.slice(0, open), notes)
      readObject(parsed.value, notes)
      return
    }
  }
  scanPlain(text, notes)
}
