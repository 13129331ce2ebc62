import { describe, expect, test } from 'vitest'
import { errorCatalog } from '../../../src/core/error-catalog.ts'
import { OpsError } from '../../../src/core/errors.ts'
import { alice, block, genesis, hash, payment, shop, transfer, usdc } from '../../payments/world.ts'
import { only, raw, tampered } from './faults.ts'
import { errorReply, type Fault, filterOf, hex, matching, resultReply, wireLog } from './rpc-server.ts'
import { headAt, made, readWorld, worldChain } from './world-server.ts'

const paid = payment(alice, hash(1), 10_000n, { block: 1000 })
const whole = worldChain(paid)
const empty = worldChain({ transfers: [], authorizations: [] })
const lost = made(1000, { state: 'failed', responseStatus: 402, tx: null })
const tx = paid.transfers[0]?.tx ?? ''
const never: Fault = (call) => (call.method === 'eth_getLogs' ? resultReply(call, []) : undefined)

/** No wrong "all fine" and no wrong "not paid". */
const clears = ['MATCHED', 'NO_CHARGE', 'OPEN', 'PHANTOM_SETTLEMENT']

describe('row 1: [] above the head of the node', () => {
  test('is a hole that names the endpoint, its head and the blocks', async () => {
    const behind = only('eth_blockNumber', (call) => resultReply(call, hex(900)))
    const { scan, outcomes, labels } = await readWorld([lost], [{ chain: whole, faults: [behind, never] }])
    expect(scan.view?.holes).toEqual([
      { from: 901, to: 2000, why: `behind: the node's head is 900 (${labels[0]})` },
    ])
    for (const outcome of outcomes) expect(clears).not.toContain(outcome)
  })
})

describe('row 2: [] for an old range with known settlements', () => {
  test('the node is convicted by its own receipt, left out and named; the other decides', async () => {
    const { scan, outcomes, labels } = await readWorld(
      [lost],
      [{ chain: whole, faults: [never] }, { chain: whole }],
    )
    expect(scan.quarantined).toEqual([{ label: labels[0], why: expect.stringContaining('leaves out') }])
    expect(outcomes).toEqual(['ORPHANED_PAYMENT'])
  })

  test('alone it proves nothing: the hash in the books is the canary', async () => {
    const { scan, outcomes } = await readWorld(
      [made(1000, { state: 'failed', responseStatus: 402, tx })],
      [{ chain: whole, faults: [never] }],
    )
    expect(scan.distrusted).toHaveLength(1)
    expect(scan.view?.holes).not.toEqual([])
    for (const outcome of outcomes) expect(clears).not.toContain(outcome)
  })
})

describe('row 3: two endpoints disagree on a block', () => {
  test('both values are kept and nothing is judged', async () => {
    const branch = (n: number) => (n < 900 ? block(n) : { ...block(n), hash: hash(0xb000 + n) })
    const { scan, outcomes } = await readWorld(
      [lost],
      [{ chain: whole }, { chain: worldChain(paid, branch) }],
    )
    expect(scan.view?.forked).toBe(true)
    expect(scan.witnesses.map(({ end }) => end.hash)).toEqual([block(2000).hash, hash(0xb000 + 2000)])
    expect(outcomes).toEqual(['INDETERMINATE'])
  })
})

describe('row 4: the head goes backwards', () => {
  test('once: the range is read again and nothing is missing', async () => {
    let asked = 0
    const heads = headAt(() => {
      asked += 1
      return asked === 3 ? 1500 : 2000
    })
    const { scan, outcomes } = await readWorld([lost], [{ chain: whole, faults: [heads] }])
    expect(asked).toBeGreaterThan(3)
    expect([scan.view?.holes, outcomes]).toEqual([[], ['ORPHANED_PAYMENT']])
  })

  test('for good: what lies above it is a hole', async () => {
    let asked = 0
    const heads = headAt(() => {
      asked += 1
      return asked === 1 ? 2000 : 800
    })
    const { scan, outcomes } = await readWorld([lost], [{ chain: whole, faults: [heads] }])
    expect(scan.view?.range.to === 800 || (scan.view?.holes.length ?? 0) > 0).toBe(true)
    for (const outcome of outcomes) expect(clears).not.toContain(outcome)
  })
})

describe('row 5: a reorg takes a log back', () => {
  test('while it is read: the log is not counted', async () => {
    let moved = false
    const reorg: Fault = (call) => {
      const [first] = call.params
      if (call.method === 'eth_call') moved = true
      if (!moved) return undefined
      if (call.method === 'eth_getBlockByNumber' && Number(first) === 2000) {
        return resultReply(call, { number: hex(2000), hash: hash(0xaa), timestamp: hex(genesis + 4000) })
      }
      if (call.method === 'eth_getTransactionReceipt') return resultReply(call, null)
      return never(call, whole)
    }
    const late = worldChain(payment(alice, hash(1), 10_000n, { block: 1990 }))
    const records = [made(1990), made(1000, { nonce: hash(2), requestId: 'req-2', tx: null })]
    const { outcomes } = await readWorld(records, [{ chain: late, faults: [reorg] }])
    expect(outcomes).not.toContain('MATCHED')
  })
})

describe('row 6: logs that were not asked for', () => {
  test.each([
    ['another block', { blockNumber: hex(1) }],
    ['another contract', { address: `0x${'66'.repeat(20)}` }],
    ['another event', { topics: [hash(7)] }],
    ['taken back', { removed: true }],
    ['broken data', { data: '0x1' }],
  ])('%s: dropped, counted, named, and never taken for absence', async (_name, change) => {
    const spoil = tampered((logs) => logs.map((log) => ({ ...log, ...change })))
    const alone = await readWorld([lost], [{ chain: whole, faults: [spoil] }])
    expect(alone.scan.witnesses[0]?.dropped).toBeGreaterThan(0)
    for (const outcome of alone.outcomes) expect(clears).not.toContain(outcome)
    const two = await readWorld([lost], [{ chain: whole, faults: [spoil] }, { chain: whole }])
    expect(two.scan.quarantined.map(({ label }) => label)).toEqual([two.labels[0]])
    expect(two.outcomes).toEqual(['ORPHANED_PAYMENT'])
  })

  test('unordered and twice: read as if they came in order', async () => {
    const mixed = tampered((logs) => [...logs, ...logs].reverse())
    const { scan, outcomes } = await readWorld([lost], [{ chain: whole, faults: [mixed] }])
    expect([scan.dropped, outcomes]).toEqual([0, ['ORPHANED_PAYMENT']])
  })
})

describe('row 7: a forged log', () => {
  test('without a receipt settles nothing', async () => {
    const forged: Fault = (call) =>
      call.method === 'eth_getLogs'
        ? resultReply(
            call,
            matching(filterOf(call), whole).map((log) => wireLog(log, whole)),
          )
        : undefined
    const { scan, outcomes } = await readWorld([made(1000)], [{ chain: empty, faults: [forged] }])
    expect(scan.distrusted[0]?.why).toContain('its own receipt does not know')
    expect(outcomes).toEqual(['INDETERMINATE'])
  })
})

describe('row 8: the wrong chain', () => {
  test('is refused at once, with both ids', async () => {
    const reading = readWorld([lost], [{ chain: { ...whole, chainId: 1 } }])
    await expect(reading).rejects.toThrow(OpsError)
    await reading.catch((error: OpsError) => {
      expect(error.code).toBe('CHAIN_ID_MISMATCH')
      expect(error.args).toMatchObject({ expected: 8453, got: 1 })
      expect(errorCatalog.CHAIN_ID_MISMATCH.exitCode).toBe(5)
    })
  })
})

describe('row 15: a refused key', () => {
  test('is said once, and the key is nowhere in what was read', async () => {
    const { scan, calls } = await readWorld([lost], [{ chain: whole, faults: [raw('', 403)] }])
    expect(scan.view).toBeNull()
    expect(scan.silent[0]?.why).toBe('the host rejected the key (HTTP 403)')
    expect(calls).toHaveLength(1)
    expect(JSON.stringify(scan)).not.toContain('CANARY')
  })
})

describe('row 17: times of blocks', () => {
  test.each([
    ['equal', (n: number) => ({ ...block(n), timestamp: genesis + 4 * Math.floor(n / 2) })],
    [
      'in the future',
      (n: number) => ({ ...block(n), timestamp: block(n).timestamp + (n === 2000 ? 9e6 : 0) }),
    ],
  ])('%s: events are ordered by block', async (_name, blocks) => {
    const two = [
      ...paid.transfers,
      transfer(alice, shop, 7n, { block: 1001, tx: hash(0x71) }),
      transfer(alice, shop, 8n, { block: 999, tx: hash(0x72) }),
    ]
    const chain = worldChain({ ...paid, transfers: two }, blocks)
    const { scan, outcomes } = await readWorld([lost], [{ chain }])
    expect(scan.view?.transfers.map(({ block: at }) => at)).toEqual([999, 1000, 1001])
    expect(outcomes).toContain('ORPHANED_PAYMENT')
  })
})

describe('row 18: receipts that say nothing', () => {
  const byHash = made(1000, { nonce: null, payer: null, tx })
  test.each<readonly [string, Fault]>([
    ['null for a mined transaction', (call) => resultReply(call, null)],
    ['no logs', (call) => resultReply(call, { transactionHash: tx, status: '0x1', blockNumber: hex(1000) })],
    ['an error', (call) => errorReply(call, { code: -32000, message: 'internal error' })],
  ])('%s: undecided, never failed', async (_name, fault) => {
    const faults = [only('eth_getTransactionReceipt', fault), never]
    const { outcomes } = await readWorld([byHash], [{ chain: whole, faults }])
    expect(outcomes).not.toContain('REVERTED_SETTLEMENT')
    for (const outcome of outcomes) expect(clears).not.toContain(outcome)
  })
})

describe('what is seen before it is in a block', () => {
  test('nothing is ever asked at `pending`, and a receipt above the head settles nothing', async () => {
    const early: Fault = (call) =>
      call.method === 'eth_getTransactionReceipt' && call.params[0] === hash(0xf1)
        ? resultReply(call, {
            ...{ transactionHash: hash(0xf1), status: '0x1', blockNumber: hex(2001), blockHash: hash(0) },
            logs: payment(alice, hash(3), 10_000n, { block: 2001 }).transfers.map((one) => ({
              address: usdc,
              topics: [
                '0xddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef',
                `0x${alice.slice(2).padStart(64, '0')}`,
                `0x${shop.slice(2).padStart(64, '0')}`,
              ],
              ...{ data: `0x${one.value.toString(16).padStart(64, '0')}`, blockNumber: hex(2001) },
              ...{ blockHash: hash(0), transactionHash: hash(0xf1), logIndex: '0x1' },
            })),
          })
        : undefined
    const records = [made(1998, { nonce: hash(3), tx: hash(0xf1) })]
    const { outcomes, calls } = await readWorld(records, [{ chain: empty, faults: [early] }])
    // The money is not final, and its authorization is not used: neither is settled.
    expect(outcomes).toEqual(['OPEN', 'PENDING_FINALITY'])
    expect(JSON.stringify(calls.map(({ params }) => params))).not.toContain('pending')
  })
})
