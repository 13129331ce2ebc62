import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import fc from 'fast-check'
import { describe, expect, onTestFinished, test } from 'vitest'
import { createChain } from '../../../src/adapters/chain/chain.ts'
import { systemClock } from '../../../src/adapters/clock.ts'
import { createProver } from '../../../src/adapters/proof/prover.ts'
import type { ProofSource } from '../../../src/core/proof-source.ts'
import { Secret } from '../../../src/core/secret.ts'
import { facts, receipts, stateHeader, states } from '../proof/recorded.ts'
import { http, live } from './fixture-node.ts'

type Answers = Readonly<Record<string, unknown | ((params: readonly unknown[]) => unknown)>>

const wire = (name: string) =>
  JSON.parse(readFileSync(new URL(`../proof/recorded/${name}.json`, import.meta.url), 'utf8')) as unknown
const network = 'eip155:8453'

/** The proof source of an endpoint that gives these answers; a method without one does not exist there. */
async function sourceOver(answers: Answers): Promise<{ source: ProofSource; asked: string[] }> {
  const asked: string[] = []
  const server = createServer((req, res) => {
    let body = ''
    req.on('data', (chunk) => {
      body += String(chunk)
    })
    req.on('end', () => {
      const { id, method, params } = JSON.parse(body) as { id: number; method: string; params: unknown[] }
      asked.push(method)
      const all: Answers = { eth_chainId: '0x2105', ...answers }
      const given = all[method]
      const result = typeof given === 'function' ? (given as (list: unknown) => unknown)(params) : given
      const error = { code: -32601, message: 'the method does not exist' }
      const answer = method in all ? { result } : { error }
      res.end(JSON.stringify({ jsonrpc: '2.0', id, ...answer }))
    })
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  const url = new Secret('http://one/***', `http://127.0.0.1:${(server.address() as AddressInfo).port}`)
  const { nodes } = createChain({
    http,
    endpoints: { [network]: [{ url, origin: 'given' }] },
    clock: systemClock,
    limits: { timeoutMs: 5000, rpcConcurrency: 4 },
  })
  const source = nodes(network)[0]?.proofs
  if (source === undefined) throw new Error('the node has no proof source')
  return { source, asked }
}

const slots = states.storage.map(({ slot }) => slot)

describe('what a real node told', () => {
  test('is read as it is, and the prover takes it', async () => {
    const { source } = await sourceOver({
      eth_getBlockByNumber: wire('header'),
      eth_getProof: wire('states'),
      eth_getBlockReceipts: wire('receipts'),
    })
    const header = await source.header(stateHeader.number, live)
    expect(header).toMatchObject({ seen: true, value: stateHeader, source: 'http://one/***' })
    expect(header.seen && header.value && createProver().header(header.value)?.hash).toBe(stateHeader.hash)
    expect(await source.storageProof(facts.asset, slots, 75, live)).toMatchObject({ value: states })
    expect(await source.blockReceipts(75, live)).toMatchObject({ value: receipts })
  })

  test('receipts in any order come in the order of their transactions', async () => {
    const { source } = await sourceOver({
      eth_getBlockReceipts: [...(wire('receipts') as unknown[])].reverse(),
    })
    expect(await source.blockReceipts(75, live)).toMatchObject({ value: receipts })
  })

  test('receipts are read one by one where they are not served together', async () => {
    const all = wire('receipts') as { transactionHash: string }[]
    const { source, asked } = await sourceOver({
      eth_getBlockByNumber: wire('payments-header'),
      eth_getTransactionReceipt: ([hash]: readonly unknown[]) =>
        all.find(({ transactionHash }) => transactionHash === hash),
    })
    expect(await source.blockReceipts(75, live)).toMatchObject({ value: receipts })
    expect(asked.filter((method) => method === 'eth_getTransactionReceipt').length).toBe(4)
  })

  test('a block that the node does not know is null; a receipt that it does not know is not seen', async () => {
    const { source } = await sourceOver({
      eth_getBlockByNumber: (params: readonly unknown[]) =>
        params[0] === '0x1' ? null : wire('payments-header'),
      eth_getTransactionReceipt: null,
    })
    expect(await source.header(1, live)).toMatchObject({ seen: true, value: null })
    expect(await source.blockReceipts(75, live)).toMatchObject({ seen: false })
  })
})

describe('what is refused', () => {
  const header = wire('header') as Record<string, unknown>
  const [receipt] = wire('receipts') as Record<string, unknown>[]
  const huge = `0x${'00'.repeat(40_000)}`

  const badHeaders: readonly (readonly [what: string, change: Record<string, unknown>])[] = [
    ['no state root', { stateRoot: undefined }],
    ['a short root', { stateRoot: '0x12' }],
    ['no hash', { hash: null }],
    ['a bloom of another size', { logsBloom: '0x00' }],
    ['odd hex', { extraData: '0x123' }],
    ['too much extra data', { extraData: huge }],
    ['a number for a quantity', { gasUsed: 5 }],
    ['a quantity without digits', { gasUsed: '0x' }],
  ]
  test.each(badHeaders)('a header with %s', async (_, change) => {
    const { source } = await sourceOver({ eth_getBlockByNumber: { ...header, ...change } })
    expect(await source.header(77, live)).toMatchObject({ seen: false, why: { kind: 'parse' } })
  })

  test.each([
    ['no status', { status: undefined }],
    ['a root instead of a status', { status: undefined, root: `0x${'00'.repeat(32)}` }],
    ['a status of its own', { status: '0x2' }],
    ['no logs', { logs: null }],
    [
      'a log of five topics',
      {
        logs: [
          {
            ...((receipt?.logs as object[] | undefined)?.[0] ?? {}),
            topics: Array(5).fill(`0x${'1'.repeat(64)}`),
          },
        ],
      },
    ],
  ] as const)('a receipt with %s', async (_, change) => {
    const { source } = await sourceOver({ eth_getBlockReceipts: [{ ...receipt, ...change }] })
    expect(await source.blockReceipts(75, live)).toMatchObject({ seen: false, why: { kind: 'parse' } })
  })

  test('a proof of too many or too large nodes', async () => {
    const proof = wire('states') as Record<string, unknown>
    for (const accountProof of [Array(66).fill('0x01'), [`0x${'01'.repeat(3000)}`], 'none']) {
      const { source } = await sourceOver({ eth_getProof: { ...proof, accountProof } })
      expect(await source.storageProof(facts.asset, slots, 75, live)).toMatchObject({ seen: false })
    }
  })

  test('questions that are none, without asking', async () => {
    const { source, asked } = await sourceOver({})
    const many = Array.from({ length: 65 }, () => slots[0] ?? '')
    for (const found of [
      await source.header(-1, live),
      await source.blockReceipts(1.5, live),
      await source.storageProof('0x12', slots, 1, live),
      await source.storageProof(facts.asset, ['0x0'], 1, live),
      await source.storageProof(facts.asset, many, 1, live),
    ]) {
      expect(found).toMatchObject({ seen: false, why: { kind: 'refused' } })
    }
    expect(asked).toEqual([])
  })

  test('a node of another chain', async () => {
    const { source } = await sourceOver({ eth_chainId: '0x1', eth_getProof: wire('states') })
    expect(await source.storageProof(facts.asset, slots, 75, live)).toMatchObject({ seen: false })
  })

  test('any JSON at all, without throwing', async () => {
    let answer: unknown = null
    const { source } = await sourceOver({
      eth_getBlockByNumber: () => answer,
      eth_getProof: () => answer,
      eth_getBlockReceipts: () => answer,
    })
    await fc.assert(
      fc.asyncProperty(fc.jsonValue(), async (any) => {
        answer = any
        const [block, proof, list] = await Promise.all([
          source.header(77, live),
          source.storageProof(facts.asset, slots, 77, live),
          source.blockReceipts(77, live),
        ])
        expect(block.seen).toBe(any === null)
        expect(proof.seen).toBe(false)
        expect(list.seen).toBe(Array.isArray(any) && any.length === 0)
      }),
      { numRuns: 60 },
    )
  })
})
