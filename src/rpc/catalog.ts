import { type Catalog, entry, findings } from '../core/finding.ts'
import { safe } from '../core/safe.ts'
import type { Verdict } from '../core/verdict.ts'

/** How much is left when this endpoint is left out decides whether the network is still seen. */
type Out = { readonly why: string; readonly others: number }
type About = { readonly what: string; readonly why: string }

const playbook = 'rpc-down'
const outVerdict = ({ others }: Out): Verdict => (others > 0 ? 'WARN' : 'UNKNOWN')
const stillThere = (others: number) =>
  others === 0 ? 'No other endpoint of this network answers.' : `${others} other ${plural(others)}.`
const plural = (count: number) => (count === 1 ? 'endpoint answers' : 'endpoints answer')
const seconds = (ms: number) => `${Math.round(ms / 1000)} s`

/** The findings of `rpc` and their words. */
export const catalog = {
  RPC_NOT_CONFIGURED: entry<{ network: string }>({
    verdict: 'SKIP',
    severity: 'none',
    title: 'No endpoint is configured',
    text: ({ network }) => `${safe(network, 60)}: no endpoint is named`,
    next: 'Name two of different providers: rpc in x402ops.yaml, or --rpc.',
    playbook: null,
  }),
  RPC_FAMILY_UNREAD: entry<{ why: string }>({
    verdict: 'SKIP',
    severity: 'none',
    title: 'Endpoints of this network are not examined',
    text: ({ why }) => safe(why, 200),
    next: null,
    playbook: null,
  }),
  RPC_NOT_JUDGED: entry<{ why: string }>({
    verdict: 'SKIP',
    severity: 'none',
    title: 'Nothing to judge',
    text: ({ why }) => safe(why, 200),
    next: null,
    playbook: null,
  }),
  RPC_WRONG_CHAIN: entry<{ claimed: number; expected: number }>({
    verdict: 'FAIL',
    severity: 'critical',
    title: 'The endpoint belongs to another chain',
    text: ({ claimed, expected }) => `It answers with chain id ${claimed}; ${expected} is expected.`,
    next: 'Take it out of rpc: on another chain every payment looks unpaid.',
    playbook,
  }),
  RPC_UNREACHABLE: entry<Out>({
    verdict: outVerdict,
    severity: 'high',
    title: 'The endpoint does not answer',
    text: ({ why, others }) => `${safe(why, 300)}. ${stillThere(others)}`,
    next: 'Ask the provider for its status, or name another endpoint with --rpc.',
    playbook,
  }),
  RPC_KEY_REFUSED: entry<Out>({
    verdict: 'FAIL',
    severity: 'high',
    title: 'The endpoint refuses us',
    text: ({ why, others }) => `${safe(why, 300)}. ${stillThere(others)}`,
    next: 'The key in its address is wrong, expired or not for this network: put a new one where the profile keeps it.',
    playbook,
  }),
  RPC_LIMITED: entry<Out>({
    verdict: outVerdict,
    severity: 'medium',
    title: 'The endpoint limits our rate',
    text: ({ why, others }) => `${safe(why, 300)}. ${stillThere(others)}`,
    next: 'Use an endpoint of your own, or lower limits.rpcConcurrency.',
    playbook,
  }),
  RPC_PART_UNSEEN: entry<About>({
    verdict: 'UNKNOWN',
    severity: 'medium',
    title: 'A question to the endpoint was not answered',
    text: ({ what, why }) => `${what}: ${safe(why, 300)}`,
    next: 'Run it again; if it stays so, the endpoint does not offer what reconcile needs.',
    playbook,
  }),
  RPC_STALE_HEAD: entry<{ block: number; ageMs: number; limitMs: number }>({
    verdict: 'WARN',
    severity: 'high',
    title: 'No new block for too long',
    text: ({ block, ageMs, limitMs }) =>
      `Its newest block ${block} is ${seconds(ageMs)} old; ${seconds(limitMs)} is the limit.`,
    next: 'If all endpoints stand still, look at the status of the chain and at the clock of this machine.',
    playbook,
  }),
  RPC_CLOCK_SKEW: entry<{ aheadMs: number; failMs: number }>({
    verdict: ({ aheadMs, failMs }) => (aheadMs > failMs ? 'FAIL' : 'WARN'),
    severity: 'high',
    title: 'The newest block comes from the future',
    text: ({ aheadMs }) => `Its time is ${seconds(aheadMs)} ahead of the clock of this machine.`,
    next: 'Set the clock of this machine; if it is right, the endpoint is not to be believed.',
    playbook,
  }),
  RPC_HEADS_DISAGREE: entry<{ block: number; newest: number; behind: number; leader: string }>({
    verdict: 'WARN',
    severity: 'high',
    title: 'The endpoint lags behind another',
    text: ({ block, newest, behind, leader }) =>
      `It is at block ${block}, ${safe(leader, 120)} at ${newest}: ${behind} more than their questions explain.`,
    next: 'Do not ask it whether a payment was made: an endpoint that lags says "no" too early.',
    playbook,
  }),
  RPC_HASHES_DISAGREE: entry<{ height: number; said: readonly string[] }>({
    verdict: 'FAIL',
    severity: 'critical',
    title: 'The endpoints name different blocks',
    text: ({ height, said }) => `Block ${height}: ${safe(said.join(', '), 600)}`,
    next: 'One is on a fork or lies. Ask a third provider, and believe no verdict from either until then.',
    playbook,
  }),
  RPC_NO_FINALITY: entry<{ tags: readonly string[] }>({
    verdict: 'WARN',
    severity: 'medium',
    title: 'The endpoint does not say what is final',
    text: ({ tags }) => `It knows no ${tags.join(' and no ')} block.`,
    next: 'Nothing can be proven unpaid through it: add an endpoint that knows these tags, or set reconcile.finality.',
    playbook,
  }),
  RPC_FINALITY_CONTRADICTS: entry<{ tag: string; block: number; over: string; under: number }>({
    verdict: 'FAIL',
    severity: 'critical',
    title: 'The endpoint contradicts itself about what is final',
    text: ({ tag, block, over, under }) =>
      `Its ${tag} block is ${block}, above its ${over} block ${under}: more than time explains.`,
    next: 'Believe no "final" of it: take it out of rpc until its provider explains this.',
    playbook,
  }),
  RPC_LOGS_LOSSY: entry<{ blocks: number; expected: number; found: number }>({
    verdict: 'FAIL',
    severity: 'critical',
    title: 'The endpoint leaves out logs and says nothing',
    text: ({ blocks, expected, found }) =>
      `A search over ${blocks} blocks finds ${found} of ${expected} transfers that one over a part of them finds.`,
    next: 'Take it out of rpc: through it, payments that were made look unpaid.',
    playbook,
  }),
  RPC_LOGS_LIMITED: entry<{ blocks: number; refused: number; requestsPerDay: number | null }>({
    verdict: ({ blocks }) => (blocks < 100 ? 'WARN' : 'INFO'),
    severity: 'low',
    title: 'The endpoint searches few blocks at once',
    text: ({ blocks, refused, requestsPerDay }) => {
      const day = requestsPerDay === null ? '' : ` One day takes ${requestsPerDay} requests for each search.`
      return `It answers ${blocks} blocks and refuses ${refused}.${day}`
    },
    next: 'Searches of long windows take long; use an endpoint that gives more blocks.',
    playbook,
  }),
  RPC_NO_HISTORY: entry<{ depth: number; finalDepth: number; block: number; why: string }>({
    verdict: ({ depth, finalDepth }) => (depth <= finalDepth ? 'WARN' : 'INFO'),
    severity: 'medium',
    title: 'The endpoint does not know the state of older blocks',
    text: ({ depth, block, why }) => `${depth} blocks below its head (block ${block}): ${safe(why, 300)}`,
    next: 'Reconcile asks for state at final blocks; add an archive endpoint.',
    playbook,
  }),
  RPC_ONE_ENDPOINT: entry<{ count: number }>({
    verdict: 'WARN',
    severity: 'medium',
    title: 'Nobody can contradict the only source',
    text: ({ count }) =>
      count === 1 ? 'One endpoint is named.' : `${count} endpoints are named, all of one host.`,
    next: 'Name a second endpoint of another provider.',
    playbook,
  }),
  RPC_PUBLIC_ENDPOINT: entry<{ origin: string }>({
    verdict: ({ origin }) => (origin === 'preset' ? 'INFO' : 'WARN'),
    severity: 'low',
    title: 'The endpoint is a public one',
    text: ({ origin }) =>
      origin === 'preset'
        ? 'It comes from the preset, because the profile names none.'
        : 'Everybody uses it: it limits rates without notice and promises nothing.',
    next: 'Name an endpoint of your own in rpc of x402ops.yaml.',
    playbook,
  }),
  RPC_SLOW: entry<{ medianMs: number; limitMs: number }>({
    verdict: 'WARN',
    severity: 'low',
    title: 'The endpoint is slow',
    text: ({ medianMs, limitMs }) => `An answer takes ${medianMs} ms; ${limitMs} ms is the limit.`,
    next: 'Name a nearer endpoint.',
    playbook,
  }),
} as const satisfies Catalog

/** Makes a finding of this room. */
export const finding = findings(catalog)
