import { describe, expect, test } from 'vitest'
import { only } from './faults.ts'
import { live, withNode } from './fixture-node.ts'
import { hex, resultReply } from './rpc-server.ts'
import { makeChain, token, word } from './test-chain.ts'

const chain = makeChain(10, [3])
const tx = word('tx 0')
const upper = (text: string) => text.toUpperCase().replace('0X', '0x')
const answers = (method: string, result: unknown) => only(method, (call) => resultReply(call, result))
const waiting = {
  hash: upper(tx),
  from: upper(token),
  nonce: '0x7',
  maxFeePerGas: '0x3b9aca00',
  gasPrice: '0x5',
}

describe('the money of an account', () => {
  test('is read to the last wei, at the block asked for', async () => {
    await withNode(chain, [answers('eth_getBalance', `0x${'f'.repeat(64)}`)], async ({ node, server }) => {
      const seen = await node.nativeBalance?.(upper(token), 9, live)
      expect(seen).toMatchObject({ seen: true, value: 2n ** 256n - 1n, ref: 'eth_getBalance at block 9' })
      expect(server.calls.at(-1)!.params).toEqual([token, '0x9'])
    })
  })

  test.each([['0x'], [`0x1${'0'.repeat(64)}`], [12], [null], ['12'], ['0xCANARY']])(
    '%j is no balance',
    async (result) => {
      await withNode(chain, [answers('eth_getBalance', result)], async ({ node }) => {
        expect(await node.nativeBalance?.(token, 9, live)).toMatchObject({
          seen: false,
          why: { kind: 'parse' },
        })
      })
    },
  )
})

describe('what stands at an address', () => {
  test('code in lower case, or none', async () => {
    await withNode(chain, [answers('eth_getCode', '0xEF01')], async ({ node }) => {
      expect(await node.code?.(token, 9, live)).toMatchObject({ seen: true, value: '0xef01' })
    })
    await withNode(chain, [answers('eth_getCode', '0x')], async ({ node }) => {
      expect(await node.code?.(token, 9, live)).toMatchObject({ seen: true, value: '0x' })
    })
  })

  test.each([['0xabc'], [null], ['ef01']])('%j is no code', async (result) => {
    await withNode(chain, [answers('eth_getCode', result)], async ({ node }) => {
      expect(await node.code?.(token, 9, live)).toMatchObject({ seen: false, why: { kind: 'parse' } })
    })
  })
})

describe('how much an account has sent', () => {
  test('mined and waiting are two questions', async () => {
    const count = only('eth_getTransactionCount', (call) =>
      resultReply(call, call.params[1] === 'pending' ? '0x9' : '0x7'),
    )
    await withNode(chain, [count], async ({ node }) => {
      expect(await node.transactionCount?.(token, 'latest', live)).toMatchObject({ value: 7 })
      expect(await node.transactionCount?.(token, 'pending', live)).toMatchObject({ value: 9 })
    })
  })

  test('a count that no number holds is no answer', async () => {
    const answer = answers('eth_getTransactionCount', '0xffffffffffffffff')
    await withNode(chain, [answer], async ({ node }) => {
      expect(await node.transactionCount?.(token, 'latest', live)).toMatchObject({ seen: false })
    })
  })
})

describe('a transaction that was sent', () => {
  const asked = async (wire: unknown) =>
    withNode(chain, [answers('eth_getTransactionByHash', wire)], ({ node }) =>
      Promise.resolve(node.pendingTransaction?.(upper(tx), live)),
    )

  test('waits, with its price', async () => {
    expect(await asked({ ...waiting, blockNumber: null, blockHash: null })).toMatchObject({
      seen: true,
      value: { tx, from: token, nonce: 7, maxFeePerGas: 1_000_000_000n, gasPrice: 5n, blockNumber: null },
    })
  })

  test('was mined', async () => {
    const mined = { ...waiting, maxFeePerGas: undefined, blockNumber: hex(3), blockHash: word('block') }
    expect(await asked(mined)).toMatchObject({
      seen: true,
      value: { blockNumber: 3, maxFeePerGas: null, gasPrice: 5n },
    })
  })

  test('is not known', async () => {
    expect(await asked(null)).toMatchObject({ seen: true, value: null })
  })

  test.each([
    ['another transaction', { ...waiting, hash: word('other') }],
    ['mined without a block', { ...waiting, blockNumber: '0x3' }],
    ['in a block without a number', { ...waiting, blockHash: word('block') }],
    ['no sender', { ...waiting, from: null }],
    ['no price', { ...waiting, maxFeePerGas: null, gasPrice: null }],
    ['no nonce', { ...waiting, nonce: undefined }],
  ])('%s is no answer', async (_name, wire) => {
    expect(await asked(wire)).toMatchObject({ seen: false, why: { kind: 'parse' } })
  })
})

describe('the base fee of a block', () => {
  const asked = async (wire: unknown) =>
    withNode(chain, [answers('eth_getBlockByNumber', wire)], ({ node }) =>
      Promise.resolve(node.baseFee?.(3, live)),
    )

  test('in wei, or null without one', async () => {
    expect(await asked({ number: '0x3', baseFeePerGas: '0x10' })).toMatchObject({ seen: true, value: 16n })
    expect(await asked({ number: '0x3' })).toMatchObject({ seen: true, value: null })
    expect(await asked(null)).toMatchObject({ seen: true, value: null })
  })

  test('of another block is no answer', async () => {
    expect(await asked({ number: '0x4', baseFeePerGas: '0x10' })).toMatchObject({ seen: false })
  })
})

describe('the same distrust as for everything else', () => {
  test('a secret is not sent as an address, a hash or a block', async () => {
    await withNode(chain, [], async ({ node, server }) => {
      const refused = { seen: false, why: { kind: 'refused' } }
      expect(await node.nativeBalance?.('0xCANARY', 9, live)).toMatchObject(refused)
      expect(await node.nativeBalance?.(token, -1, live)).toMatchObject(refused)
      expect(await node.code?.('0xCANARY', 9, live)).toMatchObject(refused)
      expect(await node.transactionCount?.('0xCANARY', 'latest', live)).toMatchObject(refused)
      expect(await node.pendingTransaction?.('0xCANARY', live)).toMatchObject(refused)
      expect(await node.baseFee?.(1.5, live)).toMatchObject(refused)
      expect(server.calls).toEqual([])
    })
  })

  test('nothing is asked of a node of another chain', async () => {
    await withNode({ ...chain, chainId: 1 }, [], async ({ node, server }) => {
      const refused = { seen: false, why: { kind: 'refused', code: 'CHAIN_ID_MISMATCH' } }
      expect(await node.nativeBalance?.(token, 9, live)).toMatchObject(refused)
      expect(await node.code?.(token, 9, live)).toMatchObject(refused)
      expect(await node.transactionCount?.(token, 'pending', live)).toMatchObject(refused)
      expect(await node.pendingTransaction?.(tx, live)).toMatchObject(refused)
      expect(await node.baseFee?.(3, live)).toMatchObject(refused)
      expect(server.calls.every(({ method }) => method === 'eth_chainId')).toBe(true)
    })
  })

  test('a method that is not there is said so', async () => {
    await withNode(chain, [], async ({ node }) => {
      const missing = { seen: false, why: { kind: 'not-supported' } }
      expect(await node.nativeBalance?.(token, 9, live)).toMatchObject(missing)
      expect(await node.transactionCount?.(token, 'latest', live)).toMatchObject(missing)
    })
  })
})
