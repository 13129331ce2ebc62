import fc from 'fast-check'
import type { Clock } from '../../../src/core/ports.ts'
import type { Authorization, Transfer } from '../../../src/payments/effect.ts'
import type { OpenSieve } from '../../../src/payments/plain/sieve-port.ts'
import type { PaymentRecord } from '../../../src/payments/record.ts'
import type { Records } from '../../../src/payments/records-port.ts'
import type { ReconcileExpected } from '../../../src/reconcile/expected.ts'
import { reconcile } from '../../../src/reconcile/room.ts'
import type { ReconcileSeen } from '../../../src/reconcile/seen.ts'
import { block, genesis, hash, payment, record, shop, transfer, used } from '../../payments/world.ts'
import { expected as accounts, purse, till } from '../account-world.ts'
import { logsOf, type NodeParts, nodeOver } from '../chain-nodes.ts'

/** Books and chain of a random day. */
export type Day = {
  readonly records: readonly PaymentRecord[]
  readonly transfers: readonly Transfer[]
  readonly authorizations: readonly Authorization[]
}

export const expected: ReconcileExpected = accounts

const payers = Array.from({ length: 5 }, (_, number) => `0x${String(number + 1).repeat(39)}f`)
const routes = ['GET /quote', 'GET /chart', '/feed'] as const

/** What happens to a payment; most are as they should be. */
const kinds = [
  ...Array.from({ length: 60 }, () => 'plain' as const),
  ...(['short', 'over', 'stranger', 'other payer', 'unrecorded', 'unpaid', 'claimed tx', 'no tx'] as const),
  ...([
    'failed',
    'pending',
    'error',
    'not charged',
    'no nonce',
    'late',
    'clock',
    'refunded',
    'paid back',
  ] as const),
  ...(['same request', 'same identifier', 'same id', 'same nonce', 'twice', 'batched', 'far leg'] as const),
  ...([
    'cancelled',
    'used and cancelled',
    'inflow',
    'sweep',
    'before',
    'worked early',
    'remembers no payer',
  ] as const),
  ...(['wrong nonce payer', 'no amount', 'till', 'elsewhere', 'no response', 'decimal nonce'] as const),
] as const

type Deed = {
  readonly kind: (typeof kinds)[number]
  readonly payer: number
  readonly route: number
  readonly value: bigint
  readonly block: number
  readonly waitsMs: number
}

const deed: fc.Arbitrary<Deed> = fc.record({
  kind: fc.constantFrom(...kinds),
  payer: fc.nat(payers.length - 1),
  route: fc.nat(routes.length - 1),
  value: fc.constantFrom(10_000n, 10_000n, 20_000n, 2n ** 41n),
  block: fc.oneof(fc.integer({ min: 110, max: 1890 }), fc.integer({ min: 95, max: 1995 })),
  waitsMs: fc.integer({ min: -900, max: 6000 }),
})

type Own = {
  record: Partial<PaymentRecord> | null
  more: Partial<PaymentRecord>[]
  pays: { from: string; to: string; value: bigint; gap: number } | null
  uses: 'used' | 'cancelled' | 'both' | null
}

function shape({ kind, payer, value }: Deed, number: number): Own {
  const from = payers[payer] as string
  const own: Own = { record: {}, more: [], pays: { from, to: shop, value, gap: 1 }, uses: 'used' }
  const books = (part: Partial<PaymentRecord>) => ({ ...own, record: part })
  const chain = (part: Partial<NonNullable<Own['pays']>>) => ({
    ...own,
    pays: { from, to: shop, value, gap: 1, ...part },
  })
  switch (kind) {
    case 'short':
      return chain({ value: value - 1n })
    case 'over':
      return chain({ value: value + 1n })
    case 'stranger':
      return chain({ to: hash(99).replace(/^0x0{24}/, '0x') })
    case 'elsewhere':
      return { ...chain({ to: hash(98).replace(/^0x0{24}/, '0x') }), record: null }
    case 'till':
      return { ...chain({ to: till }), record: { payTo: till } }
    case 'far leg':
      return chain({ gap: 3 })
    case 'other payer':
      return books({ payer: payers[(payer + 1) % payers.length] as string })
    case 'unrecorded':
      return { ...own, record: null }
    case 'unpaid':
      return { ...own, pays: null, uses: null }
    case 'claimed tx':
      return books({ tx: hash(0xdead + number) })
    case 'no tx':
      return books({ tx: null })
    case 'failed':
      return books({ state: 'failed', responseStatus: 402 })
    case 'pending':
      return books({ state: 'pending', responseStatus: 202 })
    case 'error':
      return books({ responseStatus: 500 })
    case 'not charged':
      return { ...own, record: { state: 'not_charged' }, pays: null, uses: null }
    case 'no nonce':
      return books({ nonce: null })
    case 'remembers no payer':
      return books({ payer: null, nonce: null })
    case 'no amount':
      return books({ amountAtomic: null })
    case 'no response':
      return books({ paymentResponsePresent: false })
    case 'late':
      return books({ respondedAt: -20_000 })
    case 'clock':
      return books({ receivedAt: -700_000 })
    case 'refunded':
      return books({ state: 'refunded', responseStatus: 500 })
    case 'same request':
      return { ...own, more: [{ recordId: `again ${number}`, nonce: hash(0x9000 + number), tx: null }] }
    case 'same id':
      return books({ recordId: 'one for all' })
    case 'same identifier':
      return books({ paymentIdentifier: 'one purchase' })
    case 'same nonce':
      return { ...own, more: [{ requestId: `again ${number}`, instance: 'other' }] }
    case 'decimal nonce':
      return books({ nonce: String(number + 1), transfer: null })
    case 'wrong nonce payer':
      return {
        ...own,
        more: [{ requestId: `wrong ${number}`, payer: payers[(payer + 1) % payers.length] as string }],
      }
    case 'cancelled':
      return { ...own, pays: null, uses: 'cancelled' }
    case 'used and cancelled':
      return { ...own, uses: 'both' }
    case 'inflow':
      return { ...own, record: null, uses: null }
    case 'sweep':
      return { ...own, record: null, uses: null, pays: { from: shop, to: purse, value, gap: 1 } }
    case 'worked early':
      return books({ verifiedAt: 3000, workStartedAt: 1000 })
    case 'before':
      return books({ settledAt: 1000, workStartedAt: 2000 })
    default:
      return own
  }
}

const times = ['receivedAt', 'respondedAt', 'verifiedAt', 'workStartedAt', 'settledAt'] as const

function dayOf(deeds: readonly Deed[]): Day {
  const records: PaymentRecord[] = []
  const transfers: Transfer[] = []
  const authorizations: Authorization[] = []
  for (const [number, one] of deeds.entries()) {
    const { record: own, more, pays, uses } = shape(one, number)
    const [payer, nonce] = [payers[one.payer] as string, hash(number + 1)]
    const batch = one.kind === 'batched' && number > 0
    const at = batch ? number - 1 : number
    const block = deeds[at]?.block ?? one.block
    const place = { tx: hash(0x7000 + at), block, logIndex: number * 8 }
    const moved = (genesis + 2 * one.block) * 1000 - one.waitsMs
    const write = (part: Partial<PaymentRecord>) => {
      const line = records.length + 1
      const given = Object.fromEntries(
        times.flatMap((name) =>
          typeof part[name] === 'number' ? [[name, moved + (part[name] as number)]] : [],
        ),
      )
      records.push(
        record({
          ...{
            requestId: `r${number}`,
            route: routes[one.route] as string,
            source: { file: 'day.jsonl', line },
          },
          ...{ payer, nonce, tx: place.tx, amountAtomic: one.value },
          ...{ receivedAt: moved, respondedAt: moved + 5000, validBefore: Math.floor(moved / 1000) + 300 },
          ...part,
          ...given,
        }),
      )
    }
    if (own !== null) write(own)
    if (own !== null) for (const part of more) write(part)
    if (one.kind === 'twice') write({ recordId: `r${number}` })
    if (uses === 'used' || uses === 'both') authorizations.push(used(payer, nonce, place))
    if (uses === 'cancelled' || uses === 'both') {
      authorizations.push({
        ...used(payer, nonce, { ...place, tx: hash(0x6000 + number), logIndex: number * 8 + 6 }),
        kind: 'cancelled',
      })
    }
    if (pays !== null) {
      const { from, to, value, gap } = pays
      transfers.push(transfer(from, to, value, { ...place, logIndex: place.logIndex + gap }))
    }
    if (one.kind === 'paid back') {
      transfers.push(
        transfer(purse, payer, one.value, {
          tx: hash(0x5000 + number),
          block: Math.min(1890, block + 5),
          logIndex: number * 8 + 5,
        }),
      )
    }
  }
  return { records, transfers, authorizations }
}

/** Random days of up to `most` deeds. */
export const days = (most: number): fc.Arbitrary<Day> =>
  fc.array(deed, { minLength: most >> 1, maxLength: most }).map(dayOf)

const other = (number: number) => ({ ...block(number), hash: hash(0xf0f0 + number) })

function forged(number: number) {
  const payer = payers[number % payers.length] as string
  const place = { tx: hash(0x4000 + number), block: 120 + number * 40, logIndex: 4000 }
  return logsOf(payment(payer, hash(number + 1), 10_000n, place))
}

/** How the second node differs from the first. */
export const lies: fc.Arbitrary<NodeParts> = fc.oneof(
  fc.constant<NodeParts>({}),
  fc.constant<NodeParts>({}),
  fc.nat(40).map((number): NodeParts => ({ showLog: ({ logIndex }) => Math.floor(logIndex / 8) !== number })),
  fc.integer({ min: 90, max: 1990 }).map((from): NodeParts => ({ unread: { from, to: from + 200 } })),
  fc.constant<NodeParts>({ latest: 1960, finalized: 1700 }),
  // A payment that nobody made, a header of another chain, an end that nobody else knows.
  fc.nat(40).map((number): NodeParts => ({ more: forged(number) })),
  fc
    .integer({ min: 90, max: 1990 })
    .map((at): NodeParts => ({ block: (number) => (number === at ? other(at) : block(number)) })),
  fc.constant<NodeParts>({ finalized: null }),
)

const at = new Date((genesis + 4000) * 1000)
const clock: Clock = { now: () => at, monotonicMs: () => 0, sleep: async () => {} }

/** Records out of a list, as objects or told one by one. */
export function booksOf(records: readonly PaymentRecord[]): Records {
  const mapping = { fields: [], states: [], amountUnit: null, firstRows: [] }
  const size = records.length
  const part = { name: 'day.jsonl', rows: size, used: size, ignored: 0, rejected: [], mapping }
  return {
    read: async () => [{ ...part, records }],
    stream: async (each) => {
      for (const [ordinal, one] of records.entries()) await each(ordinal, one)
      const again = async (ordinals: readonly number[]) =>
        [...ordinals].sort((a, b) => a - b).map((ordinal) => records[ordinal] as PaymentRecord)
      return { reads: [{ ...part, records: [] }], count: size, again }
    },
  }
}

/** What reconcile sees of a day through these nodes, without a sieve or with one that takes whatever it may. */
export async function seeDay(
  { records, ...events }: Day,
  nodes: readonly NodeParts[],
  open: OpenSieve | null,
  wanted: ReconcileExpected = expected,
): Promise<ReconcileSeen> {
  const ports = {
    chain: {
      nodes: () =>
        nodes.map((parts, number) => nodeOver(events, { label: `http://node${number}/***`, ...parts }).node),
    },
    records: booksOf(records),
    clock,
    ...(open === null ? {} : { sieve: { open, above: 0 } }),
  }
  return reconcile.collect(wanted, ports, new AbortController().signal)
}
