import { expect, test } from 'vitest'
import { isAboutNow } from '../../src/commands/metrics-history.ts'
import { reconcileTarget } from '../../src/commands/reconcile-result.ts'
import type { Profile } from '../../src/core/profile.ts'

const payTo = `0x${'a1'.repeat(20)}`
const usdc = { network: 'eip155:8453', unit: { asset: `0x${'c3'.repeat(20)}` } }
const to = (...addresses: readonly string[]) => [
  { ...usdc, payTo: addresses.map((address) => ({ address })) },
]
const profileOf = (parts: object = {}) =>
  ({
    ...{ baseUrl: 'https://api.example', records: [], pays: to(payTo) },
    metrics: { url: 'https://api.example/admin/metrics?key=CANARY' },
    ...parts,
  }) as unknown as Profile
const about = (target: string | null, parts: object = {}) => isAboutNow({ target }, profileOf(parts))

test('a run counts when it is about this service, its page, its money, or no target at all', () => {
  expect(about('https://api.example')).toBe(true)
  expect(about('https://api.example/admin/metrics')).toBe(true)
  expect(about(null)).toBe(true)
  expect(about(reconcileTarget(profileOf({ records: [{ file: 'other.jsonl' }] })))).toBe(true)
})

test('a run about another service, another page or another address does not', () => {
  expect(about('https://staging.example')).toBe(false)
  expect(about('https://api.example/other/metrics')).toBe(false)
  expect(about(reconcileTarget(profileOf({ pays: to(`0x${'b2'.repeat(20)}`) })))).toBe(false)
  expect(about('https://api.example/admin/metrics', { metrics: null })).toBe(true)
  expect(about('https://staging.example/admin/metrics', { metrics: null })).toBe(false)
  // An address that only a flag named cannot be compared with none.
  expect(about(reconcileTarget(profileOf()), { pays: to() })).toBe(true)
})
