import { gzipSync } from 'node:zlib'
import { privateKeyToAddress } from 'viem/accounts'
import { fromDotEnv, own, strangers } from './canaries.ts'
import { encodings } from './encodings.ts'
import { payTo, routes } from './service.ts'

const json = (value: unknown) => JSON.stringify(value)

const row = (at: number, more: Readonly<Record<string, unknown>>) => ({
  network: 'base',
  asset: 'usdc',
  payTo,
  amountAtomic: '1000',
  payer: `0x${'b2'.repeat(20)}`,
  nonce: `0x${at.toString(16).padStart(4, '0')}${'07'.repeat(30)}`,
  requestId: `req-${at}`,
  state: at % 2 === 0 ? 'settled' : 'failed',
  responseStatus: at % 2 === 0 ? 200 : 500,
  receivedAt: new Date(Date.now() - 3_600_000).toISOString(),
  ...more,
})

// Fields that take free text, and one that nobody asked for.
const fields = ['requestId', 'recordId', 'route', 'method', 'facilitator', 'instance', 'settleReason', 'note']

const keyOfStranger = strangers.find(({ name }) => name === 'NONCE_KEY')!.value as `0x${string}`

function records(texts: readonly string[]): string {
  const lines = Array.from({ length: Math.ceil(texts.length / fields.length) }, (_item, at) =>
    json(row(at, Object.fromEntries(fields.map((field, nth) => [field, texts[at * fields.length + nth]])))),
  )
  const headers = strangers.filter(({ kind }) => /x-payment|payment-signature/.test(kind))
  return [
    ...lines,
    // A word for the state that nobody knows: the row is rejected and its line named.
    ...texts.slice(0, 6).map((state, at) => json(row(800 + at, { state }))),
    json(row(900, { nonce: own.find(({ name }) => name === 'EVM_PRIVATE_KEY')!.value })),
    json(row(901, { nonce: keyOfStranger, payer: privateKeyToAddress(keyOfStranger).toLowerCase() })),
    ...headers.map(({ line, value }, at) =>
      json(row(902 + at, { headers: { [line.split(':')[0]!]: value } })),
    ),
    // A line that is no JSON and holds a secret, and one that was torn.
    `not json ${strangers[0]!.line}`,
    `{"requestId":"req-999","note":"${own[0]!.value}`,
  ].join('\n')
}

function csv(texts: readonly string[]): string {
  const cell = (text: string) => `"${text.replaceAll('"', '""')}"`
  const head = Object.keys(row(0, { memo: '' }))
  const lines = texts.slice(0, 10).map((memo, at) =>
    Object.values(row(2000 + at, { memo }))
      .map((value) => cell(String(value)))
      .join(','),
  )
  return [head.join(','), ...lines].join('\r\n')
}

/** A log as operators attach one: every secret of this machine in every encoding, all of strangers, all of `.env`. */
export function appLog(turn = 0): string {
  const encoded = own.flatMap(({ value, line }, at) => {
    const [, encode] = encodings[(at + turn) % encodings.length]!
    return [line, `seen ${encode(value)} there`, `cut ${value.slice(0, Math.ceil(value.length * 0.8))}`]
  })
  const foreign = strangers.flatMap(({ line }) => [line, `2026-11-21T07:40:02Z warn ${line}`])
  const dotEnv = fromDotEnv.map(({ value }) => `value ${value} was read`)
  const forged = '[redacted:evm-key:0011223344556677]'
  return [...encoded, ...foreign, ...dotEnv, forged].join('\n')
}

const pino = () =>
  [...own, ...strangers, ...fromDotEnv]
    .map(({ name, value, line }, at) =>
      json({
        level: 30,
        time: 1795160400000 + at,
        msg: line,
        [name]: value,
        req: { id: `req-${at}`, headers: { authorization: value } },
      }),
    )
    .join('\n')

function har(): string {
  const entries = [...own, ...strangers].map(({ name, value, line }) => ({
    request: {
      method: 'POST',
      url: `https://api.shop.example/v1/quote?key=${encodeURIComponent(value)}`,
      headers: [
        { name, value },
        { name: 'cookie', value: `sid=${value}` },
      ],
      postData: { mimeType: 'application/json', text: json({ [name]: value }) },
    },
    response: { status: 402, headers: [{ name: 'set-cookie', value }], content: { text: line } },
  }))
  return json({ log: { version: '1.2', entries } })
}

const dotEnvOf = (canaries: typeof own) =>
  canaries.map(({ name, value }) => `${name}=${json(value)}`).join('\n')

const mapping = `fields: {requestId: requestId}
states: {${json(own[20]!.value)}: settled, ${json(strangers.find(({ name }) => name === 'GITHUB_TOKEN')!.value)}: failed}
`

/** The config of the stage: secrets by reference, everything else public. */
export const config = (serviceUrl: string) => `version: 1
defaultProfile: shop
profiles:
  shop:
    extends: mainnet
    baseUrl: ${serviceUrl}
    pays: [{network: base, asset: usdc, payTo: ["${payTo}"]}]
    routes: [${routes.slice(0, 6).map((route) => `{method: GET, path: ${route.slice(4)}, price: 1000 atomic}`)}]
    rpc: {"eip155:8453": [{secret: {env: CHAIN_URL}}, {secret: {file: chain-url.txt}}]}
    facilitators: [{url: "${serviceUrl}/facilitator", auth: {secret: {env: FACILITATOR_TOKEN}}}]
    metrics: {path: /admin/metrics, token: {secret: {env: SERVICE_TOKEN}}}
    alerts: {team: {kind: slack, url: {secret: {env: SLACK_WEBHOOK}}, minSeverity: warn}}
    toggle: {"on": "true", "off": "false", platform: fly, flagOffMeans: closed-503, exec: [env, "X402_ENABLED={value}"]}
    records: [{file: books/*.jsonl, mapping: mapping.yaml}, {file: books/*.csv}]
    limits: {rate: 1000, burst: 1000, concurrency: 8, timeout: 3s}
`

const token = (from: typeof own) => from.find(({ name }) => name === 'GITHUB_TOKEN')!.value

const logs: readonly (() => Readonly<Record<string, string | Buffer>>)[] = [
  () => ({ 'logs/app.log': appLog() }),
  () => ({ 'logs/app.jsonl': pino() }),
  () => ({ 'logs/browser.har': har() }),
  () => ({ 'logs/old.env': dotEnvOf(strangers), [`logs/${token(strangers)}.log.gz`]: gzipSync(appLog()) }),
]

/**
 * The logs of a stage: all of them on the first two turns, and with X402OPS_RUNS set; else one of the four, since
 * each holds every secret and takes a second to redact and to read again.
 */
function logsOf(turn: number): Readonly<Record<string, string | Buffer>> {
  const isWhole = turn < 2 || process.env.X402OPS_RUNS !== undefined
  return Object.assign(
    {},
    ...logs.filter((_log, at) => isWhole || at === turn % logs.length).map((log) => log()),
  )
}

/** A payment that somebody sent us, and a 402 whose words are all planted. */
function paid(texts: readonly string[]): Readonly<Record<string, string>> {
  const [error, name, version, extra = ''] = texts
  const entry = {
    ...{ scheme: 'exact', network: 'eip155:8453', amount: '1000', maxTimeoutSeconds: 60 },
    asset: '0x833589fcd6edb6e08f4c7c32d4f71b54bda02913',
    payTo: `0x${'a1'.repeat(20)}`,
    extra: { name, version, [extra]: extra },
  }
  return {
    'paid/payment.txt': strangers.find(({ name: kind }) => kind === 'PAYMENT_TOKEN_V2')!.line,
    'paid/402.json': json({ x402Version: 2, error, accepts: [entry] }),
  }
}

/** The files of the stage, by name: books, mapping, logs, `.env`; some names hold a token. */
export function props(texts: readonly string[], turn = 0): Readonly<Record<string, string | Buffer>> {
  return {
    [`books/${token(own)}.jsonl`]: records(texts),
    [`books/pay-${token(strangers)}.csv`]: csv(texts),
    'mapping.yaml': mapping,
    '.env': dotEnvOf(fromDotEnv),
    ...logsOf(turn),
    ...paid(texts),
    'logs/notes.txt': texts.join('\n'),
  }
}
