import { entry } from '../core/finding.ts'

type Catalogue = { readonly catalogue: string }

function more(routes: readonly string[], count: number): string {
  const rest = count - routes.length
  return `${routes.join(', ')}${rest > 0 ? ` and ${rest} more` : ''}`
}

/** The codes of discovery about catalogues and what they ask of a route. */
export const listingCatalog = {
  DISCOVER_NO_INPUT_SCHEMA: entry<{ readonly routes: readonly string[]; readonly count: number }>({
    verdict: 'WARN',
    severity: 'low',
    title: 'No input schema',
    text: ({ routes, count }) => `Nothing says what these routes take: ${more(routes, count)}.`,
    next: 'Describe the input in OpenAPI or in the bazaar extension of the 402: x402scan lists no route without it.',
    playbook: 'discovery-drift',
  }),
  DISCOVER_UNPAYABLE: entry<{ readonly route: string; readonly got: readonly string[] }>({
    verdict: 'FAIL',
    severity: 'high',
    title: 'Listed, and no stock client can pay',
    text: ({ route, got }) =>
      `${route} is listed and offers ${got.join(', ')} but not exact: who finds it cannot pay.`,
    next: 'Offer the exact scheme beside the other, through a facilitator or a relayer of your own, or take it off the lists.',
    playbook: 'discovery-drift',
  }),
  DISCOVER_FOREIGN_HOST: entry<{
    readonly where: string
    readonly hosts: readonly string[]
    readonly count: number
    readonly payTo: string | null
  }>({
    verdict: 'WARN',
    severity: 'medium',
    title: 'Routes on a host that is not this service',
    text: ({ where, hosts, count, payTo }) =>
      `${where} names ${count} ${count === 1 ? 'route' : 'routes'} on ${hosts.join(', ')}${payTo === null ? '' : `, paid to ${payTo}`}.`,
    next: 'If the host is yours, add it as baseUrl or instance of a profile; else find out who uses your name or address.',
    playbook: 'discovery-drift',
  }),
  DISCOVER_FOREIGN_PAYTO: entry<Catalogue & { readonly route: string; readonly payTos: readonly string[] }>({
    verdict: 'FAIL',
    severity: 'critical',
    title: 'A catalogue sends your money to somebody else',
    text: ({ catalogue, route, payTos }) =>
      `${catalogue} lists ${route} of your host with the recipient ${payTos.join(', ')}, which is not yours.`,
    next: 'Find out whether your server ever named this address; then ask the catalogue to take the entry down.',
    playbook: 'discovery-drift',
  }),
  DISCOVER_NO_CATALOGUE: entry<Record<string, never>>({
    verdict: 'SKIP',
    severity: 'none',
    title: 'No catalogue was read',
    text: () => 'No catalogue of a facilitator was named with --catalogue, so none was read.',
    next: null,
    playbook: null,
  }),
  DISCOVER_LISTING_READ: entry<
    Catalogue & { readonly pages: number; readonly entries: number; readonly ours: number }
  >({
    verdict: 'PASS',
    severity: 'none',
    title: 'A catalogue was read to its end',
    text: ({ catalogue, pages, entries, ours }) =>
      `${catalogue}: ${entries} entries on ${pages} ${pages === 1 ? 'page' : 'pages'}, ${ours} of this service.`,
    next: null,
    playbook: null,
  }),
  DISCOVER_LISTING_UNREAD: entry<
    Catalogue & { readonly pages: number; readonly entries: number; readonly why: string }
  >({
    verdict: 'UNKNOWN',
    severity: 'low',
    title: 'A catalogue was not read to its end',
    text: ({ catalogue, pages, entries, why }) =>
      `${catalogue} was read as far as ${entries} entries on ${pages} ${pages === 1 ? 'page' : 'pages'}: ${why}.`,
    next: 'Try again later, with a longer --deadline, or with the part of the catalogue that concerns you.',
    playbook: 'discovery-drift',
  }),
  DISCOVER_NOT_LISTED: entry<Catalogue & { readonly routes: readonly string[]; readonly count: number }>({
    verdict: 'INFO',
    severity: 'low',
    title: 'Routes that could be listed and are not',
    text: ({ catalogue, routes, count }) => `${catalogue} does not list ${more(routes, count)}.`,
    next: 'Catalogues of facilitators list a route once a buyer paid it and echoed resource and extensions of its 402.',
    playbook: 'discovery-drift',
  }),
  DISCOVER_LISTING_DRIFT: entry<
    Catalogue & {
      readonly route: string
      readonly what: string
      readonly said: string
      readonly live: string
    }
  >({
    verdict: 'WARN',
    severity: 'medium',
    title: 'A catalogue lists other terms',
    text: ({ catalogue, route, what, said, live }) =>
      `${catalogue} lists ${route} with another ${what}: ${said} instead of ${live}.`,
    next: 'The entry changes with the next payment that carries the new terms; where it is not yours, correct it there.',
    playbook: 'discovery-drift',
  }),
  DISCOVER_LISTING_OLD: entry<Catalogue & { readonly routes: readonly string[] }>({
    verdict: 'INFO',
    severity: 'low',
    title: 'Entries without a sign of life for 30 days',
    text: ({ catalogue, routes }) => `${catalogue} heard nothing for 30 days of ${routes.join(', ')}.`,
    next: 'Catalogues drop what nobody paid for 30 days; one settled payment that echoes the extensions renews an entry.',
    playbook: 'discovery-drift',
  }),
} as const
