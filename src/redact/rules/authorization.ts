import { maskBehind } from './mask-behind.ts'
import type { RedactionRule } from './rule.ts'

const mask = '[redacted:credential]'

// `Bearer x`, `Basic x` anywhere. A fixed word, then one class: linear.
const schemed = /\b(bearer|basic)(\s{1,4})([A-Za-z0-9._~+/=-]{8,})/gi

// The value of an Authorization header, with or without a scheme, of a cookie or of an API key header. The
// value may not begin with `{` or `[`: in x402 `"authorization":{..}` is public data. Bounded, then one class.
const header =
  /((?<![a-z])(?:(?:proxy-)?authorization|x-(?:api|access|auth)-(?:key|token)|x-amz-security-token)[\\"']{0,4}\s{0,4}[:=]\s{0,4}[\\"']{0,4})(?:([A-Za-z]{3,20})(\s{1,4}))?([A-Za-z0-9._~+/=:-]{6,})/gi
const cookie =
  /((?<![a-z])(?:set-)?cookie[\\"']{0,4}\s{0,4}[:=]\s{0,4}[\\"']{0,4})([^\s"'\\=;,]{1,100}=[^"'\\\r\n]+)/gi

// A JSON web token (RFC 7519): three base64url parts, the first two JSON objects. The lookbehind lets only
// the start of a run match.
const jwt = /(?<![A-Za-z0-9_.-])eyJ[A-Za-z0-9_-]{8,}\.eyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{16,}/g

// Each of the above holds one of these words. Fixed words: linear.
const begins = /authorization|x-a|cookie|bearer|basic|eyJ/i

// A word of prose: letters only, perhaps with the punctuation that follows it.
const prose = /^[A-Za-z]?[a-z]{0,18}[.,:;-]?$/

const httpScheme = /^(?:basic|bearer|token|apikey)$/i

/** What stands behind the name of a header, without its credential; undefined where it is a sentence. */
function shownValue(scheme: string, gap: string, value: string): string | undefined {
  const isScheme = scheme.length < 6 || prose.test(scheme) || httpScheme.test(scheme)
  // What is no scheme may be the credential itself.
  const first = isScheme ? scheme : mask
  if (!prose.test(value) || httpScheme.test(scheme)) return `${first}${gap}${mask}`
  return isScheme ? undefined : `${first}${gap}${value}`
}

function apply(text: string): string {
  return text
    .replace(header, (whole, name: string, scheme = '', gap = '', value: string) => {
      const shown = shownValue(scheme, gap, value)
      return shown === undefined ? whole : maskBehind(name, shown)
    })
    .replace(cookie, (_whole, name: string) => maskBehind(name, mask))
    .replace(schemed, (whole, scheme: string, gap: string, value: string) =>
      prose.test(value) ? whole : `${scheme}${gap}${mask}`,
    )
    .replace(jwt, mask)
}

/** Credentials of HTTP: bearer and basic authorization, API key headers, cookies, web tokens. */
export const authorization: RedactionRule = {
  name: 'authorization',
  mustHide: [
    'Authorization: Bearer CANARY.token-1234567890',
    'authorization: Basic Q0FOQVJZOmNhbmFyeQ==',
    '{"authorization":"CANARY0123456789"}',
    '{"Authorization": "Token CANARY0123456789"}',
    'sent bearer CANARYabcdef0123456789 to the facilitator',
    'authorization: CANARYsecret refused',
    'X-API-Key: CANARY-0123456789',
    'X-Auth-Token: CANARY0123456789',
    'set-cookie: session=CANARY0123; Path=/',
    'http_cookie="session=CANARY0123"',
    'jwt eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOiJDQU5BUlkifQ.Q0FOQVJZQ0FOQVJZQ0FOQVJZ',
  ],
  mustKeep: [
    '"authorization":{"from":"0x1111111111111111111111111111111111111111","value":"1000"}',
    'basic authentication is not configured',
    'Bearer authentication failed',
    'no authorization: missing',
    'authorization: expired before settlement',
    'the authorization was cancelled on chain',
    'cookie: none',
  ],
  apply,
  mayMatch: (text) => begins.test(text),
}
