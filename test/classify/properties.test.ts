import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { classOrder } from '../../src/classify/classes.ts'
import { everyCode } from '../../src/classify/codes/lookup.ts'
import { decide, isFailure } from '../../src/classify/decide.ts'
import { readLine, readText } from '../../src/classify/read-text.ts'
import { oneOutcome } from '../../src/commands/classify/one-screen.ts'
import type { CommandContext } from '../../src/commands/command.ts'
import { wire, wireNames } from '../x402/wire.ts'

const codes = [...everyCode().keys()]
const keys = [
  'errorReason',
  'error',
  'code',
  'status',
  'headers',
  'body',
  'settle',
  'verify',
  'payer',
  'nonce',
  'success',
  '__proto__',
  'extensions',
  'piprail',
  'rawHeaders',
  'time',
  'plugin',
]
const wires = wireNames().map((name) => JSON.stringify(wire(name)))

/** Texts as they come: bytes, JSON of our field names, codes in sentences, answers cut somewhere. */
const hostile = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 300 }),
  fc.json({ maxDepth: 4 }),
  fc
    .dictionary(fc.constantFrom(...keys), fc.oneof(fc.jsonValue({ maxDepth: 3 }), fc.constantFrom(...codes)))
    .map((value) => JSON.stringify(value)),
  fc
    .tuple(fc.string({ maxLength: 40 }), fc.constantFrom(...codes), fc.string({ maxLength: 40 }))
    .map((parts) => parts.join(' ')),
  fc
    .tuple(fc.constantFrom(...wires), fc.nat(), fc.nat(), fc.string({ maxLength: 8 }))
    .map(([text, from, length, put]) => {
      const at = from % text.length
      return text.slice(0, at) + put + text.slice(at + (length % 200))
    }),
  fc
    .tuple(fc.integer({ min: 0, max: 999 }), fc.string({ maxLength: 200 }))
    .map(([status, rest]) => `HTTP/1.1 ${status} x\r\n${rest}`),
)

test('any text has exactly one class and nothing is thrown', () => {
  fc.assert(
    fc.property(hostile, (text) => {
      for (const signals of [readText(text), readLine(text)]) {
        const said = decide(signals)
        expect(classOrder).toContain(said.class)
        expect(typeof isFailure(signals)).toBe('boolean')
        // Only the chain may say so.
        expect(said.retry).not.toBe('SAFE_TO_RETRY')
      }
    }),
    { numRuns: 1000 },
  )
})

test('a class does not depend on text that nobody knows around a code', () => {
  fc.assert(
    fc.property(fc.constantFrom(...codes), fc.stringMatching(/^[qxz ]{0,30}$/), (code, noise) => {
      const alone = decide(readText(JSON.stringify({ errorReason: code })))
      const between = decide(readText(JSON.stringify({ errorReason: `${noise} ${code} ${noise}` })))
      // A code without an underscore is a word like any other inside of a sentence.
      if (/_|T402-|^AA|^-32/.test(code)) expect(between.class).toBe(alone.class)
    }),
    { numRuns: 500 },
  )
})

describe('nothing of the text is printed', () => {
  const secrets = [
    'CANARY_hunter2secret',
    `0x${'c0ffee'.repeat(22)}`,
    'Bearer CANARY.abc.def',
    'sk_CANARY_live',
  ]
  const carriers: readonly ((secret: string) => string)[] = [
    (secret) => secret,
    (secret) => `ERROR failed with ${secret}`,
    (secret) => JSON.stringify({ errorReason: secret, success: false }),
    (secret) =>
      JSON.stringify({
        error: { code: secret, message: secret },
        retryAfter: secret,
        payer: secret,
        nonce: secret,
      }),
    (secret) =>
      JSON.stringify({ extensions: { piprail: { code: secret } }, plugin: secret, facilitator: secret }),
    (secret) =>
      `HTTP/1.1 503 ${secret}\r\nRetry-After: ${secret}\r\nX-Circuit-State: ${secret}\r\n\r\n${secret}`,
    (secret) =>
      `HTTP/1.1 402 x\r\nPAYMENT-RESPONSE: ${Buffer.from(JSON.stringify({ success: false, errorReason: secret, transaction: secret })).toString('base64')}\r\n\r\n{}`,
  ]
  test.each(secrets)('%s', (secret) => {
    for (const carry of carriers) {
      const signals = readText(carry(secret))
      const outcome = oneOutcome({} as CommandContext, { said: decide(signals), signals, sort: 'failed' })
      const { said: _said, ...printed } = { said: null, ...outcome }
      expect(JSON.stringify(printed)).not.toContain(secret.slice(0, 12))
    }
  })
})

test('twice the text takes at most about twice the time', () => {
  const worst = [
    'a_'.repeat(50_000),
    '{"error":'.repeat(20_000),
    `HTTP/1.1 402 x\n${'a: b\n'.repeat(20_000)}`,
    '> GET /\n'.repeat(20_000),
    `${'paymaster '.repeat(10_000)}limit`,
    '0x4290'.repeat(20_000),
    `${' '.repeat(100_000)}{`,
  ]
  const time = (text: string) => {
    const rounds = Array.from({ length: 5 }, () => {
      const begin = performance.now()
      for (let i = 0; i < 4; i += 1) decide(readText(text))
      return performance.now() - begin
    })
    return Math.min(...rounds)
  }
  for (const text of worst) expect(time(text + text)).toBeLessThan(4 * time(text) + 20)
})
