import * as z from 'zod'
import type { RawHeader, RawReceipt, RawStorageProof } from '../../core/proof-source.ts'
import { bytesShape, isAddress, quantityShape } from './shapes.ts'

// A trie is at most 64 nibbles deep; a node of the state trie is below 600 bytes, and a leaf of the receipts
// trie is never asked for.
const deepest = 65
const nodeChars = 4096
const headerFieldChars = 65_536
const mostReceipts = 20_000
const mostTransactions = 2000

// Source: Ethereum JSON-RPC. Fixed or bounded lengths: linear.
const word = z
  .string()
  .regex(/^0x[0-9a-f]{64}$/i, 'not 32 bytes')
  .toLowerCase()
const quantity = z
  .string()
  .regex(/^0x[0-9a-f]{1,64}$/i, 'not a quantity')
  .toLowerCase()
const bytesOf = (length: number) =>
  bytesShape.refine((text) => text.length === 2 + 2 * length, `not ${length} bytes`)
const field = bytesShape.refine((text) => text.length <= headerFieldChars, 'too long')
const address = z.string().refine(isAddress, 'not an address').toLowerCase()

const fieldsShape = z.object({
  parentHash: word,
  sha3Uncles: word,
  miner: address,
  stateRoot: word,
  transactionsRoot: word,
  receiptsRoot: word,
  logsBloom: bytesOf(256),
  difficulty: quantity,
  number: quantity,
  gasLimit: quantity,
  gasUsed: quantity,
  timestamp: quantity,
  extraData: field,
  mixHash: word,
  nonce: bytesOf(8),
  baseFeePerGas: quantity.nullish(),
  withdrawalsRoot: word.nullish(),
  blobGasUsed: quantity.nullish(),
  excessBlobGas: quantity.nullish(),
  parentBeaconBlockRoot: word.nullish(),
  requestsHash: word.nullish(),
  blockAccessListHash: word.nullish(),
  slotNumber: quantity.nullish(),
})

/** A whole header as the wire carries it; null = the node knows no such block. */
export const headerShape = fieldsShape
  .extend({ hash: word })
  .transform(({ hash, ...rest }): RawHeader => {
    const present = Object.entries(rest).filter((entry): entry is [string, string] => entry[1] != null)
    return { number: Number(rest.number), hash, fields: Object.fromEntries(present) }
  })
  .nullable()

/** The transactions of a block, by hash. */
export const transactionsShape = z.object({ transactions: z.array(word).max(mostTransactions) })

const nodes = z
  .array(bytesShape.refine((text) => text.length <= nodeChars, 'too long for a trie node'))
  .max(deepest)

/** An answer of `eth_getProof`. What it says beside the trie nodes is not read. */
export const storageProofShape = z
  .object({
    address,
    accountProof: nodes,
    storageProof: z.array(z.object({ key: quantity, proof: nodes })).max(64),
  })
  .transform(
    ({ address: contract, accountProof, storageProof }): RawStorageProof => ({
      address: contract,
      accountProof,
      storage: storageProof.map(({ key, proof }) => ({
        slot: `0x${key.slice(2).padStart(64, '0')}`,
        proof,
      })),
    }),
  )

const rawLog = z.object({
  address,
  topics: z.array(word).max(4),
  data: bytesShape,
  logIndex: quantityShape,
})

/** A receipt with everything its encoding needs. Without a status (before Byzantium) it does not fit. */
export const rawReceiptShape = z
  .object({
    type: quantityShape.nullish(),
    transactionIndex: quantityShape,
    status: z.string().regex(/^0x[01]$/, 'neither 0x0 nor 0x1'),
    gasUsed: quantity,
    cumulativeGasUsed: quantity,
    logsBloom: bytesOf(256),
    logs: z.array(rawLog),
  })
  .transform(
    (receipt): RawReceipt => ({
      type: receipt.type ?? 0,
      index: receipt.transactionIndex,
      status: receipt.status === '0x1',
      gasUsed: receipt.gasUsed,
      cumulativeGasUsed: receipt.cumulativeGasUsed,
      logsBloom: receipt.logsBloom,
      logs: receipt.logs.map(({ logIndex, address: emitter, topics, data }) => ({
        index: logIndex,
        address: emitter,
        topics,
        data,
      })),
    }),
  )

/** All receipts of a block. */
export const rawReceiptsShape = z.array(rawReceiptShape).max(mostReceipts)
