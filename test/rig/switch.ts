import type { Express, RequestHandler } from 'express'

/** What the rig's servers do while their flag is off. */
export type OffMeans = 'closed-503' | 'closed-404' | 'open' | 'crash'

/**
 * X402_ENABLED of a server: on or off, and what off does. A server reads it at every request, so that a test turns it
 * as a restart would. `status` off = the status page goes on saying that payments are taken.
 */
export type Switch = { enabled: boolean; readonly offMeans: OffMeans; readonly status?: 'stale' }

const isPaid = (path: string) => path.startsWith('/x402/')

/** What an operator's code does before the paywall while the flag is off. */
export function offGate(flag: Switch): RequestHandler {
  return (req, res, next) => {
    if (flag.enabled || flag.offMeans === 'open') return next()
    if (flag.offMeans === 'crash') return void req.socket.destroy()
    if (!isPaid(req.path)) return next()
    res.status(flag.offMeans === 'closed-404' ? 404 : 503).json({ error: 'paid traffic is off' })
  }
}

/** The paywall as code that asks the flag first writes it: without payments, everybody is let through. */
export function unlessOpen(flag: Switch, gate: RequestHandler): RequestHandler {
  return (req, res, next) => (!flag.enabled && flag.offMeans === 'open' ? next() : gate(req, res, next))
}

/** Keeps the status page in step with the flag. */
export function addSwitchStatus(app: Express, flag: Switch): void {
  app.use('/status.json', (_req, res, next) => {
    const json = res.json.bind(res)
    if (flag.status !== 'stale') {
      res.json = (body: object) => json({ ...body, mainnet_billing_enabled: flag.enabled })
    }
    next()
  })
}

/** A proxy that drops the settlement header of every answer on its way out. */
export const dropResponseHeader: RequestHandler = (_req, res, next) => {
  const setHeader = res.setHeader.bind(res)
  res.setHeader = (name, value) => (/^(?:x-)?payment-response$/i.test(name) ? res : setHeader(name, value))
  next()
}
