import { Command } from 'commander'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { define } from '../../src/commands/evidence.ts'
import { createEvidenceRedactor } from '../../src/redact/evidence.ts'

const redactorOf = (value: string, fill = 7) =>
  createEvidenceRedactor({ known: [{ label: 'SHOP_KEY', value }], key: new Uint8Array(32).fill(fill) })
const tagged = /:[0-9a-f]{16}\]/
const secret = fc.string({ unit: fc.constantFrom(...'abcXYZ0189'), minLength: 12, maxLength: 400 })

test('a longer secret leaves a text of the same length', () => {
  fc.assert(
    fc.property(secret, secret, (first, second) => {
      const lengths = [`CANARY1${first}`, `CANARY2${second}`].map(
        (value) => redactorOf(value).text(`a line with ${value} in it`).value.length,
      )
      expect(lengths[0]).toBe(lengths[1])
    }),
  )
})

test('a tag needs the key of the bundle', () => {
  const value = 'CANARY0123456789abcdef'
  const [first, second] = [7, 8].map((fill) => redactorOf(value, fill).text(`x ${value} y`).value)
  expect(first).toMatch(/^x \[redacted:[\w.-]+:[0-9a-f]{16}\] y$/)
  expect(second).not.toBe(first)
})

test('no option of evidence export leaves anything unredacted', () => {
  const command = new Command('evidence')
  define(command)
  const made = command.commands.find((child) => child.name() === 'export')!
  const flags = made.options.map(({ long }) => long ?? '')
  expect(flags.length).toBeGreaterThan(5)
  expect(
    flags.filter((flag) => /raw|unredact|no-redact|plain|show|keep|reveal|unsafe|force/i.test(flag)),
  ).toEqual([])
})

describe('what can be guessed has no tag, under no key', () => {
  const digits = fc.stringMatching(/^[0-9]{4,11}$/)
  const short = fc.stringMatching(/^[A-Za-z0-9!#%+]{4,11}$/)
  const oneClass = fc.oneof(
    ...[/^[0-9]{12,23}$/, /^[a-z]{12,23}$/, /^[A-Z]{12,23}$/].map((signs) => fc.stringMatching(signs)),
  )
  const carriers: readonly ((value: string) => string)[] = [
    (value) => `password: ${value}`,
    (value) => JSON.stringify({ level: 30, pin: value }),
    (value) => JSON.stringify({ user: { password: value }, note: `with ${value} in it` }),
    (value) => `DB_PASSWORD=${value}`,
    (value) => `postgres://shop:${value}@db.example/pay`,
    (value) => `cookie: sid=${value}`,
    (value) => `cookie: theme=dark; sid=${value}`,
    (value) => `API_SECRET=${value} was read, and {"key":"${value}"}`,
  ]

  test('in whatever it stands, known or not', () => {
    fc.assert(
      fc.property(
        fc.oneof(digits, short, oneClass),
        fc.constantFrom(...carriers),
        fc.boolean(),
        (value, carry, isKnown) => {
          const redactor = isKnown ? redactorOf(value) : redactorOf('CANARY-of-another-place-0123')
          const text = carry(value)
          const shown = [redactor.text(text).value, redactor.file(`a log\n${text}\n`).value]
          for (const one of shown) expect(one).not.toMatch(tagged)
        },
      ),
      { numRuns: 300 },
    )
  })
})
