import type { Observation } from '../core/observation.ts'
import type { BlockRef, ChainNode, Clock } from '../core/ports.ts'

/** An endpoint as it is called in findings: its label, numbered when two share one. */
export type Endpoint = { readonly name: string; readonly origin: 'given' | 'preset' }

/** One network whose endpoints are asked, or why they are not. */
export type RpcTarget = {
  readonly network: string
  readonly name: string
  readonly chainId: number | null
  /** Usual time between blocks; null where it is not known. */
  readonly blockTimeMs: number | null
  /** A head older than this means that blocks stopped coming. */
  readonly staleAfterMs: number
  /** How far below the head the state is asked for: where blocks become final, and a day. */
  readonly depths: readonly number[]
  /** The contract whose logs and state are asked for; null = none is configured. */
  readonly asset: string | null
  readonly endpoints: readonly Endpoint[]
  readonly skip: string | null
}

/** What is expected of the endpoints of a profile. Plain data. */
export type RpcExpected = {
  readonly targets: readonly RpcTarget[]
  readonly latencyWarnMs: number
  readonly skewWarnMs: number
  readonly skewFailMs: number
}

/** The head of an endpoint. Both moments are on one monotonic clock, so that two heads can be compared. */
export type HeadSeen = {
  readonly block: Observation<BlockRef | null>
  readonly askedMs: number
  readonly answeredMs: number
}

/** How many blocks one search for logs may span; `why` = the search ended before that was known. */
export type SpanSeen = {
  /** The most blocks that were answered; 0 = not even one. */
  readonly answered: number
  /** The fewest blocks that were refused; null = none was. */
  readonly refused: number | null
  readonly requests: number
  readonly why: string | null
}

/** One search twice: for known transfers in few blocks, and in all blocks of the span. */
export type SpanControl = { readonly blocks: number; readonly expected: number; readonly found: number }

/** State so many blocks below the head. */
export type PastSeen = {
  readonly depth: number
  readonly block: number
  readonly answer: Observation<string>
}

/** What was seen of an endpoint; the parts after `chainId` are null when that was wrong or not told. */
export type EndpointSeen = {
  readonly name: string
  readonly chainId: Observation<number>
  readonly rest: {
    readonly head: HeadSeen
    /** The block of a height that all endpoints have; null = there is no such height. */
    readonly common: Observation<BlockRef | null> | null
    readonly safe: Observation<BlockRef | null>
    readonly finalized: Observation<BlockRef | null>
    readonly span: SpanSeen | null
    /** Null = no transfer was found to control the span with. */
    readonly control: SpanControl | null
    readonly past: readonly PastSeen[]
  } | null
  /** How long each question took that needs no search. */
  readonly timesMs: readonly number[]
}

/** The endpoints of one network. `commonHeight` is where their blocks were compared. */
export type NetworkSeen = {
  readonly network: string
  readonly commonHeight: number | null
  readonly endpoints: readonly EndpointSeen[]
}

/** What was seen. */
export type RpcSeen = { readonly networks: readonly NetworkSeen[] }

/** What the room needs from outside. */
export type RpcPorts = {
  readonly nodes: (network: string) => readonly ChainNode[]
  readonly clock: Clock
}
