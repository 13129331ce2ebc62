import { createHash } from 'node:crypto'
import { emptyColumns, type LogColumns, takeRows } from '../../../src/core/log-columns.ts'
import { noGroups } from '../../../src/payments/plain/groups.ts'
import { type PlainTerms, plainLook } from '../../../src/payments/plain/rule.ts'
import type { NodeWindow, Sieve, WindowSeen } from '../../../src/payments/plain/sieve-port.ts'
import type { PaymentRecord } from '../../../src/payments/record.ts'

/** Numbers that look random and are the same for the same seed. */
export function dice(seed: number): (below: number) => number {
  let state = seed >>> 0
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
}

const asset = '0x833589fcd6edb6e08f4c7c32d4f71b54bda02913'
const network = 'eip155:8453'
const owned = ['0x90f79bf6eb2c4f870365e785982e1f101e93b906', '0x15d34aaf54267db7d7c367839aaf71a00a2c6a65']
const start = 1_767_571_200
const hex = (number: number, bytes: number, mark: string) =>
  `0x${createHash('sha256')
    .update(`${mark} ${number}`)
    .digest('hex')
    .slice(0, bytes * 2)}`

/** The terms of a small shop that takes one token at two addresses. */
export function termsOf(): PlainTerms {
  return {
    tokens: [{ network, asset, payTo: new Set(owned), own: new Set(owned) }],
    policy: {
      ...{ since: start, until: start + 86_400, finality: 'safe', settleMode: 'sync' },
      ...{ lateAfterSeconds: 60, pays: [] },
    },
    skewSeconds: 120,
    remembered: new Set(),
    groups: noGroups(),
  }
}

/** A payment as books and chain tell it, with what is odd about it. */
type Payment = { readonly record: PaymentRecord; readonly block: number; readonly oddity: number }

const nothing = {
  ...{ paymentIdentifier: null, instance: null, verifiedAt: null, workStartedAt: null, workEndedAt: null },
  ...{ settledAt: null, settledAtomic: null, settleReason: null, facilitator: null, refundTx: null },
} as const

function paymentAt(number: number, roll: (below: number) => number): Payment {
  const at = (start + number * 3) * 1000 + roll(1000)
  const oddity = roll(3) === 0 ? roll(16) : 99
  const source = { file: 'pay.jsonl', line: number + 1 }
  const record: PaymentRecord = {
    ...nothing,
    ...{ source, lines: [source], x402Version: 2, scheme: 'exact', transfer: 'eip3009' },
    recordId: oddity === 0 ? 'rec-shared' : `rec-${number}`,
    requestId: `req-${oddity === 1 ? number - 1 : number}`,
    ...{ route: `/r${roll(3)}`, method: roll(2) === 0 ? 'GET' : null },
    ...{ receivedAt: at, respondedAt: at + roll(3000) - 100, validBefore: start + number * 3 + 300 },
    ...{ network, asset, payTo: owned[roll(2)] as string, amountAtomic: BigInt(1 + roll(5)) * 1000n },
    ...{ payer: hex(roll(6), 20, 'aa'), nonce: hex(number, 32, 'bb'), tx: hex(number, 32, 'cc') },
    ...{ verify: 'valid', state: oddity === 2 ? 'failed' : 'settled', stateDerived: false },
    ...{ responseStatus: 200, paymentResponsePresent: true },
    ...(oddity === 3 ? { settledAt: at + 10, workEndedAt: at } : {}),
  }
  return { record, block: 1000 + number + (oddity === 4 ? 60 : 0), oddity }
}

type Row = {
  kind: number
  block: number
  logIndex: number
  tx: string
  hash: string
  first: string
  second: string
  value: bigint
}

/** The logs of a payment, changed where it is odd. */
function logsOf({ record, block, oddity }: Payment): readonly Row[] {
  const { payer, nonce, tx, payTo, amountAtomic } = record
  if (payer === null || nonce === null || tx === null || payTo === null || amountAtomic === null) return []
  if (oddity === 5) return []
  const hash = hex(block, 32, 'dd')
  const where = { block, tx: oddity === 6 ? hex(block, 32, 'ce') : tx, hash }
  const logIndex = oddity === 7 ? 8 : 4
  const used: Row = { ...where, kind: 1, logIndex: 3, first: payer, second: nonce, value: 0n }
  const to = oddity === 8 ? hex(9, 20, 'ee') : payTo
  const moved: Row = {
    ...where,
    ...{ kind: 0, logIndex, first: payer, second: to, value: amountAtomic + (oddity === 9 ? 1n : 0n) },
    ...(oddity === 10 ? { hash: hex(block, 32, 'de') } : {}),
  }
  if (oddity === 11)
    return [
      used,
      { ...used, block: block + 20, tx: hex(block, 32, 'cf'), hash: hex(block + 20, 32, 'dd') },
      moved,
    ]
  if (oddity === 12)
    return [{ ...used, kind: 2, block: block - 20, hash: hex(block - 20, 32, 'dd') }, used, moved]
  if (oddity === 14) return [{ ...used, kind: 2 }, moved]
  if (oddity === 13) return [used, moved, { ...moved, logIndex: 6, first: hex(9, 20, 'ee') }]
  return [used, moved]
}

function put(column: Uint8Array, row: number, width: number, text: string): void {
  column.set(Buffer.from(text.slice(2).padStart(width * 2, '0'), 'hex'), row * width)
}

function columnsOf(rows: readonly Row[]): LogColumns {
  const sorted = [...rows].sort((a, b) => a.block - b.block || a.logIndex - b.logIndex)
  const columns = emptyColumns(sorted.length)
  for (const [row, { kind, block, logIndex, tx, hash, first, second, value }] of sorted.entries()) {
    columns.kind[row] = kind
    columns.block[row] = block
    columns.logIndex[row] = logIndex
    put(columns.tx, row, 32, tx)
    put(columns.blockHash, row, 32, hash)
    put(columns.first, row, 20, first)
    put(columns.second, row, 32, second)
    put(columns.value, row, 32, `0x${value.toString(16)}`)
  }
  return columns
}

/** Leaves out, or changes, rows of what one node says. */
function spoiled(columns: LogColumns, roll: (below: number) => number, isHonest: boolean): LogColumns {
  if (isHonest) return columns
  const rows = Array.from({ length: columns.count }, (_, row) => row).filter(() => roll(12) > 0)
  const taken = takeRows(columns, rows)
  for (let row = 0; row < taken.count; row += 1) {
    if (roll(12) > 0) continue
    // Only transfers carry data.
    const column = taken.kind[row] === 0 && roll(2) === 0 ? taken.value : taken.blockHash
    column[row * 32 + 31] = roll(256)
  }
  return taken
}

/** Books and windows of a small history in which a third of all payments is odd, told by one to three nodes. */
export function historyOf(seed: number, payments = 60) {
  const roll = dice(seed)
  const all = Array.from({ length: payments }, (_, number) => paymentAt(number, roll))
  const logs = all.flatMap(logsOf)
  const nodes = 1 + roll(3)
  const liar = roll(2) === 0 ? roll(nodes) : -1
  const edges = [900, 1000 + Math.floor(payments / 3), 1000 + Math.floor(payments / 2), 1200 + payments]
  const windows: WindowSeen[] = []
  for (let at = 0; at + 1 < edges.length; at += 1) {
    const [from, to] = [edges[at] as number, (edges[at + 1] as number) - 1]
    const here = logs.filter(({ block }) => block >= from && block <= to)
    const incoming = columnsOf(here.filter(({ kind, second }) => kind === 0 && owned.includes(second)))
    const outgoing = columnsOf(
      here.flatMap((row) =>
        row.kind === 0 && roll(20) === 0 ? [{ ...row, first: owned[0] as string, logIndex: 9 }] : [],
      ),
    )
    const authorized = columnsOf(here.filter(({ kind }) => kind !== 0))
    windows.push({
      token: 0,
      sound: roll(4) === 0 ? [{ from, to: to - 10 }] : [{ from, to }],
      nodes: Array.from({ length: nodes }, (_, node): NodeWindow => {
        const isHonest = node !== liar
        return {
          income: spoiled(incoming, roll, isHonest),
          outgo: spoiled(outgoing, roll, isHonest),
          authorizations: spoiled(authorized, roll, isHonest),
        }
      }),
    })
  }
  return { records: all.map(({ record }) => record), windows: roll(2) === 0 ? windows : windows.reverse() }
}

const listed = (rows: ArrayLike<number>) => Array.from(rows)

const beat = {
  timeAt: (block: number) => (block % 17 === 0 ? null : start + (block - 1000) * 3),
  momentAt: (block: number) => (block % 5 === 0 ? null : start + (block - 1000) * 3),
}

/** Everything that a sieve says of a history when it is asked all there is to ask, as plain data. */
export async function answersOf(sieve: Sieve, terms: PlainTerms, seed: number, payments?: number) {
  const { records, windows } = historyOf(seed, payments)
  for (const [ordinal, record] of records.entries()) {
    await sieve.record(ordinal, record, plainLook(record, terms))
  }
  const books = await sieve.booksDone()
  const left = []
  const excluded = await sieve.exclude(seed % 3 === 0 ? [0] : [])
  for (const seen of windows) left.push(await sieve.window(seen))
  const token = await sieve.windowsDone(0)
  const blocks = listed(token.blocks).filter((_block, at) => at % 3 === 0)
  const standing = await sieve.standing(0, blocks)
  const again = windows[0]?.nodes[0]?.authorizations ?? emptyColumns()
  const hasLeft = listed(await sieve.hasLeft(0, again))
  const some = records.filter((_record, at) => at % 11 === 0)
  const given = [
    await sieve.giveBack({ kind: 'ordinals', ordinals: [3, 4, 5, 3] }),
    await sieve.giveBack({
      ...{ kind: 'refunded', token: 0 },
      refunds: [records[7]?.payer ?? '', 'nobody'].flatMap((payer) =>
        windows.map(({ sound }, at) => ({
          ...{ payer, amountAtomic: records[7 + at]?.amountAtomic ?? 0n, block: sound[0]?.to ?? 0 },
        })),
      ),
    }),
    await sieve.giveBack({
      kind: 'near',
      purchases: some.map(({ payer, amountAtomic, receivedAt }) => ({
        ...{ groups: [0, 1], payer: payer ?? '', amountAtomic: amountAtomic ?? 0n, at: receivedAt ?? 0 },
      })),
    }),
    await sieve.giveBack({ kind: 'untimely', token: 0, times: beat }),
  ]
  const tally = await sieve.finish(0, beat)
  return {
    books: { ...books, showAfter: [...books.showAfter].sort((a, b) => a - b), latest: books.tokens.length },
    counts: books.tokens.map(({ count }) => count),
    excluded,
    left: left.map((nodes) =>
      nodes.map(({ income, outgo, authorizations }) => [income, outgo, authorizations].map(listed)),
    ),
    token: {
      ...{ unpaired: token.unpaired, taken: token.taken, ends: token.ends, isTorn: token.isTorn },
      blocks: listed(token.blocks),
      counts: listed(token.counts),
      hashes: Buffer.from(token.hashes).toString('hex'),
    },
    ...{ standing, hasLeft, given },
    tally: {
      ...tally,
      rows: [...tally.rows].sort((a, b) => a.hour - b.hour || a.group - b.group),
    },
  }
}
