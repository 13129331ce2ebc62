import { expect, test } from 'vitest'
import { createGate } from '../../src/gate/gate.ts'
import { drawn } from './drawn.ts'

const gate = createGate([{ label: 'K', value: drawn('linear', 32).toString('hex') }])

async function fastest(text: string): Promise<number> {
  const times: number[] = []
  for (let round = 0; round < 3; round += 1) {
    const start = performance.now()
    await (await gate).scan([{ path: 'a', bytes: Buffer.from(text) }])
    times.push(performance.now() - start)
  }
  return Math.min(...times)
}

test.each([
  ['one letter', 'a'],
  ['hex', '0a1f'],
  ['escapes', '\\u0041%41&#65;=41'],
  ['labels', 'token=secret:'],
  ['URLs', 'https://a:b/v2/'],
  ['heads of tokens', 'eyJhbGciOi.eyJ'],
  ['heads of keys', '-----BEGIN PRIVATE KEY-----'],
  ['payloads', '"payload":{"signature'],
  ['numbers', '12, 34 56,'],
  ['quotes', `"' + '" \n`],
  ['words', 'abandon ability '],
  ['reversed escapes', '14%24%;56#&1400u\\'],
  ['bearers', 'bearer basic authorization: '],
  ['ESC', '\u001b[[[\u001b]'],
])(
  'twice the text takes about twice the time: %s',
  async (_name, unit) => {
    // Long enough that the tables and tries of a first reading do not count.
    const size = 240_000
    const single = await fastest(unit.repeat(size / unit.length))
    const double = await fastest(unit.repeat((2 * size) / unit.length))
    expect(double).toBeLessThan(Math.max(single, 40) * 4)
  },
  60_000,
)
