import type { LogColumns } from '../../core/log-columns.ts'
import type { BlockRange } from '../../core/ports.ts'
import type { PaymentRecord } from '../record.ts'
import type { PlainLook, PlainTerms } from './rule.ts'

/** Where the money of a paired record stands: its authorization is log `logIndex`, its transfer the one behind it. */
export type Placed = {
  readonly ordinal: number
  readonly token: number
  readonly block: number
  /** Lower-case hex. */
  readonly blockHash: string
  readonly logIndex: number
}

/** What one node showed in one window, each list in chain order and each log once in its list. */
export type NodeWindow = {
  /** Transfers to the operator, and transfers from his addresses. */
  readonly income: LogColumns
  readonly outgo: LogColumns
  /** Authorizations used and cancelled. */
  readonly authorizations: LogColumns
}

/** One window of one token as every node that is used showed it. The nodes come in one order in every window. */
export type WindowSeen = {
  readonly token: number
  readonly nodes: readonly NodeWindow[]
  /** Blocks in which payments may be plain: none of them lies in a hole of any node. Sorted. */
  readonly sound: readonly BlockRange[]
}

/** Row numbers of one node that stay behind, in order: everything that is no plain payment. */
export type WindowLeft = { readonly [list in keyof NodeWindow]: ArrayLike<number> }

/** What the books leave behind before the chain is looked at. */
export type BooksSifted = {
  /** Ordinals of the records that cannot be plain, in order. */
  readonly left: readonly number[]
  /** Groups in which a record that may be plain shows that its route settles after the work. */
  readonly showAfter: readonly number[]
  /** How many records may be plain, and the latest end of their authorizations (Unix seconds), by token. */
  readonly tokens: readonly { readonly count: number; readonly latestEnd: number }[]
}

/** What one token looks like when all of its windows were read. */
export type TokenSifted = {
  /** Records for which no plain payment was found, in order. */
  readonly unpaired: readonly number[]
  /** Records that were paired, and of which a later window shows that they are not plain. */
  readonly taken: readonly Placed[]
  /** The blocks in which pairs stand, in order; how many in each; the hash of each, 32 bytes a block. */
  readonly blocks: Float64Array
  readonly counts: Uint32Array
  readonly hashes: Uint8Array
  /** The pairs with the least and the greatest `authorizer/nonce`: what a canary of the authorization states asks for. */
  readonly ends: readonly Placed[]
  /** Pairs in one block whose hashes differ: then nothing is plain at all. */
  readonly isTorn: boolean
}

/** Times of blocks as the finished view tells them; see `Site`. Unix seconds. */
export type BlockTimes = {
  readonly timeAt: (block: number) => number | null
  readonly momentAt: (block: number) => number | null
}

/** Which pairs are to be given back: from then on they are not plain any more. */
export type Wanted =
  | { readonly kind: 'ordinals'; readonly ordinals: readonly number[] }
  /**
   * Pairs that these transfers could pay back: of each payer and amount as many of the oldest as there are transfers of it,
   * and all that stand in the block of the last of them. No younger one is paid back while an older one is not.
   */
  | { readonly kind: 'refunded'; readonly token: number; readonly refunds: readonly Refund[] }
  /** Pairs of this payer, amount and one of these groups, received within ten minutes of `at` (Unix ms). */
  | { readonly kind: 'near'; readonly purchases: readonly Purchase[] }
  /** Pairs whose times do not fit; see `isTimely`. */
  | { readonly kind: 'untimely'; readonly token: number; readonly times: BlockTimes }

/** Money that went back: it could pay back what its receiver paid, in the same amount and not in a later block. */
export type Refund = { readonly payer: string; readonly amountAtomic: bigint; readonly block: number }

/** A purchase that another may repeat. */
export type Purchase = {
  readonly groups: readonly number[]
  readonly payer: string
  readonly amountAtomic: bigint
  readonly at: number
}

/** The plain payments of one group in one hour (Unix ms of its first), by the moment of the block, else by receipt. */
export type TallyRow = {
  readonly group: number
  readonly hour: number
  readonly count: number
  readonly atomic: bigint
}

/** How often each number of milliseconds was seen, in the order of the numbers. */
export type Histogram = readonly (readonly [ms: number, count: number])[]

/** What the plain payments of one token leave behind. */
export type Tally = {
  readonly rows: readonly TallyRow[]
  /** How many stand in a block whose moment is known. */
  readonly dated: number
  /** From receipt to block, where the moment is known; at least 0 (one that seems up to a second early is 0, others are left out). */
  readonly settleMs: Histogram
  /** From receipt to response; those that end before they begin are left out. */
  readonly respondMs: Histogram
}

/**
 * Takes the plain payments out of books and chain: those whose record and logs agree in every way and that
 * touch nothing else. Calls come in the order of this list; each waits for the one before. A sieve may always
 * leave more behind than it must, never less: two texts that are compared by a hash are only ever
 * called equal by at least 128 bits of one that nobody outside can foresee.
 */
export type Sieve = {
  /** Every record in the order of the books; `look` is what `plainLook` says of it. */
  readonly record: (ordinal: number, record: PaymentRecord, look: PlainLook | null) => void | Promise<void>
  /** All records were told. A record of which any label stands in another one is left; see `labelsOf`. */
  readonly booksDone: () => Promise<BooksSifted>
  /** The records of these groups cannot be plain after all. Their ordinals, in order, those of before left out. */
  readonly exclude: (groups: readonly number[]) => Promise<readonly number[]>
  /** Pairs one window. Windows of one token do not overlap and may come in any order. What stays, by node. */
  readonly window: (seen: WindowSeen) => Promise<readonly WindowLeft[]>
  /** All windows of a token were told. */
  readonly windowsDone: (token: number) => Promise<TokenSifted>
  /** The pairs that stand in these blocks, in the order of block and log. */
  readonly standing: (token: number, blocks: readonly number[]) => Promise<readonly Placed[]>
  /** Which authorizations are those of pairs: 1 = it left with its payment. Used when some are read a second time. */
  readonly hasLeft: (token: number, authorizations: LogColumns) => Promise<Uint8Array>
  /** Gives pairs back, those that were given back before left out. In the order of their ordinals. */
  readonly giveBack: (wanted: Wanted) => Promise<readonly Placed[]>
  /** The sums of what is plain in the end. */
  readonly finish: (token: number, times: BlockTimes) => Promise<Tally>
  /** Lets go of everything; must be called once, also after a failure. */
  readonly close: () => Promise<void>
}

/** Makes a sieve for one run. Throws `OpsError` when the engine behind it cannot be reached. */
export type OpenSieve = (terms: PlainTerms) => Promise<Sieve>
