import type { BlockRange } from '../../core/ports.ts'
import { hasRead } from './canary.ts'
import { addEvent, addSum, digestOf, noEvents } from './digest.ts'
import type { Draft } from './node.ts'
import { heightsOf } from './vote.ts'

/** What one endpoint said, in figures that can be compared: plain data, saved with the run. */
export type Witness = {
  readonly endpoint: string
  /** Its newest block when it was greeted. */
  readonly head: { readonly number: number; readonly hash: string }
  /** The last block that all endpoints were asked for, as this one names it; null = it did not say. */
  readonly end: { readonly number: number; readonly hash: string | null }
  /** Events in the blocks that all endpoints read, and their digest: equal digests, equal events. */
  readonly events: number
  readonly digest: string
  /** Logs that did not fit their own query. */
  readonly dropped: number
}

/** The blocks that every node was asked for; null when they have none in common. */
export function commonRange(drafts: readonly Draft[]): BlockRange | null {
  const from = Math.max(...drafts.map(({ range }) => range.from))
  const to = Math.min(...drafts.map(({ range }) => range.to))
  return drafts.length === 0 || from > to ? null : { from, to }
}

/** One witness for each node, over what all of them read. Empty when they have no block in common. */
export function witnessesOf(drafts: readonly Draft[]): readonly Witness[] {
  const common = commonRange(drafts)
  if (common === null) return []
  return drafts.map((draft) => {
    const { node, latest } = draft.live
    const sum = noEvents()
    addSum(sum, draft.left)
    for (const event of draft.shown.values()) {
      if (drafts.every((one) => hasRead(one, event.block))) addEvent(sum, event)
    }
    return {
      endpoint: node.label,
      head: { number: latest.number, hash: latest.hash },
      end: { number: common.to, hash: heightsOf(draft).get(common.to) ?? null },
      events: sum.events,
      digest: digestOf(sum),
      dropped: draft.dropped,
    }
  })
}
