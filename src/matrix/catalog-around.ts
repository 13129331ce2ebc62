import { entry } from '../core/finding.ts'

type Route = { readonly route: string }
type Answered = Route & { readonly status: number; readonly detail: string }
type Differs = Route & { readonly expected: string; readonly got: string }

/** The codes of what stands around the terms: browsers, caches, payments without meaning, other spellings. */
export const aroundCodes = {
  CORS_NOT_EXPOSED: entry<Route & { readonly missing: readonly string[] }>({
    verdict: 'FAIL',
    severity: 'high',
    title: 'Browsers cannot read the payment headers',
    text: ({ route, missing }) => `${route} does not expose ${missing.join(', ')} to scripts.`,
    next: 'Add these names to Access-Control-Expose-Headers.',
    playbook: 'low-conversion',
  }),
  CORS_ORIGIN_NOT_ALLOWED: entry<Differs>({
    verdict: 'FAIL',
    severity: 'high',
    title: 'The browser origin is not allowed',
    text: ({ route, expected, got }) => `${route} allows ${got}, not ${expected}.`,
    next: 'Allow the origin in the CORS settings of the server.',
    playbook: 'low-conversion',
  }),
  CORS_PREFLIGHT_BLOCKED: entry<Route & { readonly status: number; readonly asked: boolean }>({
    verdict: ({ asked }) => (asked ? 'FAIL' : 'INFO'),
    severity: 'high',
    title: 'The preflight is not let through',
    text: ({ route, status }) =>
      status === 402
        ? `${route} asks a browser's preflight for payment (402), so no browser can pay.`
        : `${route} answers a browser's preflight with ${status}, so no browser can pay.`,
    next: 'Run the CORS middleware before the payment middleware, or give the route key its method.',
    playbook: 'low-conversion',
  }),
  CORS_HEADER_NOT_ALLOWED: entry<Route & { readonly missing: readonly string[] }>({
    verdict: 'FAIL',
    severity: 'high',
    title: 'Browsers may not send the payment',
    text: ({ route, missing }) => `${route} does not allow browsers to send ${missing.join(', ')}.`,
    next: 'Add these names to Access-Control-Allow-Headers.',
    playbook: 'low-conversion',
  }),
  CORS_NOT_SEEN: entry<Route>({
    verdict: 'UNKNOWN',
    severity: 'low',
    title: 'The preflight was not seen',
    text: ({ route }) => `Whether browsers may pay ${route} was not seen.`,
    next: null,
    playbook: 'low-conversion',
  }),
  CACHEABLE_402: entry<Route & { readonly got: string; readonly version: number }>({
    verdict: ({ version }) => (version === 2 ? 'WARN' : 'INFO'),
    severity: 'medium',
    title: 'The terms may be cached',
    text: ({ route, got }) => `${route} sends its terms with ${got}; a cache may hand out an old price.`,
    next: 'Send Cache-Control: no-store with every 402.',
    playbook: 'low-conversion',
  }),
  GARBAGE_ACCEPTED: entry<Answered>({
    verdict: 'FAIL',
    severity: 'critical',
    title: 'Garbage was taken for a payment',
    text: ({ route, status }) => `${route} answered ${status} to the payment header "not-a-payment".`,
    next: 'Switch paid traffic off and check the verification of payments.',
    playbook: 'served-free',
  }),
  GARBAGE_NOT_REFUSED: entry<Answered>({
    verdict: ({ status }) => (status >= 500 ? 'FAIL' : 'UNKNOWN'),
    severity: 'high',
    title: 'Garbage was not refused with 402',
    text: ({ route, status }) =>
      `${route} answered ${status} to the payment header "not-a-payment", not 402.`,
    next: null,
    playbook: 'served-free',
  }),
  GARBAGE_NOT_ASKED: entry<{ readonly why: string }>({
    verdict: 'SKIP',
    severity: 'none',
    title: 'Garbage was not tried',
    text: ({ why }) => `No meaningless payment header was sent: ${why}.`,
    next: null,
    playbook: null,
  }),
  VARIANTS_NOT_ASKED: entry<{ readonly why: string }>({
    verdict: 'SKIP',
    severity: 'none',
    title: 'Other spellings were not tried',
    text: ({ why }) => `No other spelling of the paths was asked: ${why}.`,
    next: null,
    playbook: null,
  }),
  VARIANT_NOT_SEEN: entry<Route & { readonly why: string }>({
    verdict: 'UNKNOWN',
    severity: 'low',
    title: 'A spelling was not answered',
    text: ({ route, why }) => `${route} gave no answer: ${why}.`,
    next: null,
    playbook: 'served-free',
  }),
} as const
