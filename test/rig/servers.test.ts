import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Rig, startRig } from './rig.ts'
import { rigRoutes, routeById } from './routes.ts'

let rig: Rig
beforeAll(async () => {
  rig = await startRig()
})
afterAll(() => rig?.stop())

type Terms = { readonly payTo: string; readonly amount: string; readonly network: string }

async function ask(url: string, id: Parameters<typeof routeById>[0]) {
  const route = routeById(id)
  const response = await fetch(`${url}${route.path}`, {
    method: route.method,
    headers: { accept: 'application/json', 'content-type': 'application/json' },
    ...(route.method === 'POST' ? { body: '{}' } : {}),
  })
  const header = response.headers.get('payment-required')
  const text = await response.text()
  const json = header === null ? JSON.parse(text) : JSON.parse(Buffer.from(header, 'base64').toString('utf8'))
  const [first] = (json as { accepts?: Record<string, string>[] }).accepts ?? []
  const terms: Terms | null =
    first === undefined
      ? null
      : {
          payTo: String(first.payTo),
          amount: String(first.amount ?? first.maxAmountRequired),
          network: String(first.network),
        }
  return { status: response.status, header, terms }
}

const urlOf = async (version: 1 | 2, options: Parameters<Rig['startServer']>[1]) =>
  (await rig.startServer(version, options)).url

describe.each([2, 1] as const)('a server of version %s', (version) => {
  const own = () => (version === 2 ? rig.v2.url : rig.v1.url)
  const network = version === 2 ? 'eip155:8453' : 'base'

  test('asks the right money for every one of its seven routes', async () => {
    expect(rigRoutes).toHaveLength(7)
    for (const route of rigRoutes) {
      const { status, header, terms } = await ask(own(), route.id)
      expect(status).toBe(402)
      expect(header === null).toBe(version === 1)
      expect(terms).toEqual({ payTo: rig.payTo, amount: String(route.atomic), network })
    }
  })

  test('its pages are free and say what an operator expects', async () => {
    const get = async (path: string, headers: Record<string, string> = {}) => {
      const response = await fetch(`${own()}${path}`, { headers })
      return { status: response.status, body: (await response.json()) as Record<string, unknown> }
    }
    expect(await get('/health')).toEqual({ status: 200, body: { status: 'ok' } })
    expect((await get('/ready')).body).toMatchObject({ checks: [{ name: 'database', status: 'ok' }, {}] })
    expect((await get('/status.json')).body).toMatchObject({
      billing_mode: 'mainnet-beta',
      mainnet_billing_enabled: true,
      network: 'eip155:8453',
    })
    expect((await get('/admin/metrics')).status).toBe(401)
    const metrics = await get('/admin/metrics', { authorization: `Bearer ${rig.adminToken}` })
    expect(metrics.body.paymentRequiredCalls).toBeGreaterThanOrEqual(7)
    expect((await get('/.well-known/x402')).body.resources).toHaveLength(7)
    expect(Object.keys((await get('/openapi.json')).body.paths as object)).toHaveLength(7)
  })

  test('a browser may read the payment headers, and its preflight is not asked for money', async () => {
    const url = `${own()}/x402/v1/safe-fetch-url`
    const preflight = await fetch(url, { method: 'OPTIONS', headers: { origin: 'http://shop.example.test' } })
    expect(preflight.status).toBe(204)
    expect(preflight.headers.get('access-control-allow-headers')).toContain('payment-signature')
    const asked = await fetch(url, { method: 'POST' })
    expect(asked.headers.get('access-control-expose-headers')).toContain('PAYMENT-REQUIRED')
    const without = await fetch(`${await urlOf(version, { cors: false })}/x402/v1/safe-fetch-url`, {
      method: 'POST',
    })
    expect(without.headers.get('access-control-expose-headers')).toBe(null)
  })

  test('planted: a route served free', async () => {
    const url = await urlOf(version, { servedFree: 'check-product-fit' })
    expect((await ask(url, 'check-product-fit')).status).toBe(200)
    expect((await ask(url, 'safe-fetch-url')).status).toBe(402)
  })

  test('planted: another receiver and another price on one route', async () => {
    const url = await urlOf(version, {
      wrongPayTo: 'create-page-proof',
      wrongPrice: { route: 'safe-fetch-url', price: '$0.011' },
    })
    expect((await ask(url, 'create-page-proof')).terms?.payTo).toBe(rig.wrongPayTo)
    expect((await ask(url, 'safe-fetch-url')).terms).toMatchObject({ payTo: rig.payTo, amount: '11000' })
  })

  test('planted: not ready, another network in the status, a forgotten route', async () => {
    const url = await urlOf(version, {
      notReady: true,
      status: { network: 'eip155:84532' },
      missing: 'safe-fetch-url',
    })
    const ready = await fetch(`${url}/ready`)
    expect([ready.status, await ready.text()]).toEqual([503, expect.stringContaining('"database"')])
    expect(await (await fetch(`${url}/status.json`)).json()).toMatchObject({ network: 'eip155:84532' })
    expect((await fetch(`${url}/x402/v1/safe-fetch-url`, { method: 'POST' })).status).toBe(404)
  })

  test('planted: everything behind the paywall', async () => {
    expect((await fetch(`${await urlOf(version, { gateEverything: true })}/health`)).status).toBe(402)
  })

  test('planted: a handler that fails is not paid for', async () => {
    const url = await urlOf(version, { handlerFails: 'safe-fetch-url' })
    const before = await rig.token.balanceOf(rig.payTo)
    const paid = await rig.pay({ version, baseUrl: url })
    expect(paid).toMatchObject({ status: 500, settle: null })
    expect(await rig.token.balanceOf(rig.payTo)).toBe(before)
    expect(await rig.records.of(paid.nonce)).toMatchObject({ state: 'failed', responseStatus: 500, tx: null })
  })

  test('planted: an error after the settlement is charged and not delivered', async () => {
    const before = await rig.token.balanceOf(rig.payTo)
    const paid = await rig.pay({ version, breakAt: 'after-settle' })
    expect(paid).toMatchObject({ status: 500, settle: { success: true } })
    expect(await rig.token.balanceOf(rig.payTo)).toBe(before + 10_000n)
    expect(await rig.records.of(paid.nonce)).toMatchObject({ state: 'settled', responseStatus: 500 })
  })
})

describe('a server whose facilitator was down at its start', () => {
  test('answers 500 until the facilitator is back', async () => {
    await rig.faults.down()
    const url = await urlOf(2, {})
    const asked = await fetch(`${url}/x402/v1/safe-fetch-url`, { method: 'POST' })
    expect(asked.status).toBe(500)
    await rig.faults.up()
    expect((await ask(url, 'safe-fetch-url')).status).toBe(402)
  })
})

describe('the books', () => {
  test('pino lines hold the same payments', async () => {
    const own = await startRig({ pino: true })
    const paid = await own.pay()
    const [line = ''] = readFileSync(own.pinoFile ?? '', 'utf8').split('\n')
    expect(JSON.parse(line)).toMatchObject({ level: 30, payment: { nonce: paid.nonce, state: 'settled' } })
    await own.stop()
  })

  test('a lost record is not there, a poor one lacks what was forgotten', async () => {
    const lost = await rig.pay({ loseRecord: true })
    const poor = await rig.pay({ forget: ['payer', 'nonce'] })
    const all = rig.records.all()
    expect(all.some((record) => record.nonce === lost.nonce)).toBe(false)
    const written = all.find((record) => record.requestId === poor.requestId)
    expect(written).toMatchObject({ state: 'settled' })
    expect(Object.keys(written ?? {})).not.toContain('nonce')
  })
})
