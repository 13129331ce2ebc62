import { expect, test } from 'vitest'
import { createGate } from '../../src/gate/gate.ts'
import { drawn } from './drawn.ts'

const gate = createGate([{ label: 'K', value: drawn('linear', 32).toString('hex') }])

/** Milliseconds of this process alone: what else runs on the machine does not count. */
async function cost(text: string): Promise<number> {
  const times: number[] = []
  for (let round = 0; round < 3; round += 1) {
    const start = process.cpuUsage()
    await (await gate).scan([{ path: 'a', bytes: Buffer.from(text) }])
    const { user, system } = process.cpuUsage(start)
    times.push((user + system) / 1000)
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
  ['marks', '[redacted:a] 12, 3a'],
  ['pairs', '"token","password'],
  ['elements', '<token_password>'],
  ['ESC', '\u001b[[[\u001b]'],
])(
  'four times the text takes about four times the work: %s',
  async (_name, unit) => {
    // Four times, because linear and quadratic are then 4 and 16: what the collector of garbage takes now and
    // then, up to a half, decides nothing.
    const size = 120_000
    const single = await cost(unit.repeat(size / unit.length))
    const fourfold = await cost(unit.repeat((4 * size) / unit.length))
    expect(fourfold).toBeLessThan(Math.max(single, 30) * 8)
  },
  60_000,
)
