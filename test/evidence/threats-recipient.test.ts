import { Command } from 'commander'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { define } from '../../src/commands/evidence.ts'
import { createEvidenceRedactor } from '../../src/redact/evidence.ts'

const redactorOf = (value: string, fill = 7) =>
  createEvidenceRedactor({ known: [{ label: 'SHOP_KEY', value }], key: new Uint8Array(32).fill(fill) })
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
