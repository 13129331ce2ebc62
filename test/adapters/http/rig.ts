import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type RequestListener, type Server } from 'node:http'
import { type AddressInfo, createServer as createTcp, type Socket, type Server as TcpServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { systemClock } from '../../../src/adapters/clock.ts'
import { createHttp, type HttpOptions } from '../../../src/adapters/http/http.ts'
import type { Blind, Observation } from '../../../src/core/observation.ts'
import type { Http, HttpAnswer, HttpRequest } from '../../../src/core/ports.ts'

/** Something that listens on loopback and is closed after the test, with every connection. */
export type Listening = { readonly url: string; readonly port: number; readonly close: () => Promise<void> }

async function listen(server: Server | TcpServer): Promise<Listening> {
  const sockets = new Set<Socket>()
  server.on('connection', (socket: Socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
    socket.on('error', () => {})
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const close = () =>
    new Promise<void>((resolve) => {
      for (const socket of sockets) socket.destroy()
      server.close(() => resolve())
    })
  return { url: `http://127.0.0.1:${port}`, port, close }
}

export function httpServer(listener: RequestListener): Promise<Listening> {
  return listen(createServer(listener))
}

/** A peer that speaks raw bytes; `script` runs when the first bytes of a request have come. */
export function rawServer(script: (socket: Socket) => void): Promise<Listening> {
  return listen(createTcp((socket) => socket.once('data', () => script(socket))))
}

/** Accepts and never says a word. */
export function silentServer(): Promise<Listening> {
  return listen(createTcp(() => {}))
}

export function listening(server: Server | TcpServer): Promise<Listening> {
  return listen(server)
}

/** A server that is closed when the test ends. */
export async function up(server: Promise<Listening>): Promise<Listening> {
  const started = await server
  onTestFinished(started.close)
  return started
}

/** A loopback port on which nothing listens. */
export async function deadPort(): Promise<number> {
  const { port, close } = await silentServer()
  await close()
  return port
}

export type Pem = { readonly key: string; readonly cert: string }

const caConfig = (folder: string, names: string) => `
[ca]
default_ca = it
[it]
database = ${folder}/index.txt
serial = ${folder}/serial
new_certs_dir = ${folder}
default_md = sha256
policy = any
x509_extensions = extensions
[any]
commonName = supplied
[extensions]
subjectAltName = ${names}
basicConstraints = CA:TRUE
`

const certDate = (days: number) =>
  `${new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 19).replace(/\D/g, '')}Z`

/** A self-signed certificate made on the spot, valid until `days` from now; negative days have passed. */
export function selfSigned(days: number, names: string): Pem {
  const folder = mkdtempSync(join(tmpdir(), 'x402ops-CANARY-cert-'))
  const at = (name: string) => join(folder, name)
  const openssl = (args: string) => execFileSync('openssl', args.split(' '), { stdio: 'ignore' })
  try {
    // `openssl ca` is the one command that makes an expired certificate in every version of OpenSSL 3.
    writeFileSync(at('ca.cnf'), caConfig(folder, names))
    writeFileSync(at('index.txt'), '')
    writeFileSync(at('serial'), '01')
    const key = `-newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -keyout ${at('key.pem')}`
    openssl(`req -new ${key} -subj /CN=CANARY -out ${at('request.pem')}`)
    const dates = `-startdate ${certDate(-30)} -enddate ${certDate(days)}`
    const files = `-keyfile ${at('key.pem')} -in ${at('request.pem')} -out ${at('cert.pem')}`
    openssl(`ca -batch -selfsign -notext -config ${at('ca.cnf')} ${dates} ${files}`)
    return { key: readFileSync(at('key.pem'), 'utf8'), cert: readFileSync(at('cert.pem'), 'utf8') }
  } finally {
    rmSync(folder, { recursive: true })
  }
}

export const generous = { concurrency: 50, ratePerSecond: 1000, burst: 1000 } as const

/** The transports; `at once` is that of bodies that are wanted as bytes. */
export const transports = ['node', 'undici', 'at once'] as const

export function makeHttp(transport: (typeof transports)[number], over: Partial<HttpOptions> = {}): Http {
  const http = createHttp({
    transport: transport === 'node' ? 'node' : 'undici',
    clock: systemClock,
    userAgent: 'x402ops/test (+unpaid-probe)',
    limits: generous,
    allowPrivate: false,
    allowHttp: false,
    ...over,
  })
  if (transport !== 'at once') return http
  const send: Http['send'] = (request, signal) =>
    http.sendForBytes!(request, signal, (answer) => ({
      ...answer,
      body: Buffer.from(answer.body).toString('utf8'),
    }))
  return { ...http, send }
}

export function ask(url: string, over: Partial<HttpRequest> = {}): HttpRequest {
  return { method: 'GET', url, timeoutMs: 3000, maxBodyBytes: 65_536, trust: 'operator', ...over }
}

export const never = new AbortController().signal

export function answerOf(observation: Observation<HttpAnswer>): HttpAnswer {
  if (!observation.seen) throw new Error(`not seen: ${JSON.stringify(observation.why)}`)
  return observation.value
}

export function blindOf(observation: Observation<HttpAnswer>): Blind {
  if (observation.seen) throw new Error(`seen: ${observation.value.status}`)
  return observation.why
}
