import type { Look } from '../core/observation.ts'
import type { BlockRef, Chain, Clock } from '../core/ports.ts'
import type { Pays } from '../core/profile.ts'
import type { PaymentCase } from '../payments/case.ts'
import type { PaymentRecord, TransferMethod } from '../payments/record.ts'

/** What is asked about a few payments: their records, real or made from a reference. Times in Unix seconds. */
export type PaymentQuestion = {
  readonly records: readonly PaymentRecord[]
  /** What else the payers paid by the books: not looked at, and no money that nobody knows of. */
  readonly others?: readonly PaymentRecord[]
  readonly since: number
  readonly until: number
}

/** How far the nodes of one token could be asked, and by whom it is known. */
export type ChainHeads = {
  readonly network: string
  readonly asset: string
  /** The nodes whose words were believed. */
  readonly endpoints: readonly string[]
  /** Nodes that could not be used or were proven wrong, and why. */
  readonly silent: readonly { readonly label: string; readonly why: string }[]
  readonly latest: BlockRef | null
  readonly safe: BlockRef | null
  readonly finalized: BlockRef | null
  readonly disputed: number
  readonly forked: boolean
  /** Parts of the blocks that no node answered for. */
  readonly holes: number
}

/**
 * Looks at a few payments as the reconciler does, with all of its distrust. Never rejects for what it finds; an
 * endpoint of another network throws `OpsError` CHAIN_ID_MISMATCH.
 */
export type OnePayment = (
  question: PaymentQuestion,
  signal: AbortSignal,
) => Promise<{ readonly cases: readonly PaymentCase[]; readonly chains: readonly ChainHeads[] }>

/** What was named of one payment, without any secret. Hex in lower case, times in Unix seconds. */
export type GivenPayment = {
  readonly payer: string | null
  readonly nonce: string | null
  readonly network: string | null
  readonly asset: string | null
  readonly payTo: string | null
  readonly amountAtomic: bigint | null
  readonly validAfter: number | null
  readonly validBefore: number | null
  readonly scheme: string | null
  readonly transfer: TransferMethod | null
  readonly tx: string | null
  /**
   * Who vouches for `validBefore`: the books, or the payer's own signature. What nobody vouches for is never
   * believed: a wrong end would make a live authorization look dead.
   */
  readonly endFrom: 'books' | 'signature' | 'nobody'
}

/** Which payment is meant. `id` = a record id, a request id, a payment identifier, or `file:line` of a record. */
export type Reference =
  | { readonly kind: 'transaction'; readonly tx: string }
  | { readonly kind: 'authorization'; readonly payer: string; readonly nonce: string }
  | { readonly kind: 'id'; readonly text: string }
  | { readonly kind: 'payment'; readonly payments: readonly GivenPayment[] }

/** One place in which the reference was looked for; `failed` = why nothing could be seen there. */
export type Place = { readonly where: string; readonly found: number; readonly failed: string | null }

/** What the nodes of one network say about a transaction that was named, and whose payments it holds. */
export type TransactionSeen = {
  readonly tx: string
  readonly network: string
  readonly state: 'success' | 'reverted' | 'absent' | 'waiting' | 'disputed' | 'unread'
  readonly block: number | null
  /** Unix seconds of its block; null where it was not read. */
  readonly blockTime: number | null
  /** The payments in it: of its logs, or of its call data where it reverted or waits. */
  readonly payments: readonly GivenPayment[]
  readonly looks: readonly Look[]
}

/** What settlement compares with: plain data. Times in Unix seconds. */
export type SettlementExpected = {
  readonly reference: Reference
  readonly pays: readonly Pays[]
  /** Where to begin when nothing tells when the payment was. */
  readonly since: number
}

/** The books as far as they were read, not folded; `failed` = why they are not known. */
export type BooksRead = {
  readonly names: readonly string[]
  readonly records: readonly PaymentRecord[]
  readonly failed: string | null
}

/** The world as `settlement show` reaches it. */
export type SettlementPorts = {
  readonly clock: Clock
  readonly chain: Chain
  readonly books: (signal: AbortSignal) => Promise<BooksRead>
  /** What saved runs know of a reference: payments by the name of the run. */
  readonly saved: (reference: Reference) => Promise<readonly SavedPayment[]>
  readonly onePayment: OnePayment
}

/** A payment as a saved run knew it. */
export type SavedPayment = {
  readonly run: string
  readonly recordIds: readonly string[]
  readonly requestIds: readonly string[]
  readonly given: GivenPayment
}

/** Several payments of one name: what tells them apart. */
export type Rival = {
  readonly name: string
  /** `file:line` of its record, which names it alone; null where a saved run told of it. */
  readonly place: string | null
  readonly payer: string | null
  readonly nonce: string | null
  readonly tx: string | null
  readonly receivedAt: number | null
}

/** What was seen: plain data, enough to judge again. */
export type SettlementSeen = {
  readonly at: string
  readonly places: readonly Place[]
  /** Payments that the name could mean, when there are several; none of them was picked. */
  readonly rivals: readonly Rival[]
  readonly transaction: TransactionSeen | null
  /** Null when nothing was looked for on chain. `assumed` = nothing told when the payment was. */
  readonly window: { readonly since: number; readonly until: number; readonly assumed: boolean } | null
  /** The records that were asked about, those made from the reference included. */
  readonly records: readonly PaymentRecord[]
  readonly cases: readonly PaymentCase[]
  readonly chains: readonly ChainHeads[]
}
