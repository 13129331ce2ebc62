import type { IncomingMessage, ServerResponse } from 'node:http'

/** What of a `@x402/core` resource server the recorder uses. */
export type HookedServer = {
  onAfterVerify: (hook: never) => unknown
  onAfterSettle: (hook: never) => unknown
  onSettleFailure: (hook: never) => unknown
}

/** The hooks that log payments of an Express server on `@x402/*` version 2. */
export function recordPayments(options: {
  /** Gets one line without a line feed. When it throws or rejects, that record is lost and the process warned once. */
  write: (line: string) => void
  /** Printed into every record as it stands; no credentials. */
  facilitator?: string
}): {
  /** Stands directly before the paywall. */
  middleware: (req: IncomingMessage, res: ServerResponse, next: () => void) => void
  /** Adds the hooks and returns the same server. */
  attach: <Server extends HookedServer>(server: Server) => Server
}
