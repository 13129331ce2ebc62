import type { Observation } from '../core/observation.ts'
import type { HttpAnswer } from '../core/ports.ts'
import { bodyKind, retryInBody } from './read.ts'
import type { Answer, RateSaid } from './shapes.ts'

function headerOf({ headers }: HttpAnswer, name: string): string | null {
  return headers.find(([given]) => given === name)?.[1]?.trim() ?? null
}

// Digits only, at most fifteen: anchored and bounded.
const count = /^\d{1,15}$/

function numberIn(answer: HttpAnswer, name: string): number | null {
  const text = headerOf(answer, `x-ratelimit-${name}`) ?? headerOf(answer, `ratelimit-${name}`)
  return text !== null && count.test(text) ? Number(text) : null
}

/** A reset is seconds from now, or a moment in Unix seconds or milliseconds: told apart by their size. */
function resetMs(answer: HttpAnswer): number | null {
  const said = numberIn(answer, 'reset')
  if (said === null) return null
  if (said < 1e8) return said * 1000
  const at = said < 1e11 ? said * 1000 : said
  return Math.max(0, at - Date.parse(answer.receivedAt))
}

function rateOf(answer: HttpAnswer): RateSaid | null {
  const rate = {
    limit: numberIn(answer, 'limit'),
    remaining: numberIn(answer, 'remaining'),
    resetMs: resetMs(answer),
  }
  return rate.limit === null && rate.remaining === null ? null : rate
}

/** Seconds, or an HTTP date against the moment of the answer; null when the header says neither. */
function retryAfter(answer: HttpAnswer): number | null {
  const said = headerOf(answer, 'retry-after')
  if (said === null || said.length > 40) return null
  if (/^\d{1,9}$/.test(said)) return Number(said) * 1000
  // Date.parse reads far more than HTTP dates, "-1" included; those end in GMT.
  const at = said.endsWith('GMT') ? Date.parse(said) : Number.NaN
  return Number.isNaN(at) ? null : Math.max(0, at - Date.parse(answer.receivedAt))
}

/** Only where it leads: paths and queries of redirects carry tokens. */
function locationOf(answer: HttpAnswer): string | null {
  const { status } = answer
  const location = headerOf(answer, 'location')
  if (status < 300 || status >= 400 || location === null) return null
  if (location.startsWith('/') && !location.startsWith('//')) return 'the same host'
  return URL.canParse(location) ? new URL(location).origin : 'elsewhere'
}

/** What is worth keeping of an answer: never its body, which may echo what we sent. */
export function keep<Said>(
  look: Observation<HttpAnswer>,
  read: (body: string, cut: boolean) => Said,
): Observation<Answer<Said>> {
  if (!look.seen) return look
  const { status, body, bodyTruncated, timing } = look.value
  const kept: Answer<Said> = {
    status,
    totalMs: timing.totalMs,
    body: bodyKind(body, headerOf(look.value, 'content-type') ?? ''),
    bodyCut: bodyTruncated,
    location: locationOf(look.value),
    rate: rateOf(look.value),
    retryAfterMs: retryAfter(look.value) ?? (status === 429 ? retryInBody(body) : null),
    said: read(body, bodyTruncated),
  }
  return { ...look, value: kept }
}
