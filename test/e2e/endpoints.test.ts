import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createChain } from '../../src/adapters/chain/chain.ts'
import { systemClock } from '../../src/adapters/clock.ts'
import { createHttp } from '../../src/adapters/http/http.ts'
import type { Clock } from '../../src/core/ports.ts'
import type { Profile } from '../../src/core/profile.ts'
import { runRoom } from '../../src/core/run-room.ts'
import { Secret } from '../../src/core/secret.ts'
import { expectRecipient } from '../../src/recipient/expect.ts'
import { recipient } from '../../src/recipient/room.ts'
import { readinessOf } from '../../src/recipient/view.ts'
import { expectRpc } from '../../src/rpc/expect.ts'
import { rpc } from '../../src/rpc/room.ts'
import { accountAt, roles } from '../rig/accounts.ts'
import { type Rig, startRig } from '../rig/rig.ts'
import { contracts, network, router, usdc } from '../rig/token.ts'
import { type Alter, notOffered, startAlteringRpc } from './altering-rpc.ts'
import { newDesk } from './run-cli.ts'

let rig: Rig
const desk = newDesk()
const closes: (() => Promise<unknown>)[] = []
const signal = new AbortController().signal
const payTo = accountAt(roles.payTo).address.toLowerCase()
const token = usdc.toLowerCase()
const unit = { network, asset: token, decimals: 6, symbol: 'USDC' }

beforeAll(async () => {
  rig = await startRig()
  await rig.chain.mine(10, 1)
})
afterAll(async () => {
  for (const close of closes) await close()
  await rig.stop()
  desk.remove()
})

const requestLimitMs = 5000

/** The clock of the chain, in which nobody waits before a second try; limits on requests hold. */
async function chainClock(): Promise<Clock> {
  const offset = (await rig.chain.timestamp()) * 1000 - Date.now()
  const { monotonicMs } = systemClock
  const sleep: Clock['sleep'] = (ms, until) =>
    ms < requestLimitMs ? Promise.resolve() : systemClock.sleep(ms, until)
  return { monotonicMs, sleep, now: () => new Date(Date.now() + offset) }
}

async function altered(alter: Alter): Promise<string> {
  const { url, close } = await startAlteringRpc(rig.rpcUrl, alter)
  closes.push(close)
  return url
}

const label = (url: string) => `http://${new URL(url).host}/***`

function profileOf(urls: readonly string[], parts: Partial<Profile['pays'][number]> = {}): Profile {
  const own = {
    ...{ network, unit, eip712: null, forbiddenPayTo: [], refundFrom: [] },
    payTo: [{ address: payTo, from: null, until: null }],
    ...parts,
  }
  const endpoints = urls.map((url) => ({ url: new Secret(label(url), url), origin: 'given' as const }))
  return {
    pays: [own],
    rpc: { [network]: endpoints },
    thresholds: { latencyWarnMs: 60_000, skewWarnMs: 30_000, skewFailMs: 120_000 },
  } as unknown as Profile
}

async function chainOf({ rpc: endpoints }: Profile, clock: Clock) {
  const limits = { concurrency: 4, ratePerSecond: 1000, burst: 1000 }
  const http = createHttp({
    ...{ transport: 'node', clock, userAgent: 'test', limits },
    ...{ allowPrivate: true, allowHttp: true },
  })
  return createChain({ http, endpoints, clock, limits: { timeoutMs: requestLimitMs, rpcConcurrency: 4 } })
}

/** The codes that are neither PASS nor SKIP, with the port of the endpoint they are about, and the words of all findings. */
async function examine(urls: readonly string[]) {
  const clock = await chainClock()
  const profile = profileOf(urls)
  const chain = await chainOf(profile, clock)
  const done = await runRoom(rpc, expectRpc(profile), { nodes: chain.nodes, clock }, signal)
  const at = (id: string) => urls.findIndex((url) => id.includes(label(url)))
  const codes = done.findings
    .filter(({ verdict }) => verdict !== 'SKIP')
    .map(({ code, verdict, subject }) => `${verdict} ${code} ${at(subject.id)}`)
    .sort()
  return { ...done, codes }
}

describe('rpc on a real chain', () => {
  test('two good endpoints leave nothing to say', async () => {
    const second = await altered((_call, answer) => answer)
    expect((await examine([rig.rpcUrl, second])).codes).toEqual([])
  })

  test('one endpoint is one source', async () => {
    const { codes, checks } = await examine([rig.rpcUrl])
    expect(codes).toEqual(['WARN RPC_ONE_ENDPOINT -1'])
    const compared = checks.filter(({ id }) => id === 'heads' || id === 'hashes')
    expect(compared.map(({ verdict }) => verdict)).toEqual(['SKIP', 'SKIP'])
  })

  test('an endpoint that lags, and one of another chain', async () => {
    const head = await rig.chain.blockNumber()
    const late = await altered((call, answer) => {
      if (call.method !== 'eth_getBlockByNumber' || call.params[0] !== 'latest') return answer
      return { result: { ...(answer.result as object), ...old } }
    })
    const old = (await rig.chain.rpc('eth_getBlockByNumber', [
      `0x${(head - 5).toString(16)}`,
      false,
    ])) as object
    const foreign = await altered((call, answer) =>
      call.method === 'eth_chainId' ? { result: '0x1' } : answer,
    )
    const { codes, findings } = await examine([rig.rpcUrl, late, foreign])
    expect(codes).toEqual(['FAIL RPC_WRONG_CHAIN 2', 'WARN RPC_HEADS_DISAGREE 1'])
    expect(findings.map(({ text }) => text).join('\n')).toContain(
      'It answers with chain id 1; 8453 is expected.',
    )
  })

  test('an endpoint that lies about a block: nobody says which one', async () => {
    const liar = await altered((call, answer) => {
      if (call.method !== 'eth_getBlockByNumber' || !/^0x/.test(String(call.params[0]))) return answer
      return { result: { ...(answer.result as object), hash: `0x${'5a'.repeat(32)}` } }
    })
    const { codes } = await examine([rig.rpcUrl, liar])
    expect(codes).toEqual(['FAIL RPC_HASHES_DISAGREE -1'])
  })

  test('what is limited is found by asking, in a dozen requests and five that control it', async () => {
    let asked = 0
    const narrow = await altered((call, answer) => {
      if (call.method !== 'eth_getLogs') return answer
      asked += 1
      const [{ fromBlock, toBlock }] = call.params as [{ fromBlock: string; toBlock: string }]
      if (Number(toBlock) - Number(fromBlock) < 37) return answer
      return { error: { code: -32000, message: 'query exceeds max block range' } }
    })
    const bare = await altered((call, answer) => {
      const [tag] = call.params
      if (call.method === 'eth_getBlockByNumber' && (tag === 'safe' || tag === 'finalized'))
        return { result: null }
      return call.method === 'eth_call'
        ? { error: { code: -32000, message: 'missing trie node 5a (path )' } }
        : answer
    })
    const { codes, findings } = await examine([narrow, bare])
    expect(codes).toEqual(['WARN RPC_LOGS_LIMITED 0', 'WARN RPC_NO_FINALITY 1', 'WARN RPC_NO_HISTORY 1'])
    expect(asked).toBeLessThanOrEqual(17)
    const { blocks, refused } = findings.find(({ code }) => code === 'RPC_LOGS_LIMITED')?.args ?? {}
    expect(Number(blocks)).toBeLessThanOrEqual(37)
    expect(Number(refused)).toBeGreaterThan(37)
    expect(Number(refused) - Number(blocks)).toBeLessThanOrEqual(4)
  })

  test('why an endpoint is out is named, and whether another one is left', async () => {
    const keyless = await altered(() => ({ error: { code: -32000, message: 'invalid api key CANARY' } }))
    const busy = await altered(() => ({ error: { code: 429, message: 'rate limit exceeded' } }))
    const gone = await startAlteringRpc(rig.rpcUrl, () => notOffered)
    await gone.close()
    const some = await examine([rig.rpcUrl, keyless, busy, gone.url])
    expect(some.codes).toEqual(['FAIL RPC_KEY_REFUSED 1', 'WARN RPC_LIMITED 2', 'WARN RPC_UNREACHABLE 3'])
    const none = await examine([busy, gone.url])
    expect(none.codes).toEqual(['UNKNOWN RPC_LIMITED 0', 'UNKNOWN RPC_UNREACHABLE 1'])
    expect(none.findings.map(({ text }) => text).join('\n')).toContain('refused the connection')
    expect(JSON.stringify(some)).not.toContain('CANARY')
  })
})

async function look(urls: readonly string[], parts: Partial<Profile['pays'][number]> = {}) {
  const clock = await chainClock()
  const profile = profileOf(urls, parts)
  const { nodes } = await chainOf(profile, clock)
  const expected = expectRecipient(profile, { now: clock.now(), advertised: [], delta: null })
  const done = await runRoom(recipient, expected, { nodes, solana: () => [], clock }, signal)
  const codes = done.findings
    .filter(({ verdict }) => verdict !== 'SKIP')
    .map(({ code, verdict }) => `${verdict} ${code}`)
    .sort()
  return { codes, states: expected.recipients.map((one) => readinessOf(one, done.findings)) }
}

const ready = 'PASS RECIPIENT_READY'
const word = (value: bigint) => `0x${value.toString(16).padStart(64, '0')}`

describe('recipient on a real chain', () => {
  test('a plain account can receive a token without a blacklist, and a guarded one', async () => {
    expect(await look([rig.rpcUrl])).toEqual({ codes: ['INFO RECIPIENT_NO_LIST', ready], states: ['ready'] })
    await rig.chain.setCode(usdc, contracts.guarded.runtime)
    expect(await look([rig.rpcUrl])).toEqual({ codes: [ready], states: ['ready'] })
  })

  test('paused, blacklisted, and again not', async () => {
    const [operator] = [accountAt(roles.operator).address]
    const send = async (data: string) => {
      await rig.chain.rpc('eth_sendTransaction', [{ from: operator, to: usdc, data }])
      await rig.chain.mine(1)
    }
    await send(`0x16c38b3c${word(1n).slice(2)}`)
    expect(await look([rig.rpcUrl])).toEqual({
      codes: ['FAIL RECIPIENT_TOKEN_PAUSED'],
      states: ['not-ready'],
    })
    await send(`0x16c38b3c${word(0n).slice(2)}`)
    const who = payTo.slice(2).padStart(64, '0')
    await send(`0xd01dd6d2${who}${word(1n).slice(2)}`)
    const blocked = await look([rig.rpcUrl])
    expect(blocked).toEqual({ codes: ['FAIL RECIPIENT_BLACKLISTED'], states: ['not-ready'] })
    // An endpoint that does not tell of the blacklist contradicts the one that does.
    const deaf = await altered((call, answer) => {
      const [{ data = '' } = {}] = call.params as { data?: string }[]
      return data.startsWith('0xfe575a87') ? { result: word(0n) } : answer
    })
    const split = await look([rig.rpcUrl, deaf])
    expect(split).toEqual({ codes: ['UNKNOWN RECIPIENT_UNKNOWN'], states: ['unknown'] })
    // A blacklist under a name that nobody knows still refuses the transfer.
    const renamed = await altered((call, answer) => {
      const [{ data = '' } = {}] = call.params as { data?: string }[]
      return data.startsWith('0xfe575a87') ? { error: { code: 3, message: 'execution reverted' } } : answer
    })
    expect(await look([renamed])).toEqual({
      codes: ['INFO RECIPIENT_NO_LIST', 'UNKNOWN RECIPIENT_TRANSFER_REFUSED'],
      states: ['unknown'],
    })
    await send(`0xd01dd6d2${who}${word(0n).slice(2)}`)
    expect((await look([rig.rpcUrl])).codes).toEqual([ready])
  })

  test('a contract, the zero address, the token itself, a forbidden one, and no token at all', async () => {
    const to = (address: string) => ({ payTo: [{ address, from: null, until: null }] })
    const zero = `0x${'0'.repeat(40)}`
    expect((await look([rig.rpcUrl], to(router.toLowerCase()))).codes).toEqual([
      'INFO RECIPIENT_IS_CONTRACT',
      ready,
    ])
    expect((await look([rig.rpcUrl], to(zero))).codes).toContain('FAIL RECIPIENT_IS_ZERO')
    expect((await look([rig.rpcUrl], to(token))).codes).toContain('FAIL RECIPIENT_IS_TOKEN')
    expect((await look([rig.rpcUrl], { forbiddenPayTo: [payTo] })).codes).toContain(
      'FAIL RECIPIENT_FORBIDDEN',
    )
    const nowhere = { unit: { ...unit, asset: `0x${'9a'.repeat(20)}` } }
    expect(await look([rig.rpcUrl], nowhere)).toEqual({
      codes: ['FAIL RECIPIENT_NO_TOKEN'],
      states: ['not-ready'],
    })
  })

  test('no answer is no clearance', async () => {
    const mute = await altered((call, answer) => (call.method === 'eth_call' ? notOffered : answer))
    const { codes, states } = await look([rig.rpcUrl, mute])
    expect(states).toEqual(['unknown'])
    expect(new Set(codes)).toEqual(new Set(['UNKNOWN RECIPIENT_UNKNOWN']))
    expect(await look([])).toEqual({ codes: ['UNKNOWN RECIPIENT_UNKNOWN'], states: ['unknown'] })
  })
})

test('the books against the balance: both agree, then a payment without a record, then a withdrawal', async () => {
  const first = await rig.chain.blockNumber()
  await rig.pay({ requestId: 'req_delta' })
  await rig.idle()
  await rig.chain.mine(3, 1)
  const args = ['--rpc', rig.rpcUrl, '--pay-to', payTo]
  const ask = async (...more: readonly string[]) => {
    const { stdout, exitCode } = await desk.run([
      'recipient',
      'mainnet',
      '--delta',
      ...more,
      ...args,
      '-o',
      'json',
    ])
    const { findings } = JSON.parse(stdout) as { findings: { code: string; text: string }[] }
    const about = findings.filter(({ code }) => /BALANCE|DELTA/.test(code))
    return { exitCode, codes: about.map(({ code }) => code), text: about.map(({ text }) => text).join() }
  }
  const reconcile = async () => {
    // By blocks, because the chain's clock may be some seconds ahead of ours.
    const until = `block:${(await rig.chain.blockNumber()) - 2}`
    const books = ['--records', rig.recordsFile, '--since', `block:${first}`, '--until', until]
    const { exitCode } = await desk.run(['reconcile', 'mainnet', ...books, ...args])
    return exitCode
  }
  const unsaved = await ask()
  expect(unsaved).toMatchObject({ exitCode: 3, codes: ['RECIPIENT_DELTA_UNKNOWN'] })
  expect(unsaved.text).toContain('no complete reconcile of this profile is saved')
  await reconcile()
  expect(await ask()).toMatchObject({ exitCode: 0, codes: ['RECIPIENT_BALANCE_CLOSES'] })
  const early = await ask('--since', '24h')
  expect([early.exitCode, early.text]).toEqual([3, expect.stringContaining('--since begins at block')])
  await rig.payUnrecorded({ value: 7000n })
  await rig.token.transfer(accountAt(roles.payTo), accountAt(roles.stranger).address, 2000n)
  await rig.chain.mine(3, 1)
  await reconcile()
  const odd = await ask()
  expect(odd).toMatchObject({ exitCode: 0, codes: ['RECIPIENT_BALANCE_DRIFT'] })
  expect(odd.text).toContain('0.002 USDC (2000 atomic) out')
  expect(odd.text).toContain('0.005 USDC (5000 atomic) is not explained')
})

test('an endpoint that cuts long searches in silence is found out by a transfer that it left out', async () => {
  await rig.token.transfer(accountAt(roles.payTo), accountAt(roles.stranger).address, 1n)
  await rig.chain.mine(200, 1)
  const cut = await altered((call, answer) => {
    if (call.method !== 'eth_getLogs') return answer
    const [{ fromBlock, toBlock }] = call.params as [{ fromBlock: string; toBlock: string }]
    return Number(toBlock) - Number(fromBlock) > 180 ? { result: [] } : answer
  })
  const { codes, findings } = await examine([rig.rpcUrl, cut])
  expect(codes).toEqual(['FAIL RPC_LOGS_LOSSY 1'])
  expect(findings.find(({ code }) => code === 'RPC_LOGS_LOSSY')?.args).toMatchObject({ found: 0 })
})
