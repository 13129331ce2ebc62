import { readFileSync } from 'node:fs'
import { request } from 'node:http'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { RunDocument } from '../../../src/core/report.ts'
import { accountAt, roles } from '../../rig/accounts.ts'
import { listen } from '../../rig/listen.ts'
import { startRig } from '../../rig/rig.ts'
import type { ServerOptions } from '../../rig/server-options.ts'
import { contracts, usdc } from '../../rig/token.ts'
import type { EdgeAnswer } from './edge.ts'
import { type House, openHouse } from './house.ts'
import { play } from './play.ts'

let house: House
beforeAll(async () => {
  house = await openHouse(await startRig())
  await house.rig.pay()
  await house.rig.chain.mine(5, 1)
})
afterAll(async () => {
  await house?.close()
  await house?.rig.stop()
})

const mend = async () => house.heal()
const known = {}

/** Another server takes the place of the good one. */
const broken = (options: ServerOptions) => async () => {
  const { url } = await house.rig.startServer(2, options)
  house.edge.leadTo(url)
  return known
}

/** The edge answers instead of the paid routes. */
const closed = (answer: EdgeAnswer) => async () => {
  house.edge.answerBy((_method, path) => (path.startsWith('/x402/v1') ? answer : null))
  return known
}

test('facilitator-auth: the credential is refused', async () => {
  let isRefused = true
  const guard = await listen((req, res) => {
    if (isRefused) return void res.writeHead(401).end('{"error":"unauthorized"}')
    const { url = '/', method, headers } = req
    req.pipe(
      request(new URL(url, house.rig.facilitatorUrl), { method, headers }, (answer) => {
        res.writeHead(answer.statusCode ?? 502, answer.headers)
        answer.pipe(res)
      }),
    )
  })
  const desk = house.desk({ facilitator: guard.url, auth: true })
  const scene = {
    ...{ slug: 'facilitator-auth', desk, trouble: async () => known },
    mend: async () => {
      isRefused = false
    },
  }
  await play(scene, ['facilitator', 'mainnet']).finally(guard.close)
})

test('wrong-terms: one route asks for money to a stranger', async () => {
  const desk = house.desk()
  const trouble = async () => {
    // The day before: a list that was right is kept by itself.
    expect((await desk.run(['matrix', 'mainnet'])).exitCode).toBe(0)
    return broken({ wrongPayTo: 'create-page-proof' })()
  }
  const scene = { slug: 'wrong-terms', desk, trouble, mend, advice: ['off-now', 2] as const }
  await play(scene, ['monitor', 'mainnet'])
})

test('where off means open, wrong terms are no reason for the flag', async () => {
  const flag = 'toggle: {variable: X402_ENABLED, on: "true", off: "false", flagOffMeans: open}'
  const desk = house.desk({ lines: [`    ${flag}`] })
  await broken({ wrongPayTo: 'create-page-proof' })()
  const { out } = await desk.run(['toggle', 'guide', 'mainnet', '-o', 'json'])
  house.heal()
  const { findings } = JSON.parse(out) as RunDocument
  const advice = findings.find(({ code }) => code === 'TOGGLE_ADVICE')?.args
  expect([advice?.action, advice?.row]).toEqual(['not-the-flag', 2])
  expect(findings.map(({ code }) => code)).toContain('TOGGLE_OFF_MEANS_OPEN')
})

test('served-free: a handler stands before the paywall', async () => {
  const trouble = broken({ servedFree: 'check-product-fit' })
  await play({ slug: 'served-free', desk: house.desk(), trouble, mend, advice: ['not-the-flag', 17] }, [
    'monitor',
    'mainnet',
  ])
})

test('low-conversion: browsers cannot read the terms', async () => {
  const trouble = broken({ cors: false })
  await play({ slug: 'low-conversion', desk: house.desk(), trouble, mend }, ['monitor', 'mainnet'])
})

test('circuit-open: a breaker answers instead of the routes', async () => {
  const trouble = closed({ status: 503, headers: { 'x-circuit-state': 'OPEN', 'retry-after': '1' } })
  await play({ slug: 'circuit-open', desk: house.desk(), trouble, mend }, ['matrix', 'mainnet'])
})

test('rate-limit-spike: the edge turns everybody away', async () => {
  const trouble = closed({ status: 429, headers: { 'retry-after': '1' } })
  await play({ slug: 'rate-limit-spike', desk: house.desk(), trouble, mend }, ['matrix', 'mainnet'])
})

test('discovery-drift: a document forgets a route that is sold', async () => {
  const stale = { version: 1, resources: [`${house.edge.url}/x402/v1/no-longer-sold`] }
  const trouble = async () => {
    const answer = { status: 200, body: JSON.stringify(stale) }
    house.edge.answerBy((_method, path) => (path === '/.well-known/x402' ? answer : null))
    return known
  }
  await play({ slug: 'discovery-drift', desk: house.desk(), trouble, mend }, ['discover', 'mainnet'])
})

test('rpc-down: no endpoint answers', async () => {
  const desk = house.desk({ rpc: ['http://127.0.0.1:9'] })
  const scene = { slug: 'rpc-down', desk, trouble: async () => known, advice: ['no-verdict', 18] as const }
  const windows = { more: 2, apartMs: 200_000, advice: ['consider', 12] as const }
  await play({ ...scene, windows, mend: async () => house.write(desk) }, ['rpc', 'mainnet'])
})

test('recipient-not-ready: the token has the recipient on its list', async () => {
  const { chain, payTo } = house.rig
  const plain = await chain.rpc<string>('eth_getCode', [usdc, 'latest'])
  const list = async (on: bigint) => {
    const words = [payTo.slice(2).padStart(64, '0'), on.toString(16).padStart(64, '0')]
    const data = `0xd01dd6d2${words.join('')}`
    await chain.rpc('eth_sendTransaction', [{ from: accountAt(roles.operator).address, to: usdc, data }])
    await chain.mine(5)
  }
  const trouble = async () => {
    await chain.setCode(usdc, contracts.guarded.runtime)
    await list(1n)
    return known
  }
  const free = async () => {
    await list(0n)
    await chain.setCode(usdc, plain)
  }
  await play(
    { slug: 'recipient-not-ready', desk: house.desk(), trouble, mend: free, advice: ['off-now', 13] },
    ['recipient', 'mainnet'],
  )
})

test('secret-exposure: a key stands in a log', async () => {
  const desk = house.desk()
  // Made here, so that no key-shaped text stands in the repository.
  const key = Array.from({ length: 64 }, (_, at) => ((at * 7 + 3) % 16).toString(16)).join('')
  const trouble = async () => {
    desk.write('logs/server.log', `started with PRIVATE_KEY=0x${key}\n`)
    return known
  }
  const clean = async () => desk.write('logs/server.log', 'started\n')
  await play({ slug: 'secret-exposure', desk, trouble, mend: clean, advice: ['off-now', 4] })
  expect((await desk.run(['evidence', 'scan', './logs'])).out).not.toContain(key)
})

test('an incident that was gone through is handed over with its timeline and its runs', async () => {
  const desk = house.desk()
  const agree = Array.from({ length: 60 }, () => '')
  const walked = await desk.run(['playbook', 'run', 'circuit-open', 'mainnet'], ['ops decides', ...agree])
  expect([walked.exitCode, walked.err.includes('rror')]).toEqual([0, false])
  expect(walked.out).toContain('closed')
  const packed = [
    'evidence',
    'export',
    'mainnet',
    '--incident',
    'last',
    '--offline',
    '--out',
    'handed.tar.gz',
  ]
  expect(await desk.run(packed)).toMatchObject({ exitCode: 0 })
  const inside = gunzipSync(readFileSync(join(desk.folder, 'handed.tar.gz'))).toString('latin1')
  expect(inside).toContain('opened with playbook circuit-open')
  expect(inside).toContain('noted: ops decides')
  expect(inside).toMatch(/step \d+: x402ops matrix mainnet: exit code 0/)
})

const handed = [
  ['ssrf-false-positive', '{"error":"url is not allowed: it leads to a private address"}'],
  ['gas-estimation', '{"success":false,"errorReason":"unable to estimate gas"}'],
  ['verify-ok-settle-fail', '{"success":false,"errorReason":"invalid_payload"}'],
  ['paymaster-rejection', 'FailedOp: AA21 the account has no deposit'],
] as const

test.each(handed)('%s: what was answered is handed over', async (slug, answer) => {
  const desk = house.desk()
  const payer = house.rig.payers[0]?.address ?? ''
  const trouble = async () => {
    const fault = { 'gas-estimation': 'gas', 'verify-ok-settle-fail': 'verify-ok-settle-reject' } as const
    if (slug === 'gas-estimation' || slug === 'verify-ok-settle-fail')
      await house.rig.pay({ fault: fault[slug] })
    desk.write('answer.txt', answer)
    return { payer, answer: 'answer.txt' }
  }
  await play({ slug, desk, trouble, mend })
})

// The last one: its payments stand in the books of all that come behind it.
test('facilitator-outage: nobody listens at the facilitator, and payments fail', async () => {
  const { faults, chain } = house.rig
  for (let turn = 0; turn < 20; turn += 1) await house.rig.pay()
  for (let turn = 0; turn < 3; turn += 1) await house.rig.pay({ fault: 'verify-ok-settle-reject' })
  await house.rig.idle()
  await chain.mine(5, 1)
  const scene = {
    ...{ slug: 'facilitator-outage', desk: house.desk(), mend: faults.up },
    ...{ trouble: () => faults.down().then(() => known), advice: ['no-verdict', 18] as const },
  }
  const pass = async () => chain.warpTo((await chain.timestamp()) + 61)
  const windows = { more: 1, apartMs: 61_000, advice: ['consider', 7] as const, pass }
  await play({ ...scene, windows }, ['facilitator', 'mainnet'])
})
