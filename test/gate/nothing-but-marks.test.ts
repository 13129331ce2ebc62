import { describe, expect, test } from 'vitest'
import { createGate, type GateKnown } from '../../src/gate/gate.ts'
import { drawn } from './drawn.ts'
import { encodings } from './encodings.ts'

const nothingKnown = createGate([])

async function hitsIn(text: string, known: readonly GateKnown[] = []): Promise<readonly string[]> {
  const gate = await (known.length === 0 ? nothingKnown : createGate(known))
  const hits = await gate.scan([{ path: 'included/01.txt', bytes: Buffer.from(text) }])
  return hits.map(({ line, rule }) => `${line} ${rule}`)
}

const tagOf = (seed: string) => drawn(`tag ${seed}`, 8).toString('hex')
const mark = (name: string, seed = name) => `[redacted:${name}:${tagOf(seed)}]`
const phrase = Array.from({ length: 17 }, () => mark('mnemonic')).join('\n')
const escaped = (text: string) => encodings.unicode!(text)

const packed = (signature: string, encoding: 'base64' | 'base64url' = 'base64') =>
  Buffer.from(
    JSON.stringify({
      x402Version: 2,
      accepted: { scheme: 'exact', network: 'eip155:8453', amount: '10000' },
      payload: {
        signature,
        authorization: { from: `0x${drawn('from', 20).toString('hex')}`, value: '10000', nonce: '0x07' },
      },
    }),
  ).toString(encoding)

/** What stands in bundles where every secret was hidden. */
const lines: readonly string[] = [
  `<add key="COMPACT_TOKEN" value="${mark('COMPACT_TOKEN')}"/>\n<add key="WRAPPED_TOKEN" value="${mark('WRAPPED_TOKEN')}"/>`,
  `value="${mark('COMPACT_TOKEN')}"\n${mark('WRAPPED_TOKEN')}`,
  `${mark('FLY_API_TOKEN')}\n${mark('FLY_API_TOKEN', 'other')}`,
  `r ${mark('WRAPPED_TOKEN')}\nr ${mark('SIGN_IN_TOKEN')}`,
  `${mark('mnemonic')}\n${mark('mnemonic')}`,
  `AWS_ACCESS_KEY_ID=${mark('AWS_ACCESS_KEY_ID')}\ngröße AWS_SECRET_ACCESS_KEY=${mark('AWS_SECRET_ACCESS_KEY')}`,
  `37,"=https://discord.com/api/webhooks/${mark('DISCORD_WEBHOOK')}/${mark('DISCORD_WEBHOOK')}"`,
  `app-1  | starting\napp-1  | mnemonic=${mark('mnemonic')}\n${phrase}\napp-1  | done`,
  `webhook: ${escaped('https://discord.com/api/webhooks/')}${mark('url-key', 'a')}\\u002f${mark('url-key', 'b')}\nnext line`,
  `password=${mark('secret', 'a')}\\u002f${mark('secret', 'b')} token: ${mark('token')}%2F%2F${mark('token')}`,
  `secret=${mark('secret', 'a')}&#x2f;${mark('secret', 'b')}\\x2d\\x2d${mark('secret', 'c')}=2D=2D${mark('secret')}`,
  `<add key="PAYMENT_TOKEN" value="${packed(mark('signature'))}"/>`,
  `<add key="PAYMENT_TOKEN" value="${packed('[redacted:signature]')}"/>`,
  `PAYMENT-SIGNATURE: ${packed(mark('signature'))}\nX-PAYMENT: ${packed(mark('signature'), 'base64url')}`,
  `{"headers":{"payment-signature":["${packed(mark('signature'))}"],"authToken":"${packed(mark('signature'))}"}}`,
  `"paymentToken","${packed(mark('signature'))}"`,
  `password: ${packed(mark('signature'))}`,
  `Authorization: Bearer ${packed(mark('signature'))}`,
  `Cookie: session=${packed(mark('signature'))}`,
  'see rediss://[forged-redacted:userinfo]@cache.shop.example:6380 for it, password=[forged-redacted:secret]',
  'DATABASE_URL=postgres://[forged-redacted:userinfo]@db.shop.example:5432/pay',
  `https://api.shop.example/pay?token=${packed(mark('signature'), 'base64url')}&x=1`,
]

describe('a file of nothing but marks is no reason to refuse a bundle', () => {
  test.each(lines)('%s', async (text) => {
    expect(await hitsIn(text)).toEqual([])
  })

  test.each([
    'json',
    'base64',
    'hex',
    'percent',
    'unicode',
    'hexEscapes',
    'html',
    'reversed',
    'utf16',
    'gzip',
  ])('nor written as %s', async (name) => {
    const wrong: (readonly [string, readonly string[]])[] = []
    for (const text of lines) {
      const found = await hitsIn(`a ${encodings[name]!(text)} b`)
      if (found.length > 0) wrong.push([text, found])
    }
    expect(wrong).toEqual([])
  })

  test('nor many together, whatever stands between them', async () => {
    const wrong: string[] = []
    for (const [at, between] of [
      '\n',
      ' ',
      ',',
      '\t',
      '\r\n',
      '" "',
      '\\n',
      '%20',
      '&amp;',
      ' \\u0041 ',
      '/',
    ].entries()) {
      const text = [...lines, ...lines.toReversed()].join(`${between}${'.'.repeat(at * 31)}${between}`)
      wrong.push(...(await hitsIn(text)).map((hit) => `${JSON.stringify(between)} ${hit}`))
    }
    expect(wrong).toEqual([])
  })
})

describe('a mark hides nothing but itself', () => {
  const password = `h7nt${drawn('password', 6).toString('hex')}`
  const signature = `0x${drawn('r', 64).toString('hex')}1b`

  test.each([
    [
      'a password between two escapes',
      `password=${mark('secret')}\\u002f${password}\\u002f${mark('secret')}`,
    ],
    ['a password behind an escape', `password=${mark('secret')}%2F${password}`],
    ['a password that begins like an escape', `password=${mark('secret')}u002f7x9`],
    ['a password in the mark of another bundle', `password=[forged-redacted:${password}]`],
    ['a URL in the mark of another bundle', `rediss://[forged-redacted:${password}]@cache.shop.example:6380`],
    ['a payment that kept its signature', `X-PAYMENT: ${packed(signature)}`],
    [
      'a payment of which one of two signatures is hidden',
      `X-PAYMENT: ${packed(`${mark('signature')} ${signature}`)}`,
    ],
    [
      'a password beside a mark in packed JSON',
      `token=${Buffer.from(JSON.stringify({ a: mark('secret'), password })).toString('base64')}`,
    ],
    [
      'a token beside a mark in packed JSON',
      `PAYMENT_TOKEN=${Buffer.from(JSON.stringify({ a: mark('secret'), apiKey: `${password}${password}` })).toString('base64')}`,
    ],
  ])('%s', async (_name, text) => {
    expect(await hitsIn(text)).not.toEqual([])
  })
})

const letters = (seed: string, size: number) =>
  drawn(seed, size * 2)
    .toString('base64')
    .replace(/[^A-Za-z0-9]/g, '')
    .slice(0, size)
const basic = (user: string, password: string) => Buffer.from(`${user}:${password}`).toString('base64')

describe('what a secret has in common with public text is no part of it', () => {
  const bot = '123456789'
  const host = 'cache.payments-of-the-shop.example'
  const known: readonly GateKnown[] = [
    { label: 'STRIPE_KEY', value: `sk_live_${letters('stripe', 24)}` },
    { label: 'BASIC', value: basic('administrator', letters('basic', 18)) },
    { label: 'BASIC_HEADER', value: `Basic ${basic('administrator', letters('header', 18))}` },
    { label: 'TELEGRAM', value: `https://api.telegram.org/bot${bot}:AA${letters('bot', 33)}` },
    { label: 'BOT', value: `${bot}:AA${letters('bot', 33)}` },
    { label: 'REDIS', value: `rediss://default:${letters('redis', 26)}@${host}:6380` },
    {
      label: 'COOKIE',
      value: `session=${letters('cookie', 30)}; Path=/; HttpOnly; Secure; SameSite=Lax; Max-Age=86400`,
    },
    {
      label: 'CONNECTION',
      value: `host=${host} port=5432 dbname=payments2 user=shop password=${letters('pg', 26)}`,
    },
    { label: 'ACCOUNT', value: JSON.stringify({ type: 'service_account', key: letters('account', 40) }) },
    {
      label: 'SLACK',
      value: `https://hooks.slack.com/services/T2G5YPFIVX/BEMDX0ELFN/${letters('slack', 24)}`,
    },
  ]

  test.each([
    [
      'the first letters of all keys of a vendor',
      `seen sk_live_ and sk_live_${letters('stripe', 24).slice(0, 4)} there`,
    ],
    ['the user of a basic header', `seen ${basic('administrator', '').replace(/=*$/, '')} there`],
    [
      'the host of a bot and its number',
      `https://api.telegram.org/bot${bot}:[redacted:dense:${tagOf('bot')}]/send`,
    ],
    ['the number of a bot', `bot${bot} and ${bot}: said`],
    ['a bot backwards', `]${tagOf('bot')}:esned:detcader[/:${bot}tob/gro.margelet.ipa//:sptth`],
    ['the host of a cache', `rediss://default:[redacted:userinfo]@${host}:6380`],
    ['the attributes of a cookie', 'there; Path=/; HttpOnly; Secure; SameSite=Lax; Max-Age=86400'],
    ['the host of a connection', `host=${host} port=5432 dbname=payments2 user=shop`],
    ['the names of JSON', '{"type":"service_account","key":"[redacted:secret]"}'],
    ['the host of a webhook', 'https://hooks.slack.com/services/[redacted:url-key]'],
  ])('%s', async (_name, text) => {
    expect(await hitsIn(text, known)).toEqual([])
  })

  test.each([
    ['a half of a key', letters('stripe', 24).slice(6, 20)],
    ['a half of a key behind its prefix', `sk_live_${letters('stripe', 24).slice(0, 13)}`],
    ['a half of a password', letters('basic', 18).slice(0, 13)],
    ['a half of a password in base64', basic('administrator', letters('basic', 18)).slice(20)],
    ['a half of a password of a header', basic('administrator', letters('header', 18)).slice(18, 40)],
    ['a half of the token of a bot', letters('bot', 33).slice(10, 24)],
    ['a half of the password of a cache', `${letters('redis', 26).slice(6)}@${host}`],
    ['a half of a cookie', letters('cookie', 30).slice(16)],
    ['a half of the password of a connection', letters('pg', 26).slice(12)],
    ['a half of an account', letters('account', 40).slice(20)],
    ['a half of a webhook', letters('slack', 24).slice(0, 14)],
  ])('%s', async (_name, part) => {
    expect(await hitsIn(`seen ${part} there`, known)).not.toEqual([])
  })

  test('every whole one is found', async () => {
    for (const { value } of known) expect(await hitsIn(`seen ${value} there`, known)).not.toEqual([])
  })
})
