import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/**
 * A service behind the published gates of RelAI's payment middleware: shield, preflight, circuit breaker, free tier,
 * refund credit, bridge. They change their state by themselves, by what happens and by the clock. As there, gates
 * are not asked when a payment header is present, and their headers reach the wire only on a refusal.
 */
export type GateOptions = {
  /** Is what stands behind the shield well? Asked at most once in `cacheMs`. */
  readonly healthy?: () => boolean
  /** Does the handler of this path answer the preflight? Asked at most once in `cacheMs` for each path. */
  readonly reachable?: (path: string) => boolean
  readonly cacheMs?: number
  readonly breaker?: {
    readonly failures: number
    readonly resetMs: number
    readonly scope: 'per-path' | 'global'
    /** How many buyers may try while it is half-open; the others are refused. */
    readonly trials?: number
    /** What Retry-After says; the time that is left when absent. */
    readonly says?: string
  }
  /** Whether the paid work of a path succeeds just now. */
  readonly works?: (path: string) => boolean
  /** So many for each buyer, told apart by `X-Buyer-Id`. */
  readonly freeCalls?: number
  readonly credits?: number
  /** The wallet of a bridge that is advertised beside the terms. */
  readonly bridgeWallet?: string
  /** Answers of gates carry the terms as well: a mistake of the operator. */
  readonly refusesWithTerms?: boolean
  readonly terms: (url: string) => Readonly<Record<string, unknown>>
}

type Breaker = {
  state: 'closed' | 'open' | 'half-open'
  failures: number
  good: number
  tried: number
  at: number
}
type Refusal = {
  readonly headers: Readonly<Record<string, string>>
  readonly plugin: string
  readonly error: string
}

const later = 'Service temporarily unavailable. Please try again later.'

/** Starts such a service on a free loopback port; the caller owes `close`. */
export async function startGates(options: GateOptions) {
  const breakers = new Map<string, Breaker>()
  const cached = new Map<string, { readonly value: boolean; readonly at: number }>()
  const cacheMs = options.cacheMs ?? 10_000
  const wait = (ms: number) => String(Math.max(1, Math.ceil(ms / 1000)))
  const used = new Map<string, number>()
  let credits = options.credits ?? 0

  const look = (key: string, ask: () => boolean): boolean => {
    const known = cached.get(key)
    if (known !== undefined && Date.now() - known.at < cacheMs) return known.value
    const value = ask()
    cached.set(key, { value, at: Date.now() })
    return value
  }
  const breakerOf = (path: string): Breaker => {
    const key = options.breaker?.scope === 'global' ? '*' : path
    const found = breakers.get(key) ?? { state: 'closed', failures: 0, good: 0, tried: 0, at: 0 }
    breakers.set(key, found)
    return found
  }
  /** What a paid handler did moves the breaker. */
  const note = (path: string, good: boolean): void => {
    const one = breakerOf(path)
    one.failures = good ? 0 : one.failures + 1
    one.good = good ? one.good + 1 : 0
    if (one.state === 'half-open' && one.good >= 2) one.state = 'closed'
    const limit = one.state === 'half-open' ? 1 : (options.breaker?.failures ?? Number.POSITIVE_INFINITY)
    if (one.failures < limit) return
    Object.assign(one, { state: 'open', at: Date.now(), good: 0, tried: 0 })
  }
  const circuit = (path: string): Refusal | null => {
    const rules = options.breaker
    if (rules === undefined) return null
    const one = breakerOf(path)
    const left = one.at + rules.resetMs - Date.now()
    if (one.state === 'open' && left <= 0) one.state = 'half-open'
    if (one.state === 'closed') return null
    if (one.state === 'half-open') {
      one.tried += 1
      if (one.tried <= (rules.trials ?? Number.POSITIVE_INFINITY)) return null
    }
    const headers = {
      'X-Circuit-State': one.state,
      'X-Circuit-Failures': String(one.failures),
      'Retry-After': rules.says ?? wait(left),
    }
    return { headers, plugin: 'circuit-breaker', error: later.replace('. ', ' (circuit open). ') }
  }
  const refusal = (path: string): Refusal | null => {
    const retry = { 'Retry-After': wait(cacheMs) }
    const { healthy, reachable } = options
    if (healthy !== undefined && !look('shield', healthy))
      return { headers: { 'X-Shield-Status': 'unhealthy', ...retry }, plugin: 'shield', error: later }
    if (reachable !== undefined && !look(path, () => reachable(path))) {
      const error = 'Endpoint not responding. Please try again later.'
      return { headers: { 'X-Preflight-Status': 'unreachable', ...retry }, plugin: 'preflight', error }
    }
    return circuit(path)
  }
  const skip = (buyer: string): Readonly<Record<string, string>> | null => {
    const [total, before] = [options.freeCalls ?? 0, used.get(buyer) ?? 0]
    if (before < total) {
      used.set(buyer, before + 1)
      return { 'X-Free-Calls-Remaining': String(total - before - 1), 'X-Free-Calls-Total': String(total) }
    }
    if (credits === 0) return null
    credits -= 1
    return { 'X-Refund-Credit': 'applied', 'X-Refund-Credits-Remaining': String(credits) }
  }
  const termsHeader = (path: string) => {
    const bridge = options.bridgeWallet
    const extensions =
      bridge === undefined ? {} : { extensions: { bridge: { info: { payTo: bridge, feeBps: 50 } } } }
    const json = { ...options.terms(`${origin}${path}`), ...extensions }
    return {
      'PAYMENT-REQUIRED': Buffer.from(JSON.stringify(json)).toString('base64'),
      'Cache-Control': 'no-store',
    }
  }
  const answer = ({ url = '', method, headers }: IncomingMessage, response: ServerResponse): void => {
    const path = url.split('?')[0] ?? ''
    const send = (status: number, more: Readonly<Record<string, string>>, json: unknown) =>
      response.writeHead(status, { 'content-type': 'application/json', ...more }).end(JSON.stringify(json))
    if (path === '/health') return void send(options.healthy?.() === false ? 500 : 200, {}, { status: 'ok' })
    if (path === '/ready' || path === '/status.json') return void send(200, {}, { status: 'ok' })
    if (headers['x-preflight'] === 'true') return void send(200, {}, { status: 'ok', preflight: true })
    if (method === 'OPTIONS') return void send(204, {}, null)
    if (headers['payment-signature'] !== undefined) {
      const good = options.works?.(path) ?? true
      note(path, good)
      return void send(good ? 200 : 500, {}, { ok: good })
    }
    const refused = refusal(path)
    if (refused !== null) {
      const extra = options.refusesWithTerms === true ? termsHeader(path) : {}
      return void send(
        503,
        { ...refused.headers, ...extra },
        { error: refused.error, plugin: refused.plugin },
      )
    }
    const skipped = skip(String(headers['x-buyer-id']))
    if (skipped !== null) return void send(200, skipped, { ok: true })
    send(402, termsHeader(path), {})
  }
  const server = createServer(answer)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    url: origin,
    /** A buyer who holds a payment: gates do not stop it, and its fate moves the breaker. */
    pay: async (path: string): Promise<number> =>
      (await fetch(`${origin}${path}`, { headers: { 'payment-signature': 'CANARY' } })).status,
    close: () =>
      new Promise<void>((resolve) => {
        server.closeAllConnections()
        server.close(() => resolve())
      }),
  }
}
