import { randomBytes } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Fate } from './facilitator-wallet.ts'
import { answerUnder, type FaultName, fateUnder } from './fault-names.ts'
import { listen, type Served } from './listen.ts'

/** One call that passed the fault layer, as it came in. */
export type FacilitatorCall = {
  readonly path: string
  readonly nonce: string | null
  readonly fault: FaultName | null
}

/** The layer between the servers and the facilitator. Without orders it passes everything on. */
export type Faults = {
  readonly url: () => string
  /** The next `count` payments that reach `/settle` meet this fault, each in every retry. */
  readonly next: (fault: FaultName, count?: number) => void
  /** The payment with this nonce meets this fault. */
  readonly forNonce: (nonce: string, fault: FaultName) => void
  readonly fateOf: (nonce: string) => Fate
  /** Lets the transaction of this payment reach the chain, if a fault holds it back. */
  readonly release: (nonce: string) => void
  readonly calls: readonly FacilitatorCall[]
  /** Nobody listens any more; `up` listens on the same port again. */
  readonly down: () => Promise<void>
  readonly up: () => Promise<void>
  /** Releases everything and resolves when what goes on behind the server's back is done. */
  readonly idle: () => Promise<void>
  readonly close: () => Promise<void>
}

type Body = {
  readonly paymentPayload?: { readonly payload?: { readonly authorization?: Record<string, string> } }
  readonly paymentRequirements?: { readonly network?: string }
}

type Gate = { readonly opened: Promise<void>; readonly open: () => void }

function newGate(): Gate {
  let open = () => {}
  const opened = new Promise<void>((resolve) => {
    open = resolve
  })
  return { opened, open }
}

function claimSuccess(text: string): string {
  const { errorReason: _hidden, ...answer } = JSON.parse(text) as Record<string, unknown>
  return JSON.stringify({ ...answer, success: true })
}

async function readBody(req: IncomingMessage): Promise<string> {
  let text = ''
  for await (const chunk of req) text += String(chunk)
  return text
}

/** Starts the fault layer; `facilitatorUrl` is asked for at each call, because the facilitator starts later. */
export async function startFaults(options: { facilitatorUrl: () => string }): Promise<Faults> {
  const { facilitatorUrl } = options
  const queue: FaultName[] = []
  const byNonce = new Map<string, FaultName>()
  const calls: FacilitatorCall[] = []
  const gates = new Map<string, Gate>()
  const background = new Set<Promise<unknown>>()

  const behind = (work: Promise<unknown>): void => {
    background.add(work)
    void work.catch(() => undefined).finally(() => background.delete(work))
  }
  const gateOf = (nonce: string): Gate => {
    const gate = gates.get(nonce) ?? newGate()
    gates.set(nonce, gate)
    return gate
  }

  const forward = (path: string, method: string, body: string) =>
    fetch(`${facilitatorUrl()}${path}`, {
      method,
      headers: { 'content-type': 'application/json' },
      ...(method === 'POST' ? { body } : {}),
    })

  async function pass(
    req: IncomingMessage,
    res: ServerResponse,
    body: string,
    fault?: FaultName,
  ): Promise<void> {
    const answer = await forward(req.url ?? '/', req.method ?? 'GET', body)
    const text = await answer.text()
    const asError = fault === 'settlement-pending-500' && text.includes('"success":false')
    res.writeHead(asError ? 500 : answer.status, {
      'content-type': answer.headers.get('content-type') ?? 'application/json',
    })
    res.end(fault === 'revert-claimed-success' ? claimSuccess(text) : text)
  }

  function faultFor(nonce: string): FaultName | undefined {
    const known = byNonce.get(nonce)
    if (known !== undefined) return known
    const fault = queue.shift()
    if (fault !== undefined) byNonce.set(nonce, fault)
    return fault
  }

  async function settle(req: IncomingMessage, res: ServerResponse, body: string): Promise<void> {
    const parsed = JSON.parse(body) as Body
    const authorization = parsed.paymentPayload?.payload?.authorization ?? {}
    const nonce = (authorization.nonce ?? '').toLowerCase()
    const fault = faultFor(nonce)
    const again = calls.some((call) => call.nonce === nonce)
    if (again && fault === 'settlement-pending-once') gateOf(nonce).open()
    calls.push({ path: '/settle', nonce, fault: fault ?? null })
    if (fault === undefined) return pass(req, res, body)
    const who = { network: parsed.paymentRequirements?.network ?? '', payer: authorization.from ?? '' }
    const answer = answerUnder(fault, who, `0x${randomBytes(32).toString('hex')}`)
    if (answer !== undefined) {
      res.writeHead(answer.status, { 'content-type': answer.type }).end(answer.body)
      if (fault === 'timeout-then-confirm') {
        behind(gateOf(nonce).opened.then(() => forward('/settle', 'POST', body)))
      }
      return
    }
    if (fault === 'hang') return
    if (fault === 'hang-then-confirm') return behind(forward('/settle', 'POST', body))
    if (fault === 'reset' || fault === 'down') {
      req.socket.destroy()
      return
    }
    return pass(req, res, body, fault)
  }

  async function handle(req: IncomingMessage, res: ServerResponse): Promise<void> {
    const body = await readBody(req)
    if (req.url === '/settle') return settle(req, res, body)
    calls.push({ path: req.url ?? '', nonce: null, fault: null })
    return pass(req, res, body)
  }

  const start = (port: number): Promise<Served> =>
    listen((req, res) => {
      void handle(req, res).catch(() => req.socket.destroy())
    }, port)
  let served = await start(0)
  const { url } = served

  return {
    url: () => url,
    next: (fault, count = 1) => {
      for (let i = 0; i < count; i += 1) queue.push(fault)
    },
    forNonce: (nonce, fault) => {
      byNonce.set(nonce.toLowerCase(), fault)
    },
    fateOf: (nonce) => fateUnder(byNonce.get(nonce), gateOf(nonce).opened),
    release: (nonce) => gateOf(nonce.toLowerCase()).open(),
    calls,
    down: () => served.close(),
    up: async () => {
      served = await start(Number(new URL(url).port))
    },
    idle: async () => {
      for (const gate of gates.values()) gate.open()
      while (background.size > 0) await Promise.allSettled(background)
    },
    close: () => served.close(),
  }
}
