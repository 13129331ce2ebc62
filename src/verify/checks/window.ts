import type { Check } from '../../core/room.ts'
import { formatDuration } from '../../core/time.ts'
import { finding } from '../catalog.ts'
import type { VerifyExpected, VerifySeen } from '../shapes.ts'
import { subject } from '../words.ts'

/** Below this the reference facilitator refuses: the transaction needs a block of its own. */
const leastSeconds = 6

type Now = { readonly seconds: number; readonly clock: string }

/** The time that counts: of the chain where it was asked, else of this machine. */
function nowOf({ chain }: VerifySeen, { nowSeconds }: VerifyExpected): Now | { readonly why: string } {
  if (chain === null) return { seconds: nowSeconds, clock: "this machine's clock (no endpoint was asked)" }
  const { at } = chain
  if (at.block === null) return { why: at.why }
  return { seconds: at.block.timestamp, clock: `block ${at.block.number}` }
}

/** Is the payment in its time, with enough of it left? */
export const window: Check<VerifySeen, VerifyExpected> = {
  id: 'window',
  question: 'Is the payment in its time, with enough of it left?',
  judge: (seen, expected) => {
    const about = subject('window')
    const { validAfter, validBefore } = expected.payment
    if (validAfter === null || validBefore === null)
      return [
        finding('WINDOW_NOT_READ', about, { why: 'the payment does not say from when to when it is valid' }),
      ]
    const now = nowOf(seen, expected)
    if ('why' in now) return [finding('WINDOW_NOT_READ', about, { why: now.why })]
    const { seconds, clock } = now
    const duration = (s: number) => formatDuration(s * 1000)
    // The contract wants validAfter < time < validBefore.
    if (seconds <= validAfter)
      return [finding('WINDOW_NOT_BEGUN', about, { ahead: duration(validAfter - seconds + 1), clock })]
    const left = validBefore - seconds
    if (left <= 0) return [finding('WINDOW_CLOSED', about, { ago: duration(-left), clock })]
    if (left < leastSeconds) return [finding('WINDOW_TOO_SHORT', about, { left: duration(left), clock })]
    return [finding('WINDOW_OPEN', about, { left: duration(left), clock })]
  },
}
