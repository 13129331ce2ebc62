import type { BlockRef } from '../../core/ports.ts'
import type { FinalityPolicy } from '../../core/profile.ts'
import type { PaymentCase } from '../../payments/case.ts'
import type { ChainView } from '../../payments/chain-view.ts'
import { placeKey, type Transfer } from '../../payments/effect.ts'
import { policyBlock } from '../../payments/policy.ts'
import { momentsOf } from '../../payments/site.ts'
import type { Move, MovementSeen } from './seen.ts'

/** The blocks of a window; see `MovementSeen`. */
export type AccountBlocks = Pick<MovementSeen, 'after' | 'to' | 'comparedTo'>

/**
 * Which blocks the accounts of a window cover. A window begins with the first block at or after its start and
 * ends where every node still knows the chain; balances are compared up to the last block that is final under
 * the policy, so that no reorganisation can part them from the logs.
 */
export function accountBlocks(
  window: { readonly from: BlockRef; readonly to: BlockRef },
  since: number,
  view: Pick<ChainView, 'latest' | 'safe' | 'finalized'>,
  finality: FinalityPolicy,
): AccountBlocks {
  const { from } = window
  const after = Math.max(0, from.timestamp >= since ? from.number - 1 : from.number)
  const to = Math.max(after, Math.min(window.to.number, view.latest.number))
  const final = policyBlock(view, finality)
  const last = final === null ? null : Math.min(to, final)
  return { after, to, comparedTo: last === null || last <= after ? null : last }
}

/** The transfers of a case in the form of `placeKey`; null when it names none. */
function placeOf({ blockHash, tx, logIndex }: PaymentCase): string | null {
  return blockHash === null || tx === null || logIndex === null ? null : placeKey({ blockHash, tx, logIndex })
}

/** The transfers whose money the amount of a case holds beside its own. */
function partsOf({ blockHash, tx, otherParts = [] }: PaymentCase): readonly string[] {
  if (blockHash === null || tx === null) return []
  return otherParts.map((logIndex) => placeKey({ blockHash, tx, logIndex }))
}

/** One entry for each transfer of ours in these blocks; what a case tells of has the amount of that case. */
export type Entry = Move & { readonly place: string }

/**
 * Every transfer to or from the given addresses in the blocks of a window, by place. Pure. Nodes may show one
 * log in two ways; it is counted once.
 */
export function entriesOf(
  view: ChainView,
  cases: readonly PaymentCase[],
  addresses: { readonly payTo: readonly string[]; readonly senders: readonly string[] },
  { after, to }: AccountBlocks,
): readonly Entry[] {
  const owners = new Map<string, PaymentCase>()
  const told = new Set<string>()
  for (const item of cases) {
    const place = placeOf(item)
    // Another window or a second claim may name the same transfer: any of them tells of its arrival.
    if (place !== null && item.network === view.network) owners.set(place, item)
    for (const part of partsOf(item)) told.add(part)
  }
  const [payTo, senders] = [new Set(addresses.payTo), new Set(addresses.senders)]
  const concerns = ({ block, from, to: payee }: Transfer) =>
    block > after && block <= to && (payTo.has(payee) || senders.has(from))
  const momentAt = momentsOf(view)
  const entries = new Map<string, Entry>()
  for (const transfer of view.transfers.filter(concerns)) {
    const place = placeKey(transfer)
    const owner = owners.get(place)
    if (entries.has(place) || told.has(place)) continue
    const { from, to: payee, tx, logIndex, block } = transfer
    entries.set(place, {
      place,
      ...{ from, tx, logIndex, block },
      to: payee,
      atomic: owner?.movedAtomic ?? transfer.value,
      time: momentAt(block),
      caseId: owner?.caseId ?? null,
    })
  }
  return [...entries.values()]
}

/** The entries that no case tells completely: those of nobody, and those that also left an address of ours. */
export function movesOf(entries: readonly Entry[], payTo: readonly string[]): readonly Move[] {
  return entries
    .filter(({ caseId, from }) => caseId === null || payTo.includes(from))
    .map(({ place: _place, ...move }) => move)
}

/** What the entries up to a block brought to an address and took from it, in atomic units. */
export function sumsOf(
  entries: readonly Move[],
  address: string,
  upTo: number,
): { readonly inAtomic: bigint; readonly outAtomic: bigint } {
  const counted = entries.filter(({ block }) => block <= upTo)
  const sum = (list: readonly Move[]) => list.reduce((total, { atomic }) => total + atomic, 0n)
  return {
    inAtomic: sum(counted.filter(({ to }) => to === address)),
    outAtomic: sum(counted.filter(({ from }) => from === address)),
  }
}

/** Does a block lie between the two ends at which balances are compared? */
export function isCompared(movement: AccountBlocks | null | undefined, block: number | null): boolean {
  if (movement == null || block === null) return false
  return block > movement.after && block <= (movement.comparedTo ?? movement.to)
}
