import type { Observation } from '../core/observation.ts'
import type { HttpAnswer } from '../core/ports.ts'
import { safe } from '../core/safe.ts'

/** What a facilitator's status page is taken to say. Evidence only: the chain decides. */
export type StatusWord = 'settled' | 'in progress' | 'failed' | 'UNKNOWN'

/** One look at a status page: the word as it stands there, and what we take it for. `at` in RFC 3339. */
export type StatusSaid = {
  readonly at: string
  readonly says: StatusWord
  /** The word as written, safe to print; null when none was found. */
  readonly word: string | null
  /** Why nothing was understood, or which page it was; never its content. */
  readonly detail: string
}

const meanings: Readonly<Record<string, StatusWord>> = {
  settled: 'settled',
  completed: 'settled',
  complete: 'settled',
  confirmed: 'settled',
  success: 'settled',
  succeeded: 'settled',
  finalized: 'settled',
  pending: 'in progress',
  verifying: 'in progress',
  settling: 'in progress',
  submitted: 'in progress',
  processing: 'in progress',
  queued: 'in progress',
  broadcast: 'in progress',
  failed: 'failed',
  failure: 'failed',
  error: 'failed',
  rejected: 'failed',
  reverted: 'failed',
  expired: 'failed',
}

const names = ['status', 'state', 'settlementStatus', 'settlement_status'] as const
const wrappers = ['data', 'result', 'settlement', 'payment'] as const

/** The address to ask for one payment; null when the template asks for what is not known of it. */
export function statusUrl(
  template: string,
  { tx, id }: { readonly tx: string | null; readonly id: string | null },
): string | null {
  const wanted = { '{tx}': tx, '{id}': id } as const
  let url = template
  for (const [mark, value] of Object.entries(wanted)) {
    if (!url.includes(mark)) continue
    if (value === null) return null
    url = url.replaceAll(mark, encodeURIComponent(value))
  }
  return url
}

/** Does a template name a payment at all? A page that is the same for every payment says nothing of one. */
export function isStatusTemplate(template: string): boolean {
  return template.includes('{tx}') || template.includes('{id}')
}

function objectOf(value: unknown): Readonly<Record<string, unknown>> | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Readonly<Record<string, unknown>>)
    : null
}

function wordIn(value: unknown): string | null {
  const top = objectOf(value)
  if (top === null) return null
  const all = [top, ...wrappers.map((name) => objectOf(top[name]))]
  for (const part of all) {
    for (const name of names) {
      const word = part?.[name]
      if (typeof word === 'string') return word
    }
  }
  return null
}

function bodyOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

/** What a status page says. Never throws; a word that nobody explained is UNKNOWN. */
export function readStatus(answer: Observation<HttpAnswer>): StatusSaid {
  const at = answer.at
  if (!answer.seen) return { at, says: 'UNKNOWN', word: null, detail: answer.why.detail }
  const { status, body, bodyTruncated } = answer.value
  if (status < 200 || status > 299 || bodyTruncated) {
    const detail = bodyTruncated ? 'the page is too large' : `the page answered ${status}`
    return { at, says: 'UNKNOWN', word: null, detail }
  }
  const word = wordIn(bodyOf(body))
  if (word === null) return { at, says: 'UNKNOWN', word: null, detail: 'the page holds no status word' }
  const plain = word.trim().toLowerCase()
  const says = Object.hasOwn(meanings, plain) ? meanings[plain] : undefined
  const shown = safe(word, 40)
  return says === undefined
    ? { at, says: 'UNKNOWN', word: shown, detail: 'nobody told what this word means' }
    : { at, says, word: shown, detail: 'a status page is evidence, not proof' }
}
