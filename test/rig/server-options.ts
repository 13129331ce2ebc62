import type { RouteId } from './routes.ts'
import type { Documents } from './server-documents.ts'
import type { Switch } from './switch.ts'

/** What may be wrong with a server of the rig. Without options it is healthy. */
export type ServerOptions = {
  /** CORS headers before the paywall, so that browsers can pay. On unless false. */
  readonly cors?: boolean
  /** Its handler stands before the paywall: everybody gets it for nothing. */
  readonly servedFree?: RouteId
  /** It asks for money to an address that is not the service's. */
  readonly wrongPayTo?: RouteId
  readonly wrongPrice?: { readonly route: RouteId; readonly price: `$${string}` }
  /** Its handler answers 500 to everybody who paid. */
  readonly handlerFails?: RouteId
  /** A paid route that the server has forgotten: it answers 404. */
  readonly missing?: RouteId
  /** /ready answers 503 and names the database. */
  readonly notReady?: boolean
  /** Overrides single values of /status.json. */
  readonly status?: Readonly<Record<string, unknown>>
  /** Discovery documents beyond the two that every server has. */
  readonly documents?: Documents
  /** The paywall stands before everything: /health answers 402. */
  readonly gateEverything?: boolean
  /** X402_ENABLED, turned by the test; on when left out. */
  readonly flag?: Switch
  /** Something drops PAYMENT-RESPONSE before it reaches the buyer. */
  readonly dropResponse?: boolean
  /** For how long buyers are asked to make their payments valid. */
  readonly maxTimeoutSeconds?: number
  /** How long the server waits for the facilitator (version 2 only; version 1 waits for ever). */
  readonly facilitatorTimeoutMs?: number
}

/** What a server needs to know of the rest of the rig. */
export type ServerContext = {
  readonly facilitatorUrl: string
  readonly payTo: string
  readonly wrongPayTo: string
  readonly adminToken: string
  /** Gets the recorder's lines. */
  readonly write: (line: string) => void
}
