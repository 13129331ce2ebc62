import type { Unit } from '../core/money.ts'
import type { Observation } from '../core/observation.ts'
import type { Chain, Clock, Http } from '../core/ports.ts'
import type { Secret } from '../core/secret.ts'

/** A facilitator to ask. Plain data: `credential` is what the credential is called, never its value. */
export type Target = {
  readonly url: string
  /** The address for people; parts of the path that may be a key are hidden. */
  readonly label: string
  readonly host: string
  readonly credential: string | null
  readonly header: 'authorization' | 'x-api-key'
  /** Atomic units; null = nobody says. `known` = published about this host, `config` = the operator's. */
  readonly minimum: { readonly atomic: bigint; readonly from: 'config' | 'known' } | null
  readonly signerLow: Readonly<Record<string, bigint>>
}

/**
 * A kind of payment that must be settled. `version` null = any that the facilitator lists; `from` says who needs it:
 * the profile, or a live 402.
 */
export type WantedKind = {
  readonly version: 1 | 2 | null
  readonly scheme: string
  /** CAIP-2. */
  readonly network: string
  readonly from: 'profile' | 'live 402'
}

/** A price that a facilitator must accept. */
export type WantedPrice = { readonly route: string; readonly atomic: bigint; readonly unit: Unit }

/** The terms by which a facilitator can be asked about a payment that is none. */
export type VerifyTerms = {
  readonly network: string
  readonly asset: string
  readonly name: string
  readonly version: string
}

/** What the facilitators of a profile must do. Plain data, without secrets. */
export type FacilitatorExpected = {
  readonly targets: readonly Target[]
  readonly kinds: readonly WantedKind[]
  readonly prices: readonly WantedPrice[]
  /** Tokens of the profile that a synthetic payment can name. */
  readonly terms: readonly VerifyTerms[]
  /** Gas keys of the operator's own, by address: they settle without a facilitator. */
  readonly relayers: readonly string[]
  readonly latencyWarnMs: number
  /** So many transactions may wait for one signer. */
  readonly mostPending: number
  readonly timeoutMs: number
  readonly maxBodyBytes: number
  readonly verifyReachability: boolean
}

/** What will be asked. */
export type FacilitatorPlan = FacilitatorExpected

/** What the room needs of the world. `credential` gives the secret of an address, or null. */
export type FacilitatorPorts = {
  readonly http: Http
  readonly chain: Chain
  readonly clock: Clock
  readonly credential: (url: string) => Secret | null
}

/** One entry of `kinds`, as far as it is one. */
export type Kind = { readonly version: number; readonly scheme: string; readonly network: string }

/** What `/supported` says, within bounds; `odd` counts entries that are no kinds, `more` those beyond the bounds. */
export type Supported = {
  readonly kinds: readonly Kind[]
  readonly extensions: readonly string[]
  readonly signers: readonly { readonly pattern: string; readonly addresses: readonly string[] }[]
  readonly odd: number
  readonly more: number
}

/** What a body is, without its text: that may hold anything, a credential included. */
export type BodyKind = 'json' | 'html' | 'text' | 'empty'

/** The limits that an answer states about its own service; null = not stated. */
export type RateSaid = {
  readonly limit: number | null
  readonly remaining: number | null
  readonly resetMs: number | null
}

/** What is kept of an answer. `Said` is what the body of this page means. */
export type Answer<Said> = {
  readonly status: number
  readonly totalMs: number
  readonly body: BodyKind
  readonly bodyCut: boolean
  /** Scheme and host of a redirect, or `elsewhere` for what cannot be read; null = no redirect. */
  readonly location: string | null
  readonly rate: RateSaid | null
  /** How long the answer asks to wait, by its header or its body; null = it does not. */
  readonly retryAfterMs: number | null
  readonly said: Said
}

/** `/supported` as read: what it says, or why it says nothing. */
export type SupportedSaid =
  | { readonly kind: 'supported'; readonly value: Supported }
  | { readonly kind: 'not-json' }
  | { readonly kind: 'wrong-shape'; readonly problem: string }
  | { readonly kind: 'not-asked' }

/** A page of health: its own word, and the parts that it names. */
export type HealthSaid = {
  readonly word: string | null
  readonly parts: readonly { readonly name: string; readonly word: string }[]
}

/** The answer to the synthetic payment. `reason` is the facilitator's, within bounds. */
export type VerifySaid = { readonly isValid: boolean | null; readonly reason: string | null }

/** Everything that one address answered. `looks` oldest first; the last one counts. */
export type Looks<Said> = { readonly looks: readonly Observation<Answer<Said>>[] }

/** One facilitator as it was seen. */
export type TargetSeen = {
  readonly url: string
  /** Without a credential. */
  readonly open: Looks<SupportedSaid>
  /** With the credential; null when none is configured. */
  readonly closed: Looks<SupportedSaid> | null
  readonly health: Looks<HealthSaid>
  readonly ready: Looks<HealthSaid>
  /** Null unless it was asked for. */
  readonly verify: (Looks<VerifySaid> & { readonly network: string; readonly version: 1 | 2 }) | null
}

/** One count of an account that sends transactions: those in blocks, and those that wait as well. */
export type NonceLook = { readonly at: string; readonly latest: number; readonly pending: number }

/** An account that pays gas on one network, as one endpoint shows it. */
export type SignerSeen = {
  readonly address: string
  readonly network: string
  /** The facilitators that name it; empty for a key of the operator's own. */
  readonly urls: readonly string[]
  readonly balance: Observation<bigint>
  /** Two looks when something waited at the first one. */
  readonly nonces: readonly Observation<NonceLook>[]
}

/** What the room saw. */
export type FacilitatorSeen = {
  readonly at: string
  readonly facilitators: readonly TargetSeen[]
  readonly signers: readonly SignerSeen[]
  /** Signers that were not looked at, because there were too many. */
  readonly signersLeft: number
}
