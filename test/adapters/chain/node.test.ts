import { describe, expect, test } from 'vitest'
import { only, raw } from './faults.ts'
import { live, transfers, withNode } from './fixture-node.ts'
import { errorReply, type Fault, hex, resultReply } from './rpc-server.ts'
import { makeChain, token, word } from './test-chain.ts'

const chain = makeChain(500, [3, 3, 120, 480])
const tx = chain.logs[0]!.tx

describe('an honest node', () => {
  test('tells its chain id, blocks, receipts and call results', async () => {
    await withNode(chain, [], async ({ node }) => {
      expect(await node.chainId(live)).toMatchObject({ seen: true, value: 8453, ref: 'eth_chainId' })
      expect(await node.block(7, live)).toMatchObject({ seen: true, value: chain.blocks[7] })
      expect(await node.block('latest', live)).toMatchObject({ value: chain.blocks[499] })
      expect(await node.block('safe', live)).toMatchObject({ value: chain.blocks[467] })
      expect(await node.block(9999, live)).toMatchObject({ seen: true, value: null })
      expect(await node.receipt(tx.toUpperCase().replace('0X', '0x'), live)).toMatchObject({
        value: {
          tx,
          status: true,
          blockNumber: 3,
          logs: [{ tx, blockNumber: 3, topics: chain.logs[0]!.topics }],
        },
      })
      expect(await node.receipt(word('nowhere'), live)).toMatchObject({ seen: true, value: null })
      const called = await node.call(token, '0xe94a0102', 40, live)
      expect(called).toMatchObject({ seen: true, value: `0x${'0'.repeat(63)}1` })
    })
  })

  test('is asked for state at a block number, never at a tag', async () => {
    await withNode(chain, [], async ({ node, server }) => {
      await node.call(token, '0xe94a0102', 40, live)
      expect(server.calls.at(-1)!.params).toEqual([{ to: token, data: '0xe94a0102' }, '0x28'])
    })
  })

  test('finds the block of a time', async () => {
    await withNode(chain, [], async ({ node, server }) => {
      const at = chain.blocks[123]!.timestamp
      expect(await node.blockAt(at, live)).toMatchObject({ value: { number: 123 } })
      expect(await node.blockAt(at + 1, live)).toMatchObject({ value: { number: 123 } })
      expect(await node.blockAt(at - 1, live)).toMatchObject({ value: { number: 122 } })
      expect(await node.blockAt(5, live)).toMatchObject({ value: { number: 0 } })
      expect(await node.blockAt(at * 2, live)).toMatchObject({ value: { number: 499 } })
      expect(server.calls.length).toBeLessThan(40)
    })
  })

  test('refuses questions that make no sense, without asking', async () => {
    await withNode(chain, [], async ({ node, server }) => {
      expect(await node.receipt('0xCANARY', live)).toMatchObject({ seen: false, why: { kind: 'refused' } })
      expect(await node.call('0x1', '0x', 1, live)).toMatchObject({ seen: false, why: { kind: 'refused' } })
      expect(await node.block(-1, live)).toMatchObject({ seen: false, why: { kind: 'refused' } })
      expect(await node.blockAt(Number.NaN, live)).toMatchObject({ seen: false, why: { kind: 'refused' } })
      expect(server.calls).toEqual([])
    })
  })
})

describe('the wrong chain', () => {
  const wrong = { ...chain, chainId: 1 }

  test('is named, and nothing is read from it', async () => {
    await withNode(wrong, [], async ({ node, server }) => {
      expect(await node.chainId(live)).toMatchObject({ seen: true, value: 1 })
      const detail = 'the node answers with chain id 1, 8453 was expected'
      const no = { seen: false, why: { kind: 'refused', detail, code: 'CHAIN_ID_MISMATCH' } }
      expect(await node.block('latest', live)).toMatchObject(no)
      expect(await node.block('safe', live)).toMatchObject(no)
      expect(await node.blockAt(1_700_000_100, live)).toMatchObject(no)
      expect(await node.receipt(tx, live)).toMatchObject(no)
      expect(await node.call(token, '0x', 1, live)).toMatchObject(no)
      const scan = await node.logs(transfers(0, 400), live)
      expect(scan).toMatchObject({ logs: [], holes: [{ from: 0, to: 400, why: `refused: ${detail}` }] })
      expect(server.calls.every((call) => call.method === 'eth_chainId')).toBe(true)
    })
  })

  test('a network that is not EVM is not asked', async () => {
    await withNode(
      chain,
      [],
      async ({ node, server }) => {
        expect(await node.block('latest', live)).toMatchObject({ why: { kind: 'not-supported' } })
        expect(server.calls).toEqual([])
      },
      { network: 'solana:5eykt4UsFv8P8NJdTREpY1vzqKqZKvdp' },
    )
  })

  test('an id that could not be read is asked for again', async () => {
    await withNode(chain, [only('eth_chainId', raw('', 404), 1)], async ({ node }) => {
      const first = await node.block(7, live)
      expect(first).toMatchObject({
        why: { kind: 'rpc', detail: expect.stringContaining('chain id is not known') },
      })
      expect(await node.block(7, live)).toMatchObject({ seen: true })
    })
  })
})

describe('blocks that a node does not have', () => {
  const answers: readonly (readonly [string, Fault])[] = [
    ['null', (call) => resultReply(call, null)],
    [
      'an argument error',
      (call) =>
        errorReply(call, { code: -32602, message: 'invalid argument 0: hex string without 0x prefix' }),
    ],
    ['an unknown block', (call) => errorReply(call, { code: -39001, message: 'Unknown block' })],
    [
      'geth before the merge',
      (call) => errorReply(call, { code: -32000, message: 'finalized block not found' }),
    ],
  ]
  test.each(answers)('a tag refused by %s is not supported', async (_name, fault) => {
    await withNode(chain, [only('eth_getBlockByNumber', fault)], async ({ node }) => {
      expect(await node.block('safe', live)).toMatchObject({ why: { kind: 'not-supported' } })
    })
  })

  test('a node in trouble is not taken for one without the tag', async () => {
    await withNode(chain, [only('eth_getBlockByNumber', raw('', 503))], async ({ node }) => {
      expect(await node.block('finalized', live)).toMatchObject({ why: { kind: 'rpc' } })
    })
  })

  test('another block than the one asked for is no answer', async () => {
    const other: Fault = (call) => resultReply(call, { number: '0x9', hash: word('x'), timestamp: '0x1' })
    await withNode(chain, [only('eth_getBlockByNumber', other)], async ({ node }) => {
      expect(await node.block(7, live)).toMatchObject({
        why: { kind: 'parse', detail: expect.stringContaining('block 9') },
      })
    })
  })

  test.each([
    ['no timestamp', { number: '0x7', hash: word('x') }],
    ['a number in decimal', { number: 7, hash: word('x'), timestamp: '0x1' }],
    ['a pending block', { number: '0x7', hash: null, timestamp: '0x1' }],
    ['a number beyond exactness', { number: '0xffffffffffffffff', hash: word('x'), timestamp: '0x1' }],
  ])('a header with %s is no answer', async (_name, header) => {
    const fault = only('eth_getBlockByNumber', (call) => resultReply(call, header))
    await withNode(chain, [fault], async ({ node }) => {
      expect(await node.block(7, live)).toMatchObject({ seen: false, why: { kind: 'parse' } })
      expect(await node.blockAt(1_700_000_100, live)).toMatchObject({ seen: false, why: { kind: 'parse' } })
    })
  })

  test('a pruned node says that it does not know the block', async () => {
    const pruned = only('eth_getBlockByNumber', (call) =>
      Number(call.params[0]) < 400 ? resultReply(call, null) : undefined,
    )
    await withNode(chain, [pruned], async ({ node }) => {
      const at = await node.blockAt(chain.blocks[100]!.timestamp, live)
      expect(at).toMatchObject({
        seen: false,
        why: { kind: 'rpc', detail: expect.stringContaining('does not know block') },
      })
    })
  })
})

describe('receipts that prove nothing', () => {
  const whole = {
    transactionHash: tx,
    status: '0x1',
    blockNumber: '0x3',
    blockHash: chain.blocks[3]!.hash,
    logs: [],
  }
  const { status: _status, ...withoutStatus } = whole
  const { logs: _logs, ...withoutLogs } = whole
  const strangeLog = {
    address: token,
    topics: [],
    data: '0x',
    blockNumber: hex(3),
    blockHash: chain.blocks[3]!.hash,
    transactionHash: word('another'),
    logIndex: '0x0',
  }
  test.each([
    ['no status', withoutStatus],
    ['no logs', withoutLogs],
    ['a null status', { ...whole, status: null }],
    ['a status of its own', { ...whole, status: '0x2' }],
    ['another transaction', { ...whole, transactionHash: word('another') }],
    ['a log of another transaction', { ...whole, logs: [strangeLog] }],
    ['a pending block', { ...whole, blockHash: null, blockNumber: null }],
    ['a text', 'mined'],
  ])('%s is not a failed payment, it is no answer', async (_name, receipt) => {
    const fault = only('eth_getTransactionReceipt', (call) => resultReply(call, receipt))
    await withNode(chain, [fault], async ({ node }) => {
      expect(await node.receipt(tx, live)).toMatchObject({ seen: false, why: { kind: 'parse' } })
    })
  })

  test('a reverted transaction is seen as reverted', async () => {
    const fault = only('eth_getTransactionReceipt', (call) => resultReply(call, { ...whole, status: '0x0' }))
    await withNode(chain, [fault], async ({ node }) => {
      expect(await node.receipt(tx, live)).toMatchObject({ seen: true, value: { status: false } })
    })
  })
})

describe('call results', () => {
  test.each([['0x'], [`0x${'AB'.repeat(70_000)}`]])('bytes are taken in lower case', async (result) => {
    await withNode(chain, [only('eth_call', (call) => resultReply(call, result))], async ({ node }) => {
      expect(await node.call(token, '0x', 1, live)).toMatchObject({ value: result.toLowerCase() })
    })
  })

  test.each([[null], [true], ['0x1'], ['0xzz'], ['ab']])('%s is no answer', async (result) => {
    await withNode(chain, [only('eth_call', (call) => resultReply(call, result))], async ({ node }) => {
      expect(await node.call(token, '0x', 1, live)).toMatchObject({ seen: false, why: { kind: 'parse' } })
    })
  })
})
