import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
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
    ...{ wrongPrice: { route: 'extract-return-policy', price: '$0.001' }, maxTimeoutSeconds: 20 },
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
const said = (by: string) => asked.map((id) => `${id}: {by: ${by}, on: "2026-11-01"}`).join(', ')

function settings(more: string, replayStore = 'shared'): string {
  const { url } = rig.v2
  return [
    `    instances: [${url}, ${url.replace('127.0.0.1', 'localhost')}]`,
    `    facilitators: [{url: "${rig.facilitatorUrl}", minimumAtomic: "1000"}]`,
    '    alerts: {pager: {kind: webhook, key: {secret: {env: HOOK_KEY}}}}',
    '    toggle: {variable: X402_ENABLED, "on": "true", "off": "false", flagOffMeans: closed-503}',
    `    checklist: {serverWait: 90s, facilitatorWait: 60s, replayStore: ${replayStore}, replayKeep: 15m${more}}`,
  ].join('\n')
}

async function service(folder: string, env: readonly string[], core: string, tracked: readonly string[]) {
  const place = join(folder, 'service')
  mkdirSync(place, { recursive: true })
  writeFileSync(join(place, '.env'), env.map((line) => `${line}\n`).join(''), { mode: 0o600 })
  const packages = { 'node_modules/@x402/core': { version: core } }
  writeFileSync(join(place, 'package-lock.json'), JSON.stringify({ lockfileVersion: 3, packages }))
  await execa('git', ['init', '-q'], { cwd: place })
  if (tracked.length > 0) await execa('git', ['add', '-f', ...tracked], { cwd: place })
}

const goodEnv = () => [
  'X402_ENABLED=true',
  `X402_EVM_PAY_TO=${rig.payTo}`,
  `X402_NETWORK=${rig.network}`,
  `X402_FACILITATOR_URL=${rig.facilitatorUrl}`,
  `PUBLIC_BASE_URL=${rig.v2.url}`,
  `PROOF_PUBLIC_BASE_URL=${rig.v2.url}`,
  'ADMIN_METRICS_TOKEN=CANARY-metrics-token',
]

test('the healthy rig holds every item that can be observed, and every one that somebody answered', async () => {
  const shop = newShop(rig, { extra: settings(`, asked: {${said('Ada')}}`) })
  await service(shop.folder, goodEnv(), '2.27.0', ['package-lock.json'])
  console.log((await shop.call(['reconcile', 'shop', '--since', '1h'])).out.slice(0, 1500))
  const ran = await shop.call(['checklist', 'shop', '--service-dir', 'service'])
  console.log(ran.out, ran.err)
})
