import type { Unit } from '../core/money.ts'
import type { BlockTag, ChainNode, Clock } from '../core/ports.ts'
import type { SameBlock, Vote } from '../core/same-block.ts'
import type { MovesSeen } from '../payments/moves.ts'

/** One network to read: its tokens, or why it cannot be read. */
export type BalanceTarget = {
  readonly network: string
  readonly name: string
  readonly tokens: readonly Unit[]
  readonly skip: string | null
}

/** What is asked for. Plain data. */
export type BalanceExpected = {
  readonly addresses: readonly string[]
  readonly targets: readonly BalanceTarget[]
  readonly at: BlockTag
  /** How long to wait before reading again; null = read once. */
  readonly watchMs: number | null
}

/** What all endpoints say of one address. `token` is its contract; null = the money for gas. */
export type BalanceVotes = {
  readonly address: string
  readonly token: string | null
  /** The token's answers are hex as they came, those of gas are wei. */
  readonly votes: readonly Vote<string | bigint>[]
}

/** The balances of one network at one block. */
export type BalanceLook = { readonly at: SameBlock; readonly rows: readonly BalanceVotes[] }

/** What happened while we watched; null = nobody was asked to watch, or it was broken off before the second look. */
export type Watched = { readonly after: BalanceLook; readonly moves: readonly MovesSeen[] }

/** What was seen of one network. */
export type NetworkSeen = {
  readonly network: string
  readonly before: BalanceLook
  readonly watched: Watched | null
}

/** What was seen. */
export type BalanceSeen = { readonly networks: readonly NetworkSeen[] }

/** What the room needs from outside. */
export type BalancePorts = {
  readonly nodes: (network: string) => readonly ChainNode[]
  readonly clock: Clock
  /** Told when the first look is done and the waiting begins. */
  readonly waiting: (ms: number) => void
}
