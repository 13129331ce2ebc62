import { readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { RunDocument } from '../../src/core/report.ts'
import { type Said, serve } from '../matrix/scripted-server.ts'
import { type Rig, startRig } from '../rig/rig.ts'
import { newDesk } from './run-cli.ts'
import { writeShopConfig } from './shop-config.ts'

const desk = newDesk()
let rig: Rig
let renamed: Awaited<ReturnType<typeof serve>>

/** The rig's own terms with what a test changes, from a server that is otherwise the rig's double. */
function sells(origin: string, url: string, entry: object): Said {
  const terms = {
    x402Version: 2,
    resource: { url: `${origin}${url}` },
    accepts: [
      {
        ...{ scheme: 'exact', network: rig.network, amount: '20000', asset: rig.asset, payTo: rig.payTo },
        ...{ maxTimeoutSeconds: 300, extra: { name: 'USD Coin', version: '2' }, ...entry },
      },
    ],
  }
  const header = Buffer.from(JSON.stringify(terms)).toString('base64')
  return { status: 402, headers: { 'PAYMENT-REQUIRED': header, 'cache-control': 'no-store' }, body: '{}' }
}

beforeAll(async () => {
  rig = await startRig()
  renamed = await serve(({ url }, _nth, origin) =>
    sells(origin, url, { extra: { name: 'USDC', version: '2' }, amount: '19999' }),
  )
  writeShopConfig(desk.folder, rig, rig.v2.url)
})

afterAll(async () => {
  await renamed?.close()
  await rig?.stop()
  desk.remove()
})

const route = ['--route', 'GET /x402/v1/check-product-fit']

async function matrix(...more: readonly string[]) {
  const { stdout, stderr, exitCode } = await desk.run(['matrix', 'shop', '-o', 'json', ...route, ...more])
  if (stdout === '') throw new Error(stderr)
  const document = JSON.parse(stdout) as RunDocument
  const codes = document.findings.filter(({ verdict }) => ['FAIL', 'WARN', 'UNKNOWN'].includes(verdict))
  return {
    document,
    stderr,
    exitCode,
    codes: codes.map(({ code }) => code),
    texts: codes.map(({ text }) => text),
  }
}

test('--chain: the token on the chain decides, and a wrong name is named with the right one', async () => {
  const right = await matrix('--chain', '--no-save')
  expect([right.codes, right.exitCode]).toEqual([[], 0])
  const wrong = await matrix('--chain', '--no-save', '--base-url', renamed.origin)
  const byChain = wrong.document.findings.find(({ check }) => check === 'matrix.token')
  expect(byChain?.text).toContain('says extra.name "USDC"; the token says')
  expect(wrong.exitCode).toBe(1)
  const blind = await matrix('--chain', '--no-save', '--rpc', 'http://127.0.0.1:9')
  expect(blind.codes).toEqual(['TOKEN_NOT_READ'])
  expect(blind.exitCode).toBe(3)
})

test('--save and --against: a name, a file, the last good run', async () => {
  const saved = await matrix('--save', 'before')
  expect(saved.stderr).toContain('the terms of 1 of 1 routes are kept as "before"')
  const file = join(desk.folder, 'x402ops', 'shop', 'snapshots', 'before.json')
  expect(statSync(file).mode & 0o777).toBe(0o600)
  writeFileSync(join(desk.folder, 'kept.json'), readFileSync(file))
  for (const reference of ['before', 'kept.json', 'last-good']) {
    expect((await matrix('--against', reference, '--no-save')).codes, reference).toEqual([])
  }
  const drifted = await matrix('--against', 'before', '--no-save', '--base-url', renamed.origin)
  expect(drifted.texts.filter((text) => text.includes('in "before"')).toSorted()).toEqual([
    expect.stringContaining(': amount was 20000 in'),
    expect.stringContaining(': extra.name was USD Coin in'),
  ])
  expect(drifted.exitCode).toBe(1)
})

test('--instances names the odd one, --samples times, --lint advises', async () => {
  const urls = `${rig.v2.url},${renamed.origin}`
  const found = await matrix('--instances', urls, '--samples', '3', '--lint', '--no-save')
  expect(found.codes).toContain('INSTANCES_DISAGREE')
  const odd = found.document.findings.find(({ code }) => code === 'INSTANCES_DISAGREE')
  expect(odd?.text).toContain(`${renamed.origin} says`)
  const codes = found.document.findings.map(({ code }) => code)
  expect(codes).toEqual(expect.arrayContaining(['LATENCY_402', 'SINGLE_NETWORK']))
})

test.each([
  [['--against', 'nothing-like-it'], 'SNAPSHOT_NOT_FOUND'],
  [['--against', 'x402ops.yaml'], 'SNAPSHOT_UNREADABLE'],
  [['--save', '../out'], 'SNAPSHOT_NAME'],
  [['--instances'], 'USAGE'],
  [['--samples', '0'], 'NUMBER_EXPECTED'],
] as const)('%j is told what is wrong', async (more, code) => {
  const { stdout, stderr, exitCode } = await desk.run(['matrix', 'shop', ...route, ...more])
  expect([stdout, exitCode]).toEqual(['', 2])
  expect(stderr).toContain(`error ${code}: `)
})
