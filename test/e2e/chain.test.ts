import { type ChildProcess, spawn } from 'node:child_process'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createChain } from '../../src/adapters/chain/chain.ts'
import { systemClock } from '../../src/adapters/clock.ts'
import { createHttp } from '../../src/adapters/http/http.ts'
import { Secret } from '../../src/core/secret.ts'

const emitter = `0x${'e1'.repeat(20)}`
const reverter = `0x${'f1'.repeat(20)}`
const topic = `0x${'ab'.repeat(32)}`
// PUSH32 topic, PUSH1 0, PUSH1 0, LOG1, STOP: every call leaves one log without data.
const emitterCode = `0x7f${topic.slice(2)}60006000a100`
// PUSH1 0, PUSH1 0, REVERT.
const reverterCode = '0x60006000fd'

function findAnvil(): string | undefined {
  try {
    const require = createRequire(import.meta.url)
    return join(dirname(require.resolve('@foundry-rs/anvil-linux-amd64/package.json')), 'bin/anvil')
  } catch {
    return undefined
  }
}

const anvil = findAnvil()
const missing = 'no anvil for this machine: the optional package of test/rig is not installed'
let child: ChildProcess | undefined
let rpcUrl = ''

async function rpc<T = unknown>(method: string, ...params: readonly unknown[]): Promise<T> {
  const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method, params })
  const answer = await fetch(rpcUrl, {
    method: 'POST',
    body,
    headers: { 'content-type': 'application/json' },
  })
  const { result, error } = (await answer.json()) as { result: T; error?: { message: string } }
  if (error !== undefined) throw new Error(error.message)
  return result
}

function listening(process: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = ''
    process.stdout?.on('data', (part: Buffer) => {
      text += part.toString()
      const port = /Listening on 127\.0\.0\.1:(\d{1,5})/.exec(text)?.[1]
      if (port !== undefined) resolve(`http://127.0.0.1:${port}`)
    })
    process.once('error', reject)
    process.once('exit', (code) => reject(new Error(`anvil ended with ${code}`)))
  })
}

beforeAll(async () => {
  if (anvil === undefined) return
  const options = [
    '--port',
    '0',
    '--chain-id',
    '8453',
    '--slots-in-an-epoch',
    '1',
    '--timestamp',
    '1700000000',
  ]
  child = spawn(anvil, options, { stdio: ['ignore', 'pipe', 'ignore'] })
  rpcUrl = await listening(child)
  await rpc('anvil_setCode', emitter, emitterCode)
  await rpc('anvil_setCode', reverter, reverterCode)
})

afterAll(() => {
  child?.kill('SIGTERM')
})

function nodeFor(network: string) {
  const http = createHttp({
    transport: 'undici',
    clock: systemClock,
    userAgent: 'x402ops-test',
    limits: { concurrency: 8, ratePerSecond: 10_000, burst: 10_000 },
    allowPrivate: false,
    allowHttp: false,
  })
  const endpoints = {
    [network]: [{ url: new Secret('http://127.0.0.1/***', rpcUrl), origin: 'given' as const }],
  }
  const limits = { timeoutMs: 5000, rpcConcurrency: 4 }
  return createChain({ http, endpoints, clock: systemClock, limits }).nodes(network)[0]!
}

const live = new AbortController().signal

async function send(to: string): Promise<string> {
  const [from] = await rpc<string[]>('eth_accounts')
  const tx = await rpc<string>('eth_sendTransaction', { from, to, gas: '0x186a0' })
  await rpc('evm_mine')
  return tx
}

test('reads blocks, logs, receipts and calls of a real chain', { timeout: 60_000 }, async (context) => {
  context.skip(anvil === undefined, missing)
  const sent: string[] = []
  for (let round = 0; round < 5; round += 1) {
    sent.push(await send(emitter))
    await rpc('anvil_mine', '0x64', '0x2')
  }
  const reverted = await send(reverter)
  await rpc('anvil_mine', '0xa', '0x2')
  const node = nodeFor('eip155:8453')

  expect(await node.chainId(live)).toMatchObject({ seen: true, value: 8453 })
  const latest = await node.block('latest', live)
  const head = latest.seen && latest.value !== null ? latest.value : undefined
  expect(head?.number).toBeGreaterThan(500)
  expect(await node.block('safe', live)).toMatchObject({ value: { number: head!.number - 1 } })
  expect(await node.block('finalized', live)).toMatchObject({ value: { number: head!.number - 2 } })
  expect(await node.block(head!.number + 9, live)).toMatchObject({ seen: true, value: null })

  const query = { address: emitter, topics: [topic], fromBlock: 0, toBlock: head!.number }
  const scan = await node.logs(query, live)
  expect(scan).toMatchObject({ holes: [], dropped: 0 })
  expect(scan.logs.map((log) => log.tx)).toEqual(sent)
  const beyond = await node.logs({ ...query, toBlock: head!.number + 5 }, live)
  expect(beyond.holes).toMatchObject([{ from: head!.number + 1, to: head!.number + 5 }])

  expect(await node.receipt(sent[2]!, live)).toMatchObject({ value: { status: true, logs: [scan.logs[2]] } })
  expect(await node.receipt(reverted, live)).toMatchObject({ value: { status: false, logs: [] } })
  expect(await node.receipt(topic, live)).toMatchObject({ seen: true, value: null })
  expect(await node.call(emitter, '0x', head!.number, live)).toMatchObject({ value: '0x' })
  expect(await node.call(reverter, '0x', head!.number, live)).toMatchObject({
    seen: false,
    why: { kind: 'rpc' },
  })

  const middle = await node.block(345, live)
  const { timestamp } = middle.seen && middle.value !== null ? middle.value : { timestamp: 0 }
  expect(await node.blockAt(timestamp, live)).toMatchObject({ value: { number: 345 } })
  expect(await node.blockAt(timestamp - 1, live)).toMatchObject({ value: { number: 344 } })
  expect(await node.blockAt(timestamp + 1, live)).toMatchObject({ value: { number: 345 } })
  expect(await node.blockAt(1, live)).toMatchObject({ value: { number: 0 } })
})

test('a reorg takes the log away from the next scan', async (context) => {
  context.skip(anvil === undefined, missing)
  const node = nodeFor('eip155:8453')
  const tx = await send(emitter)
  const before = await node.receipt(tx, live)
  const block = before.seen && before.value !== null ? before.value.blockNumber : 0
  const query = { address: emitter, topics: [topic], fromBlock: block, toBlock: block }
  expect((await node.logs(query, live)).logs).toHaveLength(1)
  await rpc('anvil_reorg', 3, [])
  expect((await node.logs(query, live)).logs).toHaveLength(0)
  expect(await node.receipt(tx, live)).toMatchObject({ seen: true, value: null })
})

test('the wrong chain is refused', async (context) => {
  context.skip(anvil === undefined, missing)
  const detail = 'the node answers with chain id 8453, 84532 was expected'
  const node = nodeFor('eip155:84532')
  expect(await node.block('latest', live)).toMatchObject({ seen: false, why: { kind: 'refused', detail } })
})
