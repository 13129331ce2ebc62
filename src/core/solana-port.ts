import type { Observation } from './observation.ts'

/** An account of Solana: the program that owns it (base58) and its bytes. */
export type SolanaAccount = { readonly owner: string; readonly data: Uint8Array; readonly slot: number }

/** One endpoint of a Solana cluster. Read-only; every call has its own deadline and never throws. */
export type SolanaNode = {
  readonly network: string
  /** `scheme://host/***`, safe to print. */
  readonly label: string
  /** A confirmed account by its base58 address; null when there is none. Refused on another cluster than the network's. */
  readonly account: (address: string, signal: AbortSignal) => Promise<Observation<SolanaAccount | null>>
}

/** The endpoints of a Solana network, in the order given; empty when none is configured or it is of another family. */
export type Solana = { readonly nodes: (network: string) => readonly SolanaNode[] }
