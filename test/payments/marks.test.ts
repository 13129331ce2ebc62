import { toEventSelector } from 'viem'
import { describe, expect, test } from 'vitest'
import { isPermit2Mark } from '../../src/payments/effect.ts'
import { block, hash } from './world.ts'

const proxy = '0x402085c248eea27d92e8b30b2c58ed07f9e20001'
const log = (address: string, topic: string) => ({
  address,
  topics: [topic],
  data: '0x',
  blockNumber: 1,
  blockHash: block(1).hash,
  tx: hash(1),
  logIndex: 0,
})

describe('the mark of a Permit2 payment', () => {
  test.each(['event Settled()', 'event SettledWithPermit()'])('%s of a proxy', (event) => {
    expect(isPermit2Mark(log(proxy, toEventSelector(event)))).toBe(true)
  })

  test('the same event of another contract, and another event of the proxy, are none', () => {
    expect(isPermit2Mark(log(`0x${'9'.repeat(40)}`, toEventSelector('event Settled()')))).toBe(false)
    const batch =
      'event Settled(address indexed receiver,address indexed token,address indexed sender,uint128 amount)'
    expect(isPermit2Mark(log(proxy, toEventSelector(batch)))).toBe(false)
  })
})
