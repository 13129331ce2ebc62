import { generateKeyPairSync } from 'node:crypto'
import { secp256k1 } from '@noble/curves/secp256k1'
import { generateMnemonic } from '@scure/bip39'
import { wordlist } from '@scure/bip39/wordlists/english'
import { drawn } from './drawn.ts'

const letters = (seed: string, size: number) =>
  drawn(seed, size * 2)
    .toString('base64')
    .replace(/[^A-Za-z0-9]/g, '')
    .slice(0, size)
const hex = (seed: string, size: number) => drawn(seed, size).toString('hex')
const base64url = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')

// Signed with a key made for this run: 65 bytes as a wallet gives them.
const signed = secp256k1.sign(drawn('message', 32), drawn('signer', 32))
export const signature = `0x${signed.toCompactHex()}${signed.recovery === 0 ? '1b' : '1c'}`
const pem = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({
  type: 'pkcs8',
  format: 'pem',
})
const ed25519Der = generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'der' })
const payment = {
  x402Version: 1,
  scheme: 'exact',
  network: 'base',
  payload: { signature, authorization: {} },
}
const onSolana = {
  x402Version: 1,
  network: 'solana',
  payload: { transaction: drawn('svm', 200).toString('base64') },
}

/** Secrets by the rule that must find them; each made when the tests run. */
export const secrets: Readonly<Record<string, readonly string[]>> = {
  'pem-private-key': [
    String(pem),
    JSON.stringify({ key: String(pem) }),
    String(pem).replace(/^/gm, '2026-11-21T07:40:02Z worker[12]: '),
    String(pem).replaceAll(' ', '+'),
    // Torn: its beginning is gone.
    String(pem).trim().split('\n').slice(-2).join('\n'),
  ],
  jwt: [`${base64url({ alg: 'HS256', typ: 'JWT' })}.${base64url({ sub: 'CANARY' })}.${letters('jwt', 43)}`],
  'url-user': [`dsn=https://${hex('sentry', 16)}@o1.ingest.example.dev/42`],
  'der-private-key': [
    String(pem)
      .split('\n')
      .filter((line) => !line.startsWith('-'))
      .join(''),
    Buffer.from(ed25519Der).toString('hex'),
  ],
  'vendor-token': [
    `xprv${letters('xprv', 200)
      .replace(/[0OIl]/g, '')
      .slice(0, 107)}`,
    `ghp_${letters('gh', 36)}`,
    `github_pat_${letters('pat', 60)}`,
    `sk_live_${letters('stripe', 24)}`,
    `npm_${letters('npm', 36)}`,
    `xoxb-${letters('slack', 40)}`,
    `sk-ant-${letters('ant', 40)}`,
    `glpat-${letters('gl', 20)}`,
    `AIza${letters('google', 35)}`,
    `FLY=fm2_${letters('fly', 60)}`,
  ],
  'aws-key': [
    `AKIA${letters('aws', 60)
      .toUpperCase()
      .replace(/[^A-Z2-7]/g, '')
      .slice(0, 16)}`,
  ],
  'age-identity': [`AGE-SECRET-KEY-1${letters('age', 58).toUpperCase()}`],
  webhook: [
    `https://hooks.slack.com/services/T${letters('t', 8)}/B${letters('b', 8)}/${letters('hook', 24)}`,
    `https://discord.com/api/webhooks/123456789012345678/${letters('discord', 60)}`,
  ],
  'bot-token': [`https://api.telegram.org/bot123456789:${letters('telegram', 35)}/sendMessage`],
  keystore: [
    JSON.stringify({ crypto: { cipher: 'aes-128-ctr', ciphertext: hex('store', 32), kdf: 'scrypt' } }),
  ],
  cookie: [`Set-Cookie: session=${letters('cookie', 24)}; HttpOnly`, `cookie: a=CANARY${letters('c', 8)}`],
  'labelled-secret': [
    `DB_PASSWORD=CANARY-${letters('db', 6)}`,
    `"apiKey": "CANARY${letters('api', 20)}1"`,
    `PRIVATE_KEY=0x${hex('pk', 32)}`,
    `X_API_KEY=${letters('x', 30)}7`,
    `RAILWAY_TOKEN=${hex('rw', 16).replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-')}`,
    `{"password":"hunter2 CANARY"}`,
    `passwd = '''CANARY!84x'''`,
    `<config><private_key>${hex('xml', 32)}</private_key></config>`,
    `<add key="password" value="CANARY84"/>`,
    `{"rawHeaders":["accept","*/*","x-api-key","CANARY${letters('pair', 20)}4"]}`,
    `{"name":"x-api-key","value":"CANARY${letters('har', 20)}4"}`,
    `ADMIN_PASSWORD=<Buffer ${hex('buffer', 14).replace(/..(?=.)/g, '$& ')}>`,
    `hmacSecret=[0x${hex('list', 16).replace(/..(?=.)/g, '$&, 0x')}]`,
    `private_key:[${[...drawn('numbers', 32)].join(', ')}]`,
    `{"SVM_PRIVATE_KEY":["${letters('list of one', 44)}7"]}`,
    `signing_secret: '${letters('sign', 32)}9'`,
  ],
  authorization: [
    `Authorization: Bearer CANARY${letters('bearer', 24)}1`,
    `authorization: Basic ${Buffer.from('admin:CANARY-pass').toString('base64')}`,
    `curl -H 'Authorization: Bearer ${hex('curl', 20)}'`,
  ],
  'payment-header': [`X-PAYMENT: ${letters('opaque', 60)}`],
  'signature-field': [
    Buffer.from(JSON.stringify(payment)).toString('base64'),
    `PAYMENT-SIGNATURE: ${Buffer.from(JSON.stringify(payment)).toString('base64')}`,
    JSON.stringify(payment),
    JSON.stringify({ body: JSON.stringify(payment) }),
    `sig: 0x${hex('compact', 64)}`,
  ],
  'payment-payload': [Buffer.from(JSON.stringify(onSolana)).toString('base64')],
  'signature-65': [signature, signature.slice(2), `sig=${signature}`],
  'signature-parts': [JSON.stringify({ v: 27, r: `0x${hex('r', 32)}`, s: `0x${hex('s', 32)}` })],
  'url-password': [`postgres://pay:CANARY${letters('pg', 8)}@db.example.dev:5432/pay`],
  'url-key': [
    `https://base-mainnet.g.alchemy.com/v2/${letters('alchemy', 30)}12`,
    `wss://x.example.dev/v3/${hex('infura', 16)}`,
    `https://a-b-c.base-mainnet.quiknode.pro/${hex('qn', 20)}/`,
  ],
  'url-key-query': [`https://lb.drpc.org/ogrpc?network=base&dkey=${letters('drpc', 40)}1`],
  mnemonic: [12, 15, 18, 21, 24]
    .map((size) => generateMnemonic(wordlist, (size / 3) * 32))
    .flatMap((phrase) => [
      phrase,
      JSON.stringify(phrase.split(' ')),
      phrase
        .split(' ')
        .map((word, at) => `${at + 1}. ${word}`)
        .join('\n'),
      phrase.toUpperCase().replaceAll(' ', ' + '),
    ]),
}
