import { alphanumeric, base58, hexDigits, type Random, upper } from '../random.ts'

/** A value that must stay visible: without it the bundle proves nothing. */
export type PublicKind = {
  readonly name: string
  /** The field of a record that holds it; undefined for what never stands in a field of its own. */
  readonly field?: string
  /** How logs call it. */
  readonly labels: readonly string[]
  /** A dense string, which the default would hide. */
  readonly isDense: boolean
  readonly make: (random: Random) => string
}

const hex = (count: number) => (random: Random) => `0x${random.bytes(count).toString('hex')}`
const crockford = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const nanoAlphabet = `${alphanumeric}_-`
const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64')

function uuid(random: Random): string {
  const part = (count: number) => random.text(hexDigits, count)
  return `${part(8)}-${part(4)}-4${part(3)}-a${part(3)}-${part(12)}`
}

const terms = (random: Random) =>
  encode({
    x402Version: 2,
    error: 'payment required',
    resource: { url: 'https://api.example/quote', description: 'a quote', mimeType: 'application/json' },
    accepts: [
      {
        scheme: 'exact',
        network: 'eip155:8453',
        amount: String(random.int(90_000)),
        asset: hex(20)(random),
        payTo: hex(20)(random),
        maxTimeoutSeconds: 60,
        extra: { name: 'USD Coin', version: '2' },
      },
    ],
  })

const receipt = (random: Random) =>
  encode({ success: true, transaction: hex(32)(random), network: 'eip155:8453', payer: hex(20)(random) })

function dense(name: string, field: string, labels: readonly string[], make: PublicKind['make']): PublicKind {
  return { name, field, labels, isDense: true, make }
}

function plain(
  name: string,
  labels: readonly string[],
  make: PublicKind['make'],
  field?: string,
): PublicKind {
  return { name, ...(field === undefined ? {} : { field }), labels, isDense: false, make }
}

const proseLines = [
  'the facilitator answered in time but the receipt was missing',
  'settlement was retried after a timeout of the upstream node',
  'no payment was found for this request in the window',
  'The operator restarted the service because readiness had failed',
  'internationalization and misconfiguration are long words without a secret',
  'authorization is valid but not yet used on chain',
]

/** Ids, hashes and headers: what a payment is found by. */
export const denseKinds: readonly PublicKind[] = [
  dense('tx-hash', 'transaction', ['tx', 'txHash', 'tx_hash', 'transaction', 'transactionHash'], hex(32)),
  dense('block-hash', 'blockHash', ['blockHash', 'block hash', 'block'], hex(32)),
  dense('nonce', 'nonce', ['nonce', 'authorizationNonce'], hex(32)),
  dense('address', 'payTo', ['payTo', 'from', 'payer', 'to', 'asset'], hex(20)),
  dense('request-id-uuid', 'requestId', ['requestId', 'request id', 'x-request-id', 'req_id'], uuid),
  dense(
    'request-id-ulid',
    'requestId',
    ['requestId', 'request_id', 'correlationId'],
    (r) => `01${r.text(crockford, 24)}`,
  ),
  dense('request-id-nanoid', 'requestId', ['requestId', 'request_id', 'x-request-id'], (r) =>
    r.text(nanoAlphabet, 21),
  ),
  dense(
    'traceparent',
    'traceparent',
    ['traceparent'],
    (r) => `00-${r.text(hexDigits, 32)}-${r.text(hexDigits, 16)}-01`,
  ),
  dense('sha256', 'sha256', ['sha256', 'digest', 'etag'], (r) => r.text(hexDigits, 64)),
  dense('commit', 'commit', ['commit', 'git commit', 'revision'], (r) => r.text(hexDigits, 40)),
  dense('topic', 'topic', ['topic', 'topic0'], hex(32)),
  dense('solana-tx', 'transaction', ['tx', 'transaction', 'txSignature'], (r) => base58(r.bytes(64))),
  dense('solana-address', 'payTo', ['payTo', 'payer', 'feePayer'], (r) => base58(r.bytes(32))),
  dense('payment-required', 'payment-required', ['PAYMENT-REQUIRED', 'payment-required'], terms),
  dense(
    'payment-response',
    'payment-response',
    ['PAYMENT-RESPONSE', 'X-PAYMENT-RESPONSE', 'payment-response'],
    receipt,
  ),
  dense('cf-ray', 'cf-ray', ['cf-ray', 'CF-RAY'], (r) => `${r.text(hexDigits, 16)}-FRA`),
]

const between = (random: Random, least: number, most: number) => least + random.int(most - least)

/** What is no dense string, or has a shape that nobody takes for a secret. */
export const plainKinds: readonly PublicKind[] = [
  plain(
    'caip-2',
    ['network', 'chain'],
    (r) => r.pick(['eip155:8453', 'eip155:84532', 'solana:5eykt4UsFv8P8NJdTREpY1vzqKqZKvdp']),
    'network',
  ),
  plain('selector', ['selector', 'method id'], (r) => `0x${r.text(hexDigits, 8)}`, 'selector'),
  plain('amount-atomic', ['amount', 'value'], (r) => String(between(r, 1000, 900_000_000)), 'amount'),
  plain('amount-18-decimals', ['amount', 'value'], (r) => `${between(r, 1, 900)}${'0'.repeat(18)}`, 'amount'),
  plain('amount-decimal', ['price', 'total'], (r) => `${r.int(90)}.${100_000 + r.int(900_000)}`, 'price'),
  plain(
    'time-iso',
    ['at', 'time', 'expires'],
    (r) => new Date(1_763_000_000_000 + r.int(1_000_000_000)).toISOString(),
    'time',
  ),
  plain('time-epoch', ['time', 'ts'], (r) => String(1_763_000_000_000 + r.int(1_000_000_000))),
  plain('block-number', ['block', 'blockNumber'], (r) => String(between(r, 20_000_000, 90_000_000))),
  plain(
    'version',
    ['version', 'sdk'],
    (r) => `${r.int(20)}.${r.int(90)}.${r.int(90)}-rc.${r.int(9)}`,
    'version',
  ),
  plain('package', ['package'], (r) => `@x402/core@2.${r.int(90)}.0`),
  plain('prose', ['msg', 'reason'], (r) => r.pick(proseLines), 'msg'),
  plain(
    'path',
    ['route', 'path'],
    (r) =>
      `/x402/v1/${r.pick(['quotes', 'settlements', 'availability'])}/${r.pick(['europe-west', 'batch-of-twenty'])}`,
    'route',
  ),
  plain(
    'file',
    ['file', 'at'],
    (r) => `/app/node_modules/.pnpm/express@4.${r.int(30)}.0/lib/router/index.js:${r.int(900)}:12`,
  ),
  plain('host', ['host', 'upstream'], (r) => `facilitator-${r.int(9)}.eu-west-1.payments.example`, 'host'),
  plain(
    'url',
    ['url', 'resource'],
    (r) => `https://api.example/x402/v1/quote?size=${r.int(99)}&currency=EUR`,
    'url',
  ),
  plain('explorer-url', ['see', 'explorer'], (r) => `https://basescan.org/tx/${hex(32)(r)}`),
  plain(
    'camel-case',
    ['field', 'check'],
    (r) => r.pick(['maxAmountRequired', 'transferWithAuthorization', 'paymentRequirementsSelector']),
    'check',
  ),
  plain(
    'snake-case',
    ['code', 'reason'],
    (r) => r.pick(['invalid_exact_evm_payload_signature', 'insufficient_funds_for_settlement']),
    'code',
  ),
  plain(
    'error-code',
    ['code', 'error'],
    (r) => r.pick(['ECONNREFUSED', 'UND_ERR_HEADERS_TIMEOUT', 'ORPHANED_PAYMENT']),
    'code',
  ),
  plain(
    'run-id',
    ['runId', 'run'],
    (r) => `20261120T0${r.int(10)}0${r.int(10)}02Z-reconcile-${r.text('abcdefghjkmnpqrstvwxyz23456789', 4)}`,
    'runId',
  ),
  plain('ip-address', ['ip', 'remote_addr'], (r) => `203.0.113.${r.int(255)}:${r.int(60_000)}`),
  plain(
    'user-agent',
    ['agent', 'user_agent'],
    (r) => `Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/14${r.int(9)}.0.0.0`,
  ),
  plain('http-date', ['date', 'last-modified'], (r) =>
    new Date(1_763_000_000_000 + r.int(1_000_000_000)).toUTCString(),
  ),
  plain(
    'pod',
    ['pod', 'instance'],
    (r) => `api-${r.text('bcdfghjklmnpqrstvwxz2456789', 9)}-${r.text('bcdfghjklmnpqrstvwxz2456789', 5)}`,
    'instance',
  ),
  plain('region', ['region', 'zone'], (r) => r.pick(['eu-central-1', 'us-east4-b', 'fra']), 'region'),
  plain('constant', ['level', 'class'], (r) =>
    r.pick([`CHARGED_${upper.slice(0, 3)}`, 'PAID_AND_DELIVERED', 'UNKNOWN']),
  ),
]
