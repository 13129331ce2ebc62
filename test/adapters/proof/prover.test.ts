import { createMerkleProof, createMPT } from '@ethereumjs/mpt'
import { RLP } from '@ethereumjs/rlp'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { headerFields } from '../../../src/adapters/proof/header.ts'
import { bytesOf, hexOf, keccakHex } from '../../../src/adapters/proof/hex.ts'
import { createProver } from '../../../src/adapters/proof/prover.ts'
import type { RawReceipt, RawStorageProof } from '../../../src/core/proof-source.ts'
import type { ProvenReceipts } from '../../../src/payments/prover-port.ts'
import { facts, paymentsHeader, receipts, stateHeader, states } from './recorded.ts'

const prover = createProver()
const { stateRoot = '' } = stateHeader.fields
const { receiptsRoot = '' } = paymentsHeader.fields
const slots = [facts.known, facts.never].map(({ authorizer, nonce }) =>
  prover.slotOf(facts.position, authorizer, nonce),
)
const zero = `0x${'0'.repeat(64)}`
const one = `0x${'1'.padStart(64, '0')}`

/** The text with one bit of its hex turned; `at` counts bits and wraps around. */
function flipped(hex: string, at: number): string {
  const bytes = Buffer.from(hex.slice(2), 'hex')
  const bit = at % (bytes.length * 8)
  bytes[bit >> 3] = (bytes[bit >> 3] ?? 0) ^ (1 << (bit & 7))
  return `0x${bytes.toString('hex')}`
}

function flippedIn(list: readonly string[], item: number, at: number): readonly string[] {
  return list.map((text, index) => (index === item % list.length ? flipped(text, at) : text))
}

const bit = fc.nat({ max: 100_000 })

describe('header', () => {
  test('the fields of a real header hash to its hash, and the encoding says so to anybody', () => {
    const proven = prover.header(stateHeader)
    expect(proven).toMatchObject({ hash: stateHeader.hash, number: stateHeader.number, stateRoot })
    expect(keccakHex(bytesOf(proven?.rlp ?? '0x'))).toBe(stateHeader.hash)
  })

  test('one bit of any field or of the hash, and it is refused', () => {
    const named = headerFields.filter((name) => (stateHeader.fields[name]?.length ?? 0) > 2)
    fc.assert(
      fc.property(fc.constantFrom(...named), bit, (name, at) => {
        const text = stateHeader.fields[name] ?? ''
        const even = text.length % 2 === 0 ? text : `0x0${text.slice(2)}`
        const fields = { ...stateHeader.fields, [name]: flipped(even, at) }
        expect(prover.header({ ...stateHeader, fields })).toBeNull()
        expect(prover.header({ ...stateHeader, hash: flipped(stateHeader.hash, at) })).toBeNull()
      }),
    )
  })

  test('a field that is missing, and a header under another number, are refused', () => {
    for (const name of Object.keys(stateHeader.fields)) {
      const { [name]: _left, ...fields } = stateHeader.fields
      expect(prover.header({ ...stateHeader, fields }), name).toBeNull()
    }
    expect(prover.header({ ...stateHeader, number: stateHeader.number + 1 })).toBeNull()
  })

  // Source: the genesis block of Ethereum, whose hash everybody knows: a header without any optional field.
  test('a header from before all forks', () => {
    const fields = {
      parentHash: zero,
      sha3Uncles: '0x1dcc4de8dec75d7aab85b567b6ccd41ad312451b948a7413f0a142fd40d49347',
      miner: `0x${'0'.repeat(40)}`,
      stateRoot: '0xd7f8974fb5ac78d9ac099b9ad5018bedc2ce0a72dad1827a1709da30580f0544',
      transactionsRoot: '0x56e81f171bcc55a6ff8345e692c0f86e5b48e01b996cadc001622fb5e363b421',
      receiptsRoot: '0x56e81f171bcc55a6ff8345e692c0f86e5b48e01b996cadc001622fb5e363b421',
      logsBloom: `0x${'0'.repeat(512)}`,
      difficulty: '0x400000000',
      number: '0x0',
      gasLimit: '0x1388',
      gasUsed: '0x0',
      timestamp: '0x0',
      extraData: '0x11bbe8db4e347b4e8c937c1c8370e4b5ed33adb3db69cbdb7a38e1e50b1b82fa',
      mixHash: zero,
      nonce: '0x0000000000000042',
    }
    const hash = '0xd4e56740f876aef8c010b86a40d5f56745a118d0906a34e69aec8c0db1cb8fa3'
    expect(prover.header({ number: 0, hash, fields })?.stateRoot).toBe(fields.stateRoot)
  })
})

describe('storage', () => {
  const prove = (raw: RawStorageProof, root = stateRoot, asked = slots) =>
    prover.storage(root, facts.asset, asked, raw)

  test('a used nonce is proven as one, a nonce that never was as zero', async () => {
    const proven = await prove(states)
    expect(proven?.slots.map(({ value }) => value)).toEqual([one, zero])
  })

  test('the nodes of a used nonce do not prove anything about another slot, contract or block', async () => {
    const [used, unused] = states.storage
    const swapped = { ...states, storage: [unused, used].filter((item) => item !== undefined) }
    expect(await prove(swapped)).toBeNull()
    expect(await prove(states, stateRoot, [...slots].reverse())).toBeNull()
    expect(await prove(states, paymentsHeader.fields.stateRoot)).toBeNull()
    expect(await prover.storage(stateRoot, `0x${'11'.repeat(20)}`, slots, states)).toBeNull()
    expect(await prove({ ...states, accountProof: [] })).toBeNull()
    expect(await prove({ ...states, storage: [] })).toBeNull()
    expect(
      await prove({ ...states, storage: states.storage.map((item) => ({ ...item, proof: [] })) }),
    ).toBeNull()
  })

  test('one bit of any node of the account proof, and it is refused', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat({ max: 100 }), bit, async (node, at) => {
        expect(await prove({ ...states, accountProof: flippedIn(states.accountProof, node, at) })).toBeNull()
      }),
    )
  })

  test('one bit of any node of a storage proof, and it is refused', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat({ max: 1 }), fc.nat({ max: 100 }), bit, async (slot, node, at) => {
        const storage = states.storage.map((item, index) =>
          index === slot ? { ...item, proof: flippedIn(item.proof, node, at) } : item,
        )
        expect(await prove({ ...states, storage })).toBeNull()
      }),
    )
  })

  test('nodes that are no RLP at all are refused, never thrown', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.uint8Array({ minLength: 1, maxLength: 40 }), { maxLength: 4 }),
        async (junk) => {
          const proof = junk.map((bytes) => hexOf(bytes))
          expect(await prove({ ...states, accountProof: proof })).toBeNull()
          expect(await prove({ ...states, storage: slots.map((slot) => ({ slot, proof })) })).toBeNull()
        },
      ),
    )
  })

  test('states of any size: what the trie holds is proven, and nothing else', async () => {
    const word = fc.uint8Array({ minLength: 32, maxLength: 32 }).map((bytes) => hexOf(bytes))
    const filled = fc.dictionary(word, fc.bigInt({ min: 1n, max: 2n ** 256n - 1n }), {
      minKeys: 1,
      maxKeys: 40,
    })
    await fc.assert(
      fc.asyncProperty(filled, word, async (entries, other) => {
        const storage = await createMPT({ useKeyHashing: true })
        const state = await createMPT({ useKeyHashing: true })
        for (const [slot, value] of Object.entries(entries)) {
          const digits = value.toString(16)
          const text = `0x${digits.length % 2 === 0 ? '' : '0'}${digits}`
          await storage.put(bytesOf(slot), RLP.encode(bytesOf(text)))
        }
        const account = RLP.encode([1, 0, storage.root(), bytesOf(keccakHex(new Uint8Array()))])
        await state.put(bytesOf(facts.asset), account)
        const asked = [...Object.keys(entries), other]
        const nodes = async (trie: typeof state, key: string) =>
          (await createMerkleProof(trie, bytesOf(key))).map((node) => hexOf(node))
        const raw: RawStorageProof = {
          address: facts.asset,
          accountProof: await nodes(state, facts.asset),
          storage: await Promise.all(
            asked.map(async (slot) => ({ slot, proof: await nodes(storage, slot) })),
          ),
        }
        const proven = await prover.storage(hexOf(state.root()), facts.asset, asked, raw)
        expect(proven?.slots.map(({ value }) => BigInt(value))).toEqual(
          asked.map((slot) => entries[slot] ?? 0n),
        )
      }),
      { numRuns: 25 },
    )
  })
})

describe('receipts', () => {
  const prove = (list: readonly RawReceipt[], root = receiptsRoot) => prover.receipts(root, list)

  test('the receipts of a real block are its receipts, and each has a proof of its own', async () => {
    const proven = (await prove(receipts)) as ProvenReceipts
    expect(receipts.length).toBe(4)
    for (const { index } of receipts) {
      const nodes = await proven.proofOf(index)
      expect(keccakHex(bytesOf(nodes[0] ?? '0x'))).toBe(receiptsRoot)
      expect(nodes.length).toBeGreaterThan(1)
    }
  })

  test('one that is left out, added, doubled or in another place is noticed', async () => {
    const [first, second, ...rest] = receipts as [RawReceipt, RawReceipt]
    expect(await prove(receipts.slice(1))).toBeNull()
    expect(await prove(receipts.slice(0, -1))).toBeNull()
    expect(await prove([...receipts, { ...first, index: receipts.length }])).toBeNull()
    expect(await prove([{ ...second, index: 0 }, { ...first, index: 1 }, ...rest])).toBeNull()
    expect(await prove([])).toBeNull()
  })

  test('one bit of any part of any receipt, and they are refused', async () => {
    const parts = ['status', 'cumulativeGasUsed', 'logsBloom', 'address', 'topic', 'data'] as const
    const changed = (receipt: RawReceipt, part: (typeof parts)[number], at: number): RawReceipt => {
      const inLogs = (change: (log: RawReceipt['logs'][number]) => Partial<RawReceipt['logs'][number]>) => ({
        ...receipt,
        logs: receipt.logs.map((log, index) =>
          index === at % receipt.logs.length ? { ...log, ...change(log) } : log,
        ),
      })
      if (part === 'status') return { ...receipt, status: !receipt.status }
      if (part === 'cumulativeGasUsed')
        return {
          ...receipt,
          cumulativeGasUsed: `0x${(BigInt(receipt.cumulativeGasUsed) ^ (1n << BigInt(at % 20))).toString(16)}`,
        }
      if (part === 'logsBloom') return { ...receipt, logsBloom: flipped(receipt.logsBloom, at) }
      if (part === 'address') return inLogs((log) => ({ address: flipped(log.address, at) }))
      if (part === 'topic') return inLogs((log) => ({ topics: flippedIn(log.topics, at, at) }))
      return inLogs((log) => ({ data: log.data === '0x' ? '0x01' : flipped(log.data, at) }))
    }
    await fc.assert(
      fc.asyncProperty(fc.nat({ max: 3 }), fc.constantFrom(...parts), bit, async (which, part, at) => {
        const list = receipts.map((receipt, index) =>
          index === which ? changed(receipt, part, at) : receipt,
        )
        expect(await prove(list)).toBeNull()
      }),
    )
  })

  test('a hidden log, with everything else as it was, is noticed', async () => {
    const hidden = receipts.map((receipt) => ({ ...receipt, logs: receipt.logs.slice(1) }))
    expect(await prove(hidden)).toBeNull()
  })

  test('kinds of receipts that were not tested are refused by name', async () => {
    const [first, ...rest] = receipts as [RawReceipt]
    expect(await prove([{ ...first, type: 0x7e }, ...rest])).toBe('DEPOSIT_RECEIPTS')
    expect(await prove([{ ...first, type: 0x6a }, ...rest])).toBe('RECEIPT_TYPE_UNKNOWN')
    expect(await prove([...receipts, { ...first, index: 4, gasUsed: '0x0' }])).toBe('RECEIPT_TYPE_UNKNOWN')
  })
})

test('slots follow the rule of Solidity for nested mappings', () => {
  // The recorded proof shows a value at this slot, and the chain that computed it is not ours.
  expect(slots[0]).toBe(states.storage[0]?.slot)
  expect(prover.slotOf(facts.position + 1, facts.known.authorizer, facts.known.nonce)).not.toBe(slots[0])
})
