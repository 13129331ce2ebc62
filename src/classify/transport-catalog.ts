import { type Rule, ruleOf } from './classes.ts'

const repeated = { breaker: 'repeated', owner: 'unknown' } as const
const broken = ruleOf('transient', 'The connection broke while it was used.', repeated)
const slow = ruleOf(
  'transient',
  'The other side did not answer in time; a time-out does not count for a breaker.',
  {
    breaker: 'no',
  },
)
const notReached = ruleOf('infrastructure', 'The other side could not be reached; nothing was sent.', {
  owner: 'unknown',
})
const certificate = ruleOf('infrastructure', 'The certificate of the other side was refused.', {
  owner: 'unknown',
})

/** What a broken connection means; `sent` = the request may have arrived before it broke. */
export type TransportRule = { readonly rule: Rule; readonly sent: boolean }

/** Codes of sockets, DNS, TLS and HTTP clients. */
export const transportCodes: ReadonlyMap<string, TransportRule> = new Map<string, TransportRule>([
  ...['ECONNRESET', 'EPIPE', 'UND_ERR_SOCKET', 'ECONNABORTED', 'ERR_STREAM_PREMATURE_CLOSE'].map(
    (code) => [code, { rule: broken, sent: true }] as const,
  ),
  ...[
    ...['ETIMEDOUT', 'ESOCKETTIMEDOUT', 'UND_ERR_HEADERS_TIMEOUT', 'UND_ERR_BODY_TIMEOUT', 'ABORT_ERR'],
    ...['UND_ERR_ABORTED', 'ERR_CANCELED'],
  ].map((code) => [code, { rule: slow, sent: true }] as const),
  ...['UND_ERR_CONNECT_TIMEOUT', 'EAI_AGAIN'].map((code) => [code, { rule: slow, sent: false }] as const),
  ...['ECONNREFUSED', 'ENOTFOUND', 'EHOSTUNREACH', 'ENETUNREACH', 'EHOSTDOWN', 'ENETDOWN'].map(
    (code) => [code, { rule: notReached, sent: false }] as const,
  ),
  ...[
    ...['CERT_HAS_EXPIRED', 'DEPTH_ZERO_SELF_SIGNED_CERT', 'SELF_SIGNED_CERT_IN_CHAIN'],
    ...['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'ERR_TLS_CERT_ALTNAME_INVALID', 'EPROTO'],
  ].map((code) => [code, { rule: certificate, sent: false }] as const),
])
