import { describe, expect, test } from 'vitest'
import type { JsonRpcAnswer } from '../../bench/incidents/node/json-rpc.ts'
import type { Bait } from '../../bench/incidents/node/lies.ts'
import { serveNode } from '../../bench/incidents/node/serve.ts'
import { makeNode, type SimNode } from '../../bench/incidents/node/sim-node.ts'
import type { NodeFault, SimChain, SimTx } from '../../bench/incidents/shapes.ts'
import { exactPermitInput, transferEvent, usedEvent, wrappedInput } from '../../bench/incidents/world/abi.ts'

const token = `0x${'70'.repeat(20)}`
const shop = `0x${'5b'.repeat(20)}`
const alice = `0x${'a1'.repeat(20)}`
const nonce = (n: number) => `0x${n.toString(16).padStart(64, '0')}`
const topic = (address: string) => `0x${address.slice(2).padStart(64, '0')}`

function payment(block: number, n: number): SimTx {
  const events = [usedEvent(token, alice, nonce(n)), transferEvent(token, alice, shop, 10_000n)]
  return {
    hash: `0x${n.toString(16).padStart(64, 'f')}`,
    block,
    from: shop,
    to: token,
    input: '0x',
    status: true,
    logs: events.map((event, logIndex) => ({ ...event, logIndex })),
  }
}

const permit = { token, payer: alice, to: shop, permitted: 5n, amount: 5n, deadline: 9 }
const permitTx: SimTx = {
  ...payment(60, 60),
  logs: [],
  input: wrappedInput(shop, exactPermitInput({ ...permit, nonce: 258n })),
}

const chain: SimChain = {
  chainId: 8453,
  network: 'eip155:8453',
  genesisTime: 1_795_000_000,
  blockSeconds: 2,
  head: 1000,
  safe: 940,
  finalized: 700,
  txs: [
    ...Array.from({ length: 40 }, (_, n) => payment(20 * n + 10, n)),
    permitTx,
    { ...payment(61, 61), status: false },
  ],
}

function asker(node: SimNode) {
  return (method: string, ...params: readonly unknown[]) => {
    const answer: JsonRpcAnswer = node.answer({ jsonrpc: '2.0', id: 1, method, params })
    return 'result' in answer ? answer.result : answer.error
  }
}

const nodeOf = (fault: NodeFault, bait: readonly Bait[] = []) => makeNode({ chain, fault, seed: 3, bait })
const ask = asker(nodeOf('honest'))
const filter = (from: number, to: number, topics: readonly unknown[] = []) => ({
  address: token,
  fromBlock: `0x${from.toString(16)}`,
  toBlock: `0x${to.toString(16)}`,
  topics,
})

type Logs = readonly { readonly logIndex: string; readonly removed: boolean; readonly data: string }[]

describe('an honest simulated node', () => {
  test('tells its chain and its heads', () => {
    expect(ask('eth_chainId')).toBe('0x2105')
    expect(ask('eth_blockNumber')).toBe('0x3e8')
    const heads = ['latest', 'safe', 'finalized'].map((tag) => ask('eth_getBlockByNumber', tag, false))
    expect(heads).toMatchObject([{ number: '0x3e8' }, { number: '0x3ac' }, { number: '0x2bc' }])
    expect(ask('eth_getBlockByNumber', '0x3e9', false)).toBeNull()
  })

  test('a block is found by its hash, and names its parent', () => {
    const block = ask('eth_getBlockByNumber', '0x2', false) as { hash: string; parentHash: string }
    expect(ask('eth_getBlockByHash', block.hash, false)).toEqual(block)
    expect(ask('eth_getBlockByNumber', '0x1', false)).toMatchObject({ hash: block.parentHash })
    expect(block).toMatchObject({ timestamp: `0x${(1_795_000_004).toString(16)}` })
  })

  test('logs by address, range and topics', () => {
    expect(ask('eth_getLogs', filter(0, 1000))).toHaveLength(80)
    expect(ask('eth_getLogs', filter(10, 30))).toHaveLength(4)
    expect(ask('eth_getLogs', filter(11, 29))).toHaveLength(0)
    expect(ask('eth_getLogs', filter(0, 1000, [null, topic(alice), [nonce(3), nonce(4)]]))).toHaveLength(2)
    expect(ask('eth_getLogs', filter(0, 1000, [null, null, topic(shop)]))).toHaveLength(40)
  })

  test('receipts and transactions; a reverted one has no logs', () => {
    expect(ask('eth_getTransactionReceipt', payment(10, 0).hash)).toMatchObject({ status: '0x1' })
    expect(ask('eth_getTransactionReceipt', payment(61, 61).hash)).toMatchObject({ status: '0x0', logs: [] })
    expect(ask('eth_getTransactionByHash', permitTx.hash)).toMatchObject({ input: permitTx.input })
    expect(ask('eth_getTransactionReceipt', nonce(999))).toBeNull()
  })

  test('state at a block: authorizations, balances and the bitmap of Permit2', () => {
    const call = (data: string, block: number) =>
      ask('eth_call', { to: token, data }, `0x${block.toString(16)}`)
    const state = `0xe94a0102${topic(alice).slice(2)}${nonce(1).slice(2)}`
    expect([call(state, 29), call(state, 30)]).toEqual([nonce(0), nonce(1)])
    const balance = `0x70a08231${topic(shop).slice(2)}`
    expect(BigInt(String(call(balance, 30))) - BigInt(String(call(balance, 9)))).toBe(20_000n)
    const bitmap = `0x4fe02b44${topic(alice).slice(2)}${nonce(1).slice(2)}`
    expect([call(bitmap, 59), call(bitmap, 60)]).toEqual([nonce(0), nonce(4)])
    expect(call(state, 1001)).toMatchObject({ message: 'header not found' })
  })

  test('any other method is not there', () => {
    expect(ask('eth_sendTransaction')).toMatchObject({ code: -32601 })
  })

  test('over a socket it answers as in process', async () => {
    const { url, stop } = await serveNode(nodeOf('honest'))
    const body = JSON.stringify({ jsonrpc: '2.0', id: 5, method: 'eth_chainId', params: [] })
    const answer = await fetch(url, { method: 'POST', body })
    expect(await answer.json()).toEqual({ jsonrpc: '2.0', id: 5, result: '0x2105' })
    await stop()
  })
})

describe('a simulated node with a fault', () => {
  const bait: Bait = { payer: alice, nonce: nonce(500), payTo: shop, amountAtomic: 7n }
  const logsOf = (fault: NodeFault) => asker(nodeOf(fault, [bait]))('eth_getLogs', filter(0, 1000)) as Logs
  const honest = logsOf('honest')

  test('hides some logs, always the same', () => {
    const shown = logsOf('hides-logs')
    expect(shown.length).toBeLessThan(honest.length)
    expect(shown).toEqual(logsOf('hides-logs'))
  })

  test('invents the payment that never happened, and only where it fits the question', () => {
    expect(logsOf('invents-logs')).toHaveLength(honest.length + 2)
    const other = asker(nodeOf('invents-logs', [bait]))('eth_getLogs', filter(0, 1000, [null, topic(shop)]))
    expect(other).toHaveLength(0)
  })

  test('alters amounts in logs and receipts alike', () => {
    const wrong = asker(nodeOf('alters-amounts'))
    const sums = (logs: Logs) => logs.map(({ data }) => data)
    expect(sums(logsOf('alters-amounts'))).not.toEqual(sums(honest))
    const told = chain.txs.slice(0, 40).flatMap(({ hash }) => {
      return sums((wrong('eth_getTransactionReceipt', hash) as { logs: Logs }).logs)
    })
    expect(told).toEqual(sums(logsOf('alters-amounts')))
  })

  test('marks logs as removed, repeats and mixes them', () => {
    expect(logsOf('removed-logs').filter(({ removed }) => removed).length).toBeGreaterThan(2)
    const mixed = logsOf('unordered-duplicates')
    expect(mixed.length).toBeGreaterThan(honest.length)
    expect(mixed).toEqual(expect.arrayContaining([...honest]))
  })

  test('lies about nonces and receipts', () => {
    const call = { to: token, data: `0xe94a0102${topic(alice).slice(2)}${nonce(1).slice(2)}` }
    expect(asker(nodeOf('says-unused'))('eth_call', call, 'latest')).toBe(nonce(0))
    const unknown = { to: token, data: `0xe94a0102${topic(alice).slice(2)}${nonce(700).slice(2)}` }
    expect(asker(nodeOf('says-used'))('eth_call', unknown, 'latest')).toBe(nonce(1))
    expect(asker(nodeOf('no-receipts'))('eth_getTransactionReceipt', payment(10, 0).hash)).toBeNull()
    const states = chain.txs.slice(0, 40).map(({ hash }) => {
      const receipt = asker(nodeOf('reverts-receipts'))('eth_getTransactionReceipt', hash)
      return (receipt as { status: string }).status
    })
    expect(new Set(states)).toEqual(new Set(['0x0', '0x1']))
  })

  test('lags behind as a whole, or stands on another branch', () => {
    const late = asker(nodeOf('lags'))
    const head = Number(late('eth_blockNumber'))
    expect(head).toBeLessThan(1000)
    expect(late('eth_getBlockByNumber', 'finalized', false)).toMatchObject({
      number: `0x${(head - 300).toString(16)}`,
    })
    const branch = asker(nodeOf('forks'))
    expect(branch('eth_getBlockByNumber', '0x0', false)).toEqual(ask('eth_getBlockByNumber', '0x0', false))
    expect(branch('eth_getBlockByNumber', '0x3e8', false)).not.toEqual(
      ask('eth_getBlockByNumber', '0x3e8', false),
    )
  })

  test('refuses wide ranges, and fails now and then in the same places', () => {
    expect(asker(nodeOf('small-ranges'))('eth_getLogs', filter(0, 500))).toMatchObject({ code: -32602 })
    expect(asker(nodeOf('small-ranges'))('eth_getLogs', filter(0, 499))).toHaveLength(50)
    const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'eth_chainId', params: [] })
    const served = (fault: NodeFault) => {
      const node = nodeOf(fault)
      return Array.from({ length: 200 }, () => node.serve(body))
    }
    for (const fault of ['rate-limits', 'random-errors'] as const) {
      const wires = served(fault)
      const good = wires.filter(({ body: text }) => text === '{"jsonrpc":"2.0","id":1,"result":"0x2105"}')
      expect(good.length).toBeGreaterThan(120)
      expect(good.length).toBeLessThan(200)
      expect(served(fault)).toEqual(wires)
    }
  })
})
