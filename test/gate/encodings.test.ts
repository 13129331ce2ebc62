import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createGate } from '../../src/gate/gate.ts'
import { drawn } from './drawn.ts'
import { base58, encodings } from './encodings.ts'

const names = Object.keys(encodings)
const values: Readonly<Record<string, string>> = {
  hex: drawn('key', 32).toString('hex'),
  base64: drawn('key', 30).toString('base64'),
  base58: base58(drawn('key', 64)),
  password: 'CANARY-pass+word/9x4k2b7q-PLEASE',
}
const gates = Object.fromEntries(
  Object.entries(values).map(([label, value]) => [label, createGate([{ label, value }])]),
)

async function scan(label: string, text: string): Promise<readonly string[]> {
  const gate = await gates[label]!
  const hits = await gate.scan([{ path: 'a.txt', bytes: Buffer.from(`before it\n{"x": ${text} }\nafter\n`) }])
  return hits.filter(({ rule }) => rule.startsWith('known-')).map(({ rule }) => rule)
}

describe('a known value is found in every way of writing it', () => {
  test.each(names)('%s', async (name) => {
    for (const [label, value] of Object.entries(values)) {
      expect(await scan(label, encodings[name]!(value)), label).not.toEqual([])
    }
  })

  test('two ways, one inside the other: all pairs', async () => {
    const missed: string[] = []
    for (const outer of names) {
      for (const inner of names) {
        const text = encodings[outer]!(encodings[inner]!(values.password!))
        if ((await scan('password', text)).length === 0) missed.push(`${outer}(${inner})`)
      }
    }
    expect(missed).toEqual([])
  }, 240_000)

  test('any three, of any value', async () => {
    const name = fc.constantFrom(...names)
    await fc.assert(
      fc.asyncProperty(
        name,
        name,
        name,
        fc.constantFrom(...Object.keys(values)),
        async (outer, middle, inner, label) => {
          const text = encodings[outer]!(encodings[middle]!(encodings[inner]!(values[label]!)))
          expect(await scan(label, text)).not.toEqual([])
        },
      ),
      { numRuns: 150, seed: 42 },
    )
  }, 240_000)
})
