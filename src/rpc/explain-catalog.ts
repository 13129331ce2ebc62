import type { Explanations } from '../core/explanation.ts'

const believed =
  'What an endpoint says of a payment is worth as much as the endpoint: a wrong one says "not paid".'
const blind = 'Without the chain nobody can say whether a payment was made; unknown is not unpaid.'
const reach = 'Reconcile can prove only what its endpoints let it read.'
const none = 'Nothing has to be done.'

/** What the codes of endpoints mean. */
export const explanations: Explanations = {
  RPC_NOT_CONFIGURED: ['The profile takes money on a network for which no endpoint is named.', blind],
  RPC_FAMILY_UNREAD: [
    'The network belongs to a family whose endpoints this tool does not examine.',
    blind,
    'Look at the status page of its provider.',
  ],
  RPC_NOT_JUDGED: [
    'No endpoint answered what this question is about, or there is none to compare with.',
    blind,
    'Mend what the other findings name, or name a second endpoint, and ask again.',
  ],
  RPC_FINALITY_CONTRADICTS: [
    'A block that it calls final or safe is newer than one that has to be newer.',
    believed,
  ],
  RPC_LOGS_LOSSY: [
    'The same search finds fewer transfers over many blocks than over few of them, and no error says so.',
    'Such an endpoint cuts long searches in silence: payments look unpaid.',
  ],
  RPC_WRONG_CHAIN: [
    'The endpoint names another chain id than that of the network it is configured for.',
    believed,
  ],
  RPC_UNREACHABLE: [
    'The endpoint gave no answer: no such name, no connection, no TLS, a server error, or silence.',
    blind,
  ],
  RPC_KEY_REFUSED: ['The endpoint answered 401 or 403, or in words that mean the same.', blind],
  RPC_LIMITED: ['The endpoint said that we ask too often, and went on saying so after waits.', blind],
  RPC_PART_UNSEEN: ['The endpoint answered other questions, but not this one.', reach],
  RPC_STALE_HEAD: [
    'The newest block is older than ten times the usual time between blocks (and than 30 s).',
    believed,
  ],
  RPC_CLOCK_SKEW: [
    'The newest block carries a time that this machine has not reached yet.',
    'Payments are valid for seconds: with a wrong clock they look expired or not yet valid.',
  ],
  RPC_HEADS_DISAGREE: [
    'Another endpoint of the network is more than three blocks ahead, times of the questions taken into account.',
    believed,
  ],
  RPC_HASHES_DISAGREE: [
    'At one height, three blocks below the lowest head, two endpoints name different block hashes.',
    believed,
  ],
  RPC_NO_FINALITY: ['The endpoint does not know the tags safe or finalized.', reach],
  RPC_LOGS_LIMITED: ['One search for logs may span only so many blocks, found by asking.', reach],
  RPC_NO_HISTORY: ['The state of a block that is final, or a day old, has been thrown away.', reach],
  RPC_ONE_ENDPOINT: ['All answers about the network come from one host.', believed],
  RPC_PUBLIC_ENDPOINT: ['The endpoint is open to everybody.', reach, none],
  RPC_SLOW: ['The middle of the times of its answers is above thresholds.latencyWarn.', reach],
}
