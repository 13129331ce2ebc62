import { expect, test } from 'vitest'
import { logsBorneOut } from '../../src/reconcile/borne-out.ts'
import type { ChainSeen, ReconcileSeen } from '../../src/reconcile/seen.ts'

const network = 'eip155:8453'
const asset = `0x${'70'.repeat(20)}`
const block = (number: number) => ({ number, hash: `0x${'ab'.repeat(32)}` })
const witness = (endpoint: string, digest: string) => ({
  ...{ endpoint, digest, events: 4, dropped: 0 },
  ...{ head: block(90), end: block(80) },
})
const balance = (after: bigint) => ({
  address: asset,
  before: 5n,
  after,
  inAtomic: 10n,
  outAtomic: 3n,
  why: null,
})
const movement = (after: bigint) => ({
  after: 20,
  to: 80,
  comparedTo: 70,
  moves: [],
  balances: [balance(after)],
})
const chain = (more: Partial<ChainSeen>): ChainSeen => ({
  ...{
    network,
    asset,
    endpoints: ['a'],
    silent: [],
    window: null,
    latest: null,
    safe: null,
    finalized: null,
  },
  read: { from: 10, to: 80, fromHash: '', toHash: '' },
  ...{ holes: [], disputed: 0, forked: false, dropped: 0, transfersIn: 0, witnesses: [witness('a', '1')] },
  ...more,
})
const told = (seen: ChainSeen, more: Partial<ReconcileSeen> = {}) =>
  logsBorneOut({
    ...{ at: '', since: 0, until: 0, booksRead: true, sources: [], folded: 0, notChargeable: 0, cases: [] },
    ...{ chains: [seen], ...more },
  }).map(({ label, found }) => [label, found])

const two = [witness('a', '1'), witness('b', '1')]

test.each([
  ['nothing speaks for a lone endpoint', {}, [['a', []]]],
  [
    'the balance does, in the blocks in which it was compared',
    { movement: movement(12n) },
    [['a', [{ from: 21, to: 70 }]]],
  ],
  [
    'so does another endpoint that shows the same, in all blocks',
    { witnesses: two, endpoints: ['a', 'b'] },
    [
      ['a', [{ from: 10, to: 80 }]],
      ['b', [{ from: 10, to: 80 }]],
    ],
  ],
  [
    'one that shows something else does not',
    { witnesses: [witness('a', '1'), witness('b', '2')] },
    [['a', []]],
  ],
  ['the same host twice is one voice', { witnesses: [witness('a', '1'), witness('a', '1')] }, [['a', []]]],
  [
    'a balance that is not known says nothing',
    { movement: { ...movement(12n), comparedTo: null } },
    [['a', []]],
  ],
  [
    'a balance that differs speaks against all',
    { movement: movement(13n), witnesses: two },
    [[null, 'contradicted']],
  ],
  ['so do logs that are disputed', { disputed: 1, movement: movement(12n) }, [[null, 'contradicted']]],
  ['so does a fork', { forked: true, movement: movement(12n) }, [[null, 'contradicted']]],
  ['so do logs that did not fit', { dropped: 2, movement: movement(12n) }, [[null, 'contradicted']]],
  [
    'an endpoint that was proven wrong is not believed, the others are',
    { quarantined: [{ label: 'b', why: '' }], movement: movement(12n) },
    [
      ['b', 'contradicted'],
      ['a', [{ from: 21, to: 70 }]],
    ],
  ],
] as const)('%s', (_, more, expected) => {
  expect(told(chain(more as Partial<ChainSeen>))).toEqual(expected)
})

test('a nonce that is used without a log speaks against the logs, a refuted proof against its endpoint', () => {
  const item = {
    network,
    asset,
    reasons: ['USED_OUTSIDE_THE_BLOCKS_READ'],
  } as unknown as ReconcileSeen['cases'][number]
  const seen = chain({ movement: movement(12n) })
  expect(told(seen, { cases: [item] })).toEqual([[null, 'contradicted']])
  const failure = { network, endpoint: 'a', block: 30, what: 'transfer' } as const
  expect(told(seen, { proofFailures: [failure] })[0]).toEqual(['a', 'contradicted'])
})
