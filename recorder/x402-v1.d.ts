import type { IncomingMessage, ServerResponse } from 'node:http'

/** The middleware that logs payments of an Express server on `x402-express` (version 1). */
export function recordPayments(options: {
  /** Gets one line without a line feed. When it throws or rejects, that record is lost and the process warned once. */
  write: (line: string) => void
  /** The token your routes are priced in: version 1 payments do not name it. */
  asset: string
  /** Printed into every record as it stands; no credentials. */
  facilitator?: string
}): {
  /** Stands directly before the paywall. */
  middleware: (req: IncomingMessage, res: ServerResponse, next: () => void) => void
}
