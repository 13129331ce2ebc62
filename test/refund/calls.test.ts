import { readFileSync } from 'node:fs'
import { Ajv2020 } from 'ajv/dist/2020.js'
import fc from 'fast-check'
import { decodeFunctionData, encodeFunctionData, erc20Abi } from 'viem'
import { describe, expect, test } from 'vitest'
import { transferCall } from '../../src/refund/calldata.ts'
import { planOf } from '../../src/refund/plan.ts'
import { safeBatch, safeChecksum } from '../../src/refund/safe-batch.ts'
import { alice, usdc } from '../payments/world.ts'
import { expected, paid, seeing } from './world.ts'

const isBatch = new Ajv2020({ strict: true, allErrors: true, allowUnionTypes: true }).compile(
  JSON.parse(readFileSync('test/fixtures/safe/batch.schema.json', 'utf8')),
)

test('a call is what a wallet would make of it', () => {
  const anyAddress = fc.stringMatching(/^0x[0-9a-f]{40}$/)
  fc.assert(
    fc.property(anyAddress, fc.bigInt({ min: 1n, max: 2n ** 256n - 1n }), (payee, atomic) => {
      const args = [payee as `0x${string}`, atomic] as const
      expect(transferCall(payee, atomic)).toBe(
        encodeFunctionData({ abi: erc20Abi, functionName: 'transfer', args }),
      )
    }),
    { numRuns: 100 },
  )
})

describe('a batch for Safe', () => {
  const { rows } = planOf(seeing([paid(1), paid(2)]), expected)
  const about = { chainId: '8453', createdAt: 1_795_000_000_000, runId: 'run' }
  const batch = safeBatch(rows, about)

  test('is one that its format allows, one unsigned call for each refund', () => {
    isBatch(JSON.parse(JSON.stringify(batch)))
    expect(isBatch.errors ?? []).toEqual([])
    expect(batch.transactions.map(({ to, value }) => [to, value])).toEqual([
      [usdc, '0'],
      [usdc, '0'],
    ])
    const calls = batch.transactions.map(({ data }) =>
      decodeFunctionData({ abi: erc20Abi, data: data as `0x${string}` }),
    )
    expect(calls.map(({ args }) => [String(args?.[0]).toLowerCase(), args?.[1]])).toEqual([
      [alice, 10_000n],
      [alice, 10_000n],
    ])
    expect(JSON.stringify(batch)).not.toMatch(/signature|"v"|"r"|"s"/)
  })

  test('carries the checksum of a batch that Safe itself wrote', () => {
    // Published by the makers of Safe in the description of their command line (5afe/safe-cli-nodejs).
    const theirs = {
      ...{ version: '1.0', chainId: '1', createdAt: 1_761_326_849_944 },
      meta: {
        ...{ name: 'Transactions Batch', description: '', txBuilderVersion: '1.18.2' },
        createdFromSafeAddress: '0xA77DE01e157f9f57C7c4A326eeE9C4874D0598b6',
        createdFromOwnerAddress: '',
        checksum: '0x8b5032f716845c8b08bab3d63dbd9ba92e056f3557793cd041e59b84e16aa989',
      },
      transactions: [
        {
          ...{ to: '0xA0b86991c6218b36c1d19D4a2e9Eb0cE3606eB48', value: '0', data: null },
          contractMethod: {
            inputs: ['spender', 'value'].map((name) => {
              const type = name === 'value' ? 'uint256' : 'address'
              return { internalType: type, name, type }
            }),
            ...{ name: 'approve', payable: false },
          },
          contractInputsValues: {
            spender: '0x474e5Ded6b5D078163BFB8F6dBa355C3aA5478C8',
            value: '100000000000',
          },
        },
      ],
    }
    const elsewhere = { ...theirs, chainId: '10' }
    expect(safeChecksum(theirs)).toBe(theirs.meta.checksum)
    expect(safeChecksum(elsewhere)).not.toBe(theirs.meta.checksum)
  })

  test('has a checksum that changes with every call, and not with its name', () => {
    expect(batch.meta.checksum).toBe(safeChecksum(batch))
    expect(safeChecksum({ ...batch, meta: { ...batch.meta, name: 'other' } })).toBe(batch.meta.checksum)
    expect(safeBatch(rows.slice(1), about).meta.checksum).not.toBe(batch.meta.checksum)
  })

  test('is the same file when it is made again', () => {
    expect(safeBatch(planOf(seeing([paid(2), paid(1)]), expected).rows, about)).toEqual(batch)
  })
})
