import { shortHash } from '../../core/id.ts'
import { shortHex } from '../../core/short.ts'
import { authorizationKey } from '../../payments/claim.ts'
import type { Authorization, Transfer } from '../../payments/effect.ts'
import { wordingOf } from './events.ts'
import { readNonce } from './facts.ts'
import type { Contradiction, Draft } from './node.ts'
import type { Target } from './targets.ts'

/**
 * The newest block for which a node can be held to its word; above its safe block a reorg may explain why it
 * says two things. -1 when it names no such block.
 */
export function settledUpTo({ live }: Draft): number {
  return live.safe?.number ?? live.finalized?.number ?? -1
}

/** Did this node answer for all logs of the block? */
export function hasRead({ range, holes }: Draft, block: number): boolean {
  if (block < range.from || block > range.to) return false
  return !holes.some(({ from, to }) => from <= block && block <= to)
}

/** Is this an event that the node's log search was asked for? */
function wasAskedFor(event: Transfer | Authorization, draft: Draft, target: Target): boolean {
  if ('kind' in event) return draft.payers.includes(event.authorizer)
  if (target.payTo.length === 0) return false
  return target.payTo.includes(event.to) || target.senders.includes(event.from)
}

/** The canary of the log search: what a receipt shows in a block that was read, the search must show too. */
function hidden(draft: Draft, target: Target): string | undefined {
  const settled = settledUpTo(draft)
  for (const [tx, { block, events }] of draft.receipts) {
    if (block > settled || !hasRead(draft, block)) continue
    const missing = events.some(
      (event) => wasAskedFor(event, draft, target) && !draft.shown.has(wordingOf(event)),
    )
    if (missing) {
      return `its log search leaves out the events of ${shortHex(tx)} in block ${block}, which its own receipt shows`
    }
  }
  return undefined
}

function forged(draft: Draft): string | undefined {
  const settled = settledUpTo(draft)
  for (const [wording, { tx, block, blockHash }] of draft.shown) {
    if (block > settled) continue
    const header = draft.hashes.get(block)
    if (header !== undefined && header !== blockHash) {
      return `its log search and its headers give block ${block} two hashes: ${shortHex(blockHash)} and ${shortHex(header)}`
    }
    const state = draft.txs[tx]
    const told = draft.receipts.get(tx)
    const denied = state === 'absent' || state === 'reverted'
    const other = told !== undefined && !told.events.some((event) => wordingOf(event) === wording)
    if (denied || (state === 'success' && other)) {
      return `its log search shows an event of ${shortHex(tx)} in block ${block} that its own receipt does not know`
    }
  }
  return undefined
}

/** A nonce that nobody can have used: nobody knew the hash of the finalized block when authorizations were signed. */
function neverUsed(key: string, blockHash: string): string {
  const [authorizer = ''] = key.split('/')
  const parts = ['a', 'b', 'c', 'd'].map((part) => shortHash(blockHash, authorizer, part))
  return `${authorizer}/0x${parts.join('')}`
}

/**
 * The canaries of `authorizationState`: an authorization that this node itself shows as used must be used, and
 * one that cannot exist must not. Notes a contradiction; an answer that does not come is none.
 */
export async function readNonceCanaries(
  draft: Draft,
  target: Target,
  keys: readonly string[],
  block: number,
  signal: AbortSignal,
): Promise<void> {
  const [first] = keys
  if (first === undefined || draft.finalized === null) return
  const used = [...draft.shown.values()]
    .filter((event) => 'kind' in event)
    .filter((event) => event.block <= block)
    .map(authorizationKey)
    .sort()
  const [one, other] = [used[0], used.at(-1)]
  const never = neverUsed(first, draft.finalized.hash)
  const asked = [...new Set([one, other, never])].filter((key) => key !== undefined)
  const told = await Promise.all(asked.map((key) => readNonce(draft, target, key, block, signal)))
  asked.forEach((key, index) => {
    const state = told[index] ?? null
    if (state === null || state === (key !== never)) return
    const why =
      key === never
        ? 'it calls an authorization used that was never made'
        : 'it calls an authorization unused whose use its own log search shows'
    draft.contradictions.push({ kind: 'nonce', why })
  })
}

/** Notes what the searches, receipts and headers of this node say against each other. */
export function noteContradictions(draft: Draft, target: Target): void {
  const add = (kind: Contradiction['kind'], why: string | undefined) => {
    if (why !== undefined) draft.contradictions.push({ kind, why })
  }
  add('hides', hidden(draft, target))
  add('forges', forged(draft))
}
