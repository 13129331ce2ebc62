import type { Observation } from '../core/observation.ts'
import type { HttpAnswer } from '../core/ports.ts'
import type { LookValue } from '../runs/hysteresis.ts'
import { header } from './answer.ts'
import type { Page, PagePlan, ProbePlan, ProbePorts, ProbeSeen, Watched } from './shapes.ts'

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

/** Looks that a watched service gets beside the first one. */
const looksInTime = 3

function lookValue(pages: readonly Page[], name: Page['name']): LookValue {
  const last = pages.find((page) => page.name === name)?.looks.at(-1)
  if (last === undefined) return 'unknown'
  // What this side refused or broke off says nothing about the service.
  if (!last.seen) return ['refused', 'aborted', 'not-supported'].includes(last.why.kind) ? 'unknown' : 'met'
  return last.value.status >= 200 && last.value.status < 300 ? 'clear' : 'met'
}

async function lookAtPages(
  plan: ProbePlan,
  ports: ProbePorts,
  signal: AbortSignal,
): Promise<readonly Page[]> {
  return Promise.all(plan.pages.map((page) => lookAt(page, plan, ports, signal)))
}

async function watch(plan: ProbePlan, ports: ProbePorts, signal: AbortSignal) {
  const { clock, looked } = ports
  const watched: Watched[] = []
  const startedMs = clock.monotonicMs()
  for (;;) {
    const at = clock.now().toISOString()
    const pages = await lookAtPages(plan, ports, signal)
    if (!signal.aborted || watched.length === 0)
      watched.push({ at, health: lookValue(pages, 'health'), ready: lookValue(pages, 'ready') })
    looked?.(watched.length)
    if (watched.length > looksInTime || signal.aborted) return { pages, watched }
    const nextMs = startedMs + (plan.forMs / looksInTime) * watched.length
    await clock.sleep(Math.max(0, nextMs - clock.monotonicMs()), signal)
  }
}

/**
 * Looks at every page, at those that fail up to three times, about a second apart (`Retry-After` counts,
 * up to five seconds); over the time of the plan where it says so. Then at the routes of the plan, and at the newest
 * block where there are endpoints. Never rejects for what it finds; what could not be seen is written down as such.
 */
export async function collectProbe(
  plan: ProbePlan,
  ports: ProbePorts,
  signal: AbortSignal,
): Promise<ProbeSeen> {
  const seen: ProbeSeen =
    plan.forMs > 0 && plan.pages.length > 0
      ? await watch(plan, ports, signal)
      : { pages: await lookAtPages(plan, ports, signal) }
  const [node] = ports.nodes ?? []
  const block = node === undefined ? {} : { block: await node.block('latest', signal) }
  if (plan.routes === null) return { ...seen, ...block }
  // Loaded only by runs that ask for it.
  const { askRoutes } = await import('./ask-routes.ts')
  return { ...seen, ...block, routes: await askRoutes(plan.routes, ports, signal) }
}
