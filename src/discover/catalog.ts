import { entry, findings } from '../core/finding.ts'
import { listingCatalog } from './listing-catalog.ts'

type Document = { readonly document: string }
type Difference = Document & { readonly route: string; readonly said: string; readonly live: string }
type Routes = Document & { readonly routes: readonly string[]; readonly count: number }

const fixSource =
  'Correct the source of the price list first, publish the document again, then renew what catalogues copied from it.'

function more({ routes, count }: { readonly routes: readonly string[]; readonly count: number }): string {
  const rest = count - routes.length
  return `${routes.join(', ')}${rest > 0 ? ` and ${rest} more` : ''}`
}

/** The codes of discovery and their words. */
export const catalog = {
  DISCOVER_FOUND: entry<Document & { readonly routes: number }>({
    verdict: 'PASS',
    severity: 'none',
    title: 'A discovery document can be read',
    text: ({ document, routes }) => `${document} names ${routes} paid ${routes === 1 ? 'route' : 'routes'}.`,
    next: null,
    playbook: null,
  }),
  DISCOVER_ABSENT: entry<{ readonly documents: readonly string[] }>({
    verdict: 'INFO',
    severity: 'none',
    title: 'Discovery documents that are not there',
    text: ({ documents }) => `Not there: ${documents.join(', ')}.`,
    next: null,
    playbook: null,
  }),
  DISCOVER_NOT_SEEN: entry<Document & { readonly why: string }>({
    verdict: 'INFO',
    severity: 'low',
    title: 'A discovery document was not seen',
    text: ({ document, why }) => `${document} was not seen: ${why}.`,
    next: null,
    playbook: 'discovery-drift',
  }),
  DISCOVER_UNREADABLE: entry<Document & { readonly problem: string }>({
    verdict: 'WARN',
    severity: 'low',
    title: 'A discovery document cannot be read',
    text: ({ document, problem }) => `${document} is there but cannot be read: ${problem}.`,
    next: 'Correct the document, or remove it, so that agents do not stumble over it.',
    playbook: 'discovery-drift',
  }),
  DISCOVER_LEFT_OUT: entry<{ readonly routes: readonly string[] }>({
    verdict: 'INFO',
    severity: 'none',
    title: 'Routes that could not be asked',
    text: ({ routes }) => `The documents name routes that were left out: ${routes.join('; ')}.`,
    next: 'List them in the profile with a complete path.',
    playbook: null,
  }),
  DISCOVER_NOT_ASKED: entry<Record<string, never>>({
    verdict: 'SKIP',
    severity: 'none',
    title: 'No document was asked for',
    text: () => 'No base URL is configured, so no discovery document was asked for.',
    next: null,
    playbook: null,
  }),
  DISCOVER_UNANSWERED: entry<{
    readonly documents: readonly string[]
    readonly why: string
    readonly down: boolean
  }>({
    verdict: ({ down }) => (down ? 'FAIL' : 'UNKNOWN'),
    severity: 'medium',
    title: 'Documents were not answered',
    text: ({ documents, why }) => `No answer that could be judged for ${documents.join(', ')}: ${why}.`,
    next: 'Find out whether the service answers at all with x402ops probe, then look again.',
    playbook: 'discovery-drift',
  }),
  DISCOVER_NOT_COMPARED: entry<{ readonly why: string }>({
    verdict: 'SKIP',
    severity: 'none',
    title: 'Nothing to compare',
    text: ({ why }) => `${why}, so nothing was compared`,
    next: null,
    playbook: null,
  }),
  DISCOVER_LIVE_UNSEEN: entry<{ readonly route: string; readonly why: string }>({
    verdict: 'UNKNOWN',
    severity: 'low',
    title: 'A route could not be compared',
    text: ({ route, why }) => `${route} showed no terms to compare the documents with: ${why}.`,
    next: 'Run x402ops matrix, which says what stands in front of the paywall of this route.',
    playbook: 'discovery-drift',
  }),
  DISCOVER_DRIFT_PRICE: entry<Difference>({
    verdict: 'FAIL',
    severity: 'medium',
    title: 'A document names another price',
    text: ({ document, route, said, live }) =>
      `${document} says ${said} for ${route}; its 402 asks for ${live}.`,
    next: fixSource,
    playbook: 'discovery-drift',
  }),
  DISCOVER_DRIFT_PAYTO: entry<Difference>({
    verdict: 'FAIL',
    severity: 'high',
    title: 'A document names another recipient',
    text: ({ document, route, said, live }) =>
      `${document} sends the money for ${route} to ${said}; its 402 to ${live}.`,
    next: 'Find out who wrote this address before anything else: it may be an old one of yours, or not yours.',
    playbook: 'discovery-drift',
  }),
  DISCOVER_DRIFT_NETWORK: entry<Difference>({
    verdict: 'FAIL',
    severity: 'medium',
    title: 'A document names another network',
    text: ({ document, route, said, live }) =>
      `${document} says ${route} is paid on ${said}; its 402 says ${live}.`,
    next: fixSource,
    playbook: 'discovery-drift',
  }),
  DISCOVER_DRIFT_ASSET: entry<Difference>({
    verdict: 'FAIL',
    severity: 'medium',
    title: 'A document names another token',
    text: ({ document, route, said, live }) =>
      `${document} says ${route} is paid in ${said}; its 402 says ${live}.`,
    next: fixSource,
    playbook: 'discovery-drift',
  }),
  DISCOVER_DRIFT_METHOD: entry<Difference>({
    verdict: 'FAIL',
    severity: 'medium',
    title: 'A document names another method',
    text: ({ document, route, said, live }) =>
      `${route} in ${document}: it says ${said}, the paywall answers to ${live}.`,
    next: fixSource,
    playbook: 'discovery-drift',
  }),
  DISCOVER_DRIFT_PATH: entry<
    Document & { readonly route: string; readonly status: number; readonly instead: readonly string[] }
  >({
    verdict: 'FAIL',
    severity: 'medium',
    title: 'A document names a route that is not there',
    text: ({ document, route, status, instead }) =>
      `${document} names ${route}, which answers ${status}.${instead.length === 0 ? '' : ` It does not name ${instead.slice(0, 5).join(', ')}.`}`,
    next: fixSource,
    playbook: 'discovery-drift',
  }),
  DISCOVER_ROUTE_MISSING: entry<Routes & { readonly configured: boolean }>({
    verdict: ({ configured }) => (configured ? 'FAIL' : 'WARN'),
    severity: 'medium',
    title: 'A document lacks paid routes',
    text: ({ document, routes, count, configured }) =>
      `${document} does not name ${more({ routes, count })}, ${configured ? 'which the profile lists' : 'which other documents name'}.`,
    next: 'Add the routes to the document, so that agents find them.',
    playbook: 'discovery-drift',
  }),
  DISCOVER_ROUTE_EXTRA: entry<Routes>({
    verdict: 'WARN',
    severity: 'low',
    title: 'A document names routes that are not configured',
    text: ({ document, routes, count }) =>
      `${document} also names ${more({ routes, count })}, not in the profile.`,
    next: 'Add them to the routes of the profile, so that they are watched, or take them out of the document.',
    playbook: 'discovery-drift',
  }),
  DISCOVER_DISAGREE: entry<{
    readonly first: string
    readonly second: string
    readonly route: string
    readonly one: string
    readonly other: string
  }>({
    verdict: 'FAIL',
    severity: 'medium',
    title: 'Two documents contradict each other',
    text: ({ first, second, route, one, other }) =>
      `${route}: ${first} says ${one}, ${second} says ${other}.`,
    next: fixSource,
    playbook: 'discovery-drift',
  }),
  ...listingCatalog,
} as const

/** Makes a finding of discovery; code and arguments must fit the catalogue. */
export const finding = findings(catalog)
