import type { RedactionRule } from './rule.ts'

const key = '[redacted:url-key]'

// `://user:password@`: everything up to the last @ of the authority. Bounded at 400 characters.
const userinfo = /(:\/\/)[^\s/?#"'<>\\[\]]{1,400}@/g

// A web URL up to the characters that end one in text. A fixed start, then one class: linear.
const webUrl = /((?:https?|wss?):\/\/)([^\s"'<>\\]+)/gi

// Hosts of RPC providers and gateways, which carry their key in the path.
const rpcHost =
  /alchemy|infura|quiknode|quicknode|ankr|chainstack|blastapi|drpc|nodereal|getblock|tenderly|nodies|dwellir|blockpi|(?:^|[.-])rpc(?:[.-]|$)|hooks\.slack|discord|telegram|webhook/i

// Names of query parameters that carry a key; also used without a URL around them.
const keyQuery =
  /([?&;](?:api[-_]?key|apikey|key|dkey|token|access[-_]?token|auth|secret|client[-_]?secret|password|pwd|jwt|sig|signature)=)([^\s&#"'<>\\[\]]{4,})/gi

const address = /^0x[0-9a-f]{40}$/i
const publicHex = /^0x(?:[0-9a-f]{40}|[0-9a-f]{64})$/i
const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i
const withDigit = /^(?=.*\d)[A-Za-z0-9._~:=%+-]+$/
const mixedCase = /^(?=.*[a-z])(?=.*[A-Z])[A-Za-z_-]{20,}$/

/** Letters alone are a key only when they are long and mix cases; words with hyphens are not. */
function isOpaque(segment: string, least: number): boolean {
  if (publicHex.test(segment) || segment.length < least) return false
  return withDigit.test(segment) || mixedCase.test(segment)
}

function maskSegment(segment: string, least: number): string {
  // Punctuation of the sentence around the URL is no part of it.
  const core = segment.replace(/[).,;:!?\]}]{1,5}$/, '')
  return isOpaque(core, least) ? key + segment.slice(core.length) : segment
}

function maskPath(rest: string, end: RegExp): string {
  const queryAt = rest.search(end)
  const path = queryAt < 0 ? rest : rest.slice(0, queryAt)
  const [host = '', ...segments] = path.split('/')
  const isRpc = rpcHost.test(host)
  const shown = segments.map((segment, index) => {
    const versioned = /^v[23]$/.test(segments[index - 1] ?? '') && !uuid.test(segment)
    return isRpc || versioned ? maskSegment(segment, isRpc ? 16 : 20) : segment
  })
  return [host, ...shown].join('/') + (queryAt < 0 ? '' : rest.slice(queryAt))
}

// Where a URL begins inside of another, as in `?to=https://..`. A fixed start: linear.
const innerUrl = /(?=(?:https?|wss?):\/\/)/i

/** What stands behind the scheme of a URL, its keys masked, and those of the URLs inside of it. */
function maskUrl(rest: string): string {
  return rest
    .split(innerUrl)
    .map((part, index) => {
      if (index === 0) return maskPath(part, /[?#]/)
      const from = part.indexOf('://') + 3
      // There an ampersand goes on with the parameters of the outer one.
      return part.slice(0, from) + maskPath(part.slice(from), /[?#&]/)
    })
    .join('')
}

function apply(text: string): string {
  const anonymous = text.includes('@') ? text.replace(userinfo, '$1[redacted:userinfo]@') : text
  const shown = anonymous.replace(
    webUrl,
    (_whole, scheme: string, rest: string) => `${scheme}${maskUrl(rest)}`,
  )
  if (!shown.includes('=')) return shown
  return shown.replace(keyQuery, (whole, name: string, value: string) =>
    address.test(value) ? whole : `${name}${key}`,
  )
}

/** Keys and passwords in URLs; scheme, host and the public part of the path stay. */
export const urlCredentials: RedactionRule = {
  name: 'url-credentials',
  mustHide: [
    'postgres://books:CANARY@127.0.0.1:5432/pay',
    'https://base-mainnet.g.alchemy.com/v2/CANARY-abcdef0123456789',
    'wss://mainnet.infura.io/ws/v3/CANARY0123456789abcdef0123456789',
    'https://rpc.ankr.com/base/CANARY0123456789abcdef0123456789abcdef0123456789abcdef012345678',
    'https://some-name.base-mainnet.quiknode.pro/CANARY0123456789abcdef/',
    'https://lb.drpc.org/ogrpc?network=base&dkey=CANARYabcdef',
    '(see https://api.example/v2/CANARY0123456789abcdef).',
    'GET /free/quote?api_key=CANARY&x=1',
    'https://hooks.slack.com/services/T000/B000/CANARYcanaryCANARYcanary0',
    'https://api.example/go?to=https://base-mainnet.g.alchemy.com/v2/CANARY-abcdef0123456789&x=1',
    'https://api.example/proxy/https://base-mainnet.g.alchemy.com/v2/CANARY-abcdef0123456789',
  ],
  mustKeep: [
    'https://api.example/x402/v1/quote?size=10',
    'https://api.example/v2/quote',
    'https://mainnet.base.org',
    'https://basescan.org/tx/0x17715dd48e72972cf65d8bfc44d7881c1d6b08548ad63130fce9787503198792',
    'https://basescan.org/token/0x833589fcd6edb6e08f4c7c32d4f71b54bda02913?a=1',
    'https://basescan.org/token?token=0x833589fcd6edb6e08f4c7c32d4f71b54bda02913',
    'https://rpc.example/***',
    'http://127.0.0.1:4021/v2/0f8fad5b-d9cb-469f-a165-70867728950e',
    'http://127.0.0.1:4021/v2/quote/0f8fad5b-d9cb-469f-a165-70867728950e',
  ],
  apply,
  // The end of a scheme, or of the name of a parameter.
  mayMatch: (text) => text.includes('://') || text.includes('='),
}
