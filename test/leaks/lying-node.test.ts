import { createMPT } from '@ethereumjs/mpt'
import { RLP } from '@ethereumjs/rlp'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { bytesOf, hexOf, keccakHex, quantityBytes } from '../../src/adapters/proof/hex.ts'
import { encodeReceipt } from '../../src/adapters/proof/receipts.ts'
import { newDesk } from './desk.ts'
import { serveNode } from './node.ts'

const key = 'CANARYkey0123456789abcdef'
const usdc = '0x833589fcd6edb6e08f4c7c32d4f71b54bda02913'
const payTo = `0x${'a1'.repeat(20)}`
const payer = `0x${'b2'.repeat(20)}`
const nonce = `0x${'07'.repeat(32)}`
const tx = `0x${'c3'.repeat(32)}`
const word = (hex: string) => `0x${hex.replace(/^0x/, '').padStart(64, '0')}`
const block = 39_999_000
const transferTopic = '0xddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef'
const usedTopic = '0x98de503528ee59b575ef0c0a2576a82497bfc029a5685b209e9ec333479b10a5'
const bloom = `0x${'00'.repeat(256)}`
const emitted = [
  { address: usdc, topics: [usedTopic, word(payer), nonce], data: '0x', index: 0 },
  { address: usdc, topics: [transferTopic, word(payer), word(payTo)], data: word('3e8'), index: 1 },
]
const gas = { gasUsed: '0x5208', cumulativeGasUsed: '0x5208', logsBloom: bloom }

/** The block of the payment as a chain would have it: its header hashes to its hash, its receipts to its root. */
async function blockOfPayment() {
  const trie = await createMPT()
  await trie.put(RLP.encode(0), encodeReceipt({ ...gas, type: 2, index: 0, status: true, logs: emitted }))
  const empty = `0x${'00'.repeat(32)}`
  const fields = {
    ...{ parentHash: empty, sha3Uncles: empty, miner: payTo, stateRoot: empty, transactionsRoot: empty },
    ...{
      receiptsRoot: hexOf(trie.root()),
      logsBloom: bloom,
      difficulty: '0x0',
      number: `0x${block.toString(16)}`,
    },
    ...{
      gasLimit: '0x1c9c380',
      gasUsed: '0x5208',
      extraData: '0x',
      mixHash: empty,
      nonce: '0x0000000000000000',
    },
    timestamp: `0x${(Math.floor(Date.now() / 1000) - 2000).toString(16)}`,
  }
  const {
    difficulty,
    number,
    gasLimit,
    gasUsed,
    timestamp,
    extraData,
    mixHash,
    nonce: seal,
    ...roots
  } = fields
  const quantities = [difficulty, number, gasLimit, gasUsed, timestamp].map(quantityBytes)
  const hash = keccakHex(
    RLP.encode([
      ...Object.values(roots).map(bytesOf),
      ...quantities,
      ...[extraData, mixHash, seal].map(bytesOf),
    ]),
  )
  const place = { blockNumber: number, blockHash: hash, transactionHash: tx, removed: false }
  const logs = emitted.map(({ index, ...log }) => ({ ...log, ...place, logIndex: `0x${index}` }))
  const receipt = { ...gas, ...place, status: '0x1', type: '0x2', transactionIndex: '0x0', logs }
  return { header: { ...fields, hash }, logs, receipt }
}
const { header, logs, receipt } = await blockOfPayment()

type Call = Parameters<NonNullable<Parameters<typeof serveNode>[0]>>[0]

/** What an honest node tells of one payment, where the quiet one of `serveNode` says nothing. */
function honest({ method, params }: Call): unknown {
  const [first] = params as [{ topics?: readonly (string | readonly string[] | null)[] }]
  if (method === 'eth_getLogs') {
    const fits = (topic: string | undefined, wanted: string | readonly string[] | null | undefined) =>
      wanted == null || (Array.isArray(wanted) ? wanted : [wanted]).includes(topic ?? '')
    const { fromBlock, toBlock } = params[0] as { fromBlock: string; toBlock: string }
    if (Number(fromBlock) > block || Number(toBlock) < block) return []
    return logs.filter(({ topics }) => (first.topics ?? []).every((wanted, at) => fits(topics[at], wanted)))
  }
  if (method === 'eth_getTransactionReceipt') return receipt
  if (method === 'eth_getBlockReceipts') return [receipt]
  if (method === 'eth_getBlockByNumber' && Number(params[0]) === block) return header
  if (method === 'eth_call') return word('1')
  return undefined
}

const acts = `\u001b]52;c;Q0FO\u0007 \u009b31m \u202e \u2028 ${key} https://up.example/v2/${key}`
const junk = fc.constantFrom<unknown>(
  null,
  true,
  '',
  '0x',
  acts,
  [acts],
  { [acts]: acts },
  { code: -1, message: acts },
  `0x${'5c'.repeat(65)}`,
  -1,
  1e300,
  [],
  [null],
  [[[]]],
  { result: acts },
)
const methods = [
  'eth_chainId',
  'eth_blockNumber',
  'eth_getBlockByNumber',
  'eth_getLogs',
  'eth_call',
  'eth_getTransactionReceipt',
  'eth_getTransactionByHash',
  'eth_getBlockReceipts',
  'eth_getProof',
] as const
const fields = [
  '',
  'hash',
  'number',
  'timestamp',
  'stateRoot',
  'extraData',
  'logsBloom',
  '0',
  '0.topics',
  '0.data',
  '0.blockHash',
  '0.logs',
  'accountProof',
  'storageProof',
  '0.type',
  'logs',
  'logs.0.data',
  'status',
  '0.transactionHash',
]
const bare = {
  eth_getProof: {
    address: usdc,
    accountProof: ['0xc0'],
    storageProof: [{ key: '0x0', value: '0x1', proof: ['0xc0'] }],
  },
} as Record<string, unknown>

function withJunk(value: unknown, [name, ...rest]: readonly string[], what: unknown): unknown {
  if (name === undefined || name === '') return what
  if (typeof value !== 'object' || value === null) return what
  const copy = structuredClone(value) as Record<string, unknown>
  copy[name] = withJunk(copy[name], rest, what)
  return copy
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: finding control characters is the purpose
const raw = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2066-\u2069]/
const row = { requestId: 'r', state: 'settled', payer, nonce, network: 'base', asset: 'usdc', payTo }
const record = { ...row, amountAtomic: '1000', responseStatus: 200, validBefore: '1790000000' }

test('an honest endpoint, so that the others have something to spoil', async () => {
  const node = await serveNode((call) => {
    const told = honest(call)
    return told === undefined ? null : { text: JSON.stringify({ jsonrpc: '2.0', id: call.id, result: told }) }
  })
  const desk = newDesk()
  desk.give(
    'pay.jsonl',
    JSON.stringify({ ...record, receivedAt: new Date(Date.now() - 1_800_000).toISOString() }),
  )
  const books = ['--records', 'pay.jsonl', '--rpc', node.url, '--pay-to', payTo]
  const { out } = await desk.x402ops(['reconcile', 'mainnet', ...books, '--since', '2h', '--prove'])
  await node.close()
  desk.remove()
  expect(out).toContain('1 of 1 verdicts proven against block headers')
})

type Lie = {
  readonly method: (typeof methods)[number]
  readonly field: string
  readonly what: unknown
  readonly how: string
  readonly two: boolean
}

let reached = 0

async function reconcileAmong({ method, field, what, how, two }: Lie): Promise<void> {
  const spoil = (call: Call) => {
    const { id } = call
    const told = honest(call) ?? bare[call.method]
    const text = (result: unknown) => ({ text: JSON.stringify({ jsonrpc: '2.0', id, result }) })
    if (call.method !== method) return told === undefined ? null : text(told)
    reached += 1
    if (how === 'error') {
      const error = { code: -32000, message: what, data: what }
      return { text: JSON.stringify({ jsonrpc: '2.0', id, error }) }
    }
    if (how === 'body') return { text: String(what) }
    return text(withJunk(told ?? {}, field.split('.'), what))
  }
  const node = await serveNode(spoil)
  const other = await serveNode((call) => {
    const told = honest(call)
    return told === undefined ? null : { text: JSON.stringify({ jsonrpc: '2.0', id: call.id, result: told }) }
  })
  const desk = newDesk()
  desk.give(
    'pay.jsonl',
    JSON.stringify({ ...record, receivedAt: new Date(Date.now() - 1_800_000).toISOString() }),
  )
  const left = await desk.x402ops(
    [
      ...['reconcile', 'mainnet', '--records', 'pay.jsonl', '--rpc', 'env:MY_RPC', '--pay-to', payTo],
      ...(two ? ['--rpc', other.url] : []),
      ...['--since', '2h', '--prove', '--deadline', '1500ms', '-vvv', '--cases', 'c.nd'],
      ...['-o', 'table', '-o', 'csv=l.csv'],
    ],
    { MY_RPC: `${node.url}/v2/${key}` },
  )
  await Promise.all([node.close(), other.close()])
  desk.remove()
  expect([0, 1, 3, 5], left.err).toContain(left.code)
  expect(left.everything).not.toContain('CANARY')
  expect(left.everything.replaceAll('\r\n', '\n')).not.toMatch(raw)
}

test('whatever an endpoint answers to one question: no crash, nothing that acts, no key', async () => {
  const lie = fc.record<Lie>({
    method: fc.constantFrom(...methods),
    field: fc.constantFrom(...fields),
    what: junk,
    how: fc.constantFrom('result', 'error', 'body'),
    two: fc.boolean(),
  })
  // Most of a run is waiting for its deadline: some wait beside each other.
  const lies = fc.array(lie, { minLength: 4, maxLength: 4 })
  await fc.assert(
    fc.asyncProperty(lies, async (some) => {
      await Promise.all(some.map(reconcileAmong))
    }),
    { numRuns: Number(process.env.X402OPS_RUNS ?? 5) },
  )
  expect(reached).toBeGreaterThan(20)
}, 240_000)
