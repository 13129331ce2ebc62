import { authorizationTypes, permit2WitnessTypes, uptoPermit2WitnessTypes } from '@x402/evm'
import fc from 'fast-check'
import { decodeAbiParameters, domainSeparator, type Hex, hashTypedData } from 'viem'
import { describe, expect, test } from 'vitest'
import { systemClock } from '../../../src/adapters/clock.ts'
import { createSignatureCheck } from '../../../src/adapters/signature/check.ts'
import type { ChainNode } from '../../../src/core/ports.ts'
import { Secret } from '../../../src/core/secret.ts'
import type { SignedTransfer } from '../../../src/core/signature-check.ts'
import { accountAt } from '../../rig/accounts.ts'
import { chainId, signTransfer, usdc } from '../../rig/token.ts'

const check = createSignatureCheck(systemClock)
const payer = accountAt(10)
const payTo = accountAt(1).address
const terms = { to: payTo, value: 10_000n, validAfter: 0n, validBefore: 1_795_000_120n, nonce: word(7) }
const signed = await signTransfer(payer, terms)
const domain = { name: 'USD Coin', version: '2', chainId, contract: usdc }
const transfer: SignedTransfer = { kind: 'eip3009', domain, from: payer.address, ...terms }
const order = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n

function word(value: number | bigint): Hex {
  return `0x${value.toString(16).padStart(64, '0')}`
}
const secret = (value: string) => new Secret('(signature)', value)
const recover = (value: string, about: SignedTransfer = transfer) => check.recover(about, secret(value))

describe('an EIP-3009 transfer', () => {
  test('recovers to the payer', async () => {
    expect(await recover(signed.signature)).toEqual({
      kind: 'signer',
      address: payer.address.toLowerCase(),
      v: Number.parseInt(signed.signature.slice(-2), 16),
      highS: false,
    })
  })

  test('any case of its addresses means the same', async () => {
    const shouted = { ...transfer, from: payer.address.toUpperCase().replace('0X', '0x') }
    expect(await recover(signed.signature, shouted as SignedTransfer)).toMatchObject({
      address: payer.address.toLowerCase(),
    })
  })

  test('with 0 and 1 for 27 and 28, and with the other half of the curve', async () => {
    const v = Number.parseInt(signed.signature.slice(-2), 16)
    const bare = `${signed.signature.slice(0, -2)}0${v - 27}`
    expect(await recover(bare)).toMatchObject({ address: payer.address.toLowerCase(), v: v - 27 })
    const s = order - BigInt(`0x${signed.signature.slice(66, 130)}`)
    const other = `${signed.signature.slice(0, 66)}${word(s).slice(2)}${(55 - v).toString(16)}`
    expect(await recover(other)).toMatchObject({ address: payer.address.toLowerCase(), highS: true })
  })

  test.each<[string, Partial<SignedTransfer>]>([
    ['amount', { value: 10_001n }],
    ['recipient', { to: usdc }],
    ['nonce', { nonce: word(8) }],
    ['start', { validAfter: 1n }],
    ['end', { validBefore: 1_795_000_121n }],
    ['name', { domain: { ...domain, name: 'USDC' } }],
    ['version', { domain: { ...domain, version: '1' } }],
    ['chain', { domain: { ...domain, chainId: 84_532 } }],
    ['token', { domain: { ...domain, contract: payTo } }],
  ])('another %s recovers to somebody else', async (_name, change) => {
    const found = await recover(signed.signature, { ...transfer, ...change } as SignedTransfer)
    expect(found).not.toMatchObject({ address: payer.address.toLowerCase() })
  })
})

describe('a Permit2 transfer', () => {
  const permit = {
    kind: 'permit2',
    chainId,
    ...{
      from: payer.address,
      token: usdc,
      amount: 5n,
      spender: payTo,
      nonce: 2n ** 200n,
      deadline: 1_795_000_120n,
      to: payTo,
    },
    ...{ validAfter: 3n, facilitator: null },
  } as const satisfies SignedTransfer
  const typed = (witness: object, types: object) => ({
    domain: {
      name: 'Permit2',
      chainId,
      verifyingContract: '0x000000000022D473030F116dDEE9F6B43aC78BA3',
    } as const,
    types,
    primaryType: 'PermitWitnessTransferFrom',
    message: {
      permitted: { token: permit.token, amount: permit.amount },
      ...{ spender: permit.spender, nonce: permit.nonce, deadline: permit.deadline, witness },
    },
  })

  test('of both schemes recovers to who signed by the types of the published package', async () => {
    const exact = typed({ to: payTo, validAfter: 3n }, permit2WitnessTypes)
    expect(await recover(await payer.signTypedData(exact as never), permit)).toMatchObject({
      address: payer.address.toLowerCase(),
    })
    const upto = typed({ to: payTo, facilitator: usdc, validAfter: 3n }, uptoPermit2WitnessTypes)
    const signature = await payer.signTypedData(upto as never)
    expect(await recover(signature, { ...permit, facilitator: usdc })).toMatchObject({
      address: payer.address.toLowerCase(),
    })
    expect(await recover(signature, permit)).not.toMatchObject({ address: payer.address.toLowerCase() })
  })
})

describe('what no key of an account made', () => {
  test('another length is for a contract to judge', async () => {
    expect(await recover(`0x01${signed.signature.slice(2)}`)).toEqual({
      kind: 'contract',
      bytes: 66,
      deploys: false,
    })
    const wrapped = `0x${'00'.repeat(64)}${'6492'.repeat(16)}`
    expect(await recover(wrapped)).toEqual({ kind: 'contract', bytes: 96, deploys: true })
  })

  test.each([
    ['', 'it is empty'],
    ['0x', 'it is empty'],
    ['CANARY', 'it does not begin with 0x'],
    ['0xCANARY', 'it is not hex'],
    ['0xabc', 'it ends in half a byte'],
    [`0x${'0'.repeat(130)}`, 'no key can have made it'],
    [`${signed.signature.slice(0, -2)}ff`, 'its last byte is 255'],
  ])('"%.12s" is unreadable', async (value, why) => {
    expect(await recover(value)).toEqual({ kind: 'unreadable', why })
  })

  test('a transfer that nobody can sign is no reason to throw', async () => {
    const odd = { ...transfer, from: 'CANARY', value: -1n }
    expect(await recover(signed.signature, odd)).toMatchObject({ kind: 'unreadable' })
  })

  test('any text gives an answer, and none of its bytes is in it', async () => {
    const bytes = fc.uint8Array({ minLength: 32, maxLength: 200 })
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(
          fc.string(),
          bytes.map((b) => `0x${Buffer.from(b).toString('hex')}`),
        ),
        async (text) => {
          const found = JSON.stringify(await recover(text))
          if (text.length > 20) expect(found).not.toContain(text.slice(2, 22))
        },
      ),
      { numRuns: 60 },
    )
  })
})

describe('the separator of a domain', () => {
  test('is that of viem', () => {
    const { name, version } = domain
    expect(check.separator(domain)).toBe(
      domainSeparator({ domain: { name, version, chainId, verifyingContract: usdc } }),
    )
  })

  test('of no address is none', () => {
    expect(check.separator({ ...domain, contract: 'CANARY' })).toBeNull()
  })
})

describe('asking a contract wallet', () => {
  const asked: string[][] = []
  const look = { at: '2026-01-01T00:00:00.000Z', source: 'node', ref: 'eth_call' }
  const node = {
    label: 'node',
    call: async (...call: readonly unknown[]) => {
      asked.push(call.slice(0, 3).map(String))
      return { ...look, seen: true, value: '0x' }
    },
  } as unknown as ChainNode
  const live = new AbortController().signal

  test('is a call of isValidSignature with hash and signature', async () => {
    const about = { transfer, signature: secret(signed.signature), block: 9 }
    expect(await check.askContract(node, about, live)).toMatchObject({ seen: true })
    const [to, data = '', block] = asked[0] ?? []
    expect([to, data.slice(0, 10), block]).toEqual([payer.address, '0x1626ba7e', '9'])
    const [hash, bytes] = decodeAbiParameters([{ type: 'bytes32' }, { type: 'bytes' }], `0x${data.slice(10)}`)
    expect(bytes).toBe(signed.signature)
    expect(hash).toBe(
      hashTypedData({
        domain: { name: 'USD Coin', version: '2', chainId, verifyingContract: usdc },
        types: authorizationTypes,
        primaryType: 'TransferWithAuthorization',
        message: { from: payer.address, ...terms },
      }),
    )
  })

  test('is not done with what is no signature or no transfer', async () => {
    const before = asked.length
    const refused = { seen: false, why: { kind: 'refused' } }
    const none = { transfer, signature: secret('0xCANARY'), block: 9 }
    expect(await check.askContract(node, none, live)).toMatchObject(refused)
    const odd = { transfer: { ...transfer, value: -1n }, signature: secret(signed.signature), block: 9 }
    expect(await check.askContract(node, odd as never, live)).toMatchObject(refused)
    expect(asked).toHaveLength(before)
  })
})
