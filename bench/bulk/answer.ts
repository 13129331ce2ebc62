import { partiesOf, readFilter, type WireFilter } from './filter.ts'
import { logBytesOf } from './logs.ts'
import { type Plan, place } from './plan.ts'

/** Bounds that a provider puts on log searches. Null = none. */
export type Limits = {
  /** Most blocks of one search. */
  readonly maxRange: number | null
  /** Most logs of one answer; a larger one is refused with a range that would do. */
  readonly maxLogs: number | null
  /** Answers end after so many logs and nobody says so: a silent cut. */
  readonly silentLimit: number | null
}

/** One call; `result` as the bytes of JSON, or an error. */
export type RpcAnswer =
  | { readonly result: string | Buffer }
  | { readonly error: { readonly code: number; readonly message: string } }

const hex = (value: number | bigint) => `0x${value.toString(16)}`
const json = (value: unknown): RpcAnswer => ({ result: JSON.stringify(value) })
const wordOf = (value: number) => `0x${value.toString(16).padStart(64, '0')}`
// A page of more would not fit into a string of the reader's.
const mostLogs = 500_000
const hexQuantity = /^0x[0-9a-f]{1,13}$/i
const selectors = { authorizationState: '0xe94a0102', balanceOf: '0x70a08231' } as const

/** Answers the calls of a reconciler over a plan. The answers hold nothing back: faults are made elsewhere. */
export function answerer(plan: Plan, limits: Limits) {
  const parties = partiesOf(plan)
  const logs = logBytesOf(plan, parties)
  const { head } = plan

  const heightOf = (at: unknown): number | null => {
    if (at === undefined || at === 'latest' || at === 'pending') return head.latest
    if (at === 'safe') return head.safe
    if (at === 'finalized') return head.finalized
    if (at === 'earliest') return 0
    // Fixed length: linear.
    return typeof at === 'string' && hexQuantity.test(at) ? Number(at) : null
  }
  const header = (at: unknown): RpcAnswer => {
    const number = heightOf(at)
    if (number === null || number > head.latest) return json(null)
    const [hash, parentHash] = [plan.blocks.text(number), plan.blocks.text(Math.max(0, number - 1))]
    return json({
      number: hex(number),
      hash,
      parentHash,
      timestamp: hex(plan.timeOf(number)),
      transactions: [],
    })
  }
  const search = (wire: WireFilter): RpcAnswer => {
    const [from, to] = [heightOf(wire.fromBlock), heightOf(wire.toBlock)]
    if (from === null || to === null || from > to)
      return { error: { code: -32602, message: 'invalid block range' } }
    if (limits.maxRange !== null && to - from + 1 > limits.maxRange) {
      const message = `eth_getLogs is limited to a ${limits.maxRange} range`
      return { error: { code: -32614, message } }
    }
    const filter = readFilter(wire, plan, parties)
    if (filter === null) return { result: '[]' }
    const limit = Math.min(limits.maxLogs ?? mostLogs, mostLogs)
    const found = logs.find(filter, from, to, limit)
    if (found.length > limit) {
      // As providers do: the range up to the block before the one that was too much.
      const fits = Math.max(from, plan.blockOf(Math.floor((found.at(-1) ?? 0) / 2)) - 1)
      const range = `[${hex(from)}, ${hex(fits)}]`
      const message = `query returned more than ${limit} results. Try with this block range ${range}.`
      return { error: { code: -32005, message } }
    }
    return { result: logs.write(limits.silentLimit === null ? found : found.slice(0, limits.silentLimit)) }
  }
  /** The payment of a transaction that was mined. */
  const mined = (hash: unknown) => {
    const payment = typeof hash === 'string' ? plan.txs.read(hash) : undefined
    if (payment === undefined || payment >= plan.payments) return undefined
    return plan.storyOf(payment).chain === 'nothing' ? undefined : payment
  }
  const common = (payment: number) => {
    const block = plan.blockOf(payment)
    return {
      blockNumber: hex(block),
      blockHash: plan.blocks.text(block),
      transactionIndex: hex(payment - plan.firstIn(block) + 1),
      from: place.merchant,
      to: place.usdc,
    }
  }
  const receipt = (hash: unknown): RpcAnswer => {
    const payment = mined(hash)
    if (payment === undefined) return json(null)
    const status = plan.storyOf(payment).chain === 'reverted' ? '0x0' : '0x1'
    const transactionHash = plan.txs.text(payment)
    const rest = JSON.stringify({
      ...common(payment),
      transactionHash,
      status,
      type: '0x2',
      gasUsed: '0x14ff0',
    })
    return { result: `${rest.slice(0, -1)},"logs":${logs.write(logs.all(payment)).toString('latin1')}}` }
  }
  const transaction = (hash: unknown): RpcAnswer => {
    const payment = mined(hash)
    if (payment === undefined) return json(null)
    return json({ ...common(payment), hash: plan.txs.text(payment), input: '0xe3ee160e', value: '0x0' })
  }
  const stateOf = (data: string, block: number): boolean => {
    const payment = plan.nonces.read(`0x${data.slice(74, 138)}`)
    if (payment === undefined || payment >= plan.payments || plan.blockOf(payment) > block) return false
    const isUsed = ['paid', 'cancelled', 'stranger', 'elsewhere'].includes(plan.storyOf(payment).chain)
    return isUsed && plan.payerAddress(plan.payerOf(payment)) === `0x${data.slice(34, 74)}`
  }
  // A linear walk, some 50 ns a payment: balances are asked for twice in a run.
  const balanceOf = (address: string, block: number): number => {
    let balance = 1_000_000_000_000
    if (address !== place.payTo) return balance
    for (let payment = plan.firstIn(block + 1) - 1; payment >= 0; payment -= 1) {
      const { chain } = plan.storyOf(payment)
      if (chain === 'paid' || chain === 'plain') balance += plan.movedOf(payment)
      if (chain === 'refund') balance -= plan.movedOf(payment)
    }
    return balance
  }
  const call = (
    asked: { readonly to?: string; readonly data?: string; readonly input?: string },
    at: unknown,
  ): RpcAnswer => {
    const block = heightOf(at)
    const data = (asked.data ?? asked.input ?? '').toLowerCase()
    if (asked.to?.toLowerCase() !== place.usdc || block === null) return json('0x')
    if (data.startsWith(selectors.authorizationState)) return json(wordOf(stateOf(data, block) ? 1 : 0))
    if (data.startsWith(selectors.balanceOf)) return json(wordOf(balanceOf(`0x${data.slice(34, 74)}`, block)))
    return { error: { code: 3, message: 'execution reverted' } }
  }
  return (method: string, params: readonly unknown[]): RpcAnswer => {
    const [first, second] = params
    switch (method) {
      case 'eth_chainId':
        return json(hex(place.chainId))
      case 'eth_blockNumber':
        return json(hex(head.latest))
      case 'eth_getBlockByNumber':
        return header(first)
      case 'eth_getLogs':
        return search((first ?? {}) as WireFilter)
      case 'eth_getTransactionReceipt':
        return receipt(first)
      case 'eth_getTransactionByHash':
        return transaction(first)
      case 'eth_getCode':
        return json('0x60')
      case 'eth_call':
        return call((first ?? {}) as { readonly to?: string }, second)
      default:
        return { error: { code: -32601, message: `the method ${method} is not available` } }
    }
  }
}
