import { createHash } from 'node:crypto'
import type { SimChain, SimLog, SimTx } from '../shapes.ts'
import { addressIn, marks, wordsOf } from './words.ts'

/** A log and where it stands. */
export type PlacedLog = { readonly block: number; readonly tx: string; readonly log: SimLog }

/** A chain made ready for questions; everything in it follows from the transactions. */
export type ChainIndex = {
  readonly chain: SimChain
  readonly hashOf: (block: number) => string
  readonly numberOf: (hash: string) => number | undefined
  readonly timeOf: (block: number) => number
  readonly txs: ReadonlyMap<string, SimTx>
  readonly txsOfBlock: ReadonlyMap<number, readonly SimTx[]>
  /** Logs of a contract in the order of the chain. */
  readonly logsOf: (address: string) => readonly PlacedLog[]
  readonly allLogs: readonly PlacedLog[]
  /** The block in which `token/authorizer/nonce` was used up or cancelled. */
  readonly spentAt: ReadonlyMap<string, number>
  /** The block in which the Permit2 `owner/nonce` (decimal) was spent. */
  readonly permit2SpentAt: ReadonlyMap<string, number>
}

// Everybody starts with this much of every token, so that no balance is ever below zero.
const endowment = 10n ** 15n

/** The hash of a block: it names chain and height, and the branch where there is another one. */
export function blockHash(network: string, number: number, branch = ''): string {
  return `0x${createHash('sha256').update(`${network} block ${number}${branch}`).digest('hex')}`
}

function push<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const list = map.get(key)
  if (list === undefined) map.set(key, [value])
  else list.push(value)
}

/** The Permit2 payments in the input of a transaction, wrapped ones included: `owner/nonce`. */
function permit2Keys(input: string): readonly string[] {
  const keys: string[] = []
  for (const [selector, ownerAt] of [
    [marks.exactSettle, 4],
    [marks.uptoSettle, 5],
  ] as const) {
    for (let at = input.indexOf(selector); at !== -1; at = input.indexOf(selector, at + 8)) {
      const words = wordsOf(input.slice(at + 8, at + 8 + 6 * 64))
      const [nonce, owner] = [words[2], words[ownerAt]]
      if (at % 2 !== 0 || nonce === undefined || owner === undefined) continue
      keys.push(`${addressIn(owner)}/${BigInt(`0x${nonce}`)}`)
    }
  }
  return keys
}

/** Indexes a chain. `branchFrom` = the first block of a branch of its own, with other hashes. */
export function indexChain(chain: SimChain, branchFrom = Number.POSITIVE_INFINITY): ChainIndex {
  const hashOf = (block: number) => blockHash(chain.network, block, block >= branchFrom ? ' other' : '')
  const txs = new Map<string, SimTx>()
  const txsOfBlock = new Map<number, SimTx[]>()
  const byAddress = new Map<string, PlacedLog[]>()
  const allLogs: PlacedLog[] = []
  const spentAt = new Map<string, number>()
  const permit2SpentAt = new Map<string, number>()
  const ordered = chain.txs.filter(({ block }) => block <= chain.head).sort((a, b) => a.block - b.block)
  for (const tx of ordered) {
    txs.set(tx.hash, tx)
    push(txsOfBlock, tx.block, tx)
    if (!tx.status) continue
    for (const key of permit2Keys(tx.input)) permit2SpentAt.set(key, tx.block)
    for (const log of tx.logs) {
      const placed = { block: tx.block, tx: tx.hash, log }
      allLogs.push(placed)
      push(byAddress, log.address, placed)
      const [topic, authorizer = '', nonce = ''] = log.topics
      if (topic === marks.used || topic === marks.cancelled) {
        spentAt.set(`${log.address}/${addressIn(authorizer)}/${nonce}`, tx.block)
      }
    }
  }
  const inOrder = (a: PlacedLog, b: PlacedLog) => a.block - b.block || a.log.logIndex - b.log.logIndex
  for (const list of byAddress.values()) list.sort(inOrder)
  allLogs.sort(inOrder)
  let numbers: Map<string, number> | undefined
  return {
    chain,
    hashOf,
    numberOf: (hash) => {
      numbers ??= new Map(Array.from({ length: chain.head + 1 }, (_, block) => [hashOf(block), block]))
      return numbers.get(hash)
    },
    timeOf: (block) => chain.genesisTime + block * chain.blockSeconds,
    txs,
    txsOfBlock,
    logsOf: (address) => byAddress.get(address) ?? [],
    allLogs,
    spentAt,
    permit2SpentAt,
  }
}

/** What an address holds of a token after a block. */
export function balanceAt(index: ChainIndex, token: string, owner: string, block: number): bigint {
  let sum = endowment
  for (const { block: at, log } of index.logsOf(token)) {
    if (at > block) break
    if (log.topics[0] !== marks.transfer) continue
    const value = BigInt(log.data)
    if (addressIn(log.topics[1] ?? '') === owner) sum -= value
    if (addressIn(log.topics[2] ?? '') === owner) sum += value
  }
  return sum
}
