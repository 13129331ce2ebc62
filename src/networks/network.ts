/** A token that x402 payments use on a network. `address` is lower case on EVM chains. */
export type Token = {
  readonly symbol: string
  readonly address: string
  readonly decimals: number
  /** The EIP-712 domain the token contract itself uses; null where it has none. */
  readonly eip712: { readonly name: string; readonly version: string } | null
  readonly transfer: 'eip3009' | 'permit2' | 'svm'
}

/**
 * How long things take on a network, as far as somebody published it; null where nobody did. `timingOf` fills
 * the gaps with defaults.
 */
export type NetworkTiming = {
  /** How long a settlement may take before it is not "slow" but "unresolved". */
  readonly settleTimeoutMs: number | null
  /** A settlement that is pending for longer deserves a look. */
  readonly pendingWarnMs: number | null
  /** How many blocks to wait for: a multiplier of the block time. */
  readonly confirmations: number | null
  /** How long a fresh signature should rest before it is settled. */
  readonly postSignDelayMs: number | null
  /** After this time a block is final; the upper end where a range is published. */
  readonly finalAfterMs: number | null
}

/** One chain as facts. The first token is the default asset of the x402 packages. */
export type Network = {
  /** CAIP-2. */
  readonly id: string
  /** The name that protocol v1 uses; null where v1 knows none. */
  readonly v1Name: string | null
  readonly name: string
  /** EIP-155 chain id; null on other families. */
  readonly chainId: number | null
  readonly testnet: boolean
  /** Usual time between blocks; null where it is not known. */
  readonly blockTimeMs: number | null
  /** Null where nothing is published about this network. */
  readonly timing: NetworkTiming | null
  /** Where people look at transactions, `<explorer>/tx/<hash>`; absent where none is known. */
  readonly explorer?: string
  readonly tokens: readonly Token[]
}
