import type { BlockRange, Chain } from './ports.ts'

/**
 * What a run found out about the logs that one endpoint (`label` null = each of them) told of one token (`asset` null =
 * of every token). `contradicted` = something else says otherwise. Ranges = in these blocks somebody else bears them
 * out: another endpoint, or the balances.
 */
export type LogsVerdict = {
  readonly network: string
  readonly asset: string | null
  readonly label: string | null
  readonly found: 'contradicted' | readonly BlockRange[]
}

/** Logs of final blocks that earlier runs read, and that nobody has to ask for again. */
export type ChainCache = {
  /** The same chain; log searches ask only for what is not kept. Everything else goes through. */
  readonly through: (chain: Chain) => Chain
  /**
   * Ends a run. What was contradicted is removed, whoever kept it. What this run read stays where a verdict bears it
   * out; elsewhere it is removed when the run came to its end, and waits for the next run when it was stopped.
   * Never rejects.
   */
  readonly close: (verdicts: readonly LogsVerdict[], how: 'ended' | 'stopped') => Promise<void>
  /** What the operator may want to know: what was found damaged, and why something could not be kept. */
  readonly notes: () => readonly CacheNote[]
}

/** `damaged` = the disk gave back something else than was written; `not-kept` = runs are slower, and nothing is wrong. */
export type CacheNote = { readonly kind: 'damaged' | 'not-kept'; readonly text: string }

/** What is kept of one endpoint. Times are those of the last use. */
export type KeptEndpoint = {
  readonly network: string
  readonly endpoint: string
  /** Blocks of which something is kept, each counted once. */
  readonly blocks: number
  /** Stored events; one that was read for two questions counts twice. */
  readonly events: number
  readonly fromBlock: number | null
  readonly toBlock: number | null
  readonly bytes: number
  readonly files: number
  readonly damaged: number
  readonly oldest: Date | null
  readonly newest: Date | null
}

/** Everything that is kept, and where. */
export type CacheSurvey = {
  readonly folder: string
  readonly bytes: number
  readonly endpoints: readonly KeptEndpoint[]
  /** Why the folder cannot be used; null when it can, or is not there yet. */
  readonly problem: string | null
}

/** What of it: all, or only what belongs to a network (CAIP-2), or was last used before a time. */
export type CachePart = { readonly network?: string; readonly usedBefore?: Date }

/** How much is removed, or would be. */
export type CacheCleared = { readonly files: number; readonly bytes: number }

/** The kept logs as a whole, for the person who owns them. */
export type CacheStore = {
  /** Reads and verifies everything that is kept. Never rejects. */
  readonly survey: () => Promise<CacheSurvey>
  /** How much `clear` would remove. Throws `OpsError` OUTPUT_FAILED. */
  readonly count: (part: CachePart) => Promise<CacheCleared>
  /** Removes it. Throws `OpsError` OUTPUT_FAILED. */
  readonly clear: (part: CachePart) => Promise<CacheCleared>
}
