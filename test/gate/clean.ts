import { gzipSync } from 'node:zlib'
import type { BundleFile } from '../../src/core/bundle.ts'
import { drawn, drawnHex, drawnUuid } from './drawn.ts'
import { base58 } from './encodings.ts'

const base64 = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64')

/** One payment as a bundle shows it: every public form, no secret. */
export function cleanCase(seed: string): Readonly<Record<string, unknown>> {
  const tx = drawnHex(`${seed} tx`, 32)
  const payer = drawnHex(`${seed} payer`, 20)
  const nonce = drawnHex(`${seed} nonce`, 32)
  return {
    schema: 'x402ops.case/v1',
    caseId: drawn(`${seed} case`, 8).toString('hex'),
    code: 'SETTLED_BUT_500',
    recordIds: [`r-${seed}`, drawnUuid(`${seed} record`)],
    requestIds: [
      drawnUuid(`${seed} request`),
      `01J${base58(drawn(seed, 16))
        .toUpperCase()
        .replace(/[ILOU]/g, 'X')
        .slice(0, 23)}`,
    ],
    traceparent: `00-${drawn(`${seed} trace`, 16).toString('hex')}-${drawn(`${seed} span`, 8).toString('hex')}-01`,
    network: 'eip155:8453',
    asset: '0x833589fCD6eDb6E08f4c7C32D4f71b54bdA02913',
    token: '0x833589fCD6eDb6E08f4c7C32D4f71b54bdA02913',
    payer,
    nonce,
    tx,
    blockHash: drawnHex(`${seed} block`, 32),
    amountAtomic: '5000',
    signatureTopic: { signature: '0xddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef' },
    paymentResponse: base64({ success: true, transaction: tx, network: 'eip155:8453', payer }),
    paymentHeader: base64({
      x402Version: 1,
      scheme: 'exact',
      network: 'base',
      payload: { signature: '[redacted:signature:0011223344556677]', authorization: { from: payer, nonce } },
    }),
    solana: {
      signature: base58(drawn(`${seed} solana`, 64)),
      payer: base58(drawn(`${seed} account`, 32)),
      mint: 'EPjFWdd5AufqSSqeM2qN1xzybapC8G4wEGkZwyTDt1v',
    },
    authorization: '[redacted:bearer:8899aabbccddeeff]',
    cookie: 'present',
    rpc: 'https://base-mainnet.example.org/v2/[redacted:url-key:0123456789abcdef]',
    at: '2026-11-21T07:40:02Z',
  }
}

/** A bundle without a secret, of so many payments. */
export function cleanBundle(cases: number): readonly BundleFile[] {
  const file = (path: string, text: string): BundleFile => ({ path, bytes: Buffer.from(text) })
  const lines = Array.from({ length: cases }, (_, at) => JSON.stringify(cleanCase(String(at))))
  const requirements = {
    x402Version: 2,
    accepts: [{ scheme: 'exact', network: 'eip155:8453', amount: '5000', payTo: drawnHex('payTo', 20) }],
    resource: {
      url: 'https://api.example.dev/v1/quote',
      description: 'A quote; basic access, bearer of news',
    },
  }
  const sums = Array.from(
    { length: 20 },
    (_, at) => `${drawn(`sum ${at}`, 32).toString('hex')}  runs/${at}.json`,
  )
  return [
    file('README.md', prose),
    file(
      'manifest.json',
      JSON.stringify({
        files: sums.map((sha256) => ({ sha256 })),
        inputsDigest: drawn('digest', 32).toString('hex'),
      }),
    ),
    file('SHA256SUMS', `${sums.join('\n')}\n`),
    file('runs/a/cases.ndjson', `${lines.join('\n')}\n`),
    file(
      'service/probe.json',
      JSON.stringify(
        {
          headers: {
            'payment-required': base64(requirements),
            etag: '"a1b2c3d4e5f60718293a"',
            'x-payment': 'present',
            'set-cookie': '[redacted:cookie]',
          },
        },
        null,
        2,
      ),
    ),
    file(
      'chain/proof.json',
      JSON.stringify(
        {
          accountProof: [
            `0xf90211${drawn('node', 529).toString('hex')}`,
            `0xf851${drawn('leaf', 81).toString('hex')}`,
            `0xf83f${drawn('short', 62).toString('hex')}00`,
          ],
          calldata: `0xe3ee160e${'0'.repeat(24)}${drawn('a', 20).toString('hex')}${drawn('words', 96).toString('hex')}`,
        },
        null,
        2,
      ),
    ),
    file(
      'config/fingerprint.json',
      JSON.stringify({
        records: [{ postgres: { secret: { env: 'DATABASE_URL' } } }],
        rpc: ['https://mainnet.base.org'],
        secrets: ['ADMIN_METRICS_TOKEN: present'],
        tokenDecimals: 6,
      }),
    ),
    { path: 'included/01.txt.gz', bytes: gzipSync(prose) },
  ]
}

const prose = `# What happened

The buyer could not open the page, and the service gave back an error after the money had moved. You can
check that with \`x402ops evidence verify\`. The secret is never printed: the private key, the password and
the token are named only. Basic authentication and a Bearer token guard the admin page; set the variable
ADMIN_METRICS_TOKEN=\${ADMIN_METRICS_TOKEN} and password: <your password>. The API key comes from the vault.

Use \`Authorization: Bearer <token>\` and \`postgres://user:[redacted:password]@db.example.dev/pay\`.
A key looks like sk_live_... or ghp_...; a mnemonic has twelve words. X-PAYMENT: [redacted:payment-header].
Docs: https://docs.example.dev/v1/payments-and-refunds-explained and https://example.dev/v2/tx/0x1234.
`
