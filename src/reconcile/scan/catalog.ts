import { entry } from '../../core/finding.ts'

const listed = 5

/** `1200..1399, 1500 and 3 more ranges`. */
function rangeText(ranges: readonly string[]): string {
  const shown = ranges.slice(0, listed).join(', ')
  const more = ranges.length - listed
  return more > 0 ? `${shown} and ${more} more range${more === 1 ? '' : 's'}` : shown
}

/** The codes about how far the chain was read, and how far its endpoints can be believed. */
export const scanCatalog = {
  RECONCILE_CHAIN_NOT_READ: entry<{ network: string; why: readonly string[] }>({
    verdict: 'UNKNOWN',
    severity: 'high',
    title: 'the chain could not be read',
    text: ({ network, why }) => `No endpoint of ${network} could be used: ${why.join('; ')}.`,
    next: 'Try another endpoint: --rpc URL or --rpc env:NAME.',
    playbook: 'rpc-down',
  }),
  RECONCILE_BLOCKS_MISSING: entry<{
    network: string
    blocks: number
    why: readonly string[]
    /** Every one of them, in order: `1200..1399`, or `1500` for a single block. */
    ranges: readonly string[]
  }>({
    verdict: 'UNKNOWN',
    severity: 'high',
    title: 'not every block was read',
    text: ({ network, blocks, why, ranges }) =>
      `${blocks} block${blocks === 1 ? '' : 's'} of ${network} (${rangeText(ranges)}) ` +
      `${blocks === 1 ? 'is' : 'are'} not known: ${why.join('; ')}.`,
    next: 'Read the missing blocks again, or add an endpoint that answers for them.',
    playbook: 'rpc-down',
  }),
  RECONCILE_CHAIN_BEHIND: entry<{ network: string; newest: string; behind: string }>({
    verdict: 'UNKNOWN',
    severity: 'high',
    title: 'the end of the window was not read',
    text: ({ network, newest, behind }) =>
      `The newest block of ${network} that every endpoint knows is from ${newest}, ${behind} before the end of the window.`,
    next: 'Check that endpoint, or name another one: --rpc URL or --rpc env:NAME.',
    playbook: 'rpc-down',
  }),
  RECONCILE_ENDPOINTS_DISAGREE: entry<{
    network: string
    count: number
    endpoints: readonly string[]
    /** What each endpoint said, in the same order of words. */
    said: readonly string[]
  }>({
    verdict: 'UNKNOWN',
    severity: 'high',
    title: 'the endpoints disagree',
    text: ({ network, count, said }) => {
      const about =
        count === 0
          ? `The endpoints of ${network} show different blocks at the same height`
          : `${count} event${count === 1 ? '' : 's'} of ${network} ${count === 1 ? 'is' : 'are'} shown by one endpoint and not by another`
      return said.length === 0 ? `${about}.` : `${about}: ${said.join('; ')}.`
    },
    next: 'Trust neither until a third endpoint decides.',
    playbook: 'rpc-down',
  }),
  RECONCILE_ENDPOINT_QUARANTINED: entry<{ network: string; endpoint: string; why: string }>({
    verdict: 'WARN',
    severity: 'medium',
    title: 'an endpoint was wrong and is not believed',
    text: ({ network, endpoint, why }) =>
      `${endpoint} was left out for ${network}: ${why}. The other endpoints were used.`,
    next: 'Replace that endpoint; until then what it says elsewhere is not to be trusted either.',
    playbook: 'rpc-down',
  }),
  RECONCILE_ENDPOINT_DISTRUSTED: entry<{ network: string; endpoint: string; why: string }>({
    verdict: 'UNKNOWN',
    severity: 'high',
    title: 'the only endpoint contradicts itself',
    text: ({ network, endpoint, why }) =>
      `${endpoint} is wrong about ${network} and there is no other: ${why}. What it does not show proves nothing.`,
    next: 'Name another endpoint: --rpc URL or --rpc env:NAME.',
    playbook: 'rpc-down',
  }),
  RECONCILE_ENDPOINT_QUIET: entry<{ network: string; endpoint: string; why: string }>({
    verdict: 'WARN',
    severity: 'medium',
    title: 'nothing shows that the only endpoint keeps logs',
    text: ({ network, endpoint, why }) =>
      `${endpoint} answered for ${network} with nothing, and ${why}. On a quiet chain that is normal.`,
    next: 'Confirm it with another endpoint: --rpc URL or --rpc env:NAME.',
    playbook: 'rpc-down',
  }),
  RECONCILE_ENDPOINT_SILENT: entry<{ network: string; endpoint: string; why: string }>({
    verdict: 'WARN',
    severity: 'low',
    title: 'an endpoint did not answer',
    text: ({ network, endpoint, why }) => `${endpoint} was not used for ${network}: ${why}.`,
    next: 'Check that endpoint; the others were used.',
    playbook: 'rpc-down',
  }),
  RECONCILE_LOGS_DROPPED: entry<{ network: string; count: number; said: readonly string[] }>({
    verdict: 'WARN',
    severity: 'medium',
    title: 'an endpoint sent logs that were not asked for',
    text: ({ network, count, said }) =>
      `${count} log${count === 1 ? '' : 's'} of ${network} did not fit their own query and ${count === 1 ? 'was' : 'were'} dropped` +
      `${said.length === 0 ? '' : ` (${said.join(', ')})`}.`,
    next: 'Do not rely on that endpoint alone.',
    playbook: 'rpc-down',
  }),
  RECONCILE_ONE_SOURCE: entry<{ network: string; endpoint: string }>({
    verdict: 'INFO',
    severity: 'none',
    title: 'one endpoint answered for everything',
    text: ({ network, endpoint }) =>
      `${network} was read through ${endpoint} alone; a second --rpc would confirm it.`,
    next: null,
    playbook: null,
  }),
} as const
