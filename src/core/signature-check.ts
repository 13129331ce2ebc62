import type { Observation } from './observation.ts'
import type { ChainNode } from './ports.ts'
import type { Secret } from './secret.ts'

/** The EIP-712 domain of a token contract. */
export type TokenDomain = {
  readonly name: string
  readonly version: string
  readonly chainId: number
  /** The token's address. */
  readonly contract: string
}

/** What a payer signs for a payment: an EIP-3009 transfer, or a Permit2 transfer with a witness. Numbers are whole. */
export type SignedTransfer =
  | {
      readonly kind: 'eip3009'
      readonly domain: TokenDomain
      readonly from: string
      readonly to: string
      readonly value: bigint
      readonly validAfter: bigint
      readonly validBefore: bigint
      readonly nonce: string
    }
  | {
      readonly kind: 'permit2'
      readonly chainId: number
      readonly from: string
      readonly token: string
      readonly amount: bigint
      readonly spender: string
      readonly nonce: bigint
      readonly deadline: bigint
      readonly to: string
      readonly validAfter: bigint
      /** Who alone may settle, of the scheme `upto`; null for `exact`. */
      readonly facilitator: string | null
    }

/**
 * Who made a signature, by its form. `signer`: 65 bytes recover to `address` (lower case); `highS` = many tokens
 * refuse it. `contract`: another length, which only a contract can judge; `deploys` = it carries the making of
 * its wallet (ERC-6492). `unreadable`: no signature by any rule. No byte of the signature is in any of them.
 */
export type SignerFound =
  | { readonly kind: 'signer'; readonly address: string; readonly v: number; readonly highS: boolean }
  | { readonly kind: 'contract'; readonly bytes: number; readonly deploys: boolean }
  | { readonly kind: 'unreadable'; readonly why: string }

/** Computes with signatures; only `askContract` contacts somebody. Never throws. */
export type SignatureCheck = {
  readonly recover: (transfer: SignedTransfer, signature: Secret) => Promise<SignerFound>
  /** What `DOMAIN_SEPARATOR()` of a contract with this domain returns; null when the domain is no domain. */
  readonly separator: (domain: TokenDomain) => string | null
  /**
   * What ERC-1271's `isValidSignature` of the payer's contract returns, in hex. It shows the signature to the
   * endpoint, so the caller owes that the payment can never be executed any more.
   */
  readonly askContract: (
    node: ChainNode,
    about: { readonly transfer: SignedTransfer; readonly signature: Secret; readonly block: number },
    signal: AbortSignal,
  ) => Promise<Observation<string>>
}
