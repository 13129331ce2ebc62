import { createHash } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { entropyToMnemonic } from '@scure/bip39'
import { wordlist } from '@scure/bip39/wordlists/english'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { accountAt, roles } from '../rig/accounts.ts'
import { listen, type Served } from '../rig/listen.ts'
import type { WrittenRecord } from '../rig/records.ts'
import { type PayOptions, type Rig, startRig } from '../rig/rig.ts'
import type { ServerOptions } from '../rig/server-options.ts'
import { contracts, usdc } from '../rig/token.ts'
import { newShop, removeDesks } from './toggle-desk.ts'

// The state of every row is made by the rig: real servers, a real chain, books that its recorder wrote.
let rig: Rig
let refusing: Served
const day: Record<'good' | 'phantom' | 'orphan' | 'refused' | 'broken' | 'bare', WrittenRecord[]> = {
  ...{ good: [], phantom: [], orphan: [], refused: [], broken: [], bare: [] },
}

async function sell(to: keyof typeof day, options: PayOptions, count = 1): Promise<void> {
  for (let turn = 0; turn < count; turn += 1) {
    const paid = await rig.pay(options)
    day[to].push(await rig.records.of(paid.nonce))
  }
}

beforeAll(async () => {
  rig = await startRig()
  const bare = await rig.startServer(2, { dropResponse: true })
  await sell('good', {}, 20)
  await sell('phantom', { fault: 'phantom' }, 3)
  await sell('orphan', { fault: 'timeout-then-confirm' })
  await sell('refused', { fault: 'verify-ok-settle-reject' }, 3)
  await sell('broken', { breakAt: 'after-settle' })
  await sell('bare', { baseUrl: bare.url })
  await rig.idle()
  await rig.chain.warpTo((await rig.chain.timestamp()) + 400)
  await rig.chain.mine(5, 2)
  refusing = await listen((_req, res) => {
    res.writeHead(401, { 'content-type': 'application/json' }).end('{"error":"unauthorized"}')
  })
}, 60_000)
afterAll(async () => {
  await refusing?.close()
  await rig?.stop()
  removeDesks()
})

type Extra = {
  readonly means?: string
  readonly facilitator?: string
  readonly auth?: string
  readonly more?: string
}

function lines({
  means = 'closed-503',
  facilitator = rig.facilitatorUrl,
  auth = '',
  more = '',
}: Extra = {}): string {
  return [
    `    toggle: {"on": "true", "off": "false", platform: fly, app: shop, flagOffMeans: ${means}}`,
    `    facilitators: [{url: "${facilitator}"${auth}}]`,
    ...(more === '' ? [] : [more]),
  ].join('\n')
}

type Books = readonly WrittenRecord[]

/** A shop whose logs are clean, so that only what is planted is met. */
function shopWith(
  books: Books = day.good,
  extra: Extra = {},
  more: { baseUrl?: string; rpcUrl?: string } = {},
) {
  const shop = newShop(rig, { books, extra: lines(extra), ...more })
  mkdirSync(join(shop.folder, 'logs'))
  writeFileSync(join(shop.folder, 'logs/app.log'), 'GET /health 200\n')
  const look = (...args: readonly string[]) => shop.guide(['--scan', 'logs', '--max-age', '1ms', ...args])
  /** Looks several times, this long apart. */
  const watch = async (times: number, apartMs: number) => {
    for (let turn = 1; turn < times; turn += 1) {
      await look()
      shop.later(apartMs)
    }
    return look()
  }
  return { ...shop, look, watch }
}

const minute = 61_000
const serving = async (options: ServerOptions) => ({ baseUrl: (await rig.startServer(2, options)).url })

describe('a healthy shop', () => {
  test('every row is answered with no: keep on, exit 0', async () => {
    const { code, advice, document, err } = await shopWith().look()
    expect(err).toBe('')
    expect(advice).toMatchObject({ action: 'keep-on', row: 0, unknown: [], met: [], causes: [] })
    expect(code).toBe(0)
    const rows = document.checks.filter(({ id }) => id.startsWith('row-'))
    expect(rows.map(({ verdict }) => verdict)).toEqual(Array.from({ length: 17 }, () => 'PASS'))
  })

  test('row 18: what nobody looked at is no verdict, and is named', async () => {
    const { code, advice, row } = await shopWith().guide([])
    expect(advice).toMatchObject({ action: 'no-verdict', row: 18, unknown: ['1', '4'], met: [] })
    expect(row(1)?.text).toContain('--scan PATH')
    expect(code).toBe(3)
  })
})

describe('rows about secrets', () => {
  test('row 1: a seed phrase in a log', async () => {
    const shop = shopWith()
    const phrase = entropyToMnemonic(createHash('sha256').update('toggle').digest().subarray(0, 16), wordlist)
    writeFileSync(join(shop.folder, 'logs/wallet.log'), `backup: ${phrase}\n`)
    const { code, advice, out, row } = await shop.look()
    expect(advice).toMatchObject({ action: 'off-now', row: 1, causes: ['exposure'], unknown: [] })
    expect(row(1)?.text).toContain('mnemonic at logs/wallet.log:1')
    expect(out).not.toContain(phrase.split(' ').slice(0, 3).join(' '))
    expect(code).toBe(1)
  })

  test('row 4: an admin token in a log', async () => {
    const shop = shopWith()
    writeFileSync(join(shop.folder, 'logs/env.log'), 'ADMIN_METRICS_TOKEN=CANARY-9f8e7d6c5b4a39281706\n')
    const { advice, out } = await shop.look()
    expect(advice).toMatchObject({ action: 'off-now', row: 4, met: ['4'] })
    expect(out).not.toContain('CANARY-9f8e')
  })
})

describe('rows about the 402s', () => {
  test.each([
    [2, 'off-now', { wrongPayTo: 'create-page-proof' }, []],
    [
      14,
      'consider',
      { wrongPrice: { route: 'create-page-proof', price: '$0.20' } },
      ['route create-page-proof'],
    ],
    [17, 'not-the-flag', { servedFree: 'check-product-fit' }, ['route check-product-fit']],
  ] as const)('row %i: %s', async (number, action, options, partial) => {
    const { code, advice } = await shopWith(day.good, {}, await serving(options)).look()
    expect(advice).toMatchObject({ action, row: number, partial, unknown: [] })
    expect(code).toBe(1)
  })

  test('row 17 is looked at before all others: a wrong payTo does not make the flag the right tool', async () => {
    const wrong = await serving({ wrongPayTo: 'create-page-proof', servedFree: 'check-product-fit' })
    const { advice } = await shopWith(day.good, {}, wrong).look()
    expect(advice).toMatchObject({ action: 'not-the-flag', row: 17 })
    expect(advice?.met).toEqual(expect.arrayContaining(['2', '17']))
  })

  test('where off means open, off is never advised', async () => {
    const wrong = await serving({ wrongPayTo: 'create-page-proof' })
    const shop = shopWith(day.good, { means: 'open' }, wrong)
    const { advice, code, document } = await shop.look()
    expect(advice).toMatchObject({ action: 'not-the-flag', row: 2 })
    expect(advice?.says).toContain('off means open here')
    expect(document.findings.map((found) => found.code)).toContain('TOGGLE_OFF_MEANS_OPEN')
    expect(code).toBe(1)
    const screen = (await shop.call(['guidance', 'shop'])).out
    expect(screen).toContain('NOT THE FLAG')
    expect(screen).not.toContain('X402_ENABLED=false')
  })
})

describe('rows about payments', () => {
  test('row 3: three deliveries without settlement', async () => {
    const { advice, row } = await shopWith([...day.good, ...day.phantom]).look()
    expect(advice).toMatchObject({ action: 'off-now', row: 3, causes: ['reconciliation'] })
    expect(row(3)?.text).toContain('PHANTOM_SETTLEMENT 3 (limit 3)')
  })

  test('row 5: more than one in a hundred is orphaned', async () => {
    const { advice, row } = await shopWith([...day.good, ...day.orphan]).look()
    expect(advice).toMatchObject({ action: 'off-now', row: 5, causes: ['settlement'] })
    expect(row(5)?.text).toContain('ORPHANED_PAYMENT 1 of 21, 4.8 % (above 1 %)')
  })

  test('row 15: one orphan among too few for a percentage keeps it on, at least', async () => {
    const { code, advice } = await shopWith([...day.good.slice(0, 5), ...day.orphan]).look()
    expect(advice).toMatchObject({ action: 'keep-on', row: 15, unknown: ['5', '7'] })
    expect(advice?.says).toMatch(/^At least: .*Not known: rows 5, 7\.$/)
    expect(code).toBe(3)
  })

  test('row 7: settlements fail in two windows; one window decides nothing', async () => {
    const shop = shopWith([...day.good, ...day.refused])
    const first = await shop.look()
    expect(first.advice).toMatchObject({ action: 'no-verdict', unknown: ['7'] })
    expect(first.row(7)?.text).toContain('seen in 1 of 2 windows')
    shop.later(minute)
    const second = await shop.look()
    expect(second.advice).toMatchObject({ action: 'off-now', row: 7, causes: ['settlement'] })
    expect(second.row(7)?.text).toContain('the cause is not known')
    await rig.faults.down()
    shop.later(minute)
    const known = await shop.look()
    await rig.faults.up()
    expect(known.advice).toMatchObject({ action: 'consider', row: 7 })
    expect(known.row(7)?.text).toContain('FACILITATOR_DOWN')
  })

  test('row 9: charged and not delivered, in two windows', async () => {
    const { advice } = await shopWith([...day.good, ...day.broken]).watch(2, minute)
    expect(advice).toMatchObject({ action: 'consider', row: 9, causes: ['route-execution'] })
  })

  test('row 10: paid answers without the settlement header', async () => {
    const { advice } = await shopWith([...day.good, ...day.bare]).look()
    expect(advice).toMatchObject({ action: 'consider', row: 10 })
  })

  test('row 11: one payment served by two instances', async () => {
    const [sale] = day.good
    const receivedAt = new Date(Date.parse(String(sale?.receivedAt)) + 1000).toISOString()
    const again = { ...sale, receivedAt, requestId: 'req_again_0001', recordId: 'again-1', instance: 'b' }
    const { advice } = await shopWith([{ ...sale, instance: 'a' }, again, ...day.good.slice(1)]).look()
    expect(advice).toMatchObject({ action: 'consider', row: 11, causes: ['reconciliation'] })
  })
})

describe('rows about what the service depends on', () => {
  test('row 6: the only facilitator refuses the credential, three times', async () => {
    const auth = ', auth: {secret: {env: FAC_KEY}}'
    const shop = shopWith(day.good, { facilitator: refusing.url, auth })
    const env = { FAC_KEY: 'CANARY-facilitator-credential' }
    const look = () => shop.guide(['--scan', 'logs', '--max-age', '1ms'], env)
    const first = await look()
    expect(first.row(6)?.verdict).toBe('UNKNOWN')
    shop.later(minute)
    await look()
    shop.later(minute)
    const { advice, out } = await look()
    expect(advice).toMatchObject({
      action: 'off-now',
      row: 6,
      causes: expect.arrayContaining(['facilitator-auth']),
    })
    expect(out).not.toContain('CANARY')
  })

  test('row 8: not ready for three checks over three minutes, and for more than ten', async () => {
    const shop = shopWith(day.good, {}, await serving({ notReady: true }))
    const early = await shop.look()
    expect(early.row(8)?.verdict).toBe('UNKNOWN')
    shop.later(100_000)
    await shop.look()
    shop.later(100_000)
    expect((await shop.look()).advice).toMatchObject({ action: 'consider', row: 8 })
    shop.later(450_000)
    expect((await shop.look()).advice).toMatchObject({ action: 'off-now', row: 8 })
  })

  test('row 12: no endpoint shows the chain for longer than offers live', async () => {
    const shop = shopWith(day.good, {}, { rpcUrl: 'http://127.0.0.1:9' })
    const { code, advice, row } = await shop.watch(3, 200_000)
    expect(row(12)?.text).toContain('(limit 300 s, maxTimeoutSeconds)')
    expect(advice).toMatchObject({ action: 'consider', row: 12 })
    // Without the chain nobody knows what became of the money: the advice is a lower bound.
    expect(advice?.unknown).toEqual(expect.arrayContaining(['3', '5', '7']))
    expect(code).toBe(1)
  })

  test('row 16: a slow page is no reason', async () => {
    const more = '    thresholds: {latencyWarn: 1ms}'
    const { code, advice } = await shopWith(day.good, { more }).look()
    expect(advice).toMatchObject({ action: 'keep-on', row: 16, unknown: [], causes: [] })
    expect(code).toBe(0)
  })

  test('row 13: the token is paused, and it is the only way to pay', async () => {
    const [operator] = [accountAt(roles.operator).address]
    await rig.chain.setCode(usdc, contracts.guarded.runtime)
    const pause = (value: 0 | 1) =>
      rig.chain.rpc('eth_sendTransaction', [
        { from: operator, to: usdc, data: `0x16c38b3c${String(value).padStart(64, '0')}` },
      ])
    await pause(1)
    await rig.chain.mine(1)
    const { advice } = await shopWith().look()
    await pause(0)
    await rig.chain.mine(1)
    expect(advice).toMatchObject({ action: 'off-now', row: 13 })
    expect(advice?.says).not.toContain('First:')
  })
})

describe('what else the guide says', () => {
  test('saved runs are enough: nobody is asked again', async () => {
    const shop = shopWith()
    await shop.look()
    const before = rig.faults.calls.length
    const { advice, code } = await shop.guide(['--from-run', 'last', '--scan', 'logs'])
    expect(rig.faults.calls.length).toBe(before)
    expect([advice?.action, code]).toEqual(['keep-on', 0])
  })

  test('the exact command and its reverse, what is under way, and how long offers live', async () => {
    const { out } = await shopWith().call(['toggle', 'guide', 'shop', '--scan', 'logs'])
    expect(out).toContain('fly secrets set X402_ENABLED=false -a shop')
    expect(out).toContain('fly secrets set X402_ENABLED=true -a shop')
    expect(out).toContain('offers stay payable for 300 s')
    expect(out).toMatch(/It stops .* payments and .* USDC an hour/)
    expect(Math.max(...out.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80)
  })

  test('who looks again after a minute gets a second window, without any flag', async () => {
    const shop = shopWith([...day.good, ...day.broken])
    await shop.guide(['--scan', 'logs'])
    shop.later(minute)
    expect((await shop.guide(['--scan', 'logs'])).advice).toMatchObject({ action: 'consider', row: 9 })
  })

  test('no profile is ever taken for granted', async () => {
    const { code, err } = await shopWith().call(['toggle', 'guide'])
    expect([code, err]).toEqual([2, expect.stringContaining('PROFILE_AMBIGUOUS')])
  })
})
