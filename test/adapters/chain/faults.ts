import { errorReply, type Fault, filterOf, hex, matching, resultReply, wireLog } from './rpc-server.ts'

const isLogs = (method: string) => method === 'eth_getLogs'

/** Refuses log ranges of more than `blocks` blocks, in the words of one provider. */
export function maxRange(blocks: number, wording: Wording): Fault {
  return (call) => {
    if (!isLogs(call.method)) return undefined
    const filter = filterOf(call)
    const [from, to] = [Number(filter.fromBlock), Number(filter.toBlock)]
    return to - from + 1 > blocks ? wordings[wording](call, from, to, blocks) : undefined
  }
}

/** Refuses answers of more than `count` logs, naming no way out. */
export function maxResults(count: number): Fault {
  return (call, chain) =>
    isLogs(call.method) && matching(filterOf(call), chain).length > count
      ? errorReply(call, { code: -32005, message: `query returned more than ${count} results` })
      : undefined
}

type Words = (call: Parameters<Fault>[0], from: number, to: number, max: number) => ReturnType<Fault>

const grouped = (value: number) => String(value).replace(/\B(?=(?:\d{3})+$)/g, ',')

/** How providers refuse a range that is too long. The facts are theirs, the sentences are shortened. */
export const wordings = {
  alchemy: (call, from, _to, max) =>
    errorReply(call, {
      code: -32602,
      message: `Log response size exceeded. This block range should work: [${hex(from)}, ${hex(from + max - 1)}]`,
    }),
  alchemyFree: (call, from, _to, max) =>
    errorReply(
      call,
      {
        code: -32600,
        message: `Requests allow up to a ${max} block range. This range should work: [${hex(from)}, ${hex(from + max - 1)}]`,
      },
      400,
    ),
  infura: (call, from, _to, max) =>
    errorReply(call, {
      code: -32005,
      message: 'query returned more than 10000 results',
      data: { from: hex(from), to: hex(from + max - 1), limit: 10000 },
    }),
  infuraNew: (call, from, to, max) =>
    errorReply(call, { code: -32602, message: `range ${to - from + 1} exceeds limit of ${max}` }),
  base: (call, _from, _to, max) =>
    errorReply(call, { code: -32614, message: `eth_getLogs is limited to a ${grouped(max)} range` }, 413),
  ankr: (call) => errorReply(call, { code: -32600, message: 'block range is too wide' }),
  optimism: (call) => errorReply(call, { code: -32062, message: 'Block range is too large' }),
  drpc: (call, _from, _to, max) =>
    errorReply(call, { message: `ranges over ${max} blocks are not supported on freetier`, code: 35 }),
  reth: (call, _from, _to, max) =>
    errorReply(call, { code: -32602, message: `query exceeds max block range ${max}` }),
  publicnode: (call, _from, _to, max) =>
    errorReply(call, { code: -32701, message: `exceed maximum block range: ${max}` }),
  wordless: (call) => errorReply(call, { code: -32701, message: '' }, 413),
  /** Suggests more than was asked: must be ignored. */
  wider: (call, from, to) =>
    errorReply(call, {
      code: -32602,
      message: `this block range should work: [${hex(from)}, ${hex(to * 2 + 9)}]`,
    }),
  /** Suggests a range that is upside down. */
  inverted: (call, from, to) =>
    errorReply(call, { code: -32602, message: `this block range should work: [${hex(to)}, ${hex(from)}]` }),
} as const satisfies Readonly<Record<string, Words>>

export type Wording = keyof typeof wordings

export const allWordings = Object.keys(wordings) as readonly Wording[]

/** Lets a fault act on some calls only: those of `method`, after `skip` of them, at most `times`. */
export function only(method: string, fault: Fault, times = Number.POSITIVE_INFINITY, skip = 0): Fault {
  let met = 0
  return (call, chain) => {
    if (call.method !== method) return undefined
    met += 1
    return met > skip && met <= skip + times ? fault(call, chain) : undefined
  }
}

/** The node's head is lower than the chain; log ranges above it get a silent empty list. */
export function lagging(head: number): Fault {
  return (call, chain) => {
    if (call.method === 'eth_blockNumber') return resultReply(call, hex(head))
    if (!isLogs(call.method)) return undefined
    const visible = matching(filterOf(call), chain).filter((log) => log.blockNumber <= head)
    return resultReply(
      call,
      visible.map((log) => wireLog(log, chain)),
    )
  }
}

/** Changes every list of logs on its way out. */
export function tampered(change: (logs: readonly Record<string, unknown>[]) => readonly unknown[]): Fault {
  return (call, chain) =>
    isLogs(call.method)
      ? resultReply(call, change(matching(filterOf(call), chain).map((log) => wireLog(log, chain))))
      : undefined
}

/** Always the same bytes. */
export function raw(body: string, status = 200, headers: Readonly<Record<string, string>> = {}): Fault {
  return () => ({ status, headers, body })
}
