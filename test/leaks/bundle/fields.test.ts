import { privateKeyToAddress } from 'viem/accounts'
import { expect, test } from 'vitest'
import { own, strangers } from '../canary/canaries.ts'
import { createSearch } from '../canary/search.ts'
import { demand, newWorkshop, type Reply, row, type World } from './workshop.ts'

const search = createSearch(own)
const env = Object.fromEntries(own.map(({ name, value }) => [name, value]))
const base64 = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64')
const inHeader = (text: string) => text.replace(/[^\x20-\x7e]/g, '').slice(0, 1500)

type Left = Awaited<ReturnType<Awaited<ReturnType<typeof newWorkshop>>['run']>>

/** What the screens and the bundle of these runs hold, and how the export ended. */
async function exported(world: World, commands: readonly string[], more: readonly string[] = []) {
  const shop = await newWorkshop({ env, ...world })
  const lefts: Left[] = []
  for (const command of commands) lefts.push(await shop.run(command, 'shop', '-v'))
  lefts.push(await shop.run('evidence', 'export', 'shop', '--offline', '--dry-run', ...more))
  const { left, unpacked } = await shop.bundle(...more)
  await shop.remove()
  const screens = [...lefts, left].map(({ out, err }) => `${out}\n${err}`).join('\n')
  const bundle = (unpacked?.entries ?? []).map(({ path, text }) => `${path}\n${text}`).join('\n')
  return { code: left.code, err: left.err, screens, bundle, hasBundle: unpacked !== null }
}

function expectNothing({ screens, bundle }: Awaited<ReturnType<typeof exported>>): void {
  expect(search(Buffer.from(screens))).toEqual([])
  expect(search(Buffer.from(bundle, 'latin1'))).toEqual([])
}

const fields = [
  ...['nonce', 'requestId', 'recordId', 'route', 'method', 'payer', 'tx', 'settlementTx', 'settleReason'],
  ...['facilitator', 'instance', 'network', 'asset', 'state', 'scheme', 'refundTx', 'etag', 'traceparent'],
]

test('a known secret in any field of a record: the bundle is without it, or there is none', async () => {
  // Each field holds a quarter of the kinds, each kind stands in a quarter of the fields.
  const rows = fields.flatMap((field, nth) =>
    own
      .filter((_canary, at) => at % 4 === nth % 4)
      .map(({ value }, at) => row(100 + nth * 100 + at, { [field]: value })),
  )
  const deep = own.map(({ value }, at) =>
    row(9000 + at, {
      extra: { a: { b: { c: [value] } }, [value]: 1 },
      headers: { 'payment-response': base64({ success: true, transaction: value, payer: value }) },
    }),
  )
  expectNothing(await exported({ rows: [...rows, ...deep] }, ['reconcile']))
}, 120_000)

const places: readonly (readonly [name: string, reply: (value: string) => Reply])[] = [
  ['extra.name', (name) => demand({ extra: { name, version: '2' } })],
  ['a name in extra', (value) => demand({ extra: { name: 'USD Coin', version: '2', [value]: 1 } })],
  [
    'extra, three deep',
    (value) => demand({ extra: { name: 'USD Coin', version: '2', a: { b: { c: value } } } }),
  ],
  ['base64 in base64', (value) => demand({ extra: { a: base64({ b: base64({ c: value }) }) } })],
  ['the token', (asset) => demand({ asset })],
  ['the network', (network) => demand({ network })],
  ['the recipient', (payTo) => demand({ payTo })],
  [
    'ids in headers',
    (value) => ({
      ...demand(),
      headers: {
        ...demand().headers,
        ...{ 'x-request-id': inHeader(value), traceparent: inHeader(value), etag: `"${inHeader(value)}"` },
        'payment-response': base64({ success: true, transaction: value }),
        [`x-${value.replace(/[^A-Za-z0-9-]/g, '').slice(0, 100)}`]: '1',
      },
    }),
  ],
  [
    'the words of an error',
    (value) => ({ status: 500, body: JSON.stringify({ error: { message: value, code: value } }) }),
  ],
]

test.each(places)(
  'a known secret in %s of an answer',
  async (_name, reply) => {
    let turn = 0
    const answer = () => {
      turn += 1
      return reply(own[turn % own.length]?.value ?? '')
    }
    expectNothing(await exported({ reply: answer }, ['matrix', 'matrix', 'probe', 'monitor']))
  },
  60_000,
)

test('a key in the place of a nonce, with its address as payer, is found by what follows from it', async () => {
  const key = strangers.find(({ name }) => name === 'NONCE_KEY')?.value as `0x${string}`
  const rows = [row(10, { nonce: key, payer: privateKeyToAddress(key).toLowerCase() })]
  const { bundle, hasBundle, err } = await exported({ rows }, ['reconcile'])
  expect(hasBundle, err).toBe(true)
  expect(bundle.toLowerCase()).not.toContain(key.slice(2))
})

test('files that are included: binary looking text, and cells of a table', async () => {
  const lines = own.map(({ line }) => line).join('\n')
  const files = {
    'wide.log': Buffer.concat([Buffer.of(0xff, 0xfe), Buffer.from(lines, 'utf16le')]).toString('latin1'),
    'list.csv': own.map(({ value }, at) => `${at},"=${value.replaceAll('"', '""')}"`).join('\n'),
  }
  const more = Object.keys(files).flatMap((name) => ['--include', name])
  expectNothing(await exported({ files }, ['probe'], more))
}, 60_000)
