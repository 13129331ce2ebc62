import { type Catalog, entry } from '../core/finding.ts'
import { formatDuration } from '../core/time.ts'

type Page = { readonly page: string }

const looked = (looks: number) => (looks === 1 ? '' : ` (looked ${looks} times)`)
const isSettled = 'Payments that were sent to it may still have moved: reconcile before anybody pays again.'

/** Words about whether facilitators answer, and to whom. */
export const answers = {
  FACILITATOR_NOT_CONFIGURED: entry<Record<never, never>>({
    verdict: 'SKIP',
    severity: 'none',
    title: 'No facilitator is configured',
    text: () => 'The profile names no facilitator, so none was asked.',
    next: 'Name it under facilitators in x402ops.yaml, or give --facilitator-url.',
    playbook: null,
  }),
  FACILITATOR_REACHED: entry<Page & { readonly status: number; readonly totalMs: number }>({
    verdict: 'PASS',
    severity: 'none',
    title: 'The facilitator answers',
    text: ({ page, status, totalMs }) => `${page}: ${status} in ${formatDuration(totalMs)}`,
    next: null,
    playbook: null,
  }),
  FACILITATOR_DOWN: entry<
    Page & {
      readonly why: string
      readonly looks: number
      readonly timedOut: boolean
      readonly healthy: boolean
    }
  >({
    verdict: 'FAIL',
    severity: 'critical',
    title: 'The facilitator does not answer',
    text: ({ page, why, looks, timedOut, healthy }) =>
      [
        `${page}: ${why}${looked(looks)}.`,
        ...(healthy ? ['Its /health answers 200 all the same: such a page proves nothing.'] : []),
        ...(timedOut ? ['Time-outs alone are no reason to open a circuit breaker.'] : []),
      ].join(' '),
    next: `No payment can be verified or settled while it is down. ${isSettled}`,
    playbook: 'facilitator-outage',
  }),
  FACILITATOR_FLAPPING: entry<Page & { readonly before: readonly string[] }>({
    verdict: 'WARN',
    severity: 'medium',
    title: 'The facilitator comes and goes',
    text: ({ page, before }) => `${page}: ${before.join(', ')}; then it answered.`,
    next: 'Ask again in a minute; if it keeps coming and going, settlements are being lost the same way.',
    playbook: 'facilitator-outage',
  }),
  FACILITATOR_BLIND: entry<Page & { readonly why: string }>({
    verdict: 'UNKNOWN',
    severity: 'medium',
    title: 'The facilitator could not be asked',
    text: ({ page, why }) => `${page} was not asked: ${why}.`,
    next: 'Repair this side first; nothing is known about the facilitator.',
    playbook: 'facilitator-outage',
  }),
  FACILITATOR_NOT_THERE: entry<Page & { readonly status: number }>({
    verdict: 'FAIL',
    severity: 'high',
    title: 'This is not the address of a facilitator',
    text: ({ page, status }) => `${page} answers ${status}.`,
    next: 'Compare the address with the one in the configuration of the server; the path before /supported counts.',
    playbook: 'facilitator-outage',
  }),
  FACILITATOR_REDIRECTED: entry<Page & { readonly status: number; readonly to: string }>({
    verdict: 'WARN',
    severity: 'medium',
    title: 'The facilitator redirects',
    text: ({ page, status, to }) => `${page} answers ${status} and points to ${to}; that was not followed.`,
    next: 'Configure the address behind it: servers follow redirects and take payments along.',
    playbook: 'facilitator-outage',
  }),
  FACILITATOR_NOT_SEEN: entry<{ readonly what: string; readonly of: readonly string[] }>({
    verdict: 'UNKNOWN',
    severity: 'medium',
    title: 'Not seen',
    text: ({ what, of }) => `Not known of ${of.join(', ')}: ${what}. It gave no answer that says it.`,
    next: 'See why it gave none.',
    playbook: 'facilitator-outage',
  }),

  FACILITATOR_OPEN: entry<Page>({
    verdict: 'PASS',
    severity: 'none',
    title: 'The facilitator asks for no credential',
    text: ({ page }) => `${page} answers without a credential`,
    next: null,
    playbook: null,
  }),
  FACILITATOR_AUTH_REFUSED: entry<
    Page & {
      readonly status: number
      readonly credential: string
      readonly html: boolean
      /** What the same page answered without the credential; null = it was not asked, or did not answer. */
      readonly without: number | null
      readonly hint: string | null
    }
  >({
    verdict: 'FAIL',
    severity: 'critical',
    title: 'The facilitator refuses our credential',
    text: ({ page, status, credential, html, without, hint }) =>
      [
        `${page} answers ${status} to ${credential}.`,
        ...(html ? ['The answer is an HTML page, as of a proxy or a block in front of it.'] : []),
        ...(without === status ? ['Without it the answer is the same: it may be a block, not the key.'] : []),
        ...(without === 200 ? ['Without it the page answers 200.'] : []),
        ...(hint === null ? [] : [hint]),
      ].join(' '),
    next: 'Verify and settle fail with the same credential: renew it where the server reads it, and check its clock.',
    playbook: 'facilitator-auth',
  }),
  FACILITATOR_NEEDS_AUTH: entry<
    Page & { readonly status: number; readonly credential: string | null; readonly hint: string | null }
  >({
    verdict: ({ credential }) => (credential === null ? 'UNKNOWN' : 'INFO'),
    severity: 'medium',
    title: 'The facilitator wants a credential',
    text: ({ page, status, credential, hint }) =>
      credential === null
        ? `${page} answers ${status} and no credential is configured here, so what it supports is not known.${hint === null ? '' : ` ${hint}`}`
        : `${page} answers ${status} without a credential, and takes ${credential}.`,
    next: 'Name the credential under facilitators[].auth; a wrong one at the server looks the same from outside.',
    playbook: 'facilitator-auth',
  }),
  FACILITATOR_AUTH_NOT_SHOWN: entry<Page & { readonly credential: string }>({
    verdict: 'INFO',
    severity: 'none',
    title: 'The credential was not put to the test',
    text: ({ page, credential }) =>
      `${page} answers anybody, so it does not show whether ${credential} is right.`,
    next: 'Run with --verify-reachability; that asks a page which counts.',
    playbook: null,
  }),

  FACILITATOR_NOT_JSON: entry<Page & { readonly html: boolean; readonly status: number }>({
    verdict: 'FAIL',
    severity: 'high',
    title: 'The facilitator answers something else than JSON',
    text: ({ page, html, status }) =>
      `${page} answers ${status} with ${html ? 'an HTML page' : 'a text that is no JSON'}; servers answer 500 or 502 to every buyer then.`,
    next: 'A proxy, a parking page or a wrong path answers in its place: look at the address.',
    playbook: 'facilitator-outage',
  }),
  FACILITATOR_SHAPE: entry<Page & { readonly problem: string }>({
    verdict: 'FAIL',
    severity: 'high',
    title: 'The facilitator answers in a form that servers do not read',
    text: ({ page, problem }) => `The answer of ${page} ${problem}.`,
    next: 'Compare its version with that of the packages of the server.',
    playbook: 'facilitator-outage',
  }),
  FACILITATOR_SHAPE_ODD: entry<
    Page & { readonly odd: number; readonly more: number; readonly kinds: number }
  >({
    verdict: 'WARN',
    severity: 'low',
    title: 'Parts of the list could not be read',
    text: ({ page, odd, more, kinds }) =>
      `${page} lists ${kinds} kinds that were read, ${odd} entries that are none, and ${more} more than are read.`,
    next: 'A server that reads strictly may refuse the whole list.',
    playbook: 'facilitator-outage',
  }),
  FACILITATOR_SHAPE_OK: entry<Page & { readonly kinds: number }>({
    verdict: 'PASS',
    severity: 'none',
    title: 'The list can be read',
    text: ({ page, kinds }) => `${page} lists ${kinds} ${kinds === 1 ? 'kind' : 'kinds'}`,
    next: null,
    playbook: null,
  }),

  FACILITATOR_LIMITED: entry<Page & { readonly retryAfterMs: number | null; readonly recovered: boolean }>({
    verdict: ({ recovered }) => (recovered ? 'WARN' : 'UNKNOWN'),
    severity: 'medium',
    title: 'The facilitator limits our requests',
    text: ({ page, retryAfterMs, recovered }) =>
      recovered
        ? `${page} answered 429 and then let the request in.`
        : `${page} answers 429${retryAfterMs === null ? '' : ` and asks to wait ${formatDuration(retryAfterMs)}`}.`,
    next: 'The server may meet the same limit; wait as long as it asks, and slow down.',
    playbook: 'rate-limit-spike',
  }),
  FACILITATOR_LIMIT_NEAR: entry<
    Page & { readonly limit: number; readonly remaining: number; readonly resetMs: number | null }
  >({
    verdict: 'WARN',
    severity: 'medium',
    title: 'The limit of the facilitator is nearly used up',
    text: ({ page, limit, remaining, resetMs }) =>
      `${page} says that ${remaining} of ${limit} requests are left${resetMs === null ? '' : `, for ${formatDuration(resetMs)}`}.`,
    next: 'Find out who uses it up; behind one address the server shares it with this tool.',
    playbook: 'rate-limit-spike',
  }),
  FACILITATOR_RATE: entry<Page & { readonly limit: number | null; readonly remaining: number | null }>({
    verdict: 'INFO',
    severity: 'none',
    title: 'The facilitator states a limit',
    text: ({ page, limit, remaining }) =>
      `${page} says that ${remaining ?? 'an unstated number'} of ${limit ?? 'an unstated number of'} requests are left`,
    next: null,
    playbook: null,
  }),
  FACILITATOR_NOT_LIMITED: entry<{ readonly asked: number }>({
    verdict: 'PASS',
    severity: 'none',
    title: 'No limit was met',
    text: ({ asked }) => `${asked} requests, none limited`,
    next: null,
    playbook: null,
  }),
  FACILITATOR_SLOW: entry<Page & { readonly totalMs: number; readonly limitMs: number }>({
    verdict: 'WARN',
    severity: 'medium',
    title: 'The facilitator is slow',
    text: ({ page, totalMs, limitMs }) =>
      `${page} took ${formatDuration(totalMs)}, more than ${formatDuration(limitMs)}.`,
    next: 'Verify and settle wait behind the same door: compare with the time-out of the server.',
    playbook: 'facilitator-outage',
  }),
  FACILITATOR_FAST: entry<Page & { readonly totalMs: number }>({
    verdict: 'PASS',
    severity: 'none',
    title: 'The facilitator answers in time',
    text: ({ page, totalMs }) => `slowest ${formatDuration(totalMs)} (${page})`,
    next: null,
    playbook: null,
  }),
} as const satisfies Catalog
