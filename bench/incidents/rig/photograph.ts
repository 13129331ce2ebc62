// A real chain as a scenario: everything the rig's chain mined, with the servers' own records and the truths of the
// day that was played. Its blocks are counted in seconds, because the rig jumps through time and a simulated
// chain has a block every so many seconds.
import type { Rig } from '../../../test/rig/rig.ts'
import type { Truth as PlayedTruth } from '../../../test/rig/scenario.ts'
import type { Exchange, Scenario, SimChain, SimLog, SimTx, Subject, Truth } from '../shapes.ts'

type Raw<Fields extends string> = Readonly<Record<Fields, string>>
type RawTx = Raw<'hash' | 'from' | 'input'> & { readonly to: string | null }
type RawBlock = Raw<'timestamp' | 'number'> & { readonly transactions: readonly RawTx[] }
type RawLog = Raw<'address' | 'data' | 'logIndex'> & { readonly topics: readonly string[] }
type RawReceipt = Raw<'status'> & { readonly logs: readonly RawLog[] }

const transferTopic = '0xddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef'

async function ask<T>(url: string, method: string, ...params: readonly unknown[]): Promise<T> {
  const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method, params })
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body,
  })
  return ((await response.json()) as { readonly result: T }).result
}

async function txOf(url: string, tx: RawTx, block: number): Promise<SimTx> {
  const receipt = await ask<RawReceipt>(url, 'eth_getTransactionReceipt', tx.hash)
  const logs = receipt.logs.map((log): SimLog => {
    const { address, topics, data } = log
    return { address: address.toLowerCase(), topics, data, logIndex: Number(log.logIndex) }
  })
  const { hash, from, input } = tx
  const status = receipt.status === '0x1'
  return { hash, block, from: from.toLowerCase(), to: (tx.to ?? '').toLowerCase(), input, status, logs }
}

async function chainOf({ rpcUrl, network }: Rig): Promise<SimChain> {
  const read = (at: string) => ask<RawBlock>(rpcUrl, 'eth_getBlockByNumber', at, true)
  const [first, safe, finalized, head] = [
    await read('0x0'),
    await read('safe'),
    await read('finalized'),
    await read('latest'),
  ]
  // Some quiet time before the first block, so that the window of a day begins on the chain.
  const genesisTime = Number(first.timestamp) - 100_000
  const place = (block: RawBlock) => Number(block.timestamp) - genesisTime
  const txs: SimTx[] = []
  for (let number = 1; number <= Number(head.number); number += 1) {
    const block = await read(`0x${number.toString(16)}`)
    for (const tx of block.transactions) txs.push(await txOf(rpcUrl, tx, place(block)))
  }
  const ends = { head: place(head), safe: place(safe), finalized: place(finalized) }
  return {
    chainId: Number(network.split(':')[1]),
    network,
    genesisTime,
    blockSeconds: 1,
    ...ends,
    txs: countThrough(txs),
  }
}

/** Several real blocks may fall into one second: the logs of that second are counted through. */
function countThrough(txs: readonly SimTx[]): readonly SimTx[] {
  const next = new Map<number, number>()
  return txs.map((tx) => {
    const first = next.get(tx.block) ?? 0
    next.set(tx.block, first + tx.logs.length)
    return { ...tx, logs: tx.logs.map((log, index) => ({ ...log, logIndex: first + index })) }
  })
}

const unknowable: readonly string[] = ['INVALID_RECORD', 'INDETERMINATE', 'AMBIGUOUS']

function subjectOf(
  truth: PlayedTruth,
  rows: readonly Readonly<Record<string, unknown>>[],
  { txs }: SimChain,
): Subject {
  const { payer, nonce, requestId, tx, expectedCode } = truth
  if (payer !== null && nonce !== null && expectedCode !== 'DUPLICATE_CLAIM') {
    return { by: 'authorization', payer: payer.toLowerCase(), nonce: nonce.toLowerCase() }
  }
  if (requestId !== null) {
    const row = rows.find((one) => one.requestId === requestId)
    return { by: 'record', recordId: String(row?.recordId ?? requestId) }
  }
  const log = txs.find(({ hash }) => hash === tx)?.logs.find(({ topics }) => topics[0] === transferTopic)
  return { by: 'log', tx: tx ?? '', logIndex: log?.logIndex ?? 0 }
}

/** What a proxy would have seen of the request behind a record. */
function exchangeOf(row: Readonly<Record<string, unknown>>): readonly Exchange[] {
  const { requestId, payer, nonce, payTo, amountAtomic, responseStatus, tx } = row
  const seconds = (time: unknown) => Date.parse(String(time)) / 1000
  const paidAt = seconds(row.receivedAt)
  if (Number.isNaN(paidAt) || typeof payer !== 'string' || typeof amountAtomic !== 'string') return []
  return [
    {
      ...{ requestId: String(requestId), paidAt },
      closedAt: row.respondedAt === undefined ? paidAt : seconds(row.respondedAt),
      status: typeof responseStatus === 'number' ? responseStatus : null,
      ...{ payer, nonce: typeof nonce === 'string' ? nonce.toLowerCase() : null, payTo: String(payTo) },
      ...{ amountAtomic: BigInt(amountAtomic), tx: typeof tx === 'string' ? tx : null },
    },
  ]
}

/** The day that was played on this rig, as every contender can look at it. */
export async function photograph(rig: Rig, name: string, played: readonly PlayedTruth[]): Promise<Scenario> {
  const chain = await chainOf(rig)
  const rows = rig.records.all()
  const truths = played.map((truth): Truth => {
    return {
      story: truth.what,
      subject: subjectOf(truth, rows, chain),
      outcome: truth.expectedCode.toLowerCase(),
      decidable: !unknowable.includes(truth.expectedCode),
      movedAtomic: truth.amountAtomic,
    }
  })
  const until = chain.genesisTime + chain.head
  return {
    name,
    seed: 0,
    chain,
    asset: { address: rig.asset.toLowerCase(), symbol: 'USDC', decimals: 6 },
    payTo: [{ address: rig.payTo.toLowerCase(), from: null, until: null }],
    refundFrom: [],
    rows,
    exchanges: rows.flatMap(exchangeOf),
    window: { since: until - 86_400, until },
    truths,
  }
}
