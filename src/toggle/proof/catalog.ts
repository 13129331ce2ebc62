import { type Catalog, entry } from '../../core/finding.ts'

type Place = { readonly instance: string; readonly route: string; readonly status: number }

const plural = (instances: number) => `${instances} ${instances === 1 ? 'instance' : 'instances'}`

const backOn = 'Find the instance that did not take the value, and set and restart it; then verify again.'

/** The findings of `toggle verify`, and their words. */
export const proofWords = {
  TOGGLE_STILL_ASKS: entry<Place>({
    verdict: 'FAIL',
    severity: 'high',
    title: 'A route still asks for money',
    text: ({ instance, route, status }) => `${route} on ${instance} still asks for money (${status}).`,
    next: backOn,
    playbook: null,
  }),
  TOGGLE_SERVED_FREE: entry<Place>({
    verdict: 'FAIL',
    severity: 'critical',
    title: 'A paid route serves everybody for nothing',
    text: ({ instance, route, status }) => `${route} on ${instance} answered ${status} without payment.`,
    next: 'Close the route at the proxy with 503 now; the flag is the wrong tool.',
    playbook: 'served-free',
  }),
  TOGGLE_INSTANCE_STALE: entry<{ readonly instance: string; readonly stale: number; readonly of: number }>({
    verdict: 'FAIL',
    severity: 'high',
    title: 'An instance did not take the value',
    text: ({ instance, stale, of }) =>
      `${instance} does otherwise than the others: ${stale} of ${of} instances are stale.`,
    next: backOn,
    playbook: null,
  }),
  TOGGLE_NOT_TOLD: entry<{ readonly instance: string; readonly route: string; readonly why: string }>({
    verdict: 'UNKNOWN',
    severity: 'medium',
    title: 'An answer says nothing about the flag',
    text: ({ instance, route, why }) => `${route} on ${instance}: ${why}.`,
    next: 'Ask again, or give the route a sample body in x402ops.yaml.',
    playbook: null,
  }),
  TOGGLE_CLOSED_OTHERWISE: entry<Place & { readonly means: string }>({
    verdict: 'WARN',
    severity: 'low',
    title: 'Closed in another way than configured',
    text: ({ instance, route, status, means }) =>
      `${route} on ${instance} answers ${status}, and toggle.flagOffMeans says ${means}.`,
    next: 'Correct toggle.flagOffMeans, or find out what closed the route.',
    playbook: null,
  }),
  TOGGLE_CLOSED: entry<{ readonly routes: number; readonly instances: number; readonly looks: number }>({
    verdict: 'PASS',
    severity: 'none',
    title: 'Every route is closed',
    text: ({ routes, instances, looks }) =>
      `${routes} requests closed on ${plural(instances)}, in ${looks} looks; nothing was served free. Nobody paid: what a payment would get is not known, nor what an instance would say that never answered behind a shared address.`,
    next: null,
    playbook: null,
  }),
  TOGGLE_NOT_ON: entry<{
    readonly instance: string
    readonly verdict: string
    readonly codes: readonly string[]
  }>({
    verdict: ({ verdict }) => (verdict === 'UNKNOWN' ? 'UNKNOWN' : 'FAIL'),
    severity: 'high',
    title: 'An instance does not ask for the right money',
    text: ({ instance, codes }) => `${instance}: ${codes.join(', ')}.`,
    next: 'x402ops matrix shows each route; switch on only when all of them pass.',
    playbook: null,
  }),
  TOGGLE_IS_ON: entry<{ readonly instances: number; readonly looks: number }>({
    verdict: 'PASS',
    severity: 'none',
    title: 'Every instance asks for the right money',
    text: ({ instances, looks }) => `Every paid route passes on ${plural(instances)}, in ${looks} looks.`,
    next: null,
    playbook: null,
  }),
  TOGGLE_STATUS_DISAGREES: entry<{
    readonly instance: string
    readonly path: string
    readonly expected: string
    readonly got: string
  }>({
    verdict: 'FAIL',
    severity: 'medium',
    title: 'The status page says otherwise',
    text: ({ instance, path, expected, got }) => `${path} of ${instance} says ${got}; expected: ${expected}.`,
    next: 'Buyers and their agents read that page: correct it, or find the instance that was not restarted.',
    playbook: null,
  }),
  TOGGLE_STATUS_AGREES: entry<{ readonly instances: number }>({
    verdict: 'PASS',
    severity: 'none',
    title: 'The status page agrees',
    text: ({ instances }) => `The status page agrees on ${plural(instances)}.`,
    next: null,
    playbook: null,
  }),
  TOGGLE_STATUS_NOT_SEEN: entry<{ readonly instance: string; readonly why: string }>({
    verdict: 'UNKNOWN',
    severity: 'low',
    title: 'The status page was not seen',
    text: ({ instance, why }) => `The status page of ${instance} was not seen: ${why}.`,
    next: null,
    playbook: null,
  }),
  TOGGLE_STATUS_NOT_COMPARED: entry<{ readonly key: string }>({
    verdict: 'SKIP',
    severity: 'none',
    title: 'The status page was not compared',
    text: ({ key }) => `What the status page must say is not configured (${key}).`,
    next: null,
    playbook: null,
  }),
  TOGGLE_DRAINING: entry<{ readonly until: string; readonly seconds: number }>({
    verdict: 'UNKNOWN',
    severity: 'low',
    title: 'Terms that were given out can still be paid',
    text: ({ until, seconds }) => `Offers live for ${seconds} s: until ${until} a payment may still come in.`,
    next: 'Keep verify and settle up until then, and verify again after it.',
    playbook: null,
  }),
  TOGGLE_DRAIN_NOT_ASKED: entry<{ readonly why: string }>({
    verdict: 'SKIP',
    severity: 'none',
    title: 'Money after the drain window was not looked for',
    text: ({ why }) => `Money after the drain window was not looked for: ${why}.`,
    next: null,
    playbook: null,
  }),
  TOGGLE_DRAIN_NOT_SEEN: entry<{ readonly why: string }>({
    verdict: 'UNKNOWN',
    severity: 'medium',
    title: 'Whether money came after the drain window is not known',
    text: ({ why }) => `Whether money came after the drain window is not known: ${why}.`,
    next: 'Give chain endpoints (rpc), and verify again.',
    playbook: null,
  }),
  TOGGLE_PAID_AFTER_DRAIN: entry<{
    readonly count: number
    readonly ids: readonly string[]
    readonly from: string
  }>({
    verdict: 'FAIL',
    severity: 'high',
    title: 'Money came in after the drain window',
    text: ({ count, from }) =>
      `${count} transfers reached payTo after ${from}, when no offer was valid any more.`,
    next: 'Somebody still sells: look for an instance that nobody listed, and reconcile these payments.',
    playbook: null,
  }),
  TOGGLE_DRAINED: entry<{ readonly from: string }>({
    verdict: 'PASS',
    severity: 'none',
    title: 'No money after the drain window',
    text: ({ from }) => `No transfer reached payTo after ${from}.`,
    next: null,
    playbook: null,
  }),
  TOGGLE_NOT_ENDED: entry<{ readonly count: number; readonly ids: readonly string[] }>({
    verdict: 'WARN',
    severity: 'medium',
    title: 'Settlements that have not ended',
    text: ({ count, ids }) => `${count} settlements have not ended: ${ids.join(', ')}.`,
    next: 'Name an owner for each: x402ops settlement list.',
    playbook: null,
  }),
} as const satisfies Catalog
