import { isIP } from 'node:net'
import type { HttpRequest } from '../../core/ports.ts'
import { safe } from '../../core/safe.ts'
import { type AddressClass, classifyAddress } from './address.ts'

/** What the operator allows beyond public https. */
export type Allowances = { readonly allowPrivate: boolean; readonly allowHttp: boolean }

/** A URL that passed the guard, and the addresses that it may lead to. */
export type Target = {
  readonly url: URL
  /** Scheme, host and port, as the URL gives them. */
  readonly origin: string
  readonly host: string
  /** Host and port, safe to print. */
  readonly label: string
  /** Without the brackets of an IPv6 address. */
  readonly hostname: string
  readonly port: number
  readonly tls: boolean
  /** Named as this machine itself. */
  readonly loopback: boolean
  readonly trust: HttpRequest['trust']
  /** May this resolved address be connected to? */
  readonly permits: (address: string) => boolean
}

/** Why a request is not sent: one clause in our words and a stable code. */
export type Refusal = { readonly detail: string; readonly code: string }

/** A target, or why it is refused. */
export type TargetOrRefusal =
  | { readonly ok: true; readonly target: Target }
  | ({ readonly ok: false } & Refusal)

function refuse({ code, detail }: Refusal): TargetOrRefusal {
  return { ok: false, code, detail }
}

function urlOf(text: string): URL | undefined {
  try {
    return new URL(text)
  } catch {
    return undefined
  }
}

// Field by field: spreading is several times as slow, and this is done for every request.
function onPlace(url: URL, place: Place): Target {
  const { label, origin, host, hostname, port, tls, loopback, trust, permits } = place
  return { url, label, origin, host, hostname, port, tls, loopback, trust, permits }
}

function isLocalhost(hostname: string): boolean {
  const name = hostname.endsWith('.') ? hostname.slice(0, -1) : hostname
  return name === 'localhost' || name.endsWith('.localhost')
}

function operatorMay({ reach }: AddressClass, named: 'address' | 'localhost' | 'name', anyPrivate: boolean) {
  if (reach === 'public') return true
  if (reach === 'loopback') return named !== 'name' || anyPrivate
  if (reach === 'private') return named === 'address' || anyPrivate
  return reach === 'link-local' && anyPrivate
}

function serverMay({ reach, embedded }: AddressClass): boolean {
  return reach === 'public' && !embedded
}

type Place = Omit<Target, 'url'>

/** What of a target all URLs of one origin share; a refusal where none of them may be asked. */
function placeOf(url: URL, trust: HttpRequest['trust'], allow: Allowances): Place | Refusal {
  const label = safe(url.host, 120)
  if (url.protocol !== 'https:' && url.protocol !== 'http:') {
    return { code: 'URL_SCHEME', detail: `only http and https are asked, not ${safe(url.protocol, 20)}` }
  }
  const tls = url.protocol === 'https:'
  const hostname = url.hostname.startsWith('[') ? url.hostname.slice(1, -1) : url.hostname
  const literal = isIP(hostname) !== 0
  const named = literal ? 'address' : isLocalhost(hostname) ? 'localhost' : 'name'
  const loopback = named === 'localhost' || (literal && classifyAddress(hostname).reach === 'loopback')
  const permits = (address: string) =>
    trust === 'server'
      ? serverMay(classifyAddress(address))
      : operatorMay(classifyAddress(address), named, allow.allowPrivate)
  if ((literal && !permits(hostname)) || (named === 'localhost' && trust === 'server')) {
    return { code: 'ADDRESS_REFUSED', detail: `${label} is not a public address` }
  }
  if (!tls && !allow.allowHttp && !loopback)
    return { code: 'URL_NOT_HTTPS', detail: `${label} is plain http` }
  const port = url.port === '' ? (tls ? 443 : 80) : Number(url.port)
  const { origin, host } = url
  return { label, origin, host, hostname, port, tls, loopback, trust, permits }
}

// More origins than one run asks; where there are more, their places are found again.
const mostPlaces = 100

/**
 * Decides whether a URL may be asked at all, and to which addresses it may lead. Loopback and private
 * addresses are for URLs in which the operator names them literally (or with `allowPrivate`); a URL that
 * came from a server never reaches them. `http:` is for loopback, unless `allowHttp`. What is found of an
 * origin is kept for its other URLs.
 */
export function createTargets(
  allow: Allowances,
): (text: string, trust: HttpRequest['trust']) => TargetOrRefusal {
  const places = new Map<string, Place | Refusal>()
  return (text, trust) => {
    const url = urlOf(text)
    if (url === undefined) return refuse({ code: 'URL_UNUSABLE', detail: 'the URL cannot be read' })
    const key = `${trust} ${url.protocol}//${url.host}`
    const place = places.get(key) ?? placeOf(url, trust, allow)
    if (places.size < mostPlaces) places.set(key, place)
    if ('code' in place && place.code === 'URL_SCHEME') return refuse(place)
    if (url.username !== '' || url.password !== '') {
      const detail = `the URL of ${safe(url.host, 120)} holds a user name or password`
      return refuse({ code: 'URL_WITH_USERINFO', detail })
    }
    return 'code' in place ? refuse(place) : { ok: true, target: onPlace(url, place) }
  }
}

/** As `createTargets`, for a single URL. */
export function checkTarget(text: string, trust: HttpRequest['trust'], allow: Allowances): TargetOrRefusal {
  return createTargets(allow)(text, trust)
}
