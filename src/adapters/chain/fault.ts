import type { Blind, BlindKind } from '../../core/observation.ts'
import type { BlockRange } from '../../core/ports.ts'

/**
 * What an error means for the next step: `range` ask for fewer blocks, `rate` wait, `auth` the host
 * refuses the key (final), `behind` the node has not reached that block, `method` the node does not offer
 * this call (final), `transient` try again, `stalled` our own deadline passed, `final` nothing will help.
 */
export type FaultKind =
  | 'range'
  | 'rate'
  | 'auth'
  | 'behind'
  | 'method'
  | 'transient'
  | 'stalled'
  | 'aborted'
  | 'final'

/** Why one RPC call gave no result. `detail` is safe to print: no path, query or key of the URL is in it. */
export type Fault = {
  readonly kind: FaultKind
  readonly blind: BlindKind
  readonly detail: string
  /** A stable word for the cause, where there is one. */
  readonly code?: string
  /** Set when the node itself refused this call, in contrast to the way there or a stranger on it. */
  readonly fromNode?: true
  /** The blocks the node says would work: always fewer than asked and inside of them. */
  readonly suggestion?: BlockRange
  /** How long the host asks us to wait, already capped. */
  readonly retryAfterMs?: number
}

const blindOf: Readonly<Record<FaultKind, BlindKind>> = {
  range: 'rpc',
  rate: 'rate',
  auth: 'auth',
  behind: 'behind',
  method: 'not-supported',
  transient: 'rpc',
  stalled: 'deadline',
  aborted: 'aborted',
  final: 'rpc',
}

/** A fault with the blind kind that usually belongs to it. */
export function fault(kind: FaultKind, detail: string, blind: BlindKind = blindOf[kind]): Fault {
  return { kind, blind, detail }
}

/** A fault as an observation carries it. */
export function toBlind({ blind, detail, code }: Fault): Blind {
  return code === undefined ? { kind: blind, detail } : { kind: blind, detail, code }
}

/** The words by which a fault goes into a hole of a scan: `behind: the head is 120`. */
export function faultText(why: Pick<Fault, 'blind' | 'detail'>): string {
  return `${why.blind}: ${why.detail}`
}
