import type { ColumnScan } from './log-columns.ts'
import type { Observation } from './observation.ts'
import type { ProofSource } from './proof-source.ts'
import type { Secret } from './secret.ts'

/** The only source of time. `now` is wall-clock time, `monotonicMs` is for durations and deadlines. */
export type Clock = {
  readonly now: () => Date
  readonly monotonicMs: () => number
  /** Resolves after `ms`, or at once when the signal aborts; never rejects. */
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>
}

/** One unpaid request. `trust` says who named the URL: the operator, or a server's answer. */
export type HttpRequest = {
  readonly method: string
  readonly url: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
  /** Sent as `Authorization: Bearer ..`, to a URL of the operator over https or loopback only. */
  readonly token?: Secret
  /** Where the token goes instead, as it is and without `Bearer`. */
  readonly tokenHeader?: 'x-api-key'
  readonly timeoutMs: number
  readonly maxBodyBytes: number
  readonly trust: 'operator' | 'server'
}

/** How long each part of an exchange took, in milliseconds; null = did not happen (no DNS for an IP). */
export type HttpTiming = {
  readonly dnsMs: number | null
  readonly connectMs: number | null
  readonly tlsMs: number | null
  readonly firstByteMs: number
  readonly totalMs: number
}

/** What a server answered. Header names in lower case, in the order and number they came. */
export type HttpAnswer = {
  readonly status: number
  readonly headers: readonly (readonly [name: string, value: string])[]
  /** At most `maxBodyBytes`, decoded as UTF-8 after content decoding. */
  readonly body: string
  readonly bodyTruncated: boolean
  readonly timing: HttpTiming
  /** The certificate's last day, RFC 3339; null without TLS. */
  readonly tlsValidUntil: string | null
  /** Our clock when the first byte came, for the skew against the Date header. */
  readonly receivedAt: string
}

/** The same with the body as the bytes that a decoder of text would be given. */
export type HttpBytes = Omit<HttpAnswer, 'body'> & { readonly body: Uint8Array }

/** Sends unpaid requests. Never follows a redirect, never sends cookies, never throws. */
export type Http = {
  readonly send: (request: HttpRequest, signal: AbortSignal) => Promise<Observation<HttpAnswer>>
  /**
   * For answers of megabytes that are not read as text; not every transport has it. `read` gets the whole answer and
   * must not throw; the body is lent to it: the next answer is written over it, so nothing of it may be kept.
   */
  readonly sendForBytes?: <T>(
    request: HttpRequest,
    signal: AbortSignal,
    read: (answer: HttpBytes) => T,
  ) => Promise<Observation<T>>
}

/** Named states of the chain. */
export type BlockTag = 'latest' | 'safe' | 'finalized'

/** A block. `timestamp` in Unix seconds; hashes in lower-case hex. */
export type BlockRef = { readonly number: number; readonly hash: string; readonly timestamp: number }

/** One event log, checked against the query that asked for it. All hex in lower case. */
export type ChainLog = {
  readonly address: string
  readonly topics: readonly string[]
  readonly data: string
  readonly blockNumber: number
  readonly blockHash: string
  readonly tx: string
  readonly logIndex: number
}

/** Asks for logs of one contract. A topic position is one value, any of a list, or null for "any". */
export type LogQuery = {
  readonly address: string
  readonly topics: readonly (string | readonly string[] | null)[]
  readonly fromBlock: number
  readonly toBlock: number
}

/** A block range, both ends included. */
export type BlockRange = { readonly from: number; readonly to: number }

/**
 * The logs of a range with proof of what was read: `holes` lists every part that was not answered, and
 * `dropped` counts logs that did not fit their own query (the node is then not to be trusted).
 */
export type LogScan = {
  readonly logs: readonly ChainLog[]
  readonly holes: readonly (BlockRange & { readonly why: string })[]
  readonly dropped: number
  readonly requests: number
}

/** Did a node answer a range in one piece, and with how many logs? `proposed` = the blocks that it says would work; null = it says nothing. */
export type LogTrial =
  | { readonly answered: true; readonly count: number }
  | { readonly answered: false; readonly proposed: number | null; readonly said: string }

/** A mined transaction. `status` false = reverted. */
export type Receipt = {
  readonly tx: string
  readonly status: boolean
  readonly blockNumber: number
  readonly blockHash: string
  readonly logs: readonly ChainLog[]
}

/** What a transaction called. `to` null = it created a contract; `input` is the call data in hex. */
export type ChainTransaction = { readonly tx: string; readonly to: string | null; readonly input: string }

/**
 * A transaction that was sent, mined or not. Prices in wei per unit of gas: `maxFeePerGas` null on old-style
 * transactions. `blockNumber` null = it still waits.
 */
export type PendingTransaction = {
  readonly tx: string
  readonly from: string
  readonly nonce: number
  readonly maxFeePerGas: bigint | null
  readonly gasPrice: bigint | null
  readonly blockNumber: number | null
}

/** One endpoint of one network. Read-only; every call has its own deadline and never throws. */
export type ChainNode = {
  readonly network: string
  /** `scheme://host/***`, safe to print. */
  readonly label: string
  readonly chainId: (signal: AbortSignal) => Promise<Observation<number>>
  /** Null when the node knows no such block. */
  readonly block: (at: BlockTag | number, signal: AbortSignal) => Promise<Observation<BlockRef | null>>
  /** The last block whose timestamp is at or before `timestamp`; by interpolation, at most 40 requests. */
  readonly blockAt: (timestamp: number, signal: AbortSignal) => Promise<Observation<BlockRef>>
  /** Reads the whole range in adaptive pages. */
  readonly logs: (query: LogQuery, signal: AbortSignal) => Promise<LogScan>
  /** The same, with the same promises, in columns: for more logs than one would hold as objects. */
  readonly logColumns: (query: LogQuery, signal: AbortSignal) => Promise<ColumnScan>
  /** Asks for a range in one request: how much a node bears is what is asked. Not every source of chain facts has it. */
  readonly tryLogs?: (query: LogQuery, signal: AbortSignal) => Promise<Observation<LogTrial>>
  /** Null when the node knows no such mined transaction. */
  readonly receipt: (tx: string, signal: AbortSignal) => Promise<Observation<Receipt | null>>
  /** Null when the node knows no such transaction; not every source of chain facts has it. */
  readonly transaction?: (tx: string, signal: AbortSignal) => Promise<Observation<ChainTransaction | null>>
  /** `eth_call`: the returned data as hex. A contract that refuses is not seen, with the code REVERTED. */
  readonly call: (
    to: string,
    data: string,
    block: number,
    signal: AbortSignal,
  ) => Promise<Observation<string>>
  /** The same in the name of `from`; nothing is signed and nothing is sent. */
  readonly callAs?: (
    from: string,
    to: string,
    data: string,
    block: number,
    signal: AbortSignal,
  ) => Promise<Observation<string>>
  /** Wei of an account at a block; the optional looks are not offered by every source of chain facts. */
  readonly nativeBalance?: (
    address: string,
    block: number,
    signal: AbortSignal,
  ) => Promise<Observation<bigint>>
  /** The code at an address in hex: `0x` = an account with a key and nothing else. */
  readonly code?: (address: string, block: number, signal: AbortSignal) => Promise<Observation<string>>
  /** How many transactions an account has sent; `pending` counts those that wait in this node's pool too. */
  readonly transactionCount?: (
    address: string,
    at: 'latest' | 'pending',
    signal: AbortSignal,
  ) => Promise<Observation<number>>
  /** Null when the node knows no such transaction, mined or waiting. */
  readonly pendingTransaction?: (
    tx: string,
    signal: AbortSignal,
  ) => Promise<Observation<PendingTransaction | null>>
  /** Wei per unit of gas that a block burned; null when the node knows no such block or the chain no base fee. */
  readonly baseFee?: (block: number, signal: AbortSignal) => Promise<Observation<bigint | null>>
  /** What proofs are made from; not every source of chain facts has it. */
  readonly proofs?: ProofSource
}

/** The endpoints of a network, in the order given; empty when none is configured. */
export type Chain = { readonly nodes: (network: string) => readonly ChainNode[] }
