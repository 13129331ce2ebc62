import { describe, expect, test } from 'vitest'
import { deepRules } from '../../../src/redact/deep/index.ts'
import { type Facts, mergeSpans, replaceSpans } from '../../../src/redact/deep/span.ts'

const nobodyKnows: Facts = {
  seen: () => false,
  keyKind: () => 'other',
  chainMadeKind: () => 'other',
  label: null,
}

describe.each(deepRules.map((rule) => [rule.name, rule] as const))('%s', (_name, rule) => {
  const apply = (text: string) =>
    replaceSpans(text, mergeSpans(rule.find(text, nobodyKnows)), () => '[redacted:x]')

  test.each(rule.mustHide.map((text, index) => [index, text] as const))('hides example %i', (_i, text) => {
    const shown = apply(`it ${text} it`)
    expect(shown).toContain('[redacted:')
    expect(shown).not.toMatch(/CANARY\w*\d/)
    expect(shown.startsWith('it ')).toBe(true)
    expect(shown.endsWith(' it')).toBe(true)
  })

  test.each(rule.mustKeep.map((text, index) => [index, text] as const))('keeps example %i', (_i, text) => {
    expect(apply(text)).toBe(text)
  })

  test('takes linear time on text made of its own beginnings', () => {
    const seeds = [...rule.mustHide, ...rule.mustKeep].flatMap((text) => [
      text,
      text.slice(0, 5),
      text.slice(0, Math.ceil(text.length / 2)),
    ])
    for (const seed of [...seeds, 'a', 'aB1', 'a!', '0x', '12, ', '=', '\\', '"', 'a b ', '%41']) {
      const timeOf = (length: number) => {
        const text = seed.repeat(Math.ceil(length / seed.length))
        return Math.min(
          ...[0, 1, 2].map(() => {
            const before = performance.now()
            rule.find(text, nobodyKnows)
            return performance.now() - before
          }),
        )
      }
      // Sixteen times the text would take 256 times as long if it were quadratic, seconds at this length.
      const small = timeOf(8_000)
      const large = timeOf(128_000)
      expect(large, JSON.stringify(seed.slice(0, 60))).toBeLessThan(Math.max(500, small * 80))
    }
  }, 120_000)
})
