import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { moveWatermark, parseWatermarks, type Stretch, watermarksText } from '../../src/runs/watermarks.ts'

const at = (hour: number) => new Date(Date.UTC(2026, 10, 21) + hour * 3_600_000).toISOString()
const stretch = (from: number, until: number, part: Partial<Stretch> = {}): Stretch => ({
  ...{ target: 't', runId: `run-${until}`, from: at(from), until: at(until), undecidedSince: null },
  ...part,
})
const mark = (hour: number, runId = `run-${hour}`, target = 't') => ({ target, until: at(hour), runId })

describe('a mark', () => {
  test('begins with the first run and moves with the next', () => {
    const first = moveWatermark([], stretch(0, 5))
    expect(first).toEqual([mark(5)])
    expect(moveWatermark(first, stretch(4, 8))).toEqual([mark(8)])
  })

  test('never moves over time that nobody looked at', () => {
    expect(moveWatermark([mark(5)], stretch(6, 8))).toEqual([mark(5)])
  })

  test('never moves back', () => {
    expect(moveWatermark([mark(5)], stretch(1, 3))).toEqual([mark(5)])
  })

  test('waits for what is not decided, but not for ever', () => {
    const waiting = stretch(0, 24, { undecidedSince: at(3) })
    expect(moveWatermark([], waiting)).toEqual([mark(3, 'run-24')])
    const stuck = stretch(0, 24, { undecidedSince: at(-24 * 400) })
    expect(moveWatermark([], stuck)).toEqual([mark(24 - 30 * 24, 'run-24')])
  })

  test('of another target stays where it is', () => {
    const other = mark(2, 'run-2', 'a')
    expect(moveWatermark([other], stretch(0, 5))).toEqual([other, mark(5)])
  })

  test('for any runs: every moment before it was looked at', () => {
    const run = fc.tuple(fc.nat(50), fc.nat(20), fc.option(fc.nat(70)))
    fc.assert(
      fc.property(fc.array(run, { minLength: 1 }), (runs) => {
        const list = runs.map(([from, length, wait]) =>
          stretch(from, from + length, { undecidedSince: wait === null ? null : at(wait) }),
        )
        const marks = list.reduce<ReturnType<typeof moveWatermark>>(moveWatermark, [])
        const until = Date.parse(marks[0]?.until ?? '')
        const begin = Date.parse(list[0]?.from ?? '')
        for (let moment = begin; moment < until; moment += 3_600_000) {
          expect(list.some((one) => Date.parse(one.from) <= moment && moment < Date.parse(one.until))).toBe(
            true,
          )
        }
      }),
    )
  })
})

describe('the file', () => {
  test('holds what was written', () => {
    const marks = [mark(1, 'a', 'x'), mark(2)]
    expect(parseWatermarks(watermarksText(marks))).toEqual(marks)
  })

  test.each(['', 'null', '{}', '{"schema":"x402ops.watermarks/v1","watermarks":[{"target":"t"}]}'])(
    '%j is refused',
    (text) => {
      expect(() => parseWatermarks(text)).toThrow(SyntaxError)
    },
  )
})
