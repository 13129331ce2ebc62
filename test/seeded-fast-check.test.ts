import fc from 'fast-check'
import { expect, test } from 'vitest'

test('properties draw from the seed of the run', () => {
  const seed = Number(process.env.X402OPS_SEED ?? 402)
  expect(fc.check(fc.property(fc.integer(), () => true)).seed).toBe(seed)
})
