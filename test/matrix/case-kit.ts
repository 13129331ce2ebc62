import type { MatrixExpected, MatrixSeen, RouteSeen } from '../../src/matrix/shapes.ts'
import { pays, requirement, seeing, usdc, v2, v2Answer } from './fixtures.ts'

/** A situation and everything the matrix says about it. */
export type Case = {
  readonly name: string
  readonly seen: MatrixSeen
  readonly expected?: MatrixExpected
  /** Every finding: "CODE VERDICT"; what nobody asked for is told by one case only. */
  readonly found: readonly string[]
}

export const unpaid = (one: RouteSeen['unpaid']) => seeing({ unpaid: one })
export const terms = (...accepts: readonly unknown[]) => unpaid(v2Answer(v2(...accepts)))
export const term = (changes: object) => terms({ ...requirement, ...changes })
export const options = { variants: true, probeGarbage: true }
export const ok = 'OK_402 PASS'
export const skipped = Array.from({ length: 12 }, () => 'NOTHING_COMPARED SKIP')
/** What is found of terms that nobody saw, beside these codes. */
export const cold = (...codes: readonly string[]) => [...codes, ...skipped, 'NOTHING_COMPARED SKIP']
export const notConfigured = [
  ...['the network', 'the token', 'payTo', 'minimum', 'browser', 'price'].map(
    () => 'EXPECTATION_ABSENT INFO',
  ),
]
export const unit2 = { ...usdc, network: 'eip155:137', asset: '0x3c499c542cef5e3811e1192ce70d8cc03d5c3359' }
export const polygon = { ...pays, network: 'eip155:137', unit: unit2 }
export const polygonTerms = { ...requirement, network: 'eip155:137', asset: unit2.asset }
