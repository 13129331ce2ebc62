import type { CodePlace } from './codes/lookup.ts'

/** Which call of the facilitator the text is about. */
export type Phase = 'verify' | 'settle'

/** A machine code as it was found. `alone` = it is the whole content of its field. */
export type SeenCode = { readonly code: string; readonly place: CodePlace; readonly alone: boolean }

/** Who and what a failure is about; null where the text does not say. Never printed without `safe`. */
export type About = {
  readonly route: string | null
  readonly payer: string | null
  readonly nonce: string | null
  readonly tx: string | null
  readonly requestId: string | null
  readonly network: string | null
  readonly facilitator: string | null
  /** Unix milliseconds. */
  readonly at: number | null
}

/** Everything in one text, answer or log line that can tell what kind of failure it is. */
export type Signals = {
  readonly codes: readonly SeenCode[]
  /** Texts of fields that give reasons, and plain text; bounded. */
  readonly texts: readonly string[]
  readonly status: number | null
  /** The gate that turned the request away, by its header or its name in the body. */
  readonly gate: 'circuit' | 'shield' | 'preflight' | null
  readonly retryAfter: string | null
  readonly transports: readonly string[]
  readonly phase: Phase | null
  /** The request carried a payment: its header is there, or a nonce is named. */
  readonly paid: boolean
  /** `isValid` of a verify answer, `success` of a settle answer; null where nobody says. */
  readonly verified: boolean | null
  readonly settled: boolean | null
  /** Settle says success and the transaction is the empty text. */
  readonly settledWithoutTx: boolean
  /** What the answer claims about trying again; no proof of anything. */
  readonly claimsRetryable: boolean | null
  /** A field or level says that something failed, known or not. */
  readonly complains: boolean
  readonly about: About
}

/** Signals while they are gathered. */
export type Notes = {
  -readonly [Key in keyof Omit<Signals, 'about' | 'codes' | 'texts' | 'transports'>]: Signals[Key]
} & {
  readonly codes: SeenCode[]
  readonly texts: string[]
  readonly transports: string[]
  readonly about: { -readonly [Key in keyof About]: About[Key] }
}

/** Nothing noted yet. */
export function newNotes(): Notes {
  const about = {
    ...{ route: null, payer: null, nonce: null, tx: null, requestId: null, network: null },
    ...{ facilitator: null, at: null },
  }
  return {
    ...{ codes: [], texts: [], transports: [], status: null, gate: null, retryAfter: null, phase: null },
    ...{
      verified: null,
      settled: null,
      settledWithoutTx: false,
      claimsRetryable: null,
      complains: false,
      paid: false,
      about,
    },
  }
}
