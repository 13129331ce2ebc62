import { describe, expect, test } from 'vitest'
import { createGate } from '../../src/gate/gate.ts'
import { cleanBundle } from './clean.ts'
import { drawn } from './drawn.ts'

const known = Array.from({ length: 30 }, (_, at) => ({
  label: `SECRET_${at}`,
  value: drawn(`known ${at}`, 32).toString(at % 2 === 0 ? 'hex' : 'base64'),
}))

describe('what may leave, leaves', () => {
  test('a clean bundle of 1,000 payments holds nothing', async () => {
    const gate = await createGate(known)
    expect(await gate.scan(cleanBundle(1000))).toEqual([])
  }, 120_000)

  test('an empty archive and empty files are clean', async () => {
    const gate = await createGate([])
    expect(await gate.scan([])).toEqual([])
    expect(await gate.scan([{ path: 'a', bytes: new Uint8Array() }])).toEqual([])
  })
})
