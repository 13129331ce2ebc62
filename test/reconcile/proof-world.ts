import { createMerkleProof, createMPT } from '@ethereumjs/mpt'
import { RLP } from '@ethereumjs/rlp'
import { headerFields } from '../../src/adapters/proof/header.ts'
import { bytesOf, hexOf, keccakHex, quantityBytes } from '../../src/adapters/proof/hex.ts'
import { encodeReceipt } from '../../src/adapters/proof/receipts.ts'
import { slotOf } from '../../src/adapters/proof/storage.ts'
import { couldNotSee, saw } from '../../src/core/observation.ts'
import type { ChainNode } from '../../src/core/ports.ts'
import type { ProofSource, RawHeader, RawReceipt } from '../../src/core/proof-source.ts'
import { type Authorization, addressTopic, type Transfer, topics } from '../../src/payments/effect.ts'
import { genesis, network, usdc } from '../payments/world.ts'
import { nodeOver } from './chain-nodes.ts'

type Trie = Awaited<ReturnType<typeof createMPT>>
type Events = { readonly transfers: readonly Transfer[]; readonly authorizations: readonly Authorization[] }

/** A chain whose state and receipts are really in tries: what nodes over it serve can be proven. */
export type ProofWorld = {
  /** The events, with the hashes that their blocks really have. */
  readonly events: Events
  readonly hashOf: (block: number) => string
  /** A node that tells all of it, altered by `lie`. */
  readonly node: (label?: string, lie?: Partial<ProofSource>) => ChainNode
  readonly source: ProofSource
}

const bloom = `0x${'0'.repeat(512)}`
const word = (value: bigint) => `0x${value.toString(16).padStart(64, '0')}`
const nodesOf = async (trie: Trie, key: Uint8Array) =>
  (await createMerkleProof(trie, key)).map((node) => hexOf(node))

function receiptsOf({ transfers, authorizations }: Events, block: number): readonly RawReceipt[] {
  const inBlock = [...transfers, ...authorizations].filter((item) => item.block === block)
  const txs = [...new Set(inBlock.map(({ tx }) => tx))].sort()
  return txs.map((tx, index): RawReceipt => {
    const own = inBlock.filter((item) => item.tx === tx).sort((a, b) => a.logIndex - b.logIndex)
    return {
      type: 2,
      index,
      status: true,
      gasUsed: '0x5208',
      cumulativeGasUsed: `0x${(21_000 * (index + 1)).toString(16)}`,
      logsBloom: bloom,
      logs: own.map((item) => ({
        index: item.logIndex,
        address: item.asset,
        topics:
          'from' in item
            ? [topics.transfer, addressTopic(item.from), addressTopic(item.to)]
            : [
                item.kind === 'used' ? topics.authorizationUsed : topics.authorizationCanceled,
                addressTopic(item.authorizer),
                item.nonce,
              ],
        data: 'from' in item ? word(item.value) : '0x',
      })),
    }
  })
}

async function headerFor(
  number: number,
  receipts: readonly RawReceipt[],
  stateRoot: string,
): Promise<RawHeader> {
  const trie = await createMPT()
  for (const receipt of receipts) await trie.put(RLP.encode(receipt.index), encodeReceipt(receipt))
  const zero = word(0n)
  const fields: Record<string, string> = {
    ...{
      parentHash: zero,
      sha3Uncles: zero,
      miner: `0x${'0'.repeat(40)}`,
      stateRoot,
      transactionsRoot: zero,
    },
    ...{ receiptsRoot: hexOf(trie.root()), logsBloom: bloom, difficulty: '0x0' },
    ...{ number: `0x${number.toString(16)}`, gasLimit: '0x1c9c380', gasUsed: '0x5208' },
    ...{ timestamp: `0x${(genesis + 2 * number).toString(16)}`, extraData: '0x', mixHash: zero },
    ...{ nonce: '0x0000000000000000', baseFeePerGas: '0x7' },
  }
  const quantities = ['difficulty', 'number', 'gasLimit', 'gasUsed', 'timestamp', 'baseFeePerGas']
  const items = headerFields.flatMap((name) => {
    const text = fields[name]
    if (text === undefined) return []
    return [quantities.includes(name) ? quantityBytes(text) : bytesOf(text)]
  })
  return { number, hash: keccakHex(RLP.encode(items)), fields }
}

/**
 * Builds the tries: receipts of every block with events, and at every block the storage of a token whose used
 * authorizations stand at `position` (null = it keeps them in a way that nobody can guess).
 */
export async function proofWorld(
  told: Events,
  options: { readonly position?: number | null; readonly blocks?: readonly number[] } = {},
): Promise<ProofWorld> {
  const { position = 16, blocks = [1900, 2000] } = options
  const storage = await createMPT({ useKeyHashing: true })
  await storage.put(bytesOf(word(3n)), RLP.encode(bytesOf('0x2a')))
  for (const { authorizer, nonce } of told.authorizations) {
    const slot = position === null ? keccakHex(bytesOf(nonce)) : slotOf(position, authorizer, nonce)
    await storage.put(bytesOf(slot), RLP.encode(1))
  }
  const state = await createMPT({ useKeyHashing: true })
  await state.put(bytesOf(usdc), RLP.encode([1, 0, storage.root(), bytesOf(keccakHex(new Uint8Array()))]))
  const numbers = new Set([
    ...blocks,
    ...told.transfers.map(({ block }) => block),
    ...told.authorizations.map(({ block }) => block),
  ])
  const headers = new Map<number, RawHeader>()
  for (const number of numbers) {
    headers.set(number, await headerFor(number, receiptsOf(told, number), hexOf(state.root())))
  }
  const hashOf = (block: number) => headers.get(block)?.hash ?? word(BigInt(block))
  const placed = <T extends Transfer | Authorization>(item: T): T => ({
    ...item,
    blockHash: hashOf(item.block),
  })
  const events = { transfers: told.transfers.map(placed), authorizations: told.authorizations.map(placed) }
  const look = { at: new Date(genesis * 1000).toISOString(), source: 'http://one/***', ref: 'test' }
  const source: ProofSource = {
    header: async (block) => saw(look, headers.get(block) ?? null),
    storageProof: async (address, slots) =>
      saw(look, {
        address,
        accountProof: await nodesOf(state, bytesOf(address)),
        storage: await Promise.all(
          slots.map(async (slot) => ({ slot, proof: await nodesOf(storage, bytesOf(slot)) })),
        ),
      }),
    blockReceipts: async (block) => saw(look, receiptsOf(told, block)),
  }
  const block = (number: number) => ({ number, hash: hashOf(number), timestamp: genesis + 2 * number })
  return {
    events,
    hashOf,
    source,
    node: (label = 'http://one/***', lie = {}) => ({
      ...nodeOver(events, { label, block }).node,
      network,
      proofs: { ...source, ...lie },
    }),
  }
}

/** An answer that a node does not give. */
export const silence = async () =>
  couldNotSee(
    { at: new Date(genesis * 1000).toISOString(), source: 'test', ref: 'test' },
    'not-supported',
    'no',
  )
