import { columnsOf } from '../../src/core/log-rows.ts'
import { couldNotSee, saw } from '../../src/core/observation.ts'
import type { BlockRange, BlockRef, ChainLog, ChainNode, LogQuery } from '../../src/core/ports.ts'
import { type Authorization, addressTopic, type Transfer, topics } from '../../src/payments/effect.ts'
import { block, genesis, network } from '../payments/world.ts'

type Events = { readonly transfers: readonly Transfer[]; readonly authorizations: readonly Authorization[] }

/** What a node was asked, in order. */
export type Asked =
  | { readonly what: 'logs'; readonly query: LogQuery }
  | { readonly what: 'receipt' | 'call' | 'block' | 'blockAt' | 'chainId'; readonly at: string }

/** A node over a generated chain, and how it differs from an honest one. */
export type NodeParts = {
  readonly label?: string
  readonly chainId?: number
  readonly latest?: number
  readonly safe?: number | null
  readonly finalized?: number | null
  /** Called before each answer; true = this call fails. */
  readonly fails?: (asked: Asked, count: number) => boolean
  readonly blockAt?: (timestamp: number) => BlockRef
  readonly block?: (number: number) => BlockRef
  readonly more?: readonly ChainLog[]
  readonly showLog?: (log: ChainLog) => boolean
  /** Blocks whose logs it never gives. */
  readonly unread?: BlockRange
  readonly used?: (key: string, at: number) => boolean
  /** What it says a balance is. */
  readonly balance?: (held: bigint, at: number) => bigint
}

function place(item: Transfer | Authorization) {
  const { asset: address, block: blockNumber, blockHash, tx, logIndex } = item
  return { address, blockNumber, blockHash, tx, logIndex }
}

/** The events of a chain as the logs of a node. */
export function logsOf({ transfers, authorizations }: Events): readonly ChainLog[] {
  return [
    ...transfers.map((item) => ({
      ...place(item),
      topics: [topics.transfer, addressTopic(item.from), addressTopic(item.to)],
      data: `0x${item.value.toString(16).padStart(64, '0')}`,
    })),
    ...authorizations.map((item) => ({
      ...place(item),
      topics: [
        item.kind === 'used' ? topics.authorizationUsed : topics.authorizationCanceled,
        addressTopic(item.authorizer),
        item.nonce,
      ],
      data: '0x',
    })),
  ]
}

function fits(log: ChainLog, query: LogQuery): boolean {
  return (
    log.address === query.address &&
    log.blockNumber >= query.fromBlock &&
    log.blockNumber <= query.toBlock &&
    query.topics.every((want, at) => {
      const topic = log.topics[at] ?? ''
      return want === null || (typeof want === 'string' ? want === topic : want.includes(topic))
    })
  )
}

function balanceOf({ transfers }: Events, owner: string, at: number): bigint {
  const done = transfers.filter(({ block: number }) => number <= at)
  const sum = (list: readonly Transfer[]) => list.reduce((total, { value }) => total + value, 0n)
  const held = sum(done.filter(({ to }) => to === owner)) - sum(done.filter(({ from }) => from === owner))
  // Everybody begins rich enough to send: only differences are looked at.
  return held + (1n << 128n)
}

/** A node that answers from the events as the port describes it, and the list of what it was asked. */
export function nodeOver(events: Events, parts: NodeParts = {}): { node: ChainNode; asked: Asked[] } {
  const all = [...logsOf(events), ...(parts.more ?? [])]
  const shown = all.filter((log) => parts.showLog?.(log) ?? true)
  const head = parts.latest ?? 2000
  const label = parts.label ?? 'http://one/***'
  const asked: Asked[] = []
  const look = { at: new Date(genesis * 1000).toISOString(), source: label, ref: 'test' }
  const blind = couldNotSee(look, 'deadline', 'no answer in time')
  const note = (one: Asked, signal: AbortSignal) => {
    asked.push(one)
    return signal.aborted || (parts.fails?.(one, asked.length) ?? false)
  }
  const numbers = { latest: head, safe: parts.safe ?? head - 50, finalized: parts.finalized ?? head - 100 }
  const header = parts.block ?? block
  const node: ChainNode = {
    network,
    label,
    chainId: async (signal) =>
      note({ what: 'chainId', at: '' }, signal) ? blind : saw(look, parts.chainId ?? 8453),
    block: async (at, signal) => {
      if (note({ what: 'block', at: String(at) }, signal)) return blind
      if (typeof at === 'string' && at !== 'latest' && parts[at] === null) {
        return couldNotSee(look, 'not-supported', `the node knows no ${at} block`)
      }
      const number = typeof at === 'number' ? at : numbers[at]
      return saw(look, number > head ? null : header(number))
    },
    blockAt: async (timestamp, signal) => {
      if (note({ what: 'blockAt', at: String(timestamp) }, signal)) return blind
      const number = Math.min(head, Math.max(0, Math.floor((timestamp - genesis) / 2)))
      return saw(look, parts.blockAt?.(timestamp) ?? header(number))
    },
    logs: async (query, signal) => {
      const hole = { from: query.fromBlock, to: query.toBlock, why: 'deadline: no answer in time' }
      if (note({ what: 'logs', query }, signal)) return { logs: [], holes: [hole], dropped: 0, requests: 1 }
      const above = query.toBlock > head ? [{ from: head + 1, to: query.toBlock, why: 'behind' }] : []
      const { from, to } = parts.unread ?? { from: 0, to: -1 }
      const part = {
        from: Math.max(from, query.fromBlock),
        to: Math.min(to, query.toBlock),
        why: 'deadline: no answer',
      }
      const isRead = ({ blockNumber }: ChainLog) => blockNumber < from || blockNumber > to
      const logs = shown.filter((log) => fits(log, query) && log.blockNumber <= head && isRead(log))
      const holes = part.from > part.to ? above : [...above, part]
      return { logs, holes, dropped: 0, requests: 1 }
    },
    logColumns: async (query, signal) => {
      const { logs, ...scan } = await node.logs(query, signal)
      return { ...columnsOf(logs, query.address), ...scan }
    },
    receipt: async (tx, signal) => {
      if (note({ what: 'receipt', at: tx }, signal)) return blind
      const logs = shown.filter((log) => log.tx === tx && log.blockNumber <= head)
      const [first] = logs
      if (first === undefined) return saw(look, null)
      const { blockNumber, blockHash } = first
      return saw(look, { tx, status: true, blockNumber, blockHash, logs })
    },
    call: async (_to, data, at, signal) => {
      if (note({ what: 'call', at: String(at) }, signal)) return blind
      if (data.startsWith('0x70a08231')) {
        const held = balanceOf(events, `0x${data.slice(34)}`, at)
        return saw(look, `0x${(parts.balance?.(held, at) ?? held).toString(16).padStart(64, '0')}`)
      }
      const key = `0x${data.slice(34, 74)}/0x${data.slice(74)}`
      const logs = events.authorizations.filter((item) => `${item.authorizer}/${item.nonce}` === key)
      const used = parts.used?.(key, at) ?? logs.some((item) => item.block <= at)
      return saw(look, `0x${(used ? '1' : '0').padStart(64, '0')}`)
    },
  }
  return { node, asked }
}
