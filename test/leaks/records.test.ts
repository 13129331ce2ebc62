import { afterAll, beforeAll, expect, test } from 'vitest'
import { newDesk } from './desk.ts'
import { serveNode } from './node.ts'

const desk = newDesk()
let node: Awaited<ReturnType<typeof serveNode>>
beforeAll(async () => {
  node = await serveNode()
})
afterAll(async () => {
  await node.close()
  desk.remove()
})

const payTo = `0x${'a1'.repeat(20)}`
const payer = `0x${'b2'.repeat(20)}`
const nonce = `0x${'07'.repeat(32)}`
const privateKey = `0x${'c0ffee01'.repeat(8)}`
const token = 'CANARYenvtoken0123456789'
const payment = Buffer.from(
  JSON.stringify({
    x402Version: 1,
    scheme: 'exact',
    network: 'base',
    payload: {
      signature: `0x${'5c'.repeat(64)}1b`,
      authorization: { from: payer, to: payTo, value: '1000', validBefore: '1790000000', nonce },
    },
  }),
).toString('base64')

const terms = { network: 'base', asset: 'usdc', payTo, amountAtomic: '1000' }
const at = () => ({ receivedAt: new Date(Date.now() - 3_600_000).toISOString() })
const rows = () => [
  {
    ...terms,
    ...at(),
    requestId: 'Bearer CANARYbearer0123456789',
    payer,
    nonce: privateKey,
    state: 'settled',
    responseStatus: 200,
    settleReason: 'Authorization: Bearer CANARYreason0123456789',
  },
  {
    ...terms,
    ...at(),
    requestId: payment,
    payer,
    nonce,
    state: 'failed',
    responseStatus: 500,
    settleReason: `https://u:CANARYpw@h.example/ ${token} ${'x'.repeat(120)} ${token}`,
  },
  { ...at(), requestId: 'header', paymentHeader: payment, state: `odd ${token}`, responseStatus: 200 },
  {
    ...terms,
    ...at(),
    requestId: 'sk_live_CANARYCANARY12',
    recordId: `/pay/${payment}`,
    payer,
    nonce: `0x${'09'.repeat(32)}`,
    state: 'settled',
    responseStatus: 200,
    settleReason: `ghp_CANARYCANARYCANARY ${Buffer.from(token).toString('hex')} ${privateKey.slice(2).toUpperCase()}`,
  },
]

test.each([
  [[]],
  [['-vvv']],
  [['-o', 'json']],
  [['-o', 'ndjson']],
  [['-o', 'markdown']],
  [['-o', 'csv=ledger.csv', '-o', 'json=run.json']],
  [['--cases', 'cases.ndjson']],
  [['--show-mapping']],
  [['--show-mapping', '-o', 'json']],
])('reconcile %j shows and saves no secret of the records', async (more) => {
  desk.give(
    'pay.jsonl',
    rows()
      .map((row) => JSON.stringify(row))
      .join('\n'),
  )
  const argv = ['reconcile', 'mainnet', '--records', 'pay.jsonl', '--rpc', node.url, '--pay-to', payTo]
  const { everything } = await desk.x402ops([...argv, ...more], {
    MY_PRIVATE_KEY: privateKey,
    SERVICE_TOKEN: token,
  })
  for (const needle of ['CANARY', '43414e415259', payment.slice(60, 120), '5c5c5c5c5c5c'])
    expect(everything).not.toContain(needle)
  expect(everything.toLowerCase()).not.toContain(privateKey.slice(2, 40))
  for (const shown of [payer, nonce]) expect(everything).toContain(shown)
})

test('the file of --cases still is one JSON document a line', async () => {
  desk.give(
    'pay.jsonl',
    rows()
      .map((row) => JSON.stringify(row))
      .join('\n'),
  )
  const argv = ['reconcile', 'mainnet', '--records', 'pay.jsonl', '--rpc', node.url, '--pay-to', payTo]
  const { everything } = await desk.x402ops([...argv, '--cases', 'lines.ndjson', '--no-save'])
  const [, text = ''] = everything.split('lines.ndjson\n')
  const lines = text.split('\n').filter((line) => line.startsWith('{'))
  expect(lines.length).toBeGreaterThan(0)
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({ schema: 'x402ops.case/v1' })
})
