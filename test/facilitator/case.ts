import type { FacilitatorExpected, FacilitatorSeen } from '../../src/facilitator/shapes.ts'
import { answered, notAsked, one, seeing, supported, target } from './build.ts'

/** `found`: every finding that is neither PASS, INFO nor SKIP, as `VERDICT CODE`; `also` must be among the rest. */
export type Case = {
  readonly name: string
  readonly seen: FacilitatorSeen
  readonly expected?: Partial<FacilitatorExpected>
  readonly found: readonly string[]
  readonly also?: readonly string[]
}

export const unseen = (count: number) => Array.from({ length: count }, () => 'UNKNOWN FACILITATOR_NOT_SEEN')
export const key = { targets: [target({ credential: 'env:FACILITATOR_TOKEN' })] }
export const only = (pages: Parameters<typeof one>[0]) => seeing([one(pages)])
export const again = <T>(value: T) => [value, value, value]
export const no = answered(401, notAsked)
export const ok = answered(200, supported())
export const second = `0x${'cd'.repeat(20)}`
