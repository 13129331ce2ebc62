import { type Catalog, entry } from '../core/finding.ts'
import { type Amount, formatAmountBoth } from '../core/money.ts'

const list = (items: readonly string[], most = 6) =>
  items.length <= most
    ? items.join(', ')
    : `${items.slice(0, most).join(', ')} and ${items.length - most} more`

const advertised = 'That is what it advertises; whether it takes such a payment is not shown by it.'

/** Words about what facilitators say they do. */
export const offers = {
  FACILITATOR_KIND_LISTED: entry<{ readonly kind: string; readonly of: string }>({
    verdict: 'PASS',
    severity: 'none',
    title: 'The kind is advertised',
    text: ({ kind, of }) => `${of} advertises ${kind}`,
    next: null,
    playbook: null,
  }),
  FACILITATOR_KIND_MISSING: entry<{
    readonly kind: string
    readonly of: string
    readonly wantedBy: string
    /** Other facilitators of the profile that list it. */
    readonly elsewhere: readonly string[]
    /** Others that could not be read. */
    readonly unread: number
  }>({
    verdict: ({ elsewhere, unread }) => (elsewhere.length > 0 ? 'INFO' : unread > 0 ? 'UNKNOWN' : 'FAIL'),
    severity: 'critical',
    title: 'The facilitator does not list a kind that is asked for',
    text: ({ kind, of, wantedBy, elsewhere, unread }) =>
      [
        `${of} does not list ${kind}, which the ${wantedBy} asks for.`,
        ...(elsewhere.length > 0 ? [`${list(elsewhere)} lists it, so there is no second one for it.`] : []),
        ...(elsewhere.length === 0 && unread > 0 ? ['Another facilitator could not be read.'] : []),
      ].join(' '),
    next: 'A server of version 2 ends with exit 1 at its next start: do not restart it before this is repaired.',
    playbook: 'facilitator-outage',
  }),
  FACILITATOR_KIND_OTHER_VERSION: entry<{
    readonly kind: string
    readonly of: string
    /** Does a live 402 show the version that is missing, or is it assumed? */
    readonly shown: boolean
  }>({
    verdict: ({ shown }) => (shown ? 'FAIL' : 'WARN'),
    severity: 'high',
    title: 'The kind is listed for another protocol version',
    text: ({ kind, of, shown }) =>
      `${of} lists ${kind}, but not for the version that ${shown ? 'a live 402 speaks' : 'servers of today speak (2)'}.`,
    next: 'Raise the older side: servers use kinds of their own version only.',
    playbook: 'facilitator-outage',
  }),
  FACILITATOR_KIND_OTHER_NAME: entry<{
    readonly kind: string
    readonly of: string
    /** How servers of this version call the network. */
    readonly name: string
    readonly elsewhere: readonly string[]
  }>({
    verdict: ({ elsewhere }) => (elsewhere.length > 0 ? 'INFO' : 'WARN'),
    severity: 'high',
    title: 'The kind is listed under another name of its network',
    text: ({ kind, of, name }) =>
      `${of} lists ${kind}, but does not call the network ${name}; stock servers compare it letter by letter.`,
    next: 'Ask the facilitator to list it under that name; a server that starts now may refuse to after its next restart.',
    playbook: 'facilitator-outage',
  }),
  FACILITATOR_TESTNET_ONLY: entry<{ readonly of: string; readonly networks: readonly string[] }>({
    verdict: 'FAIL',
    severity: 'critical',
    title: 'A facilitator for tests stands before mainnet',
    text: ({ of, networks }) =>
      `${of} settles on test networks only (${list(networks)}); the profile takes real money.`,
    next: 'Configure a facilitator of the network that the profile names.',
    playbook: 'facilitator-outage',
  }),
  FACILITATOR_NO_KINDS: entry<Record<never, never>>({
    verdict: 'SKIP',
    severity: 'none',
    title: 'Nothing to compare',
    text: () => 'The profile names no network, so the kinds were not compared.',
    next: 'Name what the service takes under pays.',
    playbook: null,
  }),
  FACILITATOR_OFFERS: entry<{
    readonly of: string
    readonly networks: readonly string[]
    readonly schemes: readonly string[]
    readonly extensions: readonly string[]
    readonly signers: number
  }>({
    verdict: 'INFO',
    severity: 'none',
    title: 'What the facilitator advertises',
    text: ({ of, networks, schemes, extensions, signers }) =>
      [
        `${of}: ${list(schemes)} on ${list(networks)};`,
        `extensions ${extensions.length === 0 ? 'none' : list(extensions)};`,
        `${signers} ${signers === 1 ? 'signer' : 'signers'}. ${advertised}`,
      ].join(' '),
    next: null,
    playbook: null,
  }),

  FACILITATOR_MINIMUM: entry<{
    readonly of: string
    readonly route: string
    readonly price: Amount
    readonly minimum: string
    readonly published: boolean
  }>({
    verdict: 'FAIL',
    severity: 'high',
    title: 'A price is below what the facilitator takes',
    text: ({ of, route, price, minimum, published }) =>
      `${route} costs ${formatAmountBoth(price)}; ${of} refuses less than ${minimum} atomic units (${published ? 'published' : 'as configured'}).`,
    next: 'Raise the price, or settle this route elsewhere: every payment of it fails, often as invalid_payload.',
    playbook: 'verify-ok-settle-fail',
  }),
  FACILITATOR_MINIMUM_OK: entry<{ readonly prices: number; readonly left: number }>({
    verdict: 'PASS',
    severity: 'none',
    title: 'No price is too small',
    text: ({ prices, left }) =>
      `${prices} ${prices === 1 ? 'price is' : 'prices are'} not below a known minimum${left === 0 ? '' : `; ${left} more could not be compared`}`,
    next: null,
    playbook: null,
  }),
  FACILITATOR_MINIMUM_UNKNOWN: entry<{ readonly why: string }>({
    verdict: 'SKIP',
    severity: 'none',
    title: 'Minimum not compared',
    text: ({ why }) => `The minimum was not compared: ${why}.`,
    next: null,
    playbook: null,
  }),

  FACILITATOR_READY: entry<{ readonly of: string; readonly parts: readonly string[] }>({
    verdict: 'PASS',
    severity: 'none',
    title: 'The facilitator calls itself ready',
    text: ({ of, parts }) =>
      `${of} is ready${parts.length === 0 ? ', and does not say what it looked at' : `; it looked at ${list(parts)}`}`,
    next: null,
    playbook: null,
  }),
  FACILITATOR_READY_UNCLEAR: entry<{ readonly of: string; readonly parts: readonly string[] }>({
    verdict: 'INFO',
    severity: 'none',
    title: 'The ready page says nothing that is understood',
    text: ({ of, parts }) =>
      `/ready of ${of} answers 200${parts.length === 0 ? ' and does not say that it is ready' : ` and names ${list(parts)}`}: it does not count as ready.`,
    next: null,
    playbook: null,
  }),
  FACILITATOR_NOT_READY: entry<{
    readonly of: string
    readonly status: number
    readonly parts: readonly string[]
    readonly degraded: boolean
  }>({
    verdict: ({ degraded }) => (degraded ? 'WARN' : 'FAIL'),
    severity: 'high',
    title: 'The facilitator is not ready by its own word',
    text: ({ of, status, parts }) =>
      `/ready of ${of} answers ${status}${parts.length === 0 ? '' : ` and names ${list(parts)}`}.`,
    next: 'Its store may be gone: payments can be settled twice or not at all until it is back.',
    playbook: 'facilitator-outage',
  }),
  FACILITATOR_HEALTH_STATIC: entry<{ readonly of: string; readonly known: boolean }>({
    verdict: 'INFO',
    severity: 'none',
    title: 'A health page that proves nothing',
    text: ({ of, known }) =>
      `/health of ${of} answers 200. ${known ? 'This one always does' : 'Such pages often always do'}: it shows that a process runs, not that it can settle.`,
    next: null,
    playbook: null,
  }),
  FACILITATOR_HEALTH_NOT_200: entry<{ readonly of: string; readonly status: number }>({
    verdict: 'WARN',
    severity: 'medium',
    title: 'The health page of the facilitator is not fine',
    text: ({ of, status }) => `/health of ${of} answers ${status}.`,
    next: 'Ask its operator; verify and settle may fail soon.',
    playbook: 'facilitator-outage',
  }),
  FACILITATOR_NO_HEALTH_PAGE: entry<{ readonly of: string }>({
    verdict: 'SKIP',
    severity: 'none',
    title: 'No health page',
    text: ({ of }) => `${of} offers neither /health nor /ready to us.`,
    next: null,
    playbook: null,
  }),

  FACILITATOR_VERIFY_NOT_ASKED: entry<Record<never, never>>({
    verdict: 'SKIP',
    severity: 'none',
    title: 'Verify was not asked',
    text: () => 'Whether /verify can be reached was not asked (--verify-reachability).',
    next: null,
    playbook: null,
  }),
  FACILITATOR_VERIFY_REACHED: entry<{
    readonly of: string
    readonly status: number
    readonly reason: string | null
    readonly network: string
  }>({
    verdict: 'PASS',
    severity: 'none',
    title: 'Verify can be reached',
    text: ({ of, status, reason, network }) =>
      `${of} refused our empty payment on ${network}, as it must (${status}${reason === null ? '' : `, ${reason}`})`,
    next: null,
    playbook: null,
  }),
  FACILITATOR_VERIFY_REFUSED: entry<{
    readonly of: string
    readonly status: number
    readonly reason: string | null
  }>({
    // A 200 without a verdict breaks servers; a 5xx may be how it answers what it cannot read.
    verdict: ({ status }) => (status >= 500 ? 'UNKNOWN' : status === 200 ? 'FAIL' : 'WARN'),
    severity: 'medium',
    title: 'Verify gave no verdict',
    text: ({ of, status, reason }) =>
      `/verify of ${of} answers ${status}${reason === null ? '' : ` (${reason})`} and does not say whether a payment is valid.`,
    next: 'Look for the same answer in the log of the server: then it is not about our empty payment.',
    playbook: 'facilitator-outage',
  }),
  FACILITATOR_VERIFY_ACCEPTS: entry<{ readonly of: string; readonly network: string }>({
    verdict: 'FAIL',
    severity: 'critical',
    title: 'Verify accepts what is no payment',
    text: ({ of, network }) =>
      `${of} calls a payment valid that is expired and signed with zeros (${network}).`,
    next: 'Stop selling through it: what is verified there is not paid.',
    playbook: 'served-free',
  }),
  FACILITATOR_VERIFY_NO_TERMS: entry<{ readonly of: string }>({
    verdict: 'UNKNOWN',
    severity: 'low',
    title: 'Verify could not be asked',
    text: ({ of }) =>
      `${of} lists no exact payment on a network of the profile whose token signs by EIP-712.`,
    next: 'See what it lists; only such a payment can be made up without a key.',
    playbook: 'facilitator-outage',
  }),
} as const satisfies Catalog
