import { createHmac } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { newDesk } from './desk.ts'
import { serveNode } from './node.ts'

const secret = 'CANARYwebhook-0123+x/secret'
const payTo = `0x${'a1'.repeat(20)}`
const payer = `0x${'b2'.repeat(20)}`
const sign = (body: string) => `sha256=${createHmac('sha256', secret).update(body, 'utf8').digest('hex')}`
const receipt = (change: Record<string, unknown> = {}) =>
  JSON.stringify({
    success: true,
    scheme: 'exact',
    network: 'eip155:8453',
    transaction: `0x${'c3'.repeat(32)}`,
    asset: '0x833589fcd6edb6e08f4c7c32d4f71b54bda02913',
    amount: '1000',
    payer,
    payTo,
    verifiedAt: new Date(Date.now() - 3_600_000).toISOString(),
    ...change,
  })
const delivery = (body: string, signature: unknown, more: Record<string, unknown> = {}) =>
  JSON.stringify({ body, signature, headers: { authorization: `Bearer ${secret}` }, ...more })

const good = receipt()
const forged = `sha256=${'5c'.repeat(32)}`
const lines = [
  delivery(good, sign(good)),
  delivery(good, forged),
  delivery(good, secret),
  delivery(good, null, { apiKey: secret }),
  delivery(`{"oops": ${secret}`, sign(`{"oops": ${secret}`)),
  ...[
    { scheme: secret },
    { network: secret },
    { transaction: secret },
    { asset: `${secret} \u001b]52;c;Q0FO\u0007` },
    { amount: secret },
    { amount: 1.5 },
    { payer: `\u202e${secret}` },
    { payTo: secret },
    { verifiedAt: secret },
    { idempotencyKey: secret },
    { success: secret },
    { [secret]: secret },
  ].map((change) => {
    const body = receipt({ transaction: `0x${'d4'.repeat(32)}`, ...change })
    return delivery(body, sign(body))
  }),
  `not JSON ${secret}`,
  JSON.stringify({ body: { [secret]: 1 }, signature: forged }),
]

const config = (reference: string) =>
  `version: 1\nprofiles:\n  shop:\n    extends: mainnet\n    records: [{file: receipts.jsonl, piprail: {secret: ${reference}}}]\n`

const desk = newDesk()
let node: Awaited<ReturnType<typeof serveNode>>
beforeAll(async () => {
  node = await serveNode()
  desk.give('receipts.jsonl', lines.join('\n'))
  desk.give('hook.key', `${secret}\n`)
})
afterAll(async () => {
  await node.close()
  desk.remove()
})
const argv = () => ['reconcile', 'shop', '--rpc', node.url, '--pay-to', payTo]
const needles = [
  'CANARY',
  Buffer.from(secret).toString('hex'),
  Buffer.from(secret).toString('base64').slice(0, 24),
]
// biome-ignore lint/suspicious/noControlCharactersInRegex: finding control characters is the purpose
const raw = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2066-\u2069]/

describe('the secret behind delivered receipts, repeated in every field of theirs', () => {
  test.each([
    [[]],
    [['-vvv', '--prove']],
    [
      [
        '-o',
        'json=a.json',
        '-o',
        'csv=a.csv',
        '-o',
        'markdown=a.md',
        '-o',
        'ndjson=a.nd',
        '-o',
        'plain',
        '-v',
      ],
    ],
    [['--cases', 'cases.nd']],
    [['--show-mapping', '-vvv']],
    [['--show-mapping', '-o', 'json']],
  ])('%j', async (more) => {
    for (const reference of ['{env: SHOP_HOOK}', '{file: hook.key}', '{exec: [cat, hook.key]}']) {
      desk.give('x402ops.yaml', config(reference))
      const { everything, code, err } = await desk.x402ops([...argv(), ...more], { SHOP_HOOK: secret })
      expect([0, 1, 3], err).toContain(code)
      for (const needle of needles) expect(everything).not.toContain(needle)
      expect(everything).not.toContain(sign(good).slice(7, 30))
      expect(everything.replaceAll('\r\n', '\n')).not.toMatch(raw)
      expect(everything).toContain(`0x${'c3'.repeat(32)}`)
    }
  })

  test('read without their secret, as plain records', async () => {
    const { everything, code } = await desk.x402ops([
      ...['reconcile', 'mainnet', '--records', 'receipts.jsonl', '--rpc', node.url, '--pay-to', payTo],
      '-vvv',
      ...['-o', 'table', '-o', 'json=b.json', '--cases', 'cases.nd'],
    ])
    expect([2, 3]).toContain(code)
    expect(everything).not.toContain(sign(good).slice(7, 30))
  })
})

describe('a reference that leads nowhere, or to something unusable', () => {
  test.each([
    ['{env: NOT_THERE}'],
    ['{file: not-there.key}'],
    ['{exec: [sh, -c, "echo CANARY; exit 3"]}'],
    ['{env: EMPTY_ONE}'],
    ['CANARY0123456789'],
    ['{env: "CANARY 0123456789"}'],
    ['{value: CANARY0123456789}'],
    ['[CANARY0123456789]'],
    ['""'],
  ])('%s is exit 2 with what, why and what to do', async (reference) => {
    desk.give('x402ops.yaml', config(reference))
    const { code, out, err } = await desk.x402ops([...argv(), '--no-save'], { EMPTY_ONE: ' ' })
    expect(code, err).toBe(2)
    expect(out + err).not.toContain('CANARY')
    expect(err).not.toContain('    at ')
    expect(err.split('\n').length).toBeGreaterThan(2)
  })
})
