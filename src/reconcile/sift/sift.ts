import type { FinalityPolicy } from '../../core/profile.ts'
import type { Sieve } from '../../payments/plain/sieve-port.ts'
import type { PaymentRecord } from '../../payments/record.ts'

/** What a scan needs to sift the payments of one token. */
export type Sift = {
  readonly sieve: Sieve
  /** The number of the token in the sieve. */
  readonly token: number
  /** How many records of it may be plain, and the latest end of their authorizations, Unix seconds. */
  readonly count: number
  readonly latestEnd: number
  readonly finality: FinalityPolicy
  /** Payers whose authorizations are searched for in every window, whoever paid there. */
  readonly payers: readonly string[]
  /** The records of these ordinals; see `StreamedBooks.again`. */
  readonly again: (ordinals: readonly number[]) => Promise<readonly PaymentRecord[]>
  /** Told how many of all blocks were read and sifted. */
  readonly tell: (blocks: number, of: number) => void
}

/** What sifting left behind for the scan. */
export type Sifted = {
  /** Records that are not plain although their books do not say so, and those that were given back. */
  readonly records: readonly PaymentRecord[]
  /** The blocks in which plain payments stand, in order, and their hashes, 32 bytes a block. */
  readonly blocks: Float64Array
  readonly hashes: Uint8Array
  /** Transactions that one source alone shows and whose receipts are read. */
  readonly lone: readonly string[]
  /** The books or a node tell two stories of one block. */
  readonly isTorn: boolean
}
