import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { execa } from 'execa'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { items } from '../../src/checklist/items-catalog.ts'
import type { RunDocument } from '../../src/core/report.ts'
import { type Rig, startRig } from '../rig/rig.ts'
import { newShop, removeDesks } from './toggle-desk.ts'

let rig: Rig
let broken: { readonly url: string }

beforeAll(async () => {
  rig = await startRig()
  broken = await rig.startServer(2, {
    ...{ wrongPayTo: 'create-page-proof', servedFree: 'check-product-fit', notReady: true, cors: false },
    ...{ wrongPrice: { route: 'extract-return-policy', price: '$0.0009' }, maxTimeoutSeconds: 20 },
  })
  await rig.pay({ requestId: 'req_ok' })
  await rig.idle()
  await rig.chain.mine(5, 2)
})

afterAll(async () => {
  await rig?.stop()
  removeDesks()
})

const asked = items.filter(({ how }) => how === 'asked').map(({ id }) => id)
const observed = items.filter(({ how }) => how === 'observed').map(({ id }) => id)
// Answers grow old, so the day is that of this run.
const lately = new Date(Date.now() - 2 * 86_400_000).toISOString().slice(0, 10)
const answered = `, asked: {${asked.map((id) => `${id}: {by: Ada, on: "${lately}"}`).join(', ')}}`

type Said = {
  readonly store?: string
  readonly waits?: string
  readonly more?: string
  readonly alerts?: string
}

function settings({
  store = 'shared',
  waits = 'serverWait: 90s, facilitatorWait: 60s',
  more = '',
  alerts,
}: Said) {
  const { url } = rig.v2
  return [
    `    instances: [${url}, ${url.replace('127.0.0.1', 'localhost')}]`,
    `    facilitators: [{url: "${rig.facilitatorUrl}", minimumAtomic: "1000"}]`,
    alerts ?? '    alerts: {pager: {kind: webhook, key: {secret: {env: HOOK_KEY}}}}',
    '    toggle: {variable: X402_ENABLED, "on": "true", "off": "false", flagOffMeans: closed-503}',
    `    checklist: {${waits}, replayStore: ${store}, replayKeep: ${store === 'shared' ? '15m' : '1s'}${more}}`,
  ]
    .filter(Boolean)
    .join('\n')
}

type Service = {
  readonly env: readonly string[]
  readonly core: string
  readonly tracked: readonly string[]
  readonly mode: number
}

async function place(folder: string, { env, core, tracked, mode }: Service) {
  const service = join(folder, 'service')
  mkdirSync(service)
  writeFileSync(join(service, '.env'), env.map((line) => `${line}\n`).join(''))
  chmodSync(join(service, '.env'), mode)
  const packages = { 'node_modules/@x402/core': { version: core } }
  writeFileSync(join(service, 'package-lock.json'), JSON.stringify({ lockfileVersion: 3, packages }))
  await execa('git', ['init', '-q'], { cwd: service })
  await execa('git', ['add', '-f', ...tracked], { cwd: service })
}

/** Names an address that must never be paid, beside those that are. */
function forbid(folder: string, address: string) {
  const file = join(folder, 'x402ops.yaml')
  writeFileSync(
    file,
    readFileSync(file, 'utf8').replace('payTo: [{', `forbiddenPayTo: ["${address}"], payTo: [{`),
  )
}

function verdicts({ checks }: RunDocument): Readonly<Record<string, string>> {
  return Object.fromEntries(checks.map(({ id, verdict }) => [id, verdict]))
}

const developer = '0x00000000000000000000000000000000000000d5'

test('the healthy rig holds every item that can be observed, and every one that somebody answered', async () => {
  const shop = newShop(rig, { extra: settings({ more: answered }) })
  forbid(shop.folder, developer)
  const env = [
    'X402_ENABLED=true',
    `X402_EVM_PAY_TO=${rig.payTo}`,
    `X402_NETWORK=${rig.network}`,
    `X402_FACILITATOR_URL=${rig.facilitatorUrl}`,
    `PUBLIC_BASE_URL=${rig.v2.url}`,
    `PROOF_PUBLIC_BASE_URL=${rig.v2.url}`,
    'ADMIN_METRICS_TOKEN=CANARY-metrics-token',
  ]
  await place(shop.folder, { env, core: '2.27.0', tracked: ['package-lock.json'], mode: 0o600 })
  expect((await shop.call(['reconcile', 'shop', '--since', '1h'])).code).toBe(0)
  const rpc = [rig.rpcUrl, rig.rpcUrl.replace('127.0.0.1', 'localhost')].flatMap((url) => ['--rpc', url])
  const ran = await shop.call(['checklist', 'shop', '--service-dir', 'service', '--json', ...rpc])
  const document = JSON.parse(ran.out) as RunDocument
  const usual = Object.fromEntries([...observed, ...asked].map((id) => [id, 'PASS']))
  // One network is no fault, and the rig speaks plain http on loopback.
  expect(verdicts(document)).toEqual({ ...usual, 'two-networks': 'INFO', tls: 'SKIP' })
  expect(ran.code).toBe(0)
  expect(ran.out).not.toContain('CANARY')
  // The same out of saved runs, without asking anybody.
  const again = await shop.call(['checklist', 'shop', '--from-run', 'last', '--json'])
  expect(verdicts(JSON.parse(again.out) as RunDocument)['pay-to']).toBe('UNKNOWN')
})

test('each broken thing flips its item', async () => {
  const said = { store: 'memory', waits: 'serverWait: 30s, facilitatorWait: 60s', alerts: '' }
  const shop = newShop(rig, { baseUrl: broken.url, extra: settings(said) })
  forbid(shop.folder, rig.payTo)
  const env = [
    'X402_ENABLED="true "',
    `X402_EVM_PAY_TO=${developer}`,
    'X402_NETWORK=base-sepolia',
    'X402_FACILITATOR_URL=https://x402.example/facilitator',
    'PUBLIC_BASE_URL=http://internal.example:3000',
    'PROOF_PUBLIC_BASE_URL=changeme',
    'PAYMASTER_SEED="CANARY"',
    `RELAY_WALLET=0x${'ab12'.repeat(16)}`,
  ]
  await place(shop.folder, { env, core: '2.20.0', tracked: ['.env'], mode: 0o644 })
  chmodSync(join(shop.folder, 'x402ops.yaml'), 0o666)
  const ran = await shop.call(['checklist', 'shop', '--service-dir', 'service', '--json'])
  const found = verdicts(JSON.parse(ran.out) as RunDocument)
  const failed = [
    ...[
      'pay-to',
      'forbidden-pay-to',
      'price',
      'cors',
      'recipient-ready',
      'nothing-free',
      'offer-life',
      'waits',
    ],
    ...['replay-shared', 'replay-kept', 'public-base-url', 'proof-base-url', 'env-tracked', 'env-closed'],
    ...['env-flag', 'env-pay-to', 'env-network', 'env-facilitator', 'env-urls', 'env-written'],
    ...['config-closed', 'ready', 'instances-agree'],
  ]
  expect(Object.fromEntries(failed.map((id) => [id, found[id]]))).toEqual(
    Object.fromEntries(failed.map((id) => [id, 'FAIL'])),
  )
  const warned = ['no-signing-key', 'sdk', 'alerts', 'rpc-two']
  expect(Object.fromEntries(warned.map((id) => [id, found[id]]))).toEqual(
    Object.fromEntries(warned.map((id) => [id, 'WARN'])),
  )
  expect(asked.filter((id) => found[id] !== 'UNKNOWN')).toEqual([])
  expect(ran.code).toBe(1)
  expect(ran.out).not.toMatch(/CANARY|ab12ab12|internal\.example|x402\.example/)
})

test('nothing that cannot be seen holds', async () => {
  const shop = newShop(rig, { baseUrl: 'http://127.0.0.1:9', rpcUrl: 'http://127.0.0.1:9', extra: '' })
  const ran = await shop.call(['checklist', 'shop', '--json'])
  const found = verdicts(JSON.parse(ran.out) as RunDocument)
  const held = observed.filter((id) => found[id] === 'PASS')
  // The config file is on this machine and can be seen.
  expect(held).toEqual(['config-closed'])
  expect(ran.code).toBe(1)
})

test('checklist env: names and shapes, and no value on any stream', async () => {
  const shop = newShop(rig)
  writeFileSync(
    join(shop.folder, '.env'),
    `X402_ENABLED=true\nPOSTGRES_URL=https://u:CANARY-pass@db.example\n`,
  )
  const ran = await shop.call(['checklist', 'env', '--file', '.env'])
  expect(ran.out).toMatch(/PASS {2}X402_ENABLED +a switch/)
  expect(ran.out).toMatch(/FAIL {2}POSTGRES_URL +an https address +a password in the address/)
  expect(ran.code).toBe(1)
  expect(ran.out + ran.err).not.toMatch(/CANARY|db\.example/)
  const data = JSON.parse((await shop.call(['checklist', 'env', '-o', 'json'])).out)
  const isEnv = new Ajv2020().compile(JSON.parse(readFileSync('schemas/env.schema.json', 'utf8')))
  expect([isEnv(data), isEnv.errors]).toEqual([true, null])
  expect((await shop.call(['checklist', 'env', '--file', 'none.env'])).err).toContain('INPUT_NOT_FOUND')
})
