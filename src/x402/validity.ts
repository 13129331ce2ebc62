/** Whether an authorization can be used at a moment. `unknown` = it does not say until when. */
export type Validity = 'live' | 'expired' | 'not yet' | 'unknown'

/** Whether an authorization can be used at `now` (Unix seconds): strictly between its two bounds, as on chain. */
export function validityAt(
  bounds: { readonly validAfter: number | null; readonly validBefore: number | null },
  now: number,
): Validity {
  if (bounds.validBefore === null) return 'unknown'
  if (now >= bounds.validBefore) return 'expired'
  return bounds.validAfter !== null && now <= bounds.validAfter ? 'not yet' : 'live'
}
