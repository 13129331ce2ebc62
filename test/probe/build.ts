import type { BlindKind } from '../../src/core/observation.ts'
import { couldNotSee, type Observation, saw } from '../../src/core/observation.ts'
import type { HttpAnswer } from '../../src/core/ports.ts'
import type { PageName, ProbeExpected, ProbeSeen } from '../../src/probe/shapes.ts'

export const base = 'https://api.example'
const at = '2026-11-21T07:40:02.000Z'
const look = { at, source: 'http', ref: `GET ${base}` }

export const expected: ProbeExpected = {
  baseUrl: base,
  healthPath: '/health',
  readyPath: '/ready',
  dependencies: [],
  statusPath: '/status.json',
  statusExpect: { network: 'eip155:8453', mainnet_billing_enabled: true },
  latencyWarnMs: 500,
  skewWarnMs: 5000,
  skewFailMs: 30_000,
  tlsWarnDays: 14,
  timeoutMs: 10_000,
  maxBodyBytes: 1_048_576,
}

type AnswerParts = {
  readonly headers?: Readonly<Record<string, string>>
  readonly totalMs?: number
  readonly tlsValidUntil?: string | null
  readonly truncated?: boolean
}

/** An answer of an ordinary service; a body that is no string becomes JSON. */
export function answered(
  status: number,
  body: unknown = '',
  parts: AnswerParts = {},
): Observation<HttpAnswer> {
  const headers = {
    'content-type': 'application/json',
    date: 'Sat, 21 Nov 2026 07:40:02 GMT',
    ...parts.headers,
  }
  const totalMs = parts.totalMs ?? 84
  return saw(look, {
    status,
    headers: Object.entries(headers),
    body: typeof body === 'string' ? body : JSON.stringify(body),
    bodyTruncated: parts.truncated ?? false,
    timing: { dnsMs: 2, connectMs: 10, tlsMs: 20, firstByteMs: totalMs - 4, totalMs },
    tlsValidUntil: parts.tlsValidUntil === undefined ? '2027-01-21T12:00:00.000Z' : parts.tlsValidUntil,
    receivedAt: '2026-11-21T07:40:02.500Z',
  })
}

export function failed(kind: BlindKind, detail: string, code?: string): Observation<HttpAnswer> {
  return couldNotSee(look, kind, detail, code)
}

const paths: Readonly<Record<PageName, string>> = {
  health: '/health',
  ready: '/ready',
  status: '/status.json',
}

const fine: Readonly<Record<PageName, readonly Observation<HttpAnswer>[]>> = {
  health: [answered(200, { status: 'ok' })],
  ready: [answered(200, { status: 'ready', checks: { database: 'ok' } })],
  status: [answered(200, { network: 'base', mainnet_billing_enabled: true })],
}

/** What is seen of a service that is fine, but for the pages given. */
export function seeing(
  pages: Partial<Record<PageName, Observation<HttpAnswer> | readonly Observation<HttpAnswer>[]>> = {},
): ProbeSeen {
  const names = ['health', 'ready', 'status'] as const
  return {
    pages: names.map((name) => ({
      name,
      label: `${base}${paths[name]}`,
      looks: [pages[name] ?? fine[name]].flat(),
    })),
  }
}

/** The same look at all three pages. */
export function everywhere(one: Observation<HttpAnswer>, looks = 1): ProbeSeen {
  const all = Array.from({ length: looks }, () => one)
  return seeing({ health: all, ready: all, status: all })
}
