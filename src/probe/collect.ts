import type { Observation } from '../core/observation.ts'
import type { HttpAnswer } from '../core/ports.ts'
import { header } from './answer.ts'
import type { Page, PagePlan, ProbePlan, ProbePorts, ProbeSeen } from './shapes.ts'

const mostLooks = 3
const pauseMs = 1000
const longestPauseMs = 5000
const keptBodyLength = 8192

/** Failures that another look a second later cannot change. */
const finalKinds: readonly string[] = ['refused', 'aborted', 'not-supported', 'too-large']

function isFinalStatus(status: number, optional: boolean): boolean {
  if (status >= 200 && status < 400) return true
  // A paywall is a policy and not a failure; so is a page that nobody promised.
  return status === 402 || (optional && status < 500 && status !== 429 && status !== 408)
}

function isFinal(look: Observation<HttpAnswer>, optional: boolean): boolean {
  if (look.seen) return isFinalStatus(look.value.status, optional)
  return finalKinds.includes(look.why.kind) || look.why.code?.includes('CERT') === true
}

/** How long the server asks us to wait, within reason: between one and five seconds. */
function pauseAfter(look: Observation<HttpAnswer>): number {
  const asked = look.seen ? (header(look.value, 'retry-after') ?? '') : ''
  const askedMs = /^\d{1,9}$/.test(asked)
    ? Number(asked) * 1000
    : Date.parse(asked) - Date.parse(look.seen ? look.value.receivedAt : look.at)
  return Number.isNaN(askedMs) ? pauseMs : Math.min(longestPauseMs, Math.max(pauseMs, askedMs))
}

const keptHeaders = new Set([
  ...['date', 'age', 'location', 'content-type', 'retry-after', 'cache-control', 'traceparent', 'cf-ray'],
  ...['x-request-id', 'x-correlation-id', 'request-id', 'payment-required', 'payment-response'],
  ...['x-shield-status', 'x-preflight-status', 'extension-responses'],
])
const keptFamilies = ['x-ratelimit-', 'x-circuit-', 'x-refund-credit', 'x-free-']

/** Of a header that nobody reads only the name is kept; queries of redirects carry tokens. */
function keptHeader(name: string, value: string): string {
  if (name === 'location') return value.split(/[?#]/, 1)[0] ?? ''
  const isKept = keptHeaders.has(name) || keptFamilies.some((family) => name.startsWith(family))
  return isKept ? value : '(not kept)'
}

/** What is worth keeping of an answer: headers on the allow-list, and long bodies only where they may be JSON. */
function keep(look: Observation<HttpAnswer>): Observation<HttpAnswer> {
  if (!look.seen) return look
  const { headers, body, bodyTruncated } = look.value
  const mayBeJson = /^\s{0,64}[[{]/.test(body)
  const kept = mayBeJson ? body : body.slice(0, keptBodyLength)
  return {
    ...look,
    value: {
      ...look.value,
      headers: headers.map(([name, value]) => [name, keptHeader(name, value)]),
      body: kept,
      bodyTruncated: bodyTruncated || kept.length < body.length,
    },
  }
}

async function lookAt(
  page: PagePlan,
  { timeoutMs, maxBodyBytes }: ProbePlan,
  { http, clock }: ProbePorts,
  signal: AbortSignal,
): Promise<Page> {
  const looks: Observation<HttpAnswer>[] = []
  for (;;) {
    const request = {
      method: 'GET',
      url: page.url,
      headers: { accept: 'application/json' },
      timeoutMs,
      maxBodyBytes,
      trust: 'operator',
    } as const
    const look = keep(await http.send(request, signal))
    looks.push(look)
    if (looks.length === mostLooks || isFinal(look, page.optional)) break
    await clock.sleep(pauseAfter(look), signal)
  }
  return { name: page.name, label: page.label, looks }
}

/**
 * Looks at every page, at those that fail up to three times, about a second apart (`Retry-After` counts,
 * up to five seconds). Never rejects for what it finds; what could not be seen is written down as such.
 */
export async function collectProbe(
  plan: ProbePlan,
  ports: ProbePorts,
  signal: AbortSignal,
): Promise<ProbeSeen> {
  return { pages: await Promise.all(plan.pages.map((page) => lookAt(page, plan, ports, signal))) }
}
