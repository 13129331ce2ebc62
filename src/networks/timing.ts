import { findNetwork } from './lookup.ts'
import type { NetworkTiming } from './network.ts'

/** Every figure of `NetworkTiming`, filled. */
export type Timing = {
  readonly [Figure in keyof NetworkTiming]-?: number
} & {
  /** Is anything published about this network? False = say so before you rely on the figures. */
  readonly known: boolean
  /** The figures that are our defaults and not facts about the network. */
  readonly assumed: readonly (keyof NetworkTiming)[]
}

/** For a network nobody published figures of: the usual minute, and the slowest finality we know of. */
const defaults = {
  settleTimeoutMs: 60_000,
  pendingWarnMs: 60_000,
  confirmations: 3,
  postSignDelayMs: 1000,
  finalAfterMs: 1_800_000,
} as const satisfies Record<keyof NetworkTiming, number>

const figures = Object.keys(defaults) as readonly (keyof NetworkTiming)[]

/**
 * The clocks of a network by CAIP-2 id or v1 name. Never throws: what is not published comes as a default and
 * is named in `assumed`; a network without any figure has `known: false`.
 * @example timingOf('eip155:8453').settleTimeoutMs // 60000
 */
export function timingOf(network: string): Timing {
  const found = findNetwork(network)?.timing ?? null
  const figure = (name: keyof NetworkTiming) => found?.[name] ?? defaults[name]
  return {
    settleTimeoutMs: figure('settleTimeoutMs'),
    pendingWarnMs: figure('pendingWarnMs'),
    confirmations: figure('confirmations'),
    postSignDelayMs: figure('postSignDelayMs'),
    finalAfterMs: figure('finalAfterMs'),
    known: found !== null,
    assumed: figures.filter((name) => (found?.[name] ?? null) === null),
  }
}
