import { type LogFilter, type Parties, topics } from './filter.ts'
import { type Plan, place } from './plan.ts'
import { putHex32, putQuantity } from './words.ts'

const zeros = '0'.repeat(24)
const word = 'n'.repeat(64)
const transferText = `{"address":"${place.usdc}","topics":["${topics.transfer}","0x${zeros}${'f'.repeat(40)}","0x${zeros}${'t'.repeat(40)}"],"data":"0x${'0'.repeat(48)}${'v'.repeat(16)}"`
const usedText = `{"address":"${place.usdc}","topics":["${topics.used}","0x${zeros}${'f'.repeat(40)}","0x${word}"],"data":"0x"`
const placeText = `,"blockHash":"0x${'b'.repeat(64)}","transactionHash":"0x${'h'.repeat(64)}","removed":false,"blockNumber":"0x`

const templates = {
  transfer: Buffer.from(transferText + placeText),
  used: Buffer.from(usedText + placeText),
  cancelled: Buffer.from((usedText + placeText).replace(topics.used, topics.cancelled)),
}
const at = {
  from: transferText.indexOf('f'.repeat(40)),
  to: transferText.indexOf('t'.repeat(40)),
  value: transferText.indexOf('v'.repeat(16)),
  payer: usedText.indexOf('f'.repeat(40)),
  nonce: usedText.indexOf(word),
  block: placeText.indexOf('b'.repeat(64)),
  tx: placeText.indexOf('h'.repeat(64)),
}
const transactionIndex = Buffer.from('","transactionIndex":"0x')
const logIndex = Buffer.from('","logIndex":"0x')
const end = Buffer.from('"}')
const most = templates.transfer.length + 120

/** Which logs a payment left: a use or cancellation, a transfer, both or none; and who was paid. */
type Left = {
  readonly authorization: 'used' | 'cancelled' | null
  readonly from: number
  readonly to: number | null
}

/** Logs of payments as the bytes that a node sends. */
export type LogBytes = {
  /** Numbers of logs that fit, as payment * 2, and + 1 for its transfer. Stops at `limit` and one more. */
  readonly find: (filter: LogFilter, fromBlock: number, toBlock: number, limit: number) => readonly number[]
  /** Every log of one payment. */
  readonly all: (payment: number) => readonly number[]
  /** A JSON array of these logs. */
  readonly write: (logs: readonly number[]) => Buffer
}

/** Makes the logs of a plan. */
export function logBytesOf(plan: Plan, parties: Parties): LogBytes {
  const left = (payment: number): Left => {
    const payer = plan.payerOf(payment)
    const { payTo, stranger, merchant } = parties
    switch (plan.storyOf(payment).chain) {
      case 'paid':
        return { authorization: 'used', from: payer, to: payTo }
      case 'stranger':
        return { authorization: 'used', from: payer, to: stranger }
      case 'elsewhere':
        return { authorization: 'used', from: payer, to: merchant }
      case 'cancelled':
        return { authorization: 'cancelled', from: payer, to: null }
      case 'plain':
        return { authorization: null, from: payer, to: payTo }
      case 'refund':
        return { authorization: null, from: payTo, to: payer }
      default:
        return { authorization: null, from: payer, to: null }
    }
  }
  const find: LogBytes['find'] = (filter, fromBlock, toBlock, limit) => {
    const found: number[] = []
    const last = plan.firstIn(toBlock + 1)
    for (let payment = plan.firstIn(fromBlock); payment < last; payment += 1) {
      const { authorization, from, to } = left(payment)
      if (filter.first !== null && filter.first[from] !== 1) continue
      const isAsked = authorization !== null && filter[authorization]
      if (isAsked && (filter.nonces === null || filter.nonces.has(payment))) found.push(payment * 2)
      if (to !== null && filter.transfer && (filter.second === null || filter.second[to] === 1)) {
        found.push(payment * 2 + 1)
      }
      if (found.length > limit) break
    }
    return found
  }
  const all = (payment: number) => {
    const { authorization, to } = left(payment)
    return [...(authorization === null ? [] : [payment * 2]), ...(to === null ? [] : [payment * 2 + 1])]
  }

  let block = -1
  const blockHash = new Uint8Array(64)
  const put = (into: Buffer, start: number, log: number): number => {
    const payment = Math.floor(log / 2)
    const isTransfer = log % 2 === 1
    const { authorization, from, to } = left(payment)
    const name = isTransfer ? 'transfer' : (authorization ?? 'used')
    const template = templates[name]
    into.set(template, start)
    if (isTransfer) {
      into.set(parties.digits(from), start + at.from)
      into.set(parties.digits(to ?? 0), start + at.to)
      const value = plan.movedOf(payment)
      putHex32(into, start + at.value, Math.floor(value / 2 ** 32))
      putHex32(into, start + at.value + 8, value >>> 0)
    } else {
      into.set(parties.digits(from), start + at.payer)
      plan.nonces.put(into, start + at.nonce, payment)
    }
    const number = plan.blockOf(payment)
    if (number !== block) plan.blocks.put(blockHash, 0, number)
    block = number
    const rest = start + template.length - placeText.length
    into.set(blockHash, rest + at.block)
    plan.txs.put(into, rest + at.tx, payment)
    const rank = payment - plan.firstIn(number)
    let next = putQuantity(into, start + template.length, number)
    into.set(transactionIndex, next)
    next = putQuantity(into, next + transactionIndex.length, rank + 1)
    into.set(logIndex, next)
    next = putQuantity(into, next + logIndex.length, rank * 2 + (isTransfer ? 1 : 0))
    into.set(end, next)
    return next + end.length
  }
  const write = (logs: readonly number[]) => {
    const bytes = Buffer.allocUnsafeSlow(logs.length * most + 2)
    bytes[0] = 0x5b
    let next = 1
    for (const [index, log] of logs.entries()) {
      if (index > 0) bytes[next++] = 0x2c
      next = put(bytes, next, log)
    }
    bytes[next] = 0x5d
    return bytes.subarray(0, next + 1)
  }
  return { find, all, write }
}
