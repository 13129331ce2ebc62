/**
 * A transfer to or from an address of the operator. `caseId` names the case that already tells of its
 * arrival, so that only its departure is left to count; null when no case does. `time` in Unix seconds.
 */
export type Move = {
  readonly from: string
  readonly to: string
  readonly atomic: bigint
  readonly tx: string
  readonly logIndex: number
  readonly block: number
  readonly time: number | null
  readonly caseId: string | null
}

/**
 * The balance of one address at both ends of the blocks compared, and what the logs say moved between them.
 * Balances are null when `why` says what was missing.
 */
export type BalanceSeen = {
  readonly address: string
  readonly before: bigint | null
  readonly after: bigint | null
  readonly inAtomic: bigint
  readonly outAtomic: bigint
  readonly why: string | null
  /**
   * What came above the blocks compared, up to the end of the window, and stands in no log; null when it is
   * not known. Not final, so it proves nothing and only forbids to call anything unpaid.
   */
  readonly unsettled?: bigint | null
}

/**
 * What moved at the operator's addresses beside the cases. Blocks above `after` and up to `to` lie in the
 * window; balances are compared up to `comparedTo`, which is final, or not at all when it is null.
 */
export type MovementSeen = {
  readonly after: number
  readonly to: number
  readonly comparedTo: number | null
  readonly moves: readonly Move[]
  readonly balances: readonly BalanceSeen[]
}
