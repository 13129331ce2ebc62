// The shapes of the incident benchmark. A scenario is a small world with a true history; its labels come from
// that history (who signed, what moved, what was delivered) and never from a reconciler. Nothing here or in
// world/ and by-hand/ imports from src. Amounts are atomic units, times Unix seconds, all hex in lower case.

/** One event log of a transaction. */
export type SimLog = {
  readonly address: string
  readonly topics: readonly string[]
  readonly data: string
  readonly logIndex: number
}

/** A mined transaction; a reverted one has no logs. */
export type SimTx = {
  readonly hash: string
  readonly block: number
  readonly from: string
  readonly to: string
  readonly input: string
  readonly status: boolean
  readonly logs: readonly SimLog[]
}

/** A chain with a block every `blockSeconds`; blocks without transactions follow from their number. */
export type SimChain = {
  readonly chainId: number
  readonly network: string
  readonly genesisTime: number
  readonly blockSeconds: number
  readonly head: number
  readonly safe: number
  readonly finalized: number
  readonly txs: readonly SimTx[]
  /** From this block on it is a branch that was given up later: its blocks have other hashes. */
  readonly branchFrom?: number
}

/** What a proxy in the paid path would have seen of one request; `status` null = timed out. */
export type Exchange = {
  readonly requestId: string
  readonly paidAt: number
  readonly closedAt: number
  readonly status: number | null
  readonly payer: string
  readonly nonce: string | null
  readonly payTo: string
  readonly amountAtomic: bigint
  /** What the server says of the settlement, as a naive matcher would trust it. */
  readonly tx: string | null
}

/** A receiving address and the time it was in force; null = open end. */
export type SimPayTo = {
  readonly address: string
  readonly from: number | null
  readonly until: number | null
}

/** How a truth is found in a report: by the authorization, else by the log, else by the record. */
export type Subject =
  | { readonly by: 'authorization'; readonly payer: string; readonly nonce: string }
  | { readonly by: 'log'; readonly tx: string; readonly logIndex: number }
  | { readonly by: 'record'; readonly recordId: string }

/** What is true of one payment. */
export type Truth = {
  /** The story that made it, such as `timeout-then-mined`; one name for each kind of story. */
  readonly story: string
  readonly subject: Subject
  /** The class in lower case, such as `orphaned_payment`. */
  readonly outcome: string
  /** Can it be known from these books and an honest chain? If not, only `indeterminate` and the like are right. */
  readonly decidable: boolean
  /** What moved, where money moved. */
  readonly movedAtomic: bigint | null
}

/** A world, what the books say of it, and the truth. */
export type Scenario = {
  readonly name: string
  readonly seed: number
  readonly chain: SimChain
  readonly asset: { readonly address: string; readonly symbol: string; readonly decimals: number }
  readonly payTo: readonly SimPayTo[]
  readonly refundFrom: readonly string[]
  /** The books: one JSON object a line, in the operator's words. */
  readonly rows: readonly Readonly<Record<string, unknown>>[]
  /** Where the rows stand as files (a path that may hold `*`); absent when they come by standard input. */
  readonly rowsIn?: string
  readonly exchanges: readonly Exchange[]
  readonly window: { readonly since: number; readonly until: number }
  readonly truths: readonly Truth[]
  /** The chain as it stood when the operator looked before, where he did and it matters. */
  readonly earlier?: SimChain
}

/** How one simulated node deceives or fails; `honest` does neither. */
export type NodeFault =
  | 'honest'
  | 'hides-logs'
  | 'invents-logs'
  | 'alters-amounts'
  | 'lags'
  | 'says-unused'
  | 'says-used'
  | 'no-receipts'
  | 'reverts-receipts'
  | 'forks'
  | 'rate-limits'
  | 'small-ranges'
  | 'random-errors'
  | 'unordered-duplicates'
  | 'removed-logs'

/** What a reconciler says of one subject. `unknown` is the honest "cannot tell". */
export type Answer = { readonly subject: Subject; readonly outcome: string }

/** Something that reconciles a scenario through nodes of which some may lie. */
export type Contender = {
  readonly name: string
  readonly reconcile: (
    scenario: Scenario,
    nodes: readonly NodeFault[],
    seed: number,
  ) => Promise<readonly Answer[]>
}
