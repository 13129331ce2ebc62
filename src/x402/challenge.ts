/**
 * One way of paying that a 402 advertises. Unknown or unreadable parts are null and named in `problems`;
 * `unreadable` names the fields without which nobody can pay. Nothing is lower-cased: compare with `sameId`.
 */
export type Terms = {
  readonly scheme: string | null
  /** As the server wrote it. */
  readonly networkSent: string | null
  /** CAIP-2 where it is known. */
  readonly network: string | null
  readonly amountAtomic: bigint | null
  readonly asset: string | null
  readonly payTo: string | null
  readonly maxTimeoutSeconds: number | null
  /** The URL that is being sold: of this entry (v1) or of the whole offer (v2). */
  readonly resource: string | null
  /** The EIP-712 domain that payers are told to sign for; null when it is not complete. */
  readonly eip712: { readonly name: string | null; readonly version: string | null }
  /** `extra.assetTransferMethod` as sent. */
  readonly transfer: string | null
  /** `extra.paymentFlow` as sent; null means the protocol's default. */
  readonly paymentFlow: string | null
  readonly problems: readonly string[]
  readonly unreadable: readonly string[]
}

/** Whose words an offer uses. `unknown` = an x402Version nobody has heard of; `bare` = one entry without its envelope. */
export type Dialect = 'v1' | 'v2' | 't402' | 'mpp' | 'sign-in' | 'bare' | 'unknown'

/** A set of terms in one place of an answer. */
export type Offer = {
  readonly dialect: Dialect
  readonly where: 'header' | 'body'
  readonly x402Version: number | null
  readonly error: string | null
  readonly resource: string | null
  /** What is sold, in words: of the offer (v2) or of its first entry (v1). */
  readonly description: string | null
  readonly mimeType: string | null
  readonly accepts: readonly Terms[]
  /** How many entries the server sent; more than `accepts.length` when the list was cut at 100. */
  readonly sent: number
  /** Recipients named outside `accepts`, in `extensions`. */
  readonly otherPayTo: readonly string[]
  /** Deviations from the protocol that could be read over. */
  readonly problems: readonly string[]
}

/** What a 402 answer asks for: every dialect found, and what could not be read. */
export type Challenge = {
  readonly offers: readonly Offer[]
  readonly unreadable: readonly { readonly where: 'header' | 'body'; readonly problem: string }[]
  /** The body is a page for people. */
  readonly html: boolean
}
