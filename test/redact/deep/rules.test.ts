import { describe, expect, test } from 'vitest'
import { deepRules } from '../../../src/redact/deep/index.ts'
import { mergeSpans, replaceSpans, type Facts } from '../../../src/redact/deep/span.ts'

const nobodyKnows: Facts = { seen: () => false, keyKind: () => 'other', label: null }

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

  test('twice the text takes about twice the time', () => {
    const seeds = [...rule.mustHide, ...rule.mustKeep].flatMap((text) => [
      text,
      text.slice(0, 5),
      text.slice(0, Math.ceil(text.length / 2)),
    ])
    for (const seed of [...seeds, 'a', 'aB1', 'a!', '0x', '12, ', '=', '\\', '"', 'a b ', '%41']) {
      const timeOf = (length: number) => {
        const text = seed.repeat(Math.ceil(length / seed.length))
        return Math.min(
          ...[0, 1, 2, 3, 4].map(() => {
            const before = performance.now()
            rule.find(text, nobodyKnows)
            return performance.now() - before
          }),
        )
      }
      // Quadratic time would be sixteen times as much; what takes under 20 ms is not measured well.
      expect(timeOf(240_000), JSON.stringify(seed.slice(0, 60))).toBeLessThan(Math.max(40, timeOf(60_000) * 9))
    }
  }, 120_000)
})
