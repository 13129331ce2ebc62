/** A page of logs that an endpoint answered. */
export type PageRead = { readonly network: string; readonly blocks: number; readonly logs: number }

/** Where a long comparison stands: told as often as it likes, shown as often as the operator can read it. */
export type ReconcileStep =
  | { readonly phase: 'records'; readonly records: number }
  /** `asset` of `network` was read up to so many of its blocks. */
  | {
      readonly phase: 'chain'
      readonly network: string
      readonly asset: string
      readonly blocks: number
      readonly of: number
    }
  /** All records are held one by one, so many of them: none may be only counted. */
  | { readonly phase: 'held'; readonly records: number }
  | { readonly phase: 'pairing' }
