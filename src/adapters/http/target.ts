import { isIP } from 'node:net'
import type { HttpRequest } from '../../core/ports.ts'
import { safe } from '../../core/safe.ts'
import { type AddressClass, classifyAddress } from './address.ts'

/** What the operator allows beyond public https. */
export type Allowances = { readonly allowPrivate: boolean; readonly allowHttp: boolean }

/** A URL that passed the guard, and the addresses that it may lead to. */
export type Target = {
  readonly url: URL
  /** Host and port as the URL gives them, safe to print. */
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

function refuse(code: string, detail: string): TargetOrRefusal {
  return { ok: false, code, detail }
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

/**
 * Decides whether a URL may be asked at all, and to which addresses it may lead. Loopback and private
 * addresses are for URLs in which the operator names them literally (or with `allowPrivate`); a URL that
 * came from a server never reaches them. `http:` is for loopback, unless `allowHttp`.
 */
export function checkTarget(text: string, trust: HttpRequest['trust'], allow: Allowances): TargetOrRefusal {
  if (!URL.canParse(text)) return refuse('URL_UNUSABLE', 'the URL cannot be read')
  const url = new URL(text)
  const label = safe(url.host, 120)
  if (url.protocol !== 'https:' && url.protocol !== 'http:') {
    return refuse('URL_SCHEME', `only http and https are asked, not ${safe(url.protocol, 20)}`)
  }
  if (url.username !== '' || url.password !== '') {
    return refuse('URL_WITH_USERINFO', `the URL of ${label} holds a user name or password`)
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
    return refuse('ADDRESS_REFUSED', `${label} is not a public address`)
  }
  if (!tls && !allow.allowHttp && !loopback) return refuse('URL_NOT_HTTPS', `${label} is plain http`)
  const port = url.port === '' ? (tls ? 443 : 80) : Number(url.port)
  return { ok: true, target: { url, label, hostname, port, tls, loopback, trust, permits } }
}
