import { findNetwork } from '../networks/lookup.ts'
import type { ChainView } from './chain-view.ts'
import { authorizationKey, type Effect, effectsOf } from './claim.ts'
import { type Authorization, txOfPlace } from './effect.ts'
import { groupBy } from './group-by.ts'
import { ownedOn, type PaymentPolicy, paysFor } from './policy.ts'

/** A chain view with its effects, indexed for joining. Not saved: made from a view whenever it is needed. */
export type Site = {
  readonly view: ChainView
  readonly effects: readonly Effect[]
  readonly effectsByKey: ReadonlyMap<string, readonly Effect[]>
  readonly effectsByNonce: ReadonlyMap<string, readonly Effect[]>
  readonly effectsByTx: ReadonlyMap<string, readonly Effect[]>
  readonly authorizations: ReadonlyMap<string, readonly Authorization[]>
  /** Do the nodes tell differently about this transaction? Then no log of it proves anything. */
  readonly isDisputed: (tx: string) => boolean
  /** Did no node tell the receipt of this transaction, although it was wanted? */
  readonly isReceiptUnread: (tx: string) => boolean
  /** Unix seconds of a block: exact where it was read, else on the line between its neighbours. */
  readonly timeAt: (block: number) => number | null
  /** The same to be told to people: null where the line between two blocks would be a guess. */
  readonly momentAt: (block: number) => number | null
}

type Mark = readonly [block: number, time: number]

/** The nearest blocks of known time on both sides; null when the block is not between two. */
function neighbours(view: ChainView): (block: number) => readonly [below: Mark, above: Mark] | null {
  const known = Object.entries(view.times)
    .map(([block, time]): Mark => [Number(block), time])
    .sort((a, b) => a[0] - b[0])
  return (block) => {
    let low = 0
    let high = known.length
    while (low < high) {
      const middle = (low + high) >> 1
      if ((known[middle]?.[0] ?? 0) < block) low = middle + 1
      else high = middle
    }
    const [below, above] = [known[low - 1], known[low]]
    return below === undefined || above === undefined ? null : [below, above]
  }
}

function between([below, above]: readonly [Mark, Mark], block: number): number {
  const share = (block - below[0]) / (above[0] - below[0])
  return Math.floor(below[1] + share * (above[1] - below[1]))
}

/** Reads times of blocks out of a view; see `Site.timeAt`. */
export function timesOf(view: ChainView): (block: number) => number | null {
  const around = neighbours(view)
  return (block) => {
    const exact = view.times[block]
    if (exact !== undefined) return exact
    const marks = around(block)
    return marks === null ? null : between(marks, block)
  }
}

/**
 * Times of blocks that can be told as facts; see `Site.momentAt`. Between two known blocks they are facts where
 * both show the same second, or where the chain kept its beat, so that there is only one way to get there.
 */
export function momentsOf(view: ChainView): (block: number) => number | null {
  const around = neighbours(view)
  const beatMs = findNetwork(view.network)?.blockTimeMs ?? null
  return (block) => {
    const exact = view.times[block]
    if (exact !== undefined) return exact
    const marks = around(block)
    if (marks === null) return null
    const [below, above] = marks
    const ms = (above[1] - below[1]) * 1000
    const keptBeat = beatMs !== null && beatMs % 1000 === 0 && ms === (above[0] - below[0]) * beatMs
    return ms === 0 || keptBeat ? between(marks, block) : null
  }
}

/** Finds the effects of a view and indexes them. Pure. */
export function siteOf(view: ChainView, policy: PaymentPolicy): Site {
  const pays = paysFor(policy, view.network, view.asset)
  const disputed = new Set(view.disputed.map(txOfPlace))
  const unread = new Set(view.receiptsUnread)
  const { effects } = effectsOf(view, pays === undefined ? new Set() : ownedOn(policy, view.network))
  return {
    view,
    effects,
    effectsByKey: groupBy(effects, ({ authorization }) =>
      authorization === null ? undefined : authorizationKey(authorization),
    ),
    effectsByNonce: groupBy(effects, ({ authorization }) => authorization?.nonce),
    effectsByTx: groupBy(effects, ({ transfer }) => transfer.tx),
    authorizations: groupBy(view.authorizations, authorizationKey),
    isDisputed: (tx) => view.forked || disputed.has(tx),
    isReceiptUnread: (tx) => unread.has(tx),
    timeAt: timesOf(view),
    momentAt: momentsOf(view),
  }
}
