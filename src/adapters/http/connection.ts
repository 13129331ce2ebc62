import { connect, isIP, type LookupFunction, type Socket } from 'node:net'
import type { TLSSocket } from 'node:tls'
import type { Clock } from '../../core/ports.ts'
import { onStop, type Stop } from './stop.ts'
import type { Target } from './target.ts'
import type { Open, Trace } from './wire.ts'

/** One resolved address. */
export type Address = { readonly address: string; readonly family: number }

/** Finds the addresses of a name; rejects with a Node DNS error. */
export type Resolve = (hostname: string) => Promise<readonly Address[]>

/** What connections need: time, names, and extra trust anchors (PEM) beside the built-in ones. */
export type ConnectionOptions = {
  readonly clock: Clock
  readonly resolve?: Resolve
  readonly extraCa?: string
}

/** A broken IPv6 path must not eat the deadline while IPv4 works; Node's 250 ms cuts off slow links. */
const nextAddressAfterMs = 500

function coded(code: string): Error {
  return Object.assign(new Error(code), { code })
}

function rejectOnStop(stop: Stop): {
  readonly aborted: Promise<never>
  readonly forget: () => void
} {
  let forget = () => {}
  const aborted = new Promise<never>((_resolve, reject) => {
    if (stop.isStopped) reject(coded('ABORTED'))
    else forget = onStop(stop, () => reject(coded('ABORTED')))
  })
  aborted.catch(() => {})
  return { aborted, forget }
}

/** Resolves when the socket says so; destroys it when it is told to stop or fails first. */
async function until(socket: Socket, event: 'connect' | 'secureConnect', stop: Stop) {
  const { aborted, forget } = rejectOnStop(stop)
  const ready = new Promise<void>((resolve, reject) => {
    socket.once(event, () => resolve())
    socket.once('error', reject)
    socket.once('close', () => reject(coded('ECONNRESET')))
  })
  try {
    await Promise.race([ready, aborted])
  } catch (error) {
    // A socket destroyed in the middle of a handshake may still report an error nobody waits for.
    socket.on('error', () => {})
    socket.destroy()
    throw error
  } finally {
    forget()
  }
}

async function addressesOf(target: Target, resolve: Resolve, stop: Stop) {
  const family = isIP(target.hostname)
  if (family !== 0) return [{ address: target.hostname, family }]
  const { aborted, forget } = rejectOnStop(stop)
  try {
    const found = await Promise.race([resolve(target.hostname), aborted])
    if (found.length === 0) throw coded('ENOTFOUND')
    // One address out of bounds refuses the name: a mixture is what a rebinding attack looks like.
    if (found.some(({ address }) => !target.permits(address))) throw coded('ADDRESS_REFUSED')
    return found
  } finally {
    forget()
  }
}

/** Answers from the list that was checked, so that no second look-up can lead elsewhere. */
function pinned(addresses: readonly Address[]): LookupFunction {
  return (_hostname, options, done) => {
    const [first] = addresses
    if (options.all === true) done(null, [...addresses])
    else done(null, first?.address ?? '', first?.family)
  }
}

function validUntil(socket: TLSSocket): string | null {
  const { valid_to: text } = socket.getPeerCertificate()
  const at = typeof text === 'string' ? new Date(text) : new Date(Number.NaN)
  return Number.isNaN(at.getTime()) ? null : at.toISOString()
}

// Loaded when they are needed: a run against one plain address pays for neither names nor certificates.
async function systemNames(hostname: string): Promise<readonly Address[]> {
  const { lookup } = await import('node:dns/promises')
  return lookup(hostname, { all: true, order: 'verbatim' })
}

type Tls = typeof import('node:tls')

function encrypt(tls: Tls, socket: Socket, { hostname }: Target, extraCa: string | undefined): TLSSocket {
  return tls.connect({
    socket,
    host: hostname,
    // Names are sent (SNI) and checked; addresses are only checked: RFC 6066 section 3 forbids them in SNI.
    servername: isIP(hostname) === 0 ? hostname : '',
    ALPNProtocols: ['http/1.1'],
    rejectUnauthorized: true,
    ...(extraCa === undefined ? {} : { ca: [...tls.rootCertificates, extraCa] }),
  })
}

async function timed(clock: Clock, trace: Trace, part: 'dnsMs' | 'connectMs' | 'tlsMs', work: Promise<void>) {
  const begin = clock.monotonicMs()
  await work
  trace[part] = clock.monotonicMs() - begin
}

/**
 * Opens guarded connections: every resolved address is checked before the first packet, the checked list
 * is the one connected to, and the certificate is checked against the name in the URL.
 */
export function createOpen({ clock, resolve, extraCa }: ConnectionOptions): Open {
  const find = resolve ?? systemNames
  return async (target, trace, stop, landing) => {
    trace.phase = 'dns'
    const begin = clock.monotonicMs()
    const addresses = await addressesOf(target, find, stop)
    if (isIP(target.hostname) === 0) trace.dnsMs = clock.monotonicMs() - begin
    // Before there is a socket, so that nothing happens to it while nobody listens.
    const tls = target.tls ? await import('node:tls') : undefined
    trace.phase = 'connect'
    const socket = connect({
      host: target.hostname,
      port: target.port,
      lookup: pinned(addresses),
      autoSelectFamily: true,
      autoSelectFamilyAttemptTimeout: nextAddressAfterMs,
      noDelay: true,
      // Of TLS it would be the encrypted bytes that land there.
      ...(landing === undefined || target.tls ? {} : { onread: landing }),
    })
    await timed(clock, trace, 'connectMs', until(socket, 'connect', stop))
    if (tls === undefined) return socket
    trace.phase = 'tls'
    const encrypted = encrypt(tls, socket, target, extraCa)
    await timed(clock, trace, 'tlsMs', until(encrypted, 'secureConnect', stop))
    trace.tlsValidUntil = validUntil(encrypted)
    return encrypted
  }
}
