import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { monitorParts } from '../../src/commands/monitor/names.ts'
import type { RunDocument } from '../../src/core/report.ts'
import { type Rig, startRig } from '../rig/rig.ts'
import type { ServerOptions } from '../rig/server-options.ts'
import { newDesk } from './run-cli.ts'
import { writeShopConfig } from './shop-config.ts'

const desk = newDesk()
let rig: Rig
/** Version 2 with documents that say what its routes take. */
let described: Awaited<ReturnType<Rig['startServer']>>

beforeAll(async () => {
  rig = await startRig()
  described = await rig.startServer(2, { documents: 'all' })
  await rig.pay({})
  await rig.pay({ version: 1 })
  await rig.idle()
  await rig.chain.mine(5, 2)
})

afterAll(async () => {
  await rig?.stop()
  desk.remove()
})

/** The chain of the rig has one endpoint; by its other name it stands in for a second one. */
function withSecondEndpoint(): void {
  const file = join(desk.folder, 'x402ops.yaml')
  const other = rig.rpcUrl.replace('127.0.0.1', 'localhost')
  writeFileSync(
    file,
    readFileSync(file, 'utf8').replace(`"${rig.rpcUrl}"}`, `"${rig.rpcUrl}"}, {url: "${other}"}`),
  )
}

async function monitor(baseUrl: string, ...more: readonly string[]) {
  writeShopConfig(desk.folder, rig, baseUrl)
  withSecondEndpoint()
  const result = await desk.run(['monitor', 'shop', '-o', 'json', '--no-save', ...more])
  expect(result.stderr).toBe('')
  const document = JSON.parse(result.stdout) as RunDocument
  const loud = document.findings.filter(({ verdict }) => ['FAIL', 'WARN', 'UNKNOWN'].includes(verdict))
  return { ...result, document, codes: [...new Set(loud.map(({ code }) => code))].sort() }
}

describe('a healthy service', () => {
  test.each([2, 1] as const)('version %i: exit 0 and not one WARN', async (version) => {
    const { codes, exitCode, document } = await monitor(version === 2 ? described.url : rig.v1.url)
    expect(codes).toEqual([])
    expect(exitCode).toBe(0)
    expect(document.verdict).toBe('PASS')
    const rooms = [...new Set(document.checks.map(({ room }) => room))]
    expect(rooms).toEqual([...monitorParts])
    const skipped = document.checks.filter(({ verdict, room }) => verdict === 'SKIP' && room !== 'probe')
    expect(skipped.map(({ id, text }) => `${id}: ${text}`)).toEqual([
      'facilitator: no facilitator is configured',
      'metrics: no metrics page is configured',
      'alerts: no metrics page is configured',
    ])
  })

  test.each([2, 1] as const)('version %i with no config at all', async (version) => {
    const url = version === 2 ? described.url : rig.v1.url
    const empty = newDesk()
    const { exitCode, stdout } = await empty.run(['monitor', 'mainnet', '--baseUrl', url])
    empty.remove()
    expect(stdout).not.toMatch(/^(FAIL|WARN|UNKNOWN)/m)
    expect(stdout).toMatch(/PASS {3}matrix +7 routes: 7 passed/)
    expect(exitCode).toBe(0)
  })
})

describe('one thing broken at a time', () => {
  const broken: readonly { what: string; options: ServerOptions; codes: readonly string[] }[] = [
    { what: 'a route is served free', options: { servedFree: 'check-product-fit' }, codes: ['SERVED_FREE'] },
    { what: 'a wrong payTo', options: { wrongPayTo: 'create-page-proof' }, codes: ['WRONG_PAYTO'] },
    {
      what: 'a wrong price',
      options: { wrongPrice: { route: 'create-page-proof', price: '$0.20' } },
      codes: ['WRONG_AMOUNT'],
    },
    { what: 'a forgotten route', options: { missing: 'create-page-proof' }, codes: ['METHOD_WRONG'] },
    { what: 'no CORS headers', options: { cors: false }, codes: ['CORS_ORIGIN_NOT_ALLOWED'] },
    {
      what: 'status.json names another network',
      options: { status: { network: 'eip155:84532' } },
      codes: ['STATUS_MISMATCH'],
    },
  ]

  test.each(broken)('$what', async ({ options, codes }) => {
    const server = await rig.startServer(2, options)
    const result = await monitor(server.url)
    for (const code of codes) expect(result.codes).toContain(code)
    expect(result.exitCode).toBe(1)
  })

  test('the database is down: ready fails and names it', async () => {
    const server = await rig.startServer(2, { notReady: true })
    const { document, exitCode } = await monitor(server.url, '--only', 'probe')
    const ready = document.findings.filter(({ check, verdict }) => check === 'ready' && verdict === 'FAIL')
    expect(ready.map(({ text }) => text).join(' ')).toContain('database')
    expect(exitCode).toBe(1)
  })

  test('the paywall stands before /health', async () => {
    const server = await rig.startServer(2, { gateEverything: true })
    const { codes, exitCode } = await monitor(server.url, '--only', 'probe')
    expect(codes).toContain('PROBE_PAYWALLED')
    expect(exitCode).toBe(1)
  })

  test('a dead server is FAIL after three looks, not UNKNOWN', async () => {
    const { codes, exitCode } = await monitor('http://127.0.0.1:9')
    expect(codes).toContain('HEALTH_UNREACHABLE')
    expect(codes).toContain('UNREACHABLE')
    expect(exitCode).toBe(1)
  })

  test('a dead RPC is UNKNOWN: exit 3', async () => {
    writeShopConfig(desk.folder, { ...rig, rpcUrl: 'http://127.0.0.1:9' }, rig.v2.url)
    const { stdout, exitCode } = await desk.run(['monitor', 'shop', '-o', 'json', '--no-save'])
    const document = JSON.parse(stdout) as RunDocument
    expect(document.findings.map(({ code }) => code)).toContain('RECONCILE_CHAIN_NOT_READ')
    expect(document.complete).toBe(false)
    expect(exitCode).toBe(3)
  })

  test('a server whose facilitator never answered is named as that, not as a broken route', async () => {
    await rig.faults.down()
    const server = await rig.startServer(2)
    const { codes, exitCode } = await monitor(server.url, '--only', 'matrix')
    await rig.faults.up()
    expect(codes).toContain('NOT_INITIALISED')
    expect(codes).not.toContain('SERVER_ERROR')
    expect(exitCode).toBe(1)
  })

  test('a facilitator that died later does not change the 402s', async () => {
    const server = await rig.startServer(2)
    await monitor(server.url, '--only', 'matrix')
    rig.faults.next('down')
    const { codes, exitCode } = await monitor(server.url, '--only', 'matrix')
    expect(codes).toEqual([])
    expect(exitCode).toBe(0)
  })
})

describe('the options of monitor', () => {
  test('--only matrix asks nothing else', async () => {
    const { document } = await monitor(rig.v2.url, '--only', 'matrix')
    expect(document.checks.map(({ id }) => id)).toEqual(['matrix'])
  })

  test('--fail-on never hides findings, not gaps', async () => {
    const server = await rig.startServer(2, { servedFree: 'check-product-fit' })
    expect((await monitor(server.url, '--fail-on', 'never')).exitCode).toBe(0)
  })

  test('--probe-garbage and --variants: the HEAD hole of the servers is named', async () => {
    const { document, exitCode } = await monitor(
      rig.v2.url,
      '--only',
      'matrix',
      '--variants',
      '--probe-garbage',
    )
    const free = document.findings.filter(({ code }) => code === 'SERVED_FREE')
    expect(free.length).toBeGreaterThan(0)
    expect(free.every(({ text }) => text.includes('HEAD'))).toBe(true)
    expect(document.findings.map(({ code }) => code)).not.toContain('GARBAGE_ACCEPTED')
    expect(exitCode).toBe(1)
  })

  test('a deadline of one millisecond gives a partial run, exit 3', async () => {
    const { document, exitCode } = await monitor(rig.v2.url, '--deadline', '1ms')
    expect(document.complete).toBe(false)
    expect(exitCode).toBe(3)
  })
})
