import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createKnownValues } from '../../src/redact/known.ts'
import { createRedactor } from '../../src/redact/redactor.ts'
import { rules } from '../../src/redact/rules/index.ts'

const redact = createRedactor(createKnownValues([]))

describe.each(rules.map((rule) => [rule.name, rule] as const))('%s', (_name, rule) => {
  test.each(rule.mustHide.map((text, index) => [index, text] as const))(
    'hides example %i',
    (_index, text) => {
      const shown = rule.apply(text)
      expect(shown).toContain('[redacted:')
      expect(shown).not.toContain('CANARY')
      expect(shown.length).toBeLessThan(text.length + 40)
    },
  )

  test.each(rule.mustKeep.map((text, index) => [index, text] as const))(
    'keeps example %i',
    (_index, text) => {
      expect(rule.apply(text)).toBe(text)
      expect(redact(text)).toBe(text)
    },
  )

  test('changes nothing in a text that it cannot match, and its examples are none', () => {
    for (const text of rule.mustHide) expect(rule.mayMatch(text)).toBe(true)
    const pieces = fc.constantFrom(...rules.flatMap(({ mustHide, mustKeep }) => [...mustHide, ...mustKeep]))
    const part = fc.tuple(pieces, fc.nat(400), fc.nat(60)).map(([text, from, length]) => {
      const start = from % text.length
      return text.slice(start, start + length)
    })
    const noise = fc.string({ maxLength: 5, unit: 'binary-ascii' })
    // Cut, glued and in other letters: a word that the rule needs may be spelled in any case.
    const text = fc
      .tuple(
        fc.array(fc.oneof(part, part, noise), { maxLength: 4 }),
        fc.constantFrom('same', 'upper', 'lower'),
      )
      .map(([parts, letters]) => {
        const whole = parts.join('')
        return letters === 'same' ? whole : letters === 'upper' ? whole.toUpperCase() : whole.toLowerCase()
      })
    fc.assert(
      fc.property(text, (given) => rule.mayMatch(given) || rule.apply(given) === given),
      { numRuns: 300 },
    )
  })

  test('hides an example in the middle of other text, and twice is no more than once', () => {
    for (const text of rule.mustHide) {
      const once = redact(`before\n${text}\nbehind`)
      expect(once).not.toContain('CANARY')
      expect(once.startsWith('before\n')).toBe(true)
      expect(redact(once)).toBe(once)
    }
  })

  test('takes linear time on text made of its own beginnings', () => {
    const seeds = [...rule.mustHide, ...rule.mustKeep].flatMap((text) => [
      text,
      text.slice(0, 4),
      text.slice(0, 12),
      text.slice(0, Math.ceil(text.length / 2)),
    ])
    const repeated = [...seeds, '0x', 'eyJ', 'eyJ.', 'ew0', 'a', 'A1', '://', 'a://', ' ', '=', '-', '@', '"']
    for (const seed of repeated) {
      const timeOf = (length: number) => {
        const text = seed.repeat(Math.ceil(length / seed.length))
        return Math.min(
          ...[0, 1, 2].map(() => {
            const before = performance.now()
            rule.apply(text)
            return performance.now() - before
          }),
        )
      }
      // Sixteen times the text would take 256 times as long if it were quadratic, seconds at this length.
      const small = timeOf(8_000)
      const large = timeOf(128_000)
      expect(large, JSON.stringify(seed.slice(0, 60))).toBeLessThan(Math.max(500, small * 80))
    }
  }, 60_000)
})

const hex = (length: number) =>
  fc.string({ unit: fc.constantFrom(...'0123456789abcdef'), minLength: length, maxLength: length })
const publicWord = fc.oneof(
  hex(64).map((text) => `0x${text}`),
  hex(40).map((text) => `0x${text}`),
  hex(40).map((text) => `0x${text.toUpperCase()}`),
  hex(16),
  hex(64).map((text) => `tx 0x${text}`),
  hex(64).map((text) => `{"nonce":"0x${text}","logIndex":7}`),
  hex(64).map((text) => `https://basescan.org/tx/0x${text}`),
  fc.uuid(),
  fc.uuid().map((id) => `x-request-id: ${id}`),
  hex(32).map((id) => `00-${id}-00f067aa0ba902b7-01`),
  hex(12).map((id) => `req_${id}`),
  fc.constantFrom(
    'eip155:8453',
    'eip155:84532',
    'payTo',
    'https://api.example/v1/quote',
    '0.005 USDC',
    '402',
  ),
)

test('hashes, addresses, nonces, request ids and networks survive in any order', () => {
  fc.assert(
    fc.property(
      fc.array(publicWord, { maxLength: 20 }),
      fc.constantFrom(' ', '\n', ',', '\t'),
      (words, joint) => {
        const text = words.join(joint)
        expect(redact(text)).toBe(text)
      },
    ),
    { numRuns: 500 },
  )
})

test('redacting twice changes nothing more, whatever the text', () => {
  const piece = fc.oneof(
    fc.string({ maxLength: 30, unit: 'grapheme' }),
    fc.constantFrom(...rules.flatMap((rule) => [...rule.mustHide, ...rule.mustKeep])),
  )
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 6 }), (pieces) => {
      const once = redact(pieces.join(''))
      expect(redact(once)).toBe(once)
    }),
    { numRuns: 500 },
  )
})

test('no rule finds anything in a word of up to 14 characters, also where it begins like a token', () => {
  const beginnings = rules.flatMap((rule) =>
    rule.mustHide.flatMap((text) => text.match(/[\w.-]{1,14}/g) ?? []),
  )
  const word = fc.oneof(
    fc.stringMatching(/^[\w.-]{0,14}$/),
    fc
      .tuple(fc.constantFrom(...beginnings), fc.stringMatching(/^[\w.-]{0,14}$/))
      .map((parts) => parts.join('').slice(0, 14)),
  )
  fc.assert(
    fc.property(word, (text) => {
      for (const rule of rules) expect(rule.apply(text)).toBe(text)
    }),
    { numRuns: 2000 },
  )
  expect(redact('xapp-0123456789')).toBe('[redacted:token]')
})
