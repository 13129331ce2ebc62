import { randomBytes } from 'node:crypto'
import { execa } from 'execa'
import type { Hex } from 'viem'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { accountAt, accountsNeeded, roles } from './accounts.ts'
import { type Chain, startAnvil } from './anvil.ts'
import { chainId, placeToken, signTransfer, type Token, usdc } from './token.ts'

let chain: Chain
let token: Token
const payer = accountAt(roles.firstPayer)
const payTo = accountAt(roles.payTo)
const stranger = accountAt(roles.stranger)
const nonce = () => `0x${randomBytes(32).toString('hex')}` as Hex

async function authorization(value: bigint, validBefore?: number) {
  const until = validBefore ?? (await chain.timestamp()) + 300
  return signTransfer(payer, {
    to: payTo.address,
    value,
    validAfter: 0n,
    validBefore: BigInt(until),
    nonce: nonce(),
  })
}

beforeAll(async () => {
  chain = await startAnvil({ chainId, accounts: accountsNeeded })
  token = await placeToken(chain)
  await token.mint(payer.address, 10_000_000n)
})
afterAll(() => chain.stop())

describe('the chain', () => {
  test('funds the accounts that the rig derives', async () => {
    const funded = await chain.rpc<string[]>('eth_accounts')
    const ours = Array.from({ length: accountsNeeded }, (_, i) => accountAt(i).address.toLowerCase())
    expect(funded.map((address) => address.toLowerCase())).toEqual(ours)
  })

  test('is Base by id, with a day of history, and safe and finalized move', async () => {
    expect(await chain.rpc('eth_chainId')).toBe('0x2105')
    const first = await chain.rpc<{ timestamp: string }>('eth_getBlockByNumber', ['0x1', false])
    const now = Math.floor(Date.now() / 1000)
    expect(now - Number(first.timestamp)).toBeGreaterThan(24 * 3600)
    expect(Math.abs(now - (await chain.timestamp()))).toBeLessThan(30)
    const head = await chain.blockNumber()
    const tagged = async (tag: string) =>
      Number((await chain.rpc<{ number: string }>('eth_getBlockByNumber', [tag, false])).number)
    expect(await tagged('safe')).toBe(head - 1)
    expect(await tagged('finalized')).toBe(head - 2)
  })

  test('a reorg takes a payment back', async () => {
    const snapshot = await chain.snapshot()
    const before = await token.balanceOf(payTo.address)
    await token.execute(stranger, await authorization(700n))
    expect(await token.balanceOf(payTo.address)).toBe(before + 700n)
    await chain.reorg(1)
    expect(await token.balanceOf(payTo.address)).toBe(before)
    await chain.revertTo(snapshot)
  })
})

test('a clock that is set while a second ends is not a second behind', async () => {
  const second = () => Math.floor(Date.now() / 1000)
  const own = await startAnvil({ chainId, accounts: 1, daysBack: 1 })
  const behind: number[] = []
  for (let round = 0; round < 3; round += 1) {
    while (Date.now() % 1000 < 999) await new Promise((resolve) => setImmediate(resolve))
    await own.meetClock()
    while (Date.now() % 1000 > 500) await new Promise((resolve) => setTimeout(resolve, 10))
    const before = second()
    await own.rpc('evm_mine')
    behind.push(Math.max(0, before - (await own.timestamp())))
  }
  await own.stop()
  expect(behind).toEqual([0, 0, 0])
})

test('without anvil there is one clear sentence', async () => {
  const missing = { chainId, accounts: 1, binary: '/nowhere/anvil' }
  await expect(startAnvil(missing)).rejects.toThrow(/^The rig needs anvil: install .* on the PATH\.$/)
})

describe('the token', () => {
  test('the checked-in code is what the sources compile to', async () => {
    const result = await execa('node', ['scripts/token.mjs', '--check'], { reject: false })
    expect(result.stderr).toBe('')
    expect(result.exitCode).toBe(0)
  })

  test('an authorization moves money once and leaves the two logs in order', async () => {
    const a = await authorization(5000n)
    const before = await token.balanceOf(payTo.address)
    const tx = await token.execute(stranger, a)
    expect(await token.balanceOf(payTo.address)).toBe(before + 5000n)
    expect(await token.nonceUsed(a.from, a.nonce)).toBe(true)
    const receipt = await chain.rpc<{ logs: { address: string; topics: string[] }[] }>(
      'eth_getTransactionReceipt',
      [tx],
    )
    expect(receipt.logs.map((log) => log.topics[0])).toEqual([
      '0x98de503528ee59b575ef0c0a2576a82497bfc029a5685b209e9ec333479b10a5',
      '0xddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef',
    ])
    expect(receipt.logs[0]?.address).toBe(usdc.toLowerCase())
    await expect(token.execute(stranger, a)).rejects.toThrow(/authorization is used or canceled/)
  })

  test('cancelled, expired, forged and unfunded authorizations are refused in Circle words', async () => {
    const cancelled = await authorization(1n)
    await token.cancel(payer, cancelled.nonce)
    await expect(token.execute(stranger, cancelled)).rejects.toThrow(/used or canceled/)
    const expired = await authorization(1n, (await chain.timestamp()) - 1)
    await expect(token.execute(stranger, expired)).rejects.toThrow(/authorization is expired/)
    const forged = { ...(await authorization(1n)), value: 2n }
    await expect(token.execute(stranger, forged)).rejects.toThrow(/invalid signature/)
    await expect(token.execute(stranger, await authorization(10n ** 12n))).rejects.toThrow(/exceeds balance/)
  })

  test('the router settles several payments in one transaction', async () => {
    const before = await token.balanceOf(payTo.address)
    const tx = await token.executeMany(stranger, [await authorization(10n), await authorization(20n)])
    expect(await token.balanceOf(payTo.address)).toBe(before + 30n)
    const receipt = await chain.rpc<{ logs: unknown[] }>('eth_getTransactionReceipt', [tx])
    expect(receipt.logs).toHaveLength(4)
  })
})
