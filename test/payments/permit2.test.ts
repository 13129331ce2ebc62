import { x402ExactPermit2ProxyABI, x402UptoPermit2ProxyABI } from '@x402/evm'
import fc from 'fast-check'
import { type Abi, type Address, encodeFunctionData, encodeFunctionResult, type Hex, parseAbi } from 'viem'
import { describe, expect, test } from 'vitest'
import {
  isPermitNonce,
  nonceBitmapCall,
  permitNonce,
  readNonceBit,
  readPermitCall,
} from '../../src/payments/permit2.ts'
import { alice, bob, hash, shop, usdc } from './world.ts'

const exact = '0x402085c248eea27d92e8b30b2c58ed07f9e20001'
const upto = '0x4020a4f3b7b90cca423b9fabcc0ce57c6c240002'
const signature: Hex = `0x${'11'.repeat(65)}`

const uint = fc.bigInt({ min: 0n, max: 2n ** 256n - 1n })
const address = fc
  .bigInt({ min: 0n, max: 2n ** 160n - 1n })
  .map((n) => `0x${n.toString(16).padStart(40, '0')}`)

type Terms = { readonly nonce: bigint; readonly owner: string; readonly amount: bigint }

function call(proxy: string, functionName: 'settle' | 'settleWithPermit', { nonce, owner, amount }: Terms) {
  const permitted = { token: usdc as Address, amount }
  const permit = { permitted, nonce, deadline: 1_795_000_300n }
  const permit2612 = { value: amount, deadline: 5n, r: hash(1) as Hex, s: hash(2) as Hex, v: 27 }
  const witness = { to: shop as Address, facilitator: bob as Address, validAfter: 0n }
  const rest =
    proxy === upto ? [permit, amount, owner, witness, signature] : [permit, owner, witness, signature]
  const args = functionName === 'settle' ? rest : [permit2612, ...rest]
  const abi = (proxy === upto ? x402UptoPermit2ProxyABI : x402ExactPermit2ProxyABI) as Abi
  return { tx: hash(1), to: proxy, input: encodeFunctionData({ abi, functionName, args }) }
}

describe('the call data of a Permit2 payment', () => {
  const ways = [exact, upto].flatMap((proxy) =>
    (['settle', 'settleWithPermit'] as const).map((name) => [proxy, name] as const),
  )

  test.each(ways)('%s %s names owner, nonce and token, whatever stands behind it', (proxy, name) => {
    const suffix = fc.uint8Array({ maxLength: 40 }).map((bytes) => Buffer.from(bytes).toString('hex'))
    fc.assert(
      fc.property(uint, address, uint, suffix, (nonce, owner, amount, behind) => {
        const made = call(proxy, name, { nonce, owner, amount })
        const seen = readPermitCall({ ...made, input: `${made.input}${behind}` })
        expect(seen).toEqual({ kind: 'decoded', token: usdc, owner, nonce: nonce.toString() })
      }),
    )
  })

  test('a call of another contract, of another function, and one that is cut off, are wrapped', () => {
    const made = call(exact, 'settle', { nonce: 7n, owner: alice, amount: 1n })
    const wrapped = { kind: 'wrapped' }
    expect(readPermitCall({ ...made, to: bob })).toEqual(wrapped)
    expect(readPermitCall({ ...made, to: null })).toEqual(wrapped)
    expect(readPermitCall({ ...made, to: upto })).toEqual(wrapped)
    expect(readPermitCall({ ...made, input: `0x82ad56cb${made.input.slice(10)}` })).toEqual(wrapped)
    expect(readPermitCall({ ...made, input: made.input.slice(0, 200) })).toEqual(wrapped)
  })

  test('no input makes it throw', () => {
    const hex = fc
      .uint8Array({ maxLength: 600 })
      .map((bytes) => `0x13cd3b53${Buffer.from(bytes).toString('hex')}`)
    fc.assert(
      fc.property(hex, (input) => {
        expect(['decoded', 'wrapped']).toContain(readPermitCall({ tx: hash(1), to: exact, input }).kind)
      }),
    )
  })
})

describe('the bitmap of Permit2', () => {
  const abi = parseAbi(['function nonceBitmap(address, uint256) view returns (uint256)'])

  test('the call asks for the word of the nonce', () => {
    fc.assert(
      fc.property(address, uint, (owner, nonce) => {
        const args = [owner as Address, nonce >> 8n] as const
        expect(nonceBitmapCall(owner, nonce.toString())).toBe(
          encodeFunctionData({ abi, functionName: 'nonceBitmap', args }).toLowerCase(),
        )
      }),
    )
  })

  test('exactly the bit of the nonce is read', () => {
    fc.assert(
      fc.property(uint, fc.integer({ min: 0, max: 255 }), (nonce, bit) => {
        const result = encodeFunctionResult({ abi, functionName: 'nonceBitmap', result: 1n << BigInt(bit) })
        expect(readNonceBit(result, nonce.toString())).toBe(BigInt(bit) === (nonce & 255n))
      }),
    )
  })

  test.each(['0x', '0x01', `0x${'0'.repeat(63)}`, `0x${'0'.repeat(128)}`])('%s is no answer', (text) => {
    expect(readNonceBit(text, '1')).toBeUndefined()
  })

  test('a nonce written as hex is the same nonce, and no key of EIP-3009', () => {
    expect(permitNonce({ nonce: hash(255) })).toBe('255')
    expect(permitNonce({ nonce: null })).toBeNull()
    expect([isPermitNonce('255'), isPermitNonce(hash(255))]).toEqual([true, false])
  })
})
