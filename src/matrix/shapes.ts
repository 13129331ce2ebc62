import type { Amount } from '../core/money.ts'
import type { Observation } from '../core/observation.ts'
import type { PaidRoute, Pays, RouteExpectation } from '../core/profile.ts'
import type { SameBlock, Vote } from '../core/same-block.ts'
import type { TermsSnapshot } from '../runs/snapshot.ts'

/** A paid route to ask. `origin` says who named it: the operator, or the server's own documents. */
export type MatrixRoute = {
  readonly id: string
  readonly method: string
  readonly path: string
  /** Null = not compared. */
  readonly price: Amount | null
  readonly sample: PaidRoute['sample']
  readonly origin: 'config' | 'discovered'
  /** What the unpaid answer must say beside its terms. */
  readonly expect?: RouteExpectation
}

/** What else is asked beside the plain unpaid request. All of it is off unless the operator says so. */
export type MatrixOptions = {
  /** HEAD and other spellings of the same path. HEAD may run a paid handler for free. */
  readonly variants: boolean
  /** One request with the constant `not-a-payment` in both payment headers. */
  readonly probeGarbage: boolean
  /** Advice on terms that are right but could be better. */
  readonly lint?: boolean
  /** How often the 402 of every route is timed. */
  readonly samples?: number
  /** Other addresses of the same service, each asked the same. */
  readonly instances?: readonly string[]
  /** Whom to ask as, where a free tier tells buyers apart: sent as `X-Buyer-Id`. Absent = nobody by name. */
  readonly identity?: string
  /** Hold what payers sign for against the token contracts themselves. */
  readonly chain?: boolean
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
  /** How long after its start a run may still look again at what asked it to come back. */
  readonly lookAgainWithinMs?: number
  /** Terms that were kept earlier; absent = not compared. */
  readonly snapshot?: TermsSnapshot
  /** Documents that may name routes and could not be read, while no other one names any; absent = none. */
  readonly unheard?: { readonly documents: readonly string[]; readonly why: string }
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
  /** Values of the headers that `routes[].expect` names, in lower case; apart, for nobody else keeps such headers. */
  readonly asserted?: Readonly<Record<string, readonly string[]>>
  readonly body: string | null
  readonly bodyBytes: number
  readonly bodyTruncated: boolean
  readonly totalMs: number
}

/** Which body was sent. `declared schema` = made from what a document of the server declares. */
export type Payload = 'none' | 'sample' | 'empty object' | 'declared schema'

/** One request that was made and what came back. `from` is the document that declares the body. */
export type Asked = {
  readonly method: string
  readonly url: string
  readonly payload: Payload
  readonly from?: string
  readonly answer: Observation<MatrixAnswer>
}

/** How long one more unpaid request took; `status` null = no answer. */
export type Sample = { readonly status: number | null; readonly totalMs: number }

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
  readonly samples?: readonly Sample[]
  /** The same request to other instances, by their address. */
  readonly instances?: readonly (Asked & { readonly instance: string })[]
}

/** What a token contract says of its own EIP-712 domain, beside what the terms say. All hex. */
export type TokenSeen = {
  readonly network: string
  readonly asset: string
  /** What the terms tell payers to sign for. */
  readonly name: string | null
  readonly version: string | null
  /** What `DOMAIN_SEPARATOR()` returns if the terms are right; null when they name no domain. */
  readonly separator: string | null
  readonly at: SameBlock
  readonly names: readonly Vote<string>[]
  readonly versions: readonly Vote<string>[]
  readonly separators: readonly Vote<string>[]
}

/** What the matrix saw. Plain data; judging decodes it. */
export type MatrixSeen = {
  readonly routes: readonly RouteSeen[]
  /** The tokens that were read with `--chain`; absent = not asked. */
  readonly tokens?: readonly TokenSeen[]
}
