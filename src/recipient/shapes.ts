import type { Unit } from '../core/money.ts'
import type { ChainNode, Clock } from '../core/ports.ts'
import type { SameBlock, Vote } from '../core/same-block.ts'
import type { SolanaNode } from '../core/solana-port.ts'
import type { DeltaExpected, DeltaSeen } from './delta-shapes.ts'
import type { TokenAccount } from './solana/token-account.ts'

/** How a receiving address is looked at: the way of its chain, not at all, or without need because coins always arrive. */
export type Family = 'evm' | 'solana' | 'native' | 'unread'

/** One address that must be able to receive one token. */
export type Recipient = {
  readonly network: string
  /** The name of the network for people. */
  readonly name: string
  readonly unit: Unit
  readonly address: string
  readonly family: Family
  /** Who says that money is to arrive here: the profile, or a live 402. */
  readonly from: 'profile' | 'live'
  readonly forbidden: readonly string[]
  /** What stands in the way of looking, and what to look at instead; null when it is looked at. */
  readonly unread: string | null
}

/** What is expected. Plain data. */
export type RecipientExpected = {
  readonly recipients: readonly Recipient[]
  /** What the books say arrived between two blocks; null = nobody asked. */
  readonly delta: readonly DeltaExpected[] | null
}

/** A question to a token contract: the function and what every endpoint returned. */
export type Probed = { readonly name: string; readonly votes: readonly Vote<string>[] }

/** What an EVM chain says of an address and a token at one block. */
export type EvmSeen = {
  readonly kind: 'evm'
  readonly at: SameBlock
  /** Null when there was no block to ask at. */
  readonly answers: {
    readonly code: readonly Vote<string>[]
    readonly tokenCode: readonly Vote<string>[]
    readonly balance: readonly Vote<string>[]
    readonly paused: Probed
    readonly lists: readonly Probed[]
    /** A transfer of nothing from the address to itself, only executed by the endpoint and never sent. */
    readonly transfer: Probed | null
  } | null
}

/** An account of Solana as one endpoint tells it; `token` = what it holds, where it is a token account. */
export type AccountSeen = {
  readonly owner: string
  readonly token: TokenAccount | null
  readonly decimals: number | null
}

/** What Solana says: the token itself, then the account that is derived for the address. */
export type SolanaSeen = {
  readonly kind: 'solana'
  readonly mint: readonly Vote<AccountSeen | null>[]
  /** The program that keeps the token, as all endpoints say; null when they do not agree on one. */
  readonly program: string | null
  /** Where payments go; null when it could not be derived. */
  readonly account: string | null
  readonly votes: readonly Vote<AccountSeen | null>[]
}

/** What was seen of each recipient, in the order of the expectation; null = nothing was asked. */
export type RecipientSeen = {
  readonly rows: readonly (EvmSeen | SolanaSeen | null)[]
  readonly delta: readonly DeltaSeen[]
}

/** What the room needs from outside. */
export type RecipientPorts = {
  readonly nodes: (network: string) => readonly ChainNode[]
  readonly solana: (network: string) => readonly SolanaNode[]
  readonly clock: Clock
}
