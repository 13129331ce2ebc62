/** One sample of a page in the text format of Prometheus. */
export type TextSample = {
  readonly name: string
  readonly labels: ReadonlyMap<string, string>
  /** NaN and the infinities are values of this format. */
  readonly value: number
}

/** What such a page holds, or the first line that is none of the format and why. */
export type Exposition =
  | { readonly kind: 'read'; readonly samples: readonly TextSample[] }
  | { readonly kind: 'unreadable'; readonly line: number; readonly why: string }

const most = { samples: 50_000, labels: 64, lineLength: 16_384 }

// Sticky, one bounded class each, so a match costs no more than the characters it takes: linear.
const namePattern = /[a-zA-Z_:][a-zA-Z0-9_:]{0,299}/y
const labelPattern = /[a-zA-Z_][a-zA-Z0-9_]{0,299}/y
// Classes that do not overlap at their borders, all bounded and anchored: linear.
const numberPattern = /^[+-]?(?:\d{1,400}(?:\.\d{0,400})?|\.\d{1,400})(?:[eE][+-]?\d{1,4})?$/
const infinite = /^([+-]?)inf(?:inity)?$/i
const timePattern = /^-?\d{1,16}(?:\.\d{1,9})?$/

function numberOf(text: string): number | null {
  if (/^[+-]?nan$/i.test(text)) return Number.NaN
  const found = infinite.exec(text)
  if (found !== null) return found[1] === '-' ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY
  return numberPattern.test(text) ? Number(text) : null
}

function take(pattern: RegExp, line: string, at: number): string | null {
  pattern.lastIndex = at
  return pattern.exec(line)?.[0] ?? null
}

function skipBlank(line: string, from: number): number {
  let at = from
  while (line[at] === ' ' || line[at] === '\t') at += 1
  return at
}

/** A quoted value from its first character on, or null when it does not end. */
function quoted(line: string, from: number): { readonly text: string; readonly end: number } | null {
  let text = ''
  for (let at = from; at < line.length; at += 1) {
    const sign = line[at]
    if (sign === '"') return { text, end: at + 1 }
    if (sign !== '\\') {
      text += sign
      continue
    }
    at += 1
    const escaped = line[at]
    if (escaped === 'n') text += '\n'
    else if (escaped === '\\' || escaped === '"') text += escaped
    else return null
  }
  return null
}

type Labels =
  | { readonly labels: ReadonlyMap<string, string>; readonly end: number }
  | { readonly why: string }

/** The labels behind an opening brace, and where the line goes on. */
function labelsFrom(line: string, from: number): Labels {
  const labels = new Map<string, string>()
  let at = skipBlank(line, from)
  while (line[at] !== '}') {
    const name = take(labelPattern, line, at)
    if (name === null) return { why: 'a label has no name' }
    at = skipBlank(line, at + name.length)
    if (line[at] !== '=') return { why: 'a label has no value' }
    at = skipBlank(line, at + 1)
    const value = line[at] === '"' ? quoted(line, at + 1) : null
    if (value === null) return { why: 'the value of a label is not in quotes' }
    if (labels.has(name)) return { why: 'a label stands there twice' }
    if (labels.size >= most.labels) return { why: `more than ${most.labels} labels` }
    labels.set(name, value.text)
    at = skipBlank(line, value.end)
    if (line[at] === ',') at = skipBlank(line, at + 1)
    else if (line[at] !== '}') return { why: 'the labels do not end' }
  }
  return { labels, end: at + 1 }
}

const noLabels: ReadonlyMap<string, string> = new Map()

/** One line that is neither empty nor a comment: its sample, or why it is none. Never throws. */
export function decodeSample(line: string): TextSample | { readonly why: string } {
  const start = skipBlank(line, 0)
  const name = take(namePattern, line, start)
  if (name === null) return { why: 'it begins with no name' }
  let at = skipBlank(line, start + name.length)
  let labels = noLabels
  if (line[at] === '{') {
    const found = labelsFrom(line, at + 1)
    if ('why' in found) return found
    labels = found.labels
    at = found.end
  } else if (at === start + name.length) return { why: 'it has no value' }
  // Behind " # " stands an exemplar, which is another service's matter.
  const exemplar = line.indexOf(' # ', at)
  const rest = (exemplar < 0 ? line.slice(at) : line.slice(at, exemplar)).trim()
  const [first = '', second, ...more] = rest.split(/[ \t]{1,99}/)
  const value = numberOf(first)
  if (value === null) return { why: 'its value is no number' }
  if (more.length > 0 || (second !== undefined && !timePattern.test(second))) {
    return { why: 'something stands behind its value' }
  }
  return { name, labels, value }
}

function keyOf({ name, labels }: TextSample): string {
  return JSON.stringify([name, ...[...labels].sort(([a], [b]) => (a < b ? -1 : 1))])
}

/**
 * Reads a page in the text format of Prometheus or OpenMetrics. Never throws; one bad line makes the whole page
 * unreadable, as it does for Prometheus, because a number that is left out would be a guess. The work grows with
 * the length of the text.
 */
export function decodeExposition(text: string): Exposition {
  const samples: TextSample[] = []
  const keys = new Set<string>()
  let start = 0
  for (let number = 1; start <= text.length; number += 1) {
    const found = text.indexOf('\n', start)
    const end = found < 0 ? text.length : found
    const bad = (why: string): Exposition => ({ kind: 'unreadable', line: number, why })
    if (end - start > most.lineLength) return bad(`it is longer than ${most.lineLength} characters`)
    const line = text.slice(start, text[end - 1] === '\r' && end > start ? end - 1 : end)
    start = end + 1
    const first = skipBlank(line, 0)
    if (first === line.length || line[first] === '#') continue
    const sample = decodeSample(line)
    if ('why' in sample) return bad(sample.why)
    const key = keyOf(sample)
    if (keys.has(key)) return bad('its series stands there twice')
    if (samples.length >= most.samples) return bad(`there are more than ${most.samples} samples`)
    keys.add(key)
    samples.push(sample)
  }
  return { kind: 'read', samples }
}
