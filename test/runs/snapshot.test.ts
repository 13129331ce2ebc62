import fc from 'fast-check'
import { expect, test } from 'vitest'
import { compareWays } from '../../src/matrix/ways.ts'
import { type KeptWay, parseSnapshot, type TermsSnapshot } from '../../src/runs/snapshot.ts'

const text = fc.option(fc.string({ maxLength: 12 }))
const way: fc.Arbitrary<KeptWay> = fc.record({
  scheme: fc.constantFrom('exact', 'upto', null),
  network: fc.constantFrom('eip155:8453', 'eip155:1', null),
  asset: fc.constantFrom('0xaa', '0xbb', null),
  amountAtomic: fc.option(fc.bigInt({ min: 0n, max: 99n }).map(String)),
  payTo: text,
  maxTimeoutSeconds: fc.option(fc.nat({ max: 900 })),
  resource: text,
  eip712Name: text,
  eip712Version: text,
  transfer: text,
  paymentFlow: text,
})
const snapshot: fc.Arbitrary<TermsSnapshot> = fc.record({
  schema: fc.constant('x402ops.snapshot/v1' as const),
  name: fc.string({ maxLength: 9 }),
  profile: fc.string({ maxLength: 9 }),
  target: text,
  takenAt: fc.constant('2026-11-21T07:40:02.000Z'),
  routes: fc.array(
    fc.record({
      id: fc.string(),
      method: fc.constant('GET'),
      path: fc.string(),
      ways: fc.array(way, { maxLength: 3 }),
    }),
    { maxLength: 3 },
  ),
})

test('a snapshot that was written is read as it was', () => {
  fc.assert(
    fc.property(snapshot, (one) => {
      expect(parseSnapshot(JSON.stringify(one))).toEqual(one)
    }),
    { numRuns: 200 },
  )
})

test('anything else is no snapshot, and nothing throws', () => {
  const keys = ['schema', 'name', 'profile', 'target', 'takenAt', 'routes'] as const
  const broken = fc
    .tuple(snapshot, fc.constantFrom(...keys), fc.constantFrom(1, true, [1], { a: 1 }, 'x'))
    .filter(([one, key, value]) => typeof value !== typeof one[key] || key === 'schema' || key === 'takenAt')
    .map(([one, key, value]) => JSON.stringify({ ...one, [key]: value }))
  fc.assert(
    fc.property(fc.oneof(broken, fc.json(), fc.string()), (other) => {
      expect(parseSnapshot(other)).toBeNull()
    }),
    { numRuns: 300 },
  )
})

test('terms agree with themselves in any order, and every single change is found', () => {
  const fields = ['amountAtomic', 'payTo', 'maxTimeoutSeconds', 'eip712Name', 'paymentFlow', 'asset'] as const
  fc.assert(
    fc.property(
      fc.uniqueArray(way, {
        minLength: 1,
        maxLength: 3,
        selector: (one) => `${one.scheme}${one.network}${one.asset}`,
      }),
      fc.constantFrom(...fields),
      fc.nat({ max: 2 }),
      (ways, field, at) => {
        expect(compareWays(ways, [...ways].reverse())).toEqual([])
        const index = at % ways.length
        const value = field === 'maxTimeoutSeconds' ? 901 : 'changed to this'
        const other = ways.map((one, i) => (i === index ? { ...one, [field]: value } : one))
        expect(compareWays(ways, other).length).toBe(field === 'asset' ? 2 : 1)
      },
    ),
    { numRuns: 200 },
  )
})
