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

/** Computes with signatures; contacts nobody and never throws. */
export type SignatureCheck = {
  readonly recover: (transfer: SignedTransfer, signature: Secret) => Promise<SignerFound>
  /** What `DOMAIN_SEPARATOR()` of a contract with this domain returns; null when the domain is no domain. */
  readonly separator: (domain: TokenDomain) => string | null
  /**
   * The call data of ERC-1271's `isValidSignature`. It holds the signature, so it may be sent to somebody only
   * when the payment can never be executed any more. Null when the transfer or the signature is not readable.
   */
  readonly contractCall: (transfer: SignedTransfer, signature: Secret) => Secret | null
}
