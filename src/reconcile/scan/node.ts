import { OpsError } from '../../core/errors.ts'
import { valueIfSeen } from '../../core/observation.ts'
import type { BlockRange, BlockRef, ChainNode } from '../../core/ports.ts'
import type { NodeScan, TxState } from '../../payments/chain-view.ts'
import type { Authorization, Transfer } from '../../payments/effect.ts'
import type { PermitSeen } from '../../payments/permit2.ts'
import { type EventSum, noEvents } from './digest.ts'
import type { Target } from './targets.ts'

/** A node that answered for its network, with the heads it named. */
export type LiveNode = {
  readonly node: ChainNode
  readonly latest: BlockRef
  readonly safe: BlockRef | null
  readonly finalized: BlockRef | null
}

/** A node that cannot be used, and why. */
export type SilentNode = { readonly label: string; readonly why: string }

/**
 * Asks a node who it is and how far it is. Throws `OpsError` CHAIN_ID_MISMATCH when it belongs to another
 * network: nothing it says may be used, and the operator must know at once.
 */
export async function greet(
  node: ChainNode,
  target: Target,
  signal: AbortSignal,
): Promise<LiveNode | SilentNode> {
  const chainId = await node.chainId(signal)
  if (!chainId.seen) return { label: node.label, why: chainId.why.detail }
  if (chainId.value !== target.chainId) {
    throw new OpsError('CHAIN_ID_MISMATCH', {
      endpoint: node.label,
      network: target.network,
      expected: target.chainId ?? 'none',
      got: chainId.value,
    })
  }
  const [latest, safe, finalized] = await Promise.all([
    node.block('latest', signal),
    node.block('safe', signal),
    node.block('finalized', signal),
  ])
  if (!latest.seen) return { label: node.label, why: latest.why.detail }
  if (latest.value === null) return { label: node.label, why: 'it names no newest block' }
  return { node, latest: latest.value, safe: valueIfSeen(safe), finalized: valueIfSeen(finalized) }
}

/** What a receipt said of the token: where it stands and the events in it. */
export type ReceiptSeen = {
  readonly block: number
  readonly events: readonly (Transfer | Authorization)[]
}

/**
 * What a node said that cannot be true beside something else it said: it `hides` events that its receipts
 * show, `forges` events that its receipts do not know, or answers wrongly for a nonce that is known.
 */
export type Contradiction = { readonly kind: 'hides' | 'forges' | 'nonce'; readonly why: string }

/** Everything one node has said so far; grows from step to step. */
export type Draft = {
  readonly live: LiveNode
  readonly range: BlockRange
  readonly fromHash: string
  readonly toHash: string
  readonly transfers: Map<string, Transfer>
  readonly authorizations: Map<string, Authorization>
  /** Events that the node's log search showed, by `wordingOf`; receipts add nothing here. */
  readonly shown: Map<string, Transfer | Authorization>
  readonly holes: (BlockRange & { readonly why: string })[]
  readonly nonces: Record<string, boolean | null>
  readonly txs: Record<string, TxState>
  readonly receipts: Map<string, ReceiptSeen>
  readonly marks: Set<string>
  /** What the call data of marked transactions says; null = not answered. */
  readonly permits: Record<string, PermitSeen | null>
  readonly times: Record<string, number>
  /** Hashes of blocks that were asked for by number, besides the ends of the range. */
  readonly hashes: Map<number, string>
  readonly contradictions: Contradiction[]
  /** Inflows without a mark whose receipts were too many to be asked for. */
  unasked: readonly string[]
  /** Payers whose authorizations were searched for. */
  payers: readonly string[]
  finalized: BlockRef | null
  dropped: number
  /** Events that left with plain payments: they stand in none of the lists above. */
  readonly left: EventSum
}

/** The blocks to be read, and the Unix seconds that they must enclose; `to` null = up to the head. */
export type WantedRange = {
  readonly from: number
  readonly to: number | null
  readonly since: number
  readonly until: number
}

/**
 * Starts the notes on a node. Null when it does not know the ends of the range; `disagrees` when by its own
 * clock the range does not enclose the time wanted, so that whoever named it may be hiding blocks.
 */
export async function startDraft(
  live: LiveNode,
  wanted: WantedRange,
  signal: AbortSignal,
): Promise<Draft | 'disagrees' | null> {
  const { latest } = live
  const range = { from: wanted.from, to: Math.min(wanted.to ?? latest.number, latest.number) }
  if (range.from > range.to) return null
  const ask = (number: number) => live.node.block(number, signal).then(valueIfSeen)
  const [from, to, next] = await Promise.all([
    ask(range.from),
    range.to === latest.number ? latest : ask(range.to),
    range.to === latest.number ? undefined : ask(range.to + 1),
  ])
  if (from === null || to === null || next === null) return null
  const tooLate = range.from > 0 && from.timestamp > wanted.since
  if (tooLate || (next !== undefined && next.timestamp <= wanted.until)) return 'disagrees'
  const times: Record<string, number> = {}
  for (const block of [from, to, live.latest]) times[block.number] = block.timestamp
  return {
    live,
    range,
    fromHash: from.hash,
    toHash: to.hash,
    transfers: new Map(),
    authorizations: new Map(),
    shown: new Map(),
    holes: [],
    nonces: {},
    txs: {},
    receipts: new Map(),
    marks: new Set(),
    permits: {},
    times,
    hashes: new Map(),
    contradictions: [],
    unasked: [],
    payers: [],
    finalized: live.finalized,
    dropped: 0,
    left: noEvents(),
  }
}

/** The holes, each once, with the endpoint that left them: a reader must know whom to ask again. */
function holesOf({ holes, live }: Draft): NodeScan['holes'] {
  const named = holes.map(({ from, to, why }) => ({ from, to, why: `${why} (${live.node.label})` }))
  return [...new Map(named.map((hole) => [`${hole.from} ${hole.to} ${hole.why}`, hole])).values()]
}

/** The finished notes as plain data. */
export function finishDraft(draft: Draft, target: Target): NodeScan {
  const { node, latest, safe } = draft.live
  return {
    label: node.label,
    network: target.network,
    asset: target.asset,
    latest,
    safe,
    finalized: draft.finalized,
    range: draft.range,
    fromHash: draft.fromHash,
    toHash: draft.toHash,
    transfers: [...draft.transfers.values()],
    authorizations: [...draft.authorizations.values()],
    holes: holesOf(draft),
    dropped: draft.dropped,
    nonces: draft.nonces,
    txs: draft.txs,
    unasked: draft.unasked,
    marks: [...draft.marks].sort(),
    permits: draft.permits,
    times: draft.times,
  }
}
