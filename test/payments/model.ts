import fc from 'fast-check'
import type { NodeScan } from '../../src/payments/chain-view.ts'
import type { Authorization, Transfer } from '../../src/payments/effect.ts'
import type { PaymentRecord } from '../../src/payments/record.ts'
import { alice, block, bob, genesis, hash, record, router, scan, shop, transfer, used } from './world.ts'

/** What really happened to one authorization. */
export type Fate = 'paid' | 'paid-elsewhere' | 'cancelled' | 'never'

/** One authorization as it truly is; the books and the nodes may tell otherwise. */
export type Deed = {
  readonly payer: string
  readonly nonce: string
  readonly fate: Fate
  readonly value: bigint
  readonly viaRouter: boolean
  readonly block: number
  readonly tx: string
  readonly logIndex: number
  readonly validBefore: number
}

/** A small world: the truth, the books, and what the faulty node does to what it shows. */
export type World = {
  readonly deeds: readonly Deed[]
  readonly records: readonly PaymentRecord[]
  readonly plain: readonly Transfer[]
  readonly head: number
  readonly safe: number
  readonly finalized: number
}

const price = 10_000n
const head = 2000
const payers = [alice, bob, `0x${'c'.repeat(40)}`]

type Draw = {
  readonly payer: string
  readonly fate: Fate
  readonly value: bigint
  readonly viaRouter: boolean
  readonly block: number
  readonly sameTx: boolean
  readonly life: number
  readonly books: Partial<PaymentRecord> | null
  readonly copies: number
  readonly forgets: readonly (
    | 'tx'
    | 'validBefore'
    | 'asset'
    | 'network'
    | 'receivedAt'
    | 'nonce'
    | 'transfer'
  )[]
}

const draw: fc.Arbitrary<Draw> = fc.record({
  payer: fc.constantFrom(...payers),
  fate: fc.constantFrom<Fate>('paid', 'paid', 'paid-elsewhere', 'cancelled', 'never', 'never'),
  value: fc.constantFrom(price, price, price, 9_999n, 10_001n),
  viaRouter: fc.boolean(),
  block: fc.integer({ min: 400, max: head }),
  sameTx: fc.boolean(),
  life: fc.constantFrom(60, 300, 3000, 1_000_000),
  books: fc.option(
    fc.record({
      state: fc.constantFrom('settled', 'settled', 'failed', 'pending', 'refunded', null),
      responseStatus: fc.constantFrom(200, 402, 500, 202, null),
    }),
    { freq: 4 },
  ),
  copies: fc.constantFrom(1, 1, 1, 2),
  forgets: fc.subarray(['tx', 'validBefore', 'asset', 'network', 'receivedAt', 'nonce', 'transfer'], {
    maxLength: 2,
  }),
})

function recordsOf(deed: Deed, one: Draw, at: number): readonly PaymentRecord[] {
  if (one.books === null) return []
  // Without a nonce only the transaction is left, and nothing can prove a wrong one.
  const lost = one.forgets.includes('nonce') && deed.fate !== 'paid' && deed.fate !== 'paid-elsewhere'
  const tx = lost ? hash(0xd000 + at) : deed.tx
  const forgotten = Object.fromEntries(one.forgets.map((field) => [field, null]))
  return Array.from({ length: one.copies }, (_, copy) => {
    const source = { file: `${copy}.jsonl`, line: at + 1 }
    return record({
      source,
      lines: [source],
      instance: `i${copy}`,
      requestId: `r${at}-${copy}`,
      receivedAt: (genesis + 2 * deed.block - 4) * 1000,
      respondedAt: (genesis + 2 * deed.block - 1) * 1000,
      payer: deed.payer,
      nonce: deed.nonce,
      tx,
      amountAtomic: price,
      validBefore: deed.validBefore,
      ...(copy === 0 ? one.books : { state: 'failed', responseStatus: 402 }),
      ...forgotten,
    })
  })
}

/** Worlds of up to six authorizations, some without a record and some without a payment. */
export const worlds: fc.Arbitrary<World> = fc
  .record({
    draws: fc.array(draw, { minLength: 1, maxLength: 6 }),
    plain: fc.array(fc.integer({ min: 400, max: head }), { maxLength: 2 }),
    safe: fc.integer({ min: 1000, max: head }),
    lag: fc.integer({ min: 0, max: 600 }),
  })
  .map(({ draws, plain, safe, lag }) => {
    const deeds: Deed[] = []
    for (const [at, one] of draws.entries()) {
      const before = deeds.at(-1)
      const joined = one.sameTx && before !== undefined ? before : undefined
      const number = joined?.block ?? one.block
      deeds.push({
        payer: one.payer,
        nonce: hash(0x100 + at),
        fate: one.fate,
        value: one.value,
        viaRouter: one.viaRouter,
        block: number,
        tx: joined?.tx ?? hash(0x7000 + at),
        logIndex: at * 4,
        validBefore: genesis + 2 * number + one.life,
      })
    }
    return {
      deeds,
      records: deeds.flatMap((deed, at) => recordsOf(deed, draws[at] as Draw, at)),
      plain: plain.map((number, at) => transfer(bob, shop, 5n, { tx: hash(0x9000 + at), block: number })),
      head,
      safe,
      finalized: Math.max(0, safe - lag),
    }
  })

function logsOf(deed: Deed): { authorizations: Authorization[]; transfers: Transfer[] } {
  const { payer, nonce, value, tx, block: number, logIndex } = deed
  if (deed.fate === 'never') return { authorizations: [], transfers: [] }
  const place = (step: number) => ({ tx, block: number, logIndex: logIndex + step })
  const mark = used(payer, nonce, place(0))
  if (deed.fate === 'cancelled') return { authorizations: [{ ...mark, kind: 'cancelled' }], transfers: [] }
  const to = deed.fate === 'paid' ? shop : `0x${'e'.repeat(40)}`
  const legs = deed.viaRouter
    ? [transfer(payer, router, value, place(1)), transfer(router, to, value, place(2))]
    : [transfer(payer, to, value, place(1))]
  return { authorizations: [mark], transfers: legs }
}

/** What an honest node with that head shows of the world: every log, every state, every receipt. */
export function honestScan(world: World, label: string, behind = 0): NodeScan {
  const latest = world.head - behind
  const [safe, finalized] = [world.safe, world.finalized].map((number) => Math.min(number, latest))
  const shown = world.deeds.filter((deed) => deed.block <= latest)
  const logs = shown.map(logsOf)
  const touched = (deed: Deed) => deed.fate !== 'never' && deed.block <= (finalized ?? 0)
  const mined = shown.filter(({ fate }) => fate !== 'never')
  return scan({
    label,
    latest,
    safe: safe ?? 0,
    finalized: finalized ?? 0,
    authorizations: logs.flatMap(({ authorizations }) => authorizations),
    transfers: [
      ...logs.flatMap(({ transfers }) => transfers),
      ...world.plain.filter((t) => t.block <= latest),
    ],
    nonces: Object.fromEntries(world.deeds.map((deed) => [`${deed.payer}/${deed.nonce}`, touched(deed)])),
    txs: Object.fromEntries([
      ...world.records.flatMap(({ tx }) => (tx === null ? [] : [[tx, 'absent'] as const])),
      ...[...mined, ...world.plain.filter((t) => t.block <= latest)].map(
        ({ tx }) => [tx, 'success'] as const,
      ),
    ]),
  })
}

/** What one node may do to the truth. */
export type Lie = (scan: NodeScan, world: World) => NodeScan

const forgedMark = (kind: 'used' | 'cancelled') => (shown: NodeScan, world: World) => ({
  ...shown,
  authorizations: [
    ...shown.authorizations,
    ...world.deeds.map((deed, at) => ({
      ...used(deed.payer, deed.nonce, { tx: hash(0xf000 + at), block: 500, logIndex: 0 }),
      kind,
    })),
  ],
})

/** The ways to lie, by name. Each leaves the other node alone. */
export const lies: Readonly<Record<string, Lie>> = {
  'says nothing at all': (shown) => ({ ...shown, authorizations: [], transfers: [], nonces: {}, txs: {} }),
  'answers [] to everything and calls all nonces unused': (shown) => ({
    ...shown,
    authorizations: [],
    transfers: [],
    nonces: Object.fromEntries(Object.keys(shown.nonces).map((key) => [key, false])),
    txs: Object.fromEntries(Object.keys(shown.txs).map((tx) => [tx, 'absent' as const])),
  }),
  'hides the authorizations': (shown) => ({ ...shown, authorizations: [] }),
  'hides the transfers': (shown) => ({ ...shown, transfers: [] }),
  'calls all nonces used': (shown) => ({
    ...shown,
    nonces: Object.fromEntries(Object.keys(shown.nonces).map((key) => [key, true])),
  }),
  'has a hole over everything': (shown) => ({
    ...shown,
    authorizations: [],
    transfers: [],
    holes: [{ ...shown.range, why: 'rate' }],
  }),
  'forges cancellations': forgedMark('cancelled'),
  'forges uses': forgedMark('used'),
  'forges payments': (shown, world) => ({
    ...forgedMark('used')(shown, world),
    transfers: [
      ...shown.transfers,
      ...world.deeds.map((deed, at) =>
        transfer(deed.payer, shop, price, { tx: hash(0xf000 + at), block: 500, logIndex: 1 }),
      ),
    ],
  }),
  'changes amounts': (shown) => ({
    ...shown,
    transfers: shown.transfers.map((item) => ({ ...item, value: price })),
  }),
  'changes recipients': (shown) => ({
    ...shown,
    transfers: shown.transfers.map((item) => ({ ...item, to: shop })),
  }),
  'shows other blocks': (shown) => ({ ...shown, toHash: hash(0xf00), fromHash: hash(0xf01) }),
  'is far behind and calls its head final': (shown, world) => ({
    ...honestScan(world, shown.label, 1600),
    finalized: block(400),
    nonces: Object.fromEntries(Object.keys(shown.nonces).map((key) => [key, false])),
  }),
  'dates its finalized block into the future': (shown, world) => ({
    ...shown,
    finalized: { ...block(world.finalized), timestamp: genesis + 10_000_000 },
  }),
  'calls everything final': (shown) => ({ ...shown, safe: shown.latest, finalized: shown.latest }),
}
