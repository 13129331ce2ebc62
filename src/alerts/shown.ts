import type { Rule } from './rule.ts'
import type { Standing } from './standing.ts'

const decimals = (value: number) => String(Number(value.toFixed(2)))
const withUnit = (value: number, unit: Rule['unit']) => `${decimals(value)}${unit === '' ? '' : ` ${unit}`}`

/** `12.5 % of 40`, `>= 2.5 s`, `2.5 to 5 s`; empty where no number was read. */
export function seenText({ reading, rule: { unit } }: Standing): string {
  if (reading === null || reading.kind === 'blind') return ''
  const { value, upTo, of } = reading
  const among = of === null ? '' : ` of ${decimals(of)}`
  if (upTo === null) return `>= ${withUnit(value, unit)}${among}`
  return upTo === value
    ? `${withUnit(value, unit)}${among}`
    : `${decimals(value)} to ${withUnit(upTo, unit)}${among}`
}

/** The limit of a level: `10 %`. A rule that fails only after many windows has that of its warning. */
export function limitText({ warn, fail, unit }: Rule, level: 'warn' | 'fail'): string {
  const limit = (level === 'fail' ? fail : warn) ?? warn ?? fail
  return limit === null ? 'no limit' : withUnit(limit, unit)
}
