/** What the operator's books say about one payment; see docs/records.md. */
export type RecordState = 'settled' | 'failed' | 'pending' | 'refunded' | 'not_charged'

/** How a payment moves money on chain. */
export type TransferMethod = 'eip3009' | 'permit2' | 'svm' | 'none'

/** Where a row came from: a file as the operator named it and its 1-based line. */
export type RowSource = { readonly file: string; readonly line: number }

/**
 * One payment record in normal form. Everything but the source may be unknown (null).
 * Addresses, nonces and hashes are lower case on EVM networks; `network` is CAIP-2; times are Unix
 * milliseconds, `validBefore` Unix seconds; `amountAtomic` is what the route required, in atomic units.
 */
export type PaymentRecord = {
  readonly source: RowSource
  /** All lines that were folded into this record, the first included. */
  readonly lines: readonly RowSource[]
  readonly recordId: string | null
  readonly requestId: string | null
  readonly paymentIdentifier: string | null
  readonly instance: string | null
  readonly route: string | null
  readonly method: string | null
  readonly receivedAt: number | null
  readonly respondedAt: number | null
  /** When the payment was verified, the work for it began and ended, and the settlement answered. */
  readonly verifiedAt: number | null
  readonly workStartedAt: number | null
  readonly workEndedAt: number | null
  readonly settledAt: number | null
  readonly x402Version: 1 | 2 | null
  readonly scheme: string | null
  readonly transfer: TransferMethod | null
  readonly network: string | null
  readonly asset: string | null
  readonly payTo: string | null
  readonly amountAtomic: bigint | null
  /** What was charged in the end, where the books say so: of `upto` less than what was advertised. */
  readonly settledAtomic: bigint | null
  readonly payer: string | null
  readonly nonce: string | null
  readonly validBefore: number | null
  readonly verify: 'valid' | 'invalid' | 'unknown' | null
  readonly state: RecordState | null
  /** The state was not written down; it follows from the response. */
  readonly stateDerived: boolean
  readonly responseStatus: number | null
  readonly settleReason: string | null
  readonly facilitator: string | null
  readonly tx: string | null
  readonly paymentResponsePresent: boolean | null
  readonly refundTx: string | null
}

/** A row that cannot be used, named by line so that nobody has to wonder. */
export type RejectedRow = RowSource & { readonly why: string }

/**
 * How one field of the records was found: by its name, by the mapping file, or not in the records at all but
 * in the profile. `rows` counts the rows that took it from there (0 = the mapping names a field that no row
 * has); `differs` lists other names that held a different value in some row and were not used.
 */
export type FieldSource = {
  readonly field: string
  readonly from: string
  readonly by: 'name' | 'mapping' | 'profile'
  readonly rows?: number
  readonly differs?: readonly string[]
}

/** What was understood of the records: the answer to `--show-mapping`. */
export type MappingShown = {
  readonly fields: readonly FieldSource[]
  /** Every state word as written, how often, and what it was taken for (null = unusable, or no state). */
  readonly states: readonly {
    readonly word: string
    readonly count: number
    readonly state: RecordState | null
    /** The word says that there was no payment (`unpaid`). */
    readonly noState?: boolean
  }[]
  readonly amountUnit: 'atomic' | 'token' | null
  readonly firstRows: readonly PaymentRecord[]
  /** Names in the rows that no field was read from, because nothing is known about them; not all when many. */
  readonly unread?: readonly string[]
  /** Rows were read and not one name in them means anything here: nothing can be said of this source. */
  readonly nothingUnderstood?: boolean
}

/** Everything that was read from one source. Counts of rows add up: used + ignored + rejected = rows. */
export type RecordsRead = {
  readonly name: string
  readonly rows: number
  readonly used: number
  /** Rows that are not payments (the unpaid 402 lines of an access log). */
  readonly ignored: number
  readonly rejected: readonly RejectedRow[]
  /** Not yet folded: one per used row, in file order. */
  readonly records: readonly PaymentRecord[]
  readonly mapping: MappingShown
}
