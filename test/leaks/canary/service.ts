import type { IncomingMessage, ServerResponse } from 'node:http'
import { serve } from '../desk.ts'
import { own } from './canaries.ts'
import { inHeader, textsFrom } from './texts.ts'

type Texts = readonly string[]

/** How a server of the stage behaves. */
export type Weather = 'well' | 'hostile' | 'malformed' | 'hangs' | 'down' | 'tls'

export const routeCount = 12
export const payTo = `0x${'a1'.repeat(20)}`
export const usdc = '0x833589fcd6edb6e08f4c7c32d4f71b54bda02913'

/** The routes of the stage, for `--route`. */
export const routes = Array.from({ length: routeCount }, (_item, at) => `GET /v1/r${at}`)

type Reply = { readonly status: number; readonly body: string; readonly headers?: Record<string, string> }

const json = (value: unknown) => JSON.stringify(value)
const base64 = (value: unknown) => Buffer.from(json(value)).toString('base64')

/** Terms whose free texts are canaries; in a hostile one the fields that are compared are canaries as well. */
function challenge(texts: Texts, from: number, isHostile: boolean) {
  const [error, about, name, version, address, asset, network, url] = textsFrom(texts, from, 8)
  const terms = {
    scheme: 'exact',
    network: isHostile ? network : 'eip155:8453',
    asset: isHostile ? asset : usdc,
    payTo: isHostile ? address : payTo,
    amount: '1000',
    maxTimeoutSeconds: 60,
    description: about,
    extra: isHostile ? { name, version } : { name: 'USD Coin', version: '2', note: name },
  }
  const resource = { url: isHostile ? url : 'https://api.shop.example/', description: about }
  return { x402Version: 2, error, accepts: [terms, { ...terms, payTo }], resource }
}

function demand(texts: Texts, from: number, isHostile: boolean): Reply {
  const terms = challenge(texts, from, isHostile)
  return { status: 402, body: json(terms), headers: { 'payment-required': base64(terms) } }
}

/** What one hostile route says: each kind of refusal comes up, and all texts do. */
function hostile(texts: Texts, at: number): Reply {
  const from = at * 12
  const [first = '', second = ''] = textsFrom(texts, from, 2)
  const kinds: readonly (() => Reply)[] = [
    () => demand(texts, from, true),
    () => ({ status: 500, body: json({ error: first, details: { [second]: first } }) }),
    () => {
      const [door, key] = [own[at % own.length]!.value, own[(at + 7) % own.length]!.value].map(
        encodeURIComponent,
      )
      const location = `https://other.example/${door}?token=${key}`
      return { status: 302, body: '', headers: { location } }
    },
    () => demand(texts, from + 2, true),
    () => ({ status: 503, body: json({ plugin: first, error: second }) }),
    () => ({ status: 502, body: `<html><h1>${first}</h1>\n<p>${second}</p></html>` }),
  ]
  return kinds[at % kinds.length]!()
}

const pages: Readonly<Record<string, (texts: readonly string[]) => unknown>> = {
  '/health': ([note]) => ({ status: 'ok', note }),
  '/ready': ([status, name = '', reason]) => ({ status, dependencies: { [name]: reason, database: reason } }),
  '/status': ([network, mode, id]) => ({ network, billing_mode: mode, version: id }),
  '/.well-known': ([resource]) => ({ x402Version: 1, resources: [resource] }),
  '/openapi': ([title, path = '', about]) => ({
    openapi: '3.1.0',
    info: { title, version: '1' },
    paths: { [`/${path}`]: { get: { summary: about } } },
  }),
  '/facilitator/supported': ([scheme, network, name = '']) => ({
    kinds: [
      { x402Version: 2, scheme: 'exact', network: 'eip155:8453' },
      { x402Version: 2, scheme, network },
    ],
    extensions: [name, scheme],
    signers: { 'eip155:*': [payTo, network], [name]: [scheme] },
  }),
  '/facilitator/verify': ([invalidReason, payer]) => ({ isValid: false, invalidReason, payer }),
  '/facilitator/ready': ([name, status]) => ({ status: 'ready', checks: [{ name, status }] }),
  '/admin/metrics': ([name = '', value]) => ({ paidX402Calls: 3, [name]: value }),
}

function replyTo(texts: Texts, url: string, weather: Weather, turn: number): Reply {
  const route = /^\/v1\/r(\d{1,3})/.exec(url)
  if (route !== null)
    return weather === 'well' ? demand(texts, Number(route[1]) * 12, false) : hostile(texts, Number(route[1]))
  const found = Object.entries(pages).find(([path]) => url.startsWith(path))
  const [text = ''] = textsFrom(texts, turn, 1)
  if (found === undefined) return { status: 404, body: text }
  const status = weather === 'well' || turn % 2 === 0 ? 200 : 503
  return { status, body: json(found[1](textsFrom(texts, turn * 3, 3))) }
}

function headersOf(texts: Texts, turn: number): Record<string, string> {
  const [id = '', status = '', realm = '', cookie = '', server = ''] = textsFrom(texts, turn * 5, 5).map(
    inHeader,
  )
  return {
    'x-request-id': id,
    'x-shield-status': status,
    'www-authenticate': `Bearer realm="${realm}"`,
    'set-cookie': `sid=${cookie}; Path=/`,
    server,
    'access-control-allow-origin': `https://${realm}`,
  }
}

/** The paid service of the stage, whose every answer is full of canaries. Owes `close`. */
export async function startService(weather: Weather, texts: Texts) {
  let turn = 0
  const answer = (request: IncomingMessage, response: ServerResponse) => {
    if (weather === 'hangs') return
    turn += 1
    const { status, body, headers } = replyTo(texts, request.url ?? '', weather, turn)
    response.writeHead(status, { ...headersOf(texts, turn), 'content-type': 'application/json', ...headers })
    // A body that breaks off, and one that comes in two pieces.
    if (weather === 'malformed')
      return response.end(`{${texts[turn % texts.length]} ${body.slice(0, body.length - 3)}`)
    const half = Math.max(0, body.indexOf('CANARY') + 9)
    response.write(body.slice(0, half))
    setImmediate(() => response.end(body.slice(half)))
  }
  const server = await serve(answer)
  if (weather === 'down') await server.close()
  const url = weather === 'tls' ? server.url.replace('http:', 'https:') : server.url
  return { url, close: weather === 'down' ? async () => {} : server.close }
}
