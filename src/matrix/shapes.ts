import type { Amount } from '../core/money.ts'
import type { Observation } from '../core/observation.ts'
import type { PaidRoute, Pays } from '../core/profile.ts'

/** A paid route to ask. `origin` says who named it: the operator, or the server's own documents. */
export type MatrixRoute = {
  readonly id: string
  readonly method: string
  readonly path: string
  /** Null = not compared. */
  readonly price: Amount | null
  readonly sample: PaidRoute['sample']
  readonly origin: 'config' | 'discovered'
}

/** What else is asked beside the plain unpaid request. Both are off unless the operator says so. */
export type MatrixOptions = {
  /** HEAD and other spellings of the same path. HEAD may run a paid handler for free. */
  readonly variants: boolean
  /** One request with the constant `not-a-payment` in both payment headers. */
  readonly probeGarbage: boolean
}

/** What the 402 of every route must say. Plain data. */
export type MatrixExpected = {
  readonly baseUrl: string | null
  readonly pays: readonly Pays[]
  readonly routes: readonly MatrixRoute[]
  readonly browserOrigins: readonly string[]
  readonly minTimeoutSeconds: number
  /** Atomic units; null = not checked. */
  readonly minimumAtomic: bigint | null
  readonly options: MatrixOptions
  readonly timeoutMs: number
  readonly concurrency: number
}

/** Other ways to write the same request, asked without paying. */
export type Variant = 'HEAD' | 'trailing slash' | 'double slash' | 'upper case' | 'percent-encoded letter'

/**
 * What is kept of an answer: allow-listed headers and at most 64 KiB of the body. `body` is null for 2xx and
 * for everything but the unpaid request itself.
 */
export type MatrixAnswer = {
  readonly status: number
  readonly headers: readonly (readonly [name: string, value: string])[]
  readonly body: string | null
  readonly bodyBytes: number
  readonly bodyTruncated: boolean
  readonly totalMs: number
}

/** One request that was made and what came back. `payload` says which body was sent. */
export type Asked = {
  readonly method: string
  readonly url: string
  readonly payload: 'none' | 'sample' | 'empty object'
  readonly answer: Observation<MatrixAnswer>
}

/** Everything that was asked of one route. `unpaid` is the answer that counts; earlier ones led to it. */
export type RouteSeen = {
  readonly id: string
  readonly method: string
  readonly path: string
  readonly unpaid: Asked
  readonly earlier: readonly Asked[]
  readonly preflight: Asked | null
  readonly variants: readonly (Asked & { readonly variant: Variant })[]
  readonly garbage: Asked | null
}

/** What the matrix saw. Plain data; judging decodes it. */
export type MatrixSeen = { readonly routes: readonly RouteSeen[] }
