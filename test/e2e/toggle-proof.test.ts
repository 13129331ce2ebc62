import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { request } from 'node:http'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { RunDocument } from '../../src/core/report.ts'
import { listen, type Served } from '../rig/listen.ts'
import { type Rig, startRig } from '../rig/rig.ts'
import type { OffMeans, Switch } from '../rig/switch.ts'
import { newShop, removeDesks } from './toggle-desk.ts'

let rig: Rig
beforeAll(async () => {
  rig = await startRig()
  await rig.pay({})
  await rig.idle()
  await rig.chain.mine(5, 2)
}, 60_000)
afterAll(async () => {
  await rig?.stop()
  removeDesks()
})

const means = (word: string, more = '') =>
  `    toggle: {"on": "true", "off": "false", flagOffMeans: ${word}, statusOff: {mainnet_billing_enabled: false}${more}}`

/** Instances of one service, each with a flag of its own. */
async function service(flags: readonly Switch[]) {
  const urls: string[] = []
  for (const flag of flags) urls.push((await rig.startServer(2, { flag })).url)
  return urls
}

const off = (offMeans: OffMeans, status?: 'stale'): Switch =>
  status === undefined ? { enabled: false, offMeans } : { enabled: false, offMeans, status }

async function shopOf(flags: readonly Switch[], word: string, more = '') {
  const [baseUrl = '', ...others] = await service(flags)
  const extra = `${means(word)}\n    instances: [${[baseUrl, ...others].map((url) => `"${url}"`).join(', ')}]${more}`
  const shop = newShop(rig, { baseUrl, extra })
  const verify = async (...args: readonly string[]) => {
    const ran = await shop.call(['toggle', 'verify', 'shop', '--json', '--every', '10ms', ...args])
    if (ran.out === '') throw new Error(ran.err)
    const document = JSON.parse(ran.out) as RunDocument
    const codes = [...new Set(document.findings.map(({ code }) => code))].sort()
    return { ...ran, document, codes }
  }
  return { ...shop, verify, urls: [baseUrl, ...others] }
}

describe('toggle verify --expect off', () => {
  test.each(['closed-503', 'closed-404', 'crash'] as const)(
    'three instances that are off (%s)',
    async (word) => {
      const { verify } = await shopOf([off(word), off(word), off(word)], word)
      const { code, codes } = await verify('--expect', 'off')
      expect(codes.filter((each) => each !== 'TOGGLE_DRAIN_NOT_ASKED')).toEqual([])
      expect(code).toBe(0)
    },
  )

  test('one stale instance of three is caught and named', async () => {
    const stale: Switch = { enabled: true, offMeans: 'closed-503' }
    const { verify, urls } = await shopOf([off('closed-503'), stale, off('closed-503')], 'closed-503')
    const { code, codes, document } = await verify('--expect', 'off')
    expect(codes).toEqual(expect.arrayContaining(['TOGGLE_INSTANCE_STALE', 'TOGGLE_STILL_ASKS']))
    const named = document.findings.filter((each) => each.code === 'TOGGLE_INSTANCE_STALE')
    expect(named.map(({ args }) => args.instance)).toEqual([urls[1]])
    expect(codes).toContain('TOGGLE_STATUS_DISAGREES')
    expect(code).toBe(1)
  })

  test('a server that serves everybody for nothing while it is off', async () => {
    const { verify } = await shopOf([off('open')], 'unknown')
    const { code, document } = await verify('--expect', 'off')
    const free = document.findings.filter((each) => each.code === 'TOGGLE_SERVED_FREE')
    expect(free.length).toBeGreaterThanOrEqual(7)
    expect(free.map(({ playbook }) => playbook)).toContain('served-free')
    expect(code).toBe(1)
  })

  test('an instance that comes back between the two looks is caught by the second one', async () => {
    let asked = 0
    // Fourteen requests and a status page make a look; the server of the second one has the flag back.
    const flag: Switch = {
      offMeans: 'closed-503',
      get enabled() {
        asked += 1
        return asked > 20
      },
    }
    const { verify } = await shopOf([flag], 'closed-503')
    const { codes } = await verify('--expect', 'off')
    expect(codes).toContain('TOGGLE_STILL_ASKS')
  })

  test('closed in another way than the profile says is told', async () => {
    const { verify } = await shopOf([off('closed-404')], 'closed-503')
    const { code, codes } = await verify('--expect', 'off')
    expect(codes).toContain('TOGGLE_CLOSED_OTHERWISE')
    expect(code).toBe(0)
  })

  test('a status page that goes on selling', async () => {
    const { verify } = await shopOf([off('closed-503', 'stale')], 'closed-503')
    const { code, codes } = await verify('--expect', 'off')
    expect(codes).toContain('TOGGLE_STATUS_DISAGREES')
    expect(code).toBe(1)
  })

  test('nobody answers where nothing should crash: not proven', async () => {
    const { verify } = await shopOf([off('crash')], 'closed-503')
    const { code, codes } = await verify('--expect', 'off')
    expect(codes).toContain('TOGGLE_NOT_TOLD')
    expect(code).toBe(3)
  })

  test('the drain window: not over, over without money, and money that came after it', async () => {
    const { verify } = await shopOf([off('closed-503')], 'closed-503')
    const switched = new Date((await rig.chain.timestamp()) * 1000 + 2000).toISOString()
    await rig.chain.warpTo((await rig.chain.timestamp()) + 60)
    await rig.chain.mine(1)
    const early = await verify('--expect', 'off', '--since', switched, '--drain', '5m')
    expect([early.code, early.codes]).toEqual([3, expect.arrayContaining(['TOGGLE_DRAINING'])])
    const quiet = await verify('--expect', 'off', '--since', switched, '--drain', '30s')
    expect([quiet.code, quiet.codes]).toEqual([0, []])
    await rig.payUnrecorded()
    await rig.chain.mine(2)
    const late = await verify('--expect', 'off', '--since', switched, '--drain', '30s')
    expect([late.code, late.codes]).toEqual([1, expect.arrayContaining(['TOGGLE_PAID_AFTER_DRAIN'])])
  })
})

/** A proxy that gives every request to the next of these servers in turn; it takes the place of what differs. */
async function inTurn(urls: readonly string[]): Promise<Served> {
  let turn = 0
  return listen((req, res) => {
    const target = urls[turn % urls.length] ?? ''
    turn += 1
    const { host: _host, connection: _connection, ...headers } = req.headers
    const on = request(`${target}${req.url}`, {
      method: req.method,
      headers: headers as Record<string, string>,
    })
    on.on('response', (answer) => {
      res.writeHead(answer.statusCode ?? 500, answer.headers)
      answer.pipe(res)
    })
    on.on('error', () => res.destroy())
    req.pipe(on)
  })
}

describe('what one look would miss', () => {
  const closed = off('closed-503')
  const verifyAt = async (baseUrl: string, expect: 'on' | 'off') => {
    const shop = newShop(rig, { baseUrl, extra: means('closed-503') })
    const ran = await shop.call(['toggle', 'verify', 'shop', '--json', '--every', '10ms', '--expect', expect])
    const { findings } = JSON.parse(ran.out) as RunDocument
    return { code: ran.code, findings, codes: new Set(findings.map(({ code }) => code)) }
  }

  test.each([2, 3, 5])('one stale instance among %i behind one address', async (count) => {
    const stale: Switch = { enabled: true, offMeans: 'closed-503' }
    const urls = await service([stale, ...Array.from({ length: count - 1 }, () => closed)])
    const balancer = await inTurn(urls)
    const { code, codes } = await verifyAt(balancer.url, 'off')
    const on = await verifyAt(balancer.url, 'on')
    await balancer.close()
    expect([code, codes.has('TOGGLE_STILL_ASKS')]).toEqual([1, true])
    expect([on.code, on.codes.has('TOGGLE_NOT_ON')]).toEqual([1, true])
  })

  test('a handler that is open only with a slash at the end, and one that is open only to GET', async () => {
    for (const isOpen of [
      (method: string, url: string) => method !== 'HEAD' && url.endsWith('/'),
      (method: string, url: string) => method === 'GET' && url.includes('ask'),
    ]) {
      const served = await listen((req, res) => {
        res.writeHead(isOpen(req.method ?? '', req.url ?? '') ? 200 : 503).end('{}')
      })
      const shop = newShop(rig, { baseUrl: served.url, extra: means('closed-503') })
      const ran = await shop.call([
        ...['toggle', 'verify', 'shop', '--json', '--every', '10ms', '--expect', 'off'],
        ...['--route', 'GET /v1/quote', '--route', 'POST /v1/ask'],
      ])
      await served.close()
      const { findings } = JSON.parse(ran.out) as RunDocument
      expect(ran.code).toBe(1)
      expect(findings.map(({ code }) => code)).toContain('TOGGLE_SERVED_FREE')
    }
  })

  test('that no payment was sent, and what that leaves open, is said', async () => {
    const [url = ''] = await service([closed])
    const shop = newShop(rig, { baseUrl: url, extra: means('closed-503') })
    const { out } = await shop.call(['toggle', 'verify', 'shop', '--every', '10ms', '--expect', 'off'])
    expect(out.replaceAll(/\s+/g, ' ')).toContain('what a payment would get is not known')
  })
})

describe('toggle verify --expect on', () => {
  test('every route passes on every instance, twice', async () => {
    const on: Switch = { enabled: true, offMeans: 'closed-503' }
    const { verify } = await shopOf([on, { ...on }], 'closed-503')
    const { code, codes } = await verify('--expect', 'on')
    expect(codes).toEqual(['TOGGLE_DRAIN_NOT_ASKED'])
    expect(code).toBe(0)
  })

  test('an instance that is still off', async () => {
    const { verify, urls } = await shopOf(
      [{ enabled: true, offMeans: 'closed-503' }, off('closed-503')],
      'closed-503',
    )
    const { code, document } = await verify('--expect', 'on')
    const named = document.findings.filter((each) => each.code === 'TOGGLE_NOT_ON')
    expect(named.map(({ args }) => args.instance)).toEqual([urls[1]])
    expect(code).not.toBe(0)
  })
})

describe('toggle apply', () => {
  const script = `const fs=require('fs'),[,f,v]=process.argv;fs.writeFileSync(f,v);console.log('set '+v+' with token CANARY-9f8e7d6c5b4a3928')`
  function shopWith(word = 'closed-503', body = script, more = '') {
    const shop = newShop(rig)
    writeFileSync(join(shop.folder, 'set.cjs'), body)
    const exec = JSON.stringify([
      process.execPath,
      join(shop.folder, 'set.cjs').replace('set.cjs', 'run.cjs'),
      'flag.txt',
      '{value}',
    ])
    writeFileSync(
      join(shop.folder, 'run.cjs'),
      body === script ? script.replace('[,f,v]=process.argv', '[,,f,v]=process.argv') : body,
    )
    shop.configure({
      extra: `    toggle: {"on": "true", "off": "false", flagOffMeans: ${word}, exec: ${exec}${more}}`,
    })
    const flag = () => {
      const path = join(shop.folder, 'flag.txt')
      return existsSync(path) ? readFileSync(path, 'utf8') : null
    }
    const audit = () => {
      const path = join(shop.folder, 'x402ops/shop/audit.ndjson')
      if (!existsSync(path)) return []
      expect(statSync(path).mode & 0o777).toBe(0o600)
      const text = readFileSync(path, 'utf8').trim()
      return text.split('\n').map((line) => JSON.parse(line) as Record<string, unknown>)
    }
    return { ...shop, flag, audit }
  }
  const apply = ['toggle', 'apply', 'shop', '--json', '--to']
  const secret = { ADMIN_METRICS_TOKEN: 'CANARY-9f8e7d6c5b4a3928' }

  test('unattended and not confirmed: nothing is run, and an envelope says how', async () => {
    const shop = shopWith()
    const { code, out } = await shop.call([...apply, 'off'])
    expect(JSON.parse(out)).toMatchObject({
      status: 'confirmation_required',
      changes: [{ variable: 'X402_ENABLED', to: 'off', value: 'false' }],
      guards: ['off means closed-503'],
      confirmCommand: 'x402ops toggle apply shop --to off --confirm shop',
      reverseCommand: 'x402ops toggle apply shop --to on --confirm shop',
    })
    expect([code, shop.flag(), shop.audit()]).toEqual([4, null, []])
    expect((await shop.call([...apply, 'off', '--confirm', 'shap'])).code).toBe(4)
    expect(shop.flag()).toBe(null)
  })

  test('confirmed: the command runs with the word of the profile, hides what it prints, and leaves a trace', async () => {
    const shop = shopWith()
    const { code, out } = await shop.call([...apply, 'off', '--confirm', 'shop'], secret)
    expect(code).toBe(0)
    expect(shop.flag()).toBe('false')
    expect(out).toContain('set false with token')
    expect(out).not.toContain('CANARY')
    expect(JSON.parse(out)).toMatchObject({ status: 'done', exitCode: 0 })
    expect(shop.audit()).toMatchObject([
      { schema: 'x402ops.audit/v1', event: 'begun', to: 'off', value: 'false', profile: 'shop' },
      { event: 'done', exitCode: 0, why: null },
    ])
    expect(String(shop.audit()[0]?.who)).toMatch(/.@./)
    await shop.call([...apply, 'on', '--confirm', 'shop'])
    expect([shop.flag(), shop.audit().length]).toEqual(['true', 4])
  })

  test('on a terminal the name of the profile is typed', async () => {
    const shop = shopWith()
    expect((await shop.call([...apply, 'off'], {}, 'yes\n')).code).toBe(4)
    expect(shop.flag()).toBe(null)
    expect((await shop.call([...apply, 'off'], {}, 'shop\n')).code).toBe(0)
    expect(shop.flag()).toBe('false')
  })

  test('where off means open, off is refused; on is not', async () => {
    const shop = shopWith('open')
    const refused = await shop.call([...apply, 'off', '--confirm', 'shop'])
    expect([refused.code, shop.flag(), shop.audit()]).toEqual([5, null, []])
    expect(refused.err).toContain('TOGGLE_OFF_IS_OPEN')
    expect((await shop.call([...apply, 'on', '--confirm', 'shop'])).code).toBe(0)
  })

  test('a command that fails, and one that does not end', async () => {
    const failing = shopWith('closed-503', 'process.exit(7)')
    const failed = await failing.call([...apply, 'off', '--confirm', 'shop'])
    expect([failed.code, JSON.parse(failed.out)]).toMatchObject([1, { status: 'failed', exitCode: 7 }])
    expect(failing.audit().map(({ event }) => event)).toEqual(['begun', 'failed'])
    const hanging = shopWith('closed-503', 'setInterval(()=>{},1000)', ', execTimeout: 300ms')
    const hung = await hanging.call([...apply, 'off', '--confirm', 'shop'])
    expect([hung.code, JSON.parse(hung.out)]).toMatchObject([
      1,
      { exitCode: null, why: 'it did not end within 0.3 s' },
    ])
  })

  test('nothing configured, or a command that would do the same for both', async () => {
    const shop = newShop(rig)
    expect((await shop.call([...apply, 'off'])).err).toContain('TOGGLE_NOT_CONFIGURED')
    shop.configure({
      extra: '    toggle: {"on": "true", "off": "false", exec: [true]}'.replace('[true]', '["true"]'),
    })
    const same = await shop.call([...apply, 'off', '--confirm', 'shop'])
    expect([same.code, same.err]).toEqual([2, expect.stringMatching(/holds\s+no \{value\}/)])
  })
})
