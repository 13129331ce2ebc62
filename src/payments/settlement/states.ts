/**
 * Where one payment stands. `idle` = signed, and known never to have been submitted; `pending` = submitted and
 * within the time a settlement takes; `unresolved` = nobody knows, or what is known does not decide; `polling` =
 * being looked for; `not_found` = looked for everywhere and not there, though it still could come; `reversed` = it was
 * on chain and a reorganisation took it back. The others end a payment once their block is final.
 */
export const settlementStates = [
  'idle',
  'pending',
  'unresolved',
  'polling',
  'confirmed',
  'confirmed_late',
  'failed',
  'not_found',
  'cancelled',
  'expired_unused',
  'reversed',
] as const

/** One word of `settlementStates`. */
export type SettlementState = (typeof settlementStates)[number]

/** How firm a state is: its block may still go, it counts under the policy, or nothing can change it any more. */
export type Firmness = 'provisional' | 'counted' | 'finalized'

/** The money moved. */
export function isPaid(state: SettlementState): boolean {
  return state === 'confirmed' || state === 'confirmed_late'
}

/** No money moved and none can: these states are reached by proof at a finalized block only. */
export function isDead(state: SettlementState): boolean {
  return state === 'failed' || state === 'cancelled' || state === 'expired_unused'
}

/** Is there nothing left to wait for? What is paid ends when its block counts under the operator's policy. */
export function isEnded({
  state,
  firmness,
}: {
  readonly state: SettlementState
  readonly firmness: Firmness
}): boolean {
  return isDead(state) || (isPaid(state) && firmness !== 'provisional')
}
