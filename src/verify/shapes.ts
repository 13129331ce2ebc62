import type { Observation } from '../core/observation.ts'
import type { ChainNode } from '../core/ports.ts'
import type { SameBlock, Vote } from '../core/same-block.ts'
import type { SignatureCheck, SignedTransfer, SignerFound } from '../core/signature-check.ts'
import type { Terms } from '../x402/challenge.ts'
import type { PaymentProof } from '../x402/payment-proof.ts'

/** A payment as far as it is public: its proof and what a Permit2 payment names besides. */
export type Payment = PaymentProof & {
  /** The contract that a Permit2 payment lets move the money. */
  readonly spender: string | null
  /** Who alone may settle a Permit2 payment of the scheme `upto`. */
  readonly facilitator: string | null
}

/** The entry of the requirements that a payment answers. */
export type Required = Terms & {
  readonly x402Version: 1 | 2 | null
  /** Its place in the list, from 1, and how long the list is. */
  readonly entry: number
  readonly entries: number
  /** `extra.facilitatorAddress`, where the server names one. */
  readonly facilitator: string | null
}

/**
 * Does the payment repeat the requirement as the server wrote it? `none` = version 1 repeats nothing; a list names
 * the fields that differ.
 */
export type Echo = 'same' | 'none' | readonly string[]

/** What is known before anybody is asked. Plain data; the signature is not in it. */
export type VerifyExpected = {
  readonly payment: Payment
  readonly required: Required
  readonly echo: Echo
  /** What of the payment does not conform. */
  readonly problems: readonly string[]
  readonly signed: boolean
  /** This machine's clock, Unix seconds. */
  readonly nowSeconds: number
  /** Below this many atomic units the facilitator is known to refuse; null = nobody said. */
  readonly minimumAtomic: bigint | null
}

/** A domain that a payer may have signed for, and where it stands. */
export type NamedDomain = { readonly name: string; readonly version: string; readonly chainId: number }

/** What the endpoints said at one block; the answers are as they came, in hex. */
export type ChainSeen = {
  readonly at: SameBlock
  readonly nonce: readonly Vote<string>[]
  readonly balance: readonly Vote<string>[]
  /** What Permit2 may take of the payer; empty for other payments. */
  readonly allowance: readonly Vote<string>[]
  readonly code: readonly Vote<string>[]
  readonly separator: readonly Vote<string>[]
  readonly name: readonly Vote<string>[]
  readonly version: readonly Vote<string>[]
  /** What a contract wallet says about the signature; null = it was not asked, because the payment may be live. */
  readonly wallet: readonly Vote<string>[] | null
}

/** What was seen. `chain` null = no endpoint is configured. */
export type VerifySeen = {
  /** Null when there is no signature, or nothing that could have been signed. */
  readonly signer: SignerFound | null
  /** Another domain under which the signature does recover to the payer. */
  readonly signedFor: NamedDomain | null
  /** What `DOMAIN_SEPARATOR()` must return if the requirement names the right domain; null = it names none. */
  readonly separator: string | null
  readonly chain: ChainSeen | null
}

/** What the room needs from outside. The signature stays inside these functions. */
export type VerifyPorts = {
  readonly nodes: readonly ChainNode[]
  readonly recover: (transfer: SignedTransfer) => Promise<SignerFound>
  readonly separator: SignatureCheck['separator']
  /** Shows the signature to the endpoint: for dead payments only. */
  readonly askContract: (
    node: ChainNode,
    about: { readonly transfer: SignedTransfer; readonly block: number },
    signal: AbortSignal,
  ) => Promise<Observation<string>>
}
