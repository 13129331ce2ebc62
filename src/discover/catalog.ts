import { entry, findings } from '../core/finding.ts'

type Document = { readonly document: string }

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
    playbook: null,
  }),
  DISCOVER_UNREADABLE: entry<Document & { readonly problem: string }>({
    verdict: 'WARN',
    severity: 'low',
    title: 'A discovery document cannot be read',
    text: ({ document, problem }) => `${document} is there but cannot be read: ${problem}.`,
    next: 'Correct the document, or remove it, so that agents do not stumble over it.',
    playbook: null,
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
} as const

/** Makes a finding of discovery; code and arguments must fit the catalogue. */
export const finding = findings(catalog)
