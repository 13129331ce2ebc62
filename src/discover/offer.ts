import type { Price } from './price.ts'

/**
 * One way of paying, as far as a document says: what it does not say is null. `network` and `asset` are as
 * written (an id or a name, an address or a symbol). `mpp` names its money in another challenge than x402.
 */
export type Way = {
  readonly rail: 'x402' | 'mpp'
  readonly scheme: string | null
  readonly network: string | null
  readonly asset: string | null
  readonly payTo: string | null
  readonly price: Price | null
}

/**
 * A paid route that a document names. `path` without query, parameters filled from examples. `methodSaid` is
 * false where the document names only a URL: GET is then what is tried first. `hasInput` = the document
 * describes what the route takes.
 */
export type Offer = {
  readonly method: string
  readonly path: string
  readonly source: string
  readonly methodSaid: boolean
  readonly ways: readonly Way[]
  readonly hasInput: boolean
}

/** Something that looks like a paid route and cannot be asked, with the reason. */
export type LeftOut = {
  readonly what: string
  readonly source: string
  readonly why: string
  /** Set where the reason is that the route lives elsewhere. */
  readonly origin?: string
}

/** What one document says. `problem` is null when it could be read. */
export type DocumentRead = {
  readonly offers: readonly Offer[]
  readonly leftOut: readonly LeftOut[]
  readonly problem: string | null
}

/** A document that cannot be read, with the reason. */
export function unread(problem: string): DocumentRead {
  return { offers: [], leftOut: [], problem }
}
