import { saw } from '../../src/core/observation.ts'
import type { HttpAnswer } from '../../src/core/ports.ts'
import { lookOf } from '../../src/metrics/sample.ts'
import type { MetricsExpected, PageLook, Sample } from '../../src/metrics/shapes.ts'

const timing = { dnsMs: null, connectMs: 1, tlsMs: null, firstByteMs: 2, totalMs: 3 }

/** What is expected of the page of these tests. */
export const expected: MetricsExpected = {
  page: 'https://api.shop.example/admin/metrics',
  fields: {},
  earlier: null,
  ...{ apartMs: 10, timeoutMs: 1000, maxBodyBytes: 1_048_576 },
}

/** An answer of the page. */
export function answer(body: unknown, more: Partial<HttpAnswer> = {}): HttpAnswer {
  const text = typeof body === 'string' ? body : JSON.stringify(body)
  const whole = { bodyTruncated: false, timing, tlsValidUntil: null, receivedAt: at(0) }
  return { status: 200, headers: [], body: text, ...whole, ...more }
}

/** A moment so many seconds into the test. */
export const at = (seconds: number) =>
  new Date(Date.parse('2026-11-21T07:00:00Z') + seconds * 1000).toISOString()

/** A look that brought this page. */
export function look(seconds: number, body: unknown, about = expected, more: Partial<HttpAnswer> = {}) {
  const place = { at: at(seconds), source: 'https://api.shop.example', ref: about.page ?? '' }
  return saw<PageLook>(place, lookOf(answer(body, more), about, at(seconds)))
}

/** The sample of a page. Throws when it is none. */
export function sampleOf(
  seconds: number,
  body: unknown,
  fields: Readonly<Record<string, string>> = {},
): Sample {
  const found = lookOf(answer(body), { ...expected, fields }, at(seconds))
  if (found.kind !== 'sample') throw new Error(found.why)
  return found.sample
}
