import type { Blind } from '../../core/observation.ts'
import { maxHeaderBytes, type Phase } from './wire.ts'

// A Node, OpenSSL or llhttp error code; one character class, bounded, linear.
const codeShape = /^[A-Z][A-Z0-9_]{1,79}$/

const overflowCodes: readonly string[] = ['HPE_HEADER_OVERFLOW', 'UND_ERR_HEADERS_OVERFLOW']
const resetCodes: readonly string[] = [
  'UND_ERR_SOCKET',
  'ERR_STREAM_PREMATURE_CLOSE',
  'EPIPE',
  'HPE_INVALID_EOF_STATE',
]
// zlib's and brotli's own codes; anchored alternatives, linear.
const decoderCode = /^(?:Z_|ERR_BROTLI|ERR__ERROR|ERR_PADDING)/
const malformed = 'HTTP_MALFORMED'
const unknownAuthorityCodes: readonly string[] = [
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
]

/** The code of a foreign error, or of its cause; undefined when there is none that is safe to print. */
export function codeOf(error: unknown): string | undefined {
  const { code, cause, name } = (error ?? {}) as { code?: unknown; cause?: unknown; name?: unknown }
  if (typeof code === 'string' && codeShape.test(code)) return code
  // undici 7.30 looks the parser's code up in the wrong direction and loses it.
  if (name === 'HTTPParserError') return malformed
  return cause === undefined ? undefined : codeOf(cause)
}

/** One word for one cause, whichever transport reported it. */
function causeOf(raw: string | undefined): string | undefined {
  if (raw === undefined) return undefined
  if (overflowCodes.includes(raw)) return 'HEADERS_TOO_LARGE'
  if (resetCodes.includes(raw)) return 'ECONNRESET'
  return raw.startsWith('HPE_') || raw === 'UND_ERR_RES_CONTENT_LENGTH_MISMATCH' ? malformed : raw
}

function tlsDetail(host: string, code: string | undefined): string {
  if (code === 'CERT_HAS_EXPIRED') return `the certificate of ${host} has expired`
  if (code === 'CERT_NOT_YET_VALID') return `the certificate of ${host} is not valid yet`
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID') return `the certificate of ${host} is for another name`
  if (code !== undefined && unknownAuthorityCodes.includes(code)) {
    return `the certificate of ${host} is not from an authority that this machine trusts`
  }
  return `no TLS with ${host}${inBrackets(code)}`
}

function inBrackets(code: string | undefined): string {
  return code === undefined ? '' : ` (${code})`
}

function connectDetail(host: string, code: string | undefined): string {
  return code === 'ECONNREFUSED'
    ? `${host} refused the connection`
    : `no connection to ${host}${inBrackets(code)}`
}

function bodyDetail(host: string, code: string | undefined): string {
  return code !== undefined && decoderCode.test(code)
    ? `the compressed body of ${host} is damaged (${code})`
    : `${host} broke off in the middle of its answer${inBrackets(code)}`
}

function detailOf(phase: Phase, host: string, code: string | undefined): string {
  if (phase === 'dns') {
    return code === 'ENOTFOUND'
      ? `the name ${host} has no address`
      : `the name ${host} was not resolved${inBrackets(code)}`
  }
  if (phase === 'connect') return connectDetail(host, code)
  if (phase === 'tls') return tlsDetail(host, code)
  if (phase === 'body') return bodyDetail(host, code)
  return `${host} closed the connection before it answered${inBrackets(code)}`
}

/** Why an exchange failed, from the phase it was in and the code of the error; never from its message. */
export function explainFailure(error: unknown, phase: Phase, host: string): Blind {
  const raw = codeOf(error)
  const code = causeOf(raw)
  if (code === 'ADDRESS_REFUSED') {
    return { kind: 'refused', detail: `${host} leads to an address that is not public`, code }
  }
  if (code === 'HEADERS_TOO_LARGE') {
    return {
      kind: 'too-large',
      detail: `${host} sent more than ${maxHeaderBytes / 1024} KiB of headers`,
      code,
    }
  }
  if (code === malformed) {
    const parser = raw?.startsWith('HPE_') === true ? ` (${raw})` : ''
    return { kind: phase, detail: `${host} sent something that is not valid HTTP${parser}`, code }
  }
  const detail = detailOf(phase, host, code)
  return code === undefined ? { kind: phase, detail } : { kind: phase, detail, code }
}

const unfinished: Readonly<Record<Phase, (host: string) => string>> = {
  dns: (host) => `the name ${host} was not resolved`,
  connect: (host) => `no connection to ${host}`,
  tls: (host) => `no TLS with ${host}`,
  headers: (host) => `no answer from ${host}`,
  body: (host) => `no end of the answer from ${host}`,
}

/** Why an exchange was stopped at its deadline: what had not happened by then. */
export function explainDeadline(phase: Phase, host: string, timeoutMs: number): Blind {
  const detail = `${unfinished[phase](host)} within ${timeoutMs} ms`
  return { kind: 'deadline', detail, code: `DEADLINE_${phase.toUpperCase()}` }
}
