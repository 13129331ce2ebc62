import { encodeLike } from '../encoded.ts'
import { classOfLabel, labelBefore } from './labels.ts'
import { type Decoded, decodedRuns, textIn } from './nested.ts'
import { mergeSpans, replaceSpans, type Span } from './span.ts'

/** What was found out about the encoded runs of a text. */
export type RunsFound = {
  readonly spans: readonly Span[]
  /** Runs that are public objects: every part of them was read, so they need no other reason to stay. */
  readonly explained: readonly { readonly start: number; readonly end: number }[]
  /** Payments that were shown without their signature before: their header stays, too. */
  readonly payments: readonly { readonly start: number; readonly end: number }[]
}

/** What the reader of encoded runs needs. `take` pays for decoded text and says no once the budget is used up. */
export type RunReading = {
  readonly placesIn: (text: string) => readonly Span[]
  readonly mark: (span: Span) => string
  readonly showPayment: (text: string) => string | undefined
  readonly take: (characters: number) => boolean
}

const object = /^\s{0,8}\{\s{0,8}"/

function placeOfRun(run: Decoded, inner: Span): Span {
  const { rule, kind, value } = inner
  return { start: run.start, end: run.end, rule, kind, value }
}

/** A JSON object in base64 stays decodable: what is hidden is hidden inside. */
function objectRun(source: string, run: Decoded, text: string, reading: RunReading): RunsFound {
  const { start, end } = run
  const payment = reading.showPayment(text)
  const shownPayment = payment ?? text
  const inner = mergeSpans(reading.placesIn(shownPayment))
  const shown = replaceSpans(shownPayment, inner, reading.mark)
  const whole = [{ start, end }]
  if (shown === text) return { spans: [], explained: whole, payments: payment === undefined ? [] : whole }
  const instead = encodeLike(shown, source.slice(start, end))
  const [first] = inner
  const rule = payment === undefined ? (first?.rule ?? 'encoded') : 'payment-headers'
  const kind = payment === undefined ? (first?.kind ?? 'encoded') : 'payment'
  return {
    spans: [{ start, end, rule, kind, value: source.slice(start, end), instead }],
    explained: [],
    payments: [],
  }
}

// How Node prints bytes, up to the first of them. Fixed words and a bounded number: linear.
const printed = /<?(?:Buffer|Uint8Array\(\d{1,5}\))[ :]{1,2}\[?[ ]?$/

/** Does the name of a secret stand in front of a list of bytes? */
function isBehindSecretName(source: string, start: number): boolean {
  const before = source.slice(Math.max(0, start - 100), start).replace(printed, '')
  return classOfLabel(labelBefore(before, before.length)) === 'secret'
}

function runFound(source: string, run: Decoded, reading: RunReading): RunsFound {
  const none = { spans: [], explained: [], payments: [] }
  const text = textIn(run.bytes)
  if (text === undefined) return none
  if (!reading.take(text.length)) {
    const { start, end } = run
    const value = source.slice(start, end)
    return { spans: [{ start, end, rule: 'not-read', kind: 'not-read', value }], explained: [], payments: [] }
  }
  if (run.how === 'base64' && object.test(text)) return objectRun(source, run, text, reading)
  if (run.how === 'list' && isBehindSecretName(source, run.start)) {
    const { start, end } = run
    return { ...none, spans: [{ start, end, rule: 'byte-list', kind: 'secret', value: text }] }
  }
  const [first] = mergeSpans(reading.placesIn(text))
  return first === undefined ? none : { ...none, spans: [placeOfRun(run, first)] }
}

/** Looks into every run of a text that is text in other signs. */
export function readRuns(text: string, reading: RunReading): RunsFound {
  const found = decodedRuns(text).map((run) => runFound(text, run, reading))
  return {
    spans: found.flatMap((item) => item.spans),
    explained: found.flatMap((item) => item.explained),
    payments: found.flatMap((item) => item.payments),
  }
}
