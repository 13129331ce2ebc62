import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { targetKey } from '../../src/runs/memory.ts'
import { newDesk } from './desk.ts'
import { serveNode } from './node.ts'

const usdc = '0x833589fcd6edb6e08f4c7c32d4f71b54bda02913'
const payTo = `0x${'a1'.repeat(20)}`
const payer = `0x${'b2'.repeat(20)}`
const known = 'CANARYknown0123456789'
const acts = `\u001b]52;c;Q0FO\u0007\u009b31m\u202e\u2028 ${known}`
// biome-ignore lint/suspicious/noControlCharactersInRegex: finding control characters is the purpose
const raw = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2066-\u2069]/

const target = targetKey(`eip155:8453/${usdc} to ${payTo} from pay.jsonl`)
const hoursAgo = (hours: number) => new Date(Date.now() - hours * 3_600_000).toISOString()
const settlement = {
  ...{ target, network: 'eip155:8453', asset: usdc, payer, nonce: `0x${'07'.repeat(32)}`, to: payTo },
  ...{
    valueAtomic: '1000',
    caseId: '0a4c51f05e5beacc',
    recordIds: ['a'],
    requestIds: ['r'],
    code: 'MATCHED',
  },
  ...{ tx: `0x${'c3'.repeat(32)}`, logIndex: 1, block: 39_999_000, blockHash: `0x${'d4'.repeat(32)}` },
  ...{ blockTime: Math.floor(Date.now() / 1000) - 2000, firstSeen: hoursAgo(1), removedAt: null },
}
const watermark = { target, until: hoursAgo(2), runId: '20261121T074002Z-reconcile-k3f9' }

const desk = newDesk()
let node: Awaited<ReturnType<typeof serveNode>>
beforeAll(async () => {
  node = await serveNode()
  const row = {
    requestId: 'r',
    state: 'settled',
    payer,
    nonce: settlement.nonce,
    network: 'base',
    asset: 'usdc',
  }
  desk.give(
    'pay.jsonl',
    JSON.stringify({ ...row, payTo, amountAtomic: '1000', responseStatus: 200, receivedAt: hoursAgo(1) }),
  )
  mkdirSync(join(desk.folder, 'state/x402ops/mainnet'), { recursive: true })
})
afterAll(async () => {
  await node.close()
  desk.remove()
})

async function runWith(files: Readonly<Record<string, string>>, more: readonly string[]) {
  for (const [name, text] of Object.entries(files))
    writeFileSync(join(desk.folder, 'state/x402ops/mainnet', name), text)
  return desk.x402ops(
    [
      ...['reconcile', 'mainnet', '--records', 'pay.jsonl', '--rpc', node.url, '--pay-to', payTo],
      ...['--since', 'last', '-v', '--no-save', '--deadline', '5s', ...more],
    ],
    { API_KEY: known },
  )
}
const texts = (items: readonly unknown[], marks: readonly unknown[]) => ({
  'settlements.json': JSON.stringify({ schema: 'x402ops.settlements/v1', settlements: items }),
  'watermarks.json': JSON.stringify({ schema: 'x402ops.watermarks/v1', watermarks: marks }),
})

test('sound files are used', async () => {
  const { out, err, code } = await runWith(texts([settlement], [watermark]), [])
  expect(err).toBe('')
  expect([0, 1, 3]).toContain(code)
  expect(out).not.toContain('RECONCILE_MEMORY_DAMAGED')
})

const junk = fc.constantFrom<unknown>(
  null,
  true,
  -1,
  1e300,
  '',
  acts,
  known,
  [acts],
  {},
  [],
  '2999-01-01T00:00:00Z',
  '0001-01-01T00:00:00Z',
  '1e9',
  '99999999999999999999',
  `0x${'00'.repeat(32)}`,
)

test('files of earlier runs that somebody wrote into: no crash, nothing that acts, no known secret', async () => {
  const place = fc.oneof(
    fc.constantFrom(...Object.keys(settlement)).map((name) => ['settlement', name] as const),
    fc.constantFrom(...Object.keys(watermark)).map((name) => ['watermark', name] as const),
  )
  const format = fc.constantFrom('table', 'plain', 'json', 'csv', 'markdown')
  await fc.assert(
    fc.asyncProperty(place, junk, format, async ([file, name], value, how) => {
      const item = file === 'settlement' ? { ...settlement, [name]: value } : settlement
      const mark = file === 'watermark' ? { ...watermark, [name]: value } : watermark
      const { code, out, err } = await runWith(texts([item], [mark]), ['-o', how])
      expect([0, 1, 2, 3], err).toContain(code)
      expect((out + err).replaceAll('\r\n', '\n')).not.toMatch(raw)
      expect(out + err).not.toContain('CANARY')
    }),
    { numRuns: 40 },
  )
}, 120_000)

test.each([
  ['a key', 'CANARY0123456789abc'],
  ['JSON that breaks at a key', '{"schema": CANARY0123456789abc}'],
  ['nesting', '['.repeat(200_000)],
])('a file of earlier runs that holds %s is set aside and not quoted', async (_name, text) => {
  const files = {
    'settlements.json': text,
    'watermarks.json': JSON.stringify({ schema: 'x402ops.watermarks/v1', watermarks: [watermark] }),
  }
  const { out, err } = await runWith(files, ['-vvv'])
  expect(out).toContain('RECONCILE_MEMORY_DAMAGED')
  expect(out + err).not.toContain('CANARY')
  const other = await runWith({ ...texts([], []), 'watermarks.json': text }, ['-vvv'])
  expect(other.code).toBe(2)
  expect(other.err).toContain('RUN_NOT_FOUND')
  expect(other.out + other.err).not.toContain('CANARY')
})
