import type { NodeFault } from '../shapes.ts'
import type { ChainIndex } from './chain-index.ts'
import { chanceOf } from './chance.ts'
import { type JsonRpcAnswer, type JsonRpcRequest, resultOf } from './json-rpc.ts'
import type { WireLog } from './wire-shapes.ts'
import { marks, quantity, wordOf } from './words.ts'

/** An authorization that was never used, and so can be lied about. */
export type Bait = {
  readonly payer: string
  readonly nonce: string
  readonly payTo: string
  readonly amountAtomic: bigint
}

/** What a lie is made of. */
export type LieContext = {
  readonly index: ChainIndex
  readonly seed: number
  readonly bait: readonly Bait[]
}

/** Changes an honest answer; the same question is always answered with the same lie. */
export type Lie = (honest: JsonRpcAnswer, request: JsonRpcRequest) => JsonRpcAnswer

const isTransfer = ({ topics }: WireLog) => topics[0] === marks.transfer

/** Rewrites the logs of an `eth_getLogs` answer and leaves everything else. */
function onLogs(change: (logs: readonly WireLog[], request: JsonRpcRequest) => readonly WireLog[]): Lie {
  return (honest, request) =>
    request.method === 'eth_getLogs' && 'result' in honest
      ? resultOf(request, change(honest.result as readonly WireLog[], request))
      : honest
}

/** Rewrites the receipt of a mined transaction and leaves everything else. */
function onReceipt(change: (receipt: { transactionHash: string; logs: readonly WireLog[] }) => unknown): Lie {
  return (honest, request) =>
    request.method === 'eth_getTransactionReceipt' && 'result' in honest && honest.result !== null
      ? resultOf(request, change(honest.result as { transactionHash: string; logs: readonly WireLog[] }))
      : honest
}

/** Answers every question about a nonce alike, whatever the chain holds. */
function onNonces(spent: boolean): Lie {
  const words: Readonly<Record<string, bigint>> = {
    [marks.authorizationState]: spent ? 1n : 0n,
    [marks.nonceBitmap]: spent ? (1n << 256n) - 1n : 0n,
  }
  return (honest, request) => {
    const [call] = request.params as readonly [{ data?: string } | undefined]
    const word = request.method === 'eth_call' ? words[call?.data?.slice(0, 10) ?? ''] : undefined
    return word === undefined || !('result' in honest) ? honest : resultOf(request, wordOf(word))
  }
}

function forgedLogs({ index, seed }: LieContext, { payer, nonce, payTo, amountAtomic }: Bait, token: string) {
  const tx = wordOf(BigInt(Math.floor(chanceOf(seed, 'forged', payer, nonce) * 2 ** 48)))
  const block = Math.floor(index.chain.finalized * (0.9 + 0.09 * chanceOf(seed, 'block', nonce)))
  const place = {
    address: token,
    blockNumber: quantity(block),
    blockHash: index.hashOf(block),
    transactionHash: tx,
    transactionIndex: '0x0',
    removed: false,
  }
  const payerTopic = wordOf(BigInt(payer))
  return [
    { ...place, topics: [marks.used, payerTopic, nonce], data: '0x', logIndex: '0x0' },
    {
      ...place,
      topics: [marks.transfer, payerTopic, wordOf(BigInt(payTo))],
      data: wordOf(amountAtomic),
      logIndex: '0x1',
    },
  ] satisfies readonly WireLog[]
}

type Asked = {
  readonly address?: string
  readonly topics?: readonly (string | readonly string[] | null)[]
  readonly fromBlock?: string
  readonly toBlock?: string
}

function answers(log: WireLog, { topics = [], fromBlock = '0x0', toBlock = '0x0' }: Asked): boolean {
  const block = Number(log.blockNumber)
  return (
    block >= Number(fromBlock) &&
    block <= Number(toBlock) &&
    topics.every((topic, at) => topic === null || [topic].flat().includes(log.topics[at] ?? ''))
  )
}

/** Adds logs of payments that never happened wherever they fit the question. */
function inventing(context: LieContext, removed: boolean): Lie {
  return onLogs((logs, request) => {
    const [asked] = request.params as readonly [Asked]
    const forged = context.bait.flatMap((bait) => forgedLogs(context, bait, asked.address ?? ''))
    return [...logs, ...forged.filter((log) => answers(log, asked)).map((log) => ({ ...log, removed }))]
  })
}

function altering({ seed }: LieContext): Lie {
  const alter = (log: WireLog): WireLog =>
    isTransfer(log) && chanceOf(seed, 'alters', log.transactionHash) < 0.5
      ? { ...log, data: wordOf(BigInt(log.data) + 1n) }
      : log
  const inLogs = onLogs((logs) => logs.map(alter))
  const inReceipt = onReceipt((receipt) => ({ ...receipt, logs: receipt.logs.map(alter) }))
  return (honest, request) => inReceipt(inLogs(honest, request), request)
}

/** Which logs a hiding node keeps: whole transactions, or only one kind of event of them. */
function hiding({ seed }: LieContext): Lie {
  return onLogs((logs) =>
    logs.filter((log) => {
      const mood = chanceOf(seed, 'hides', log.transactionHash)
      if (mood < 0.25) return false
      return mood < 0.5 ? isTransfer(log) === mood < 0.375 : true
    }),
  )
}

const removing = ({ seed }: LieContext): Lie =>
  onLogs((logs) =>
    logs.map((log) => ({ ...log, removed: chanceOf(seed, 'removed', log.transactionHash) < 0.3 })),
  )

/** How each fault that is a lie changes answers; undefined for faults of another kind. */
export function lieOf(fault: NodeFault, context: LieContext): Lie | undefined {
  const { seed } = context
  switch (fault) {
    case 'hides-logs':
      return hiding(context)
    case 'invents-logs':
      return inventing(context, false)
    case 'alters-amounts':
      return altering(context)
    case 'says-unused':
      return onNonces(false)
    case 'says-used':
      return onNonces(true)
    case 'no-receipts':
      return onReceipt(() => null)
    case 'reverts-receipts':
      return onReceipt((receipt) =>
        chanceOf(seed, 'reverts', receipt.transactionHash) < 0.5
          ? { ...receipt, status: '0x0', logs: [] }
          : receipt,
      )
    case 'unordered-duplicates':
      return onLogs((logs) =>
        [...logs, ...logs.filter((log) => chanceOf(seed, 'twice', log.transactionHash) < 0.3)].sort(
          (a, b) =>
            chanceOf(seed, a.transactionHash, a.logIndex) - chanceOf(seed, b.transactionHash, b.logIndex),
        ),
      )
    case 'removed-logs': {
      const both = [removing(context), inventing(context, true)]
      return (honest, request) => both.reduce((answer, lie) => lie(answer, request), honest)
    }
    default:
      return undefined
  }
}
