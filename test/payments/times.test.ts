import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { normalZone, readTime } from '../../src/payments/records/times.ts'

const at = (text: string) => ({ kind: 'time', ms: Date.parse(text) })

describe('readTime', () => {
  test.each([
    ['2026-11-20T09:00:00Z', '2026-11-20T09:00:00Z'],
    ['2026-11-20t09:00:00.25z', '2026-11-20T09:00:00.250Z'],
    ['2026-11-20 09:00:00+02', '2026-11-20T07:00:00Z'],
    ['2026-11-20 09:00:00.123456+0200', '2026-11-20T07:00:00.123Z'],
    ['2026-11-20 09:00:00 UTC', '2026-11-20T09:00:00Z'],
    ['20/Nov/2026:09:00:00 -0130', '2026-11-20T10:30:00Z'],
    ['1795162800', '2026-11-20T08:20:00Z'],
    ['1795162800.5', '2026-11-20T08:20:00.500Z'],
    ['1795162800000', '2026-11-20T08:20:00Z'],
  ])('%s', (text, expected) => {
    expect(readTime(text, null)).toEqual(at(expected))
  })

  test('numbers count as their digits', () => {
    expect(readTime(1795162800, null)).toEqual(readTime(1795162800000, null))
  })

  test('a time without a zone is never guessed', () => {
    expect(readTime('2026-11-20 09:00:00', null)).toEqual({ kind: 'no-zone' })
    expect(readTime('2026-11-20 09:00:00', '+02:00')).toEqual(at('2026-11-20T07:00:00Z'))
  })

  test.each([
    '',
    'yesterday',
    '2026-02-30T00:00:00Z',
    '2026-11-20',
    '17951628000000000',
    '99',
    '2026-13-01 00:00:00',
  ])('"%s" is not a time', (text) => {
    expect(readTime(text, null)).toEqual({ kind: 'not-a-time' })
  })

  test('every instant written with any offset comes back', () => {
    const dates = fc.date({ min: new Date(0), max: new Date('2099-12-31T23:59:59Z'), noInvalidDate: true })
    fc.assert(
      fc.property(dates, fc.integer({ min: -14 * 60, max: 14 * 60 }), (date, minutes) => {
        const sign = minutes < 0 ? '-' : '+'
        const two = (value: number) => String(value).padStart(2, '0')
        const offset = `${sign}${two(Math.floor(Math.abs(minutes) / 60))}:${two(Math.abs(minutes) % 60)}`
        const local = new Date(date.getTime() + minutes * 60_000).toISOString().slice(0, -1)
        fc.pre(/^\d{4}-/.test(local))
        expect(readTime(`${local}${offset}`, null)).toEqual({ kind: 'time', ms: date.getTime() })
        expect(readTime(local, offset)).toEqual({ kind: 'time', ms: date.getTime() })
      }),
    )
  })

  test('any text gives an answer', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(['time', 'no-zone', 'not-a-time']).toContain(readTime(text, null).kind)
      }),
    )
  })
})

describe('normalZone', () => {
  test.each([
    ['UTC', 'Z'],
    ['z', 'Z'],
    ['+02:00', '+02:00'],
    ['-0530', '-05:30'],
    ['+2', undefined],
    ['Europe/Berlin', undefined],
    ['+25:00', undefined],
  ])('%s', (text, expected) => {
    expect(normalZone(text)).toBe(expected)
  })
})
