import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Rig, startRig } from './rig.ts'

let rig: Rig
let startedInMs = 0
beforeAll(async () => {
  const before = performance.now()
  rig = await startRig({ pino: true })
  startedInMs = performance.now() - before
})
afterAll(() => rig?.stop())

describe('the rig', () => {
  test('starts in under five seconds', () => {
    expect(startedInMs).toBeLessThan(5000)
  })
})

describe.each([2, 1] as const)('a healthy payment, version %s', (version) => {
  test.each(['safe-fetch-url', 'extract-return-policy', 'create-page-proof'] as const)(
    '%s',
    async (route) => {
      const before = await rig.token.balanceOf(rig.payTo)
      const paid = await rig.pay({ version, route })
      expect(paid.body).toContain(route)
      expect(paid.status).toBe(200)
      expect(paid.settle).toMatchObject({ success: true })
      expect(await rig.token.balanceOf(rig.payTo)).toBe(before + paid.route.atomic)
      expect(await rig.token.nonceUsed(paid.payer, paid.nonce)).toBe(true)
      const record = await rig.records.of(paid.nonce)
      expect(record).toMatchObject({
        requestId: paid.requestId,
        x402Version: version,
        route: paid.route.path,
        method: paid.route.method,
        state: 'settled',
        verify: 'valid',
        responseStatus: 200,
        tx: paid.settle?.transaction,
        transfer: 'eip3009',
        asset: rig.asset,
        payTo: rig.payTo,
        amountAtomic: String(paid.route.atomic),
        paymentResponsePresent: true,
      })
    },
  )
})

test('no record holds a signature', async () => {
  expect(rig.records.all().length).toBeGreaterThan(0)
  expect(JSON.stringify(rig.records.all())).not.toMatch(/signature|0x[0-9a-f]{130}/i)
})
