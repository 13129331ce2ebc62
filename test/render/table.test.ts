import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Block } from '../../src/core/report.ts'
import { safe } from '../../src/core/safe.ts'
import { commandLines } from '../../src/render/command-lines.ts'
import { displayWidth } from '../../src/render/display-width.ts'
import { inColour } from '../../src/render/in-colour.ts'
import { withoutColour } from '../../src/render/paint.ts'
import { table } from '../../src/render/table.ts'
import { wrap } from '../../src/render/wrap.ts'
import { address, blocks, finding, hash, sampleReport } from './sample.ts'

const canvas = { columns: 80, paint: withoutColour, verbose: 0 }
// biome-ignore lint/suspicious/noControlCharactersInRegex: colour sequences begin with the escape character
const sgr = /\u001b\[\d+m/g

describe('the screen at 80 columns', () => {
  test('reads like this', () => {
    expect(table.render(sampleReport(), canvas)).toMatchSnapshot()
  })
  test('with evidence at -v', () => {
    const screen = blocks.filter((block) => block.kind === 'findings')
    expect(table.render(sampleReport({ screen, next: [] }), { ...canvas, verbose: 1 })).toMatchSnapshot()
  })
  test('texts stand in one column, also beside an UNKNOWN', () => {
    const findings = [finding, { ...finding, verdict: 'UNKNOWN' as const, code: 'OTHER' }]
    const lines = table
      .render(sampleReport({ screen: [{ kind: 'findings', findings }], next: [] }), canvas)
      .trimEnd()
      .split('\n')
    for (const line of lines) expect(line).toMatch(/^(FAIL {4}|UNKNOWN | {8})\S|^ {12}\S/)
  })
  test('nothing is wider than 80, and no hash is broken outside tables', () => {
    const screen = blocks.filter((block) => block.kind !== 'table')
    const text = table.render(sampleReport({ screen }), { ...canvas, verbose: 1 })
    for (const line of table.render(sampleReport(), canvas).split('\n'))
      expect(line.length).toBeLessThanOrEqual(80)
    expect(text.split('\n').filter((line) => line.includes(hash)).length).toBeGreaterThan(1)
    expect(text).toContain(`--pay-to ${address}`)
  })
  test('our own layout is ASCII, and colour changes nothing but the words of verdicts', () => {
    const text = table.render(sampleReport(), canvas)
    expect(text).toMatch(/^[\x20-\x7e\n]*$/)
    const coloured = table.render(sampleReport(), { ...canvas, paint: inColour })
    expect(coloured.replace(sgr, '')).toBe(text)
    const painted = [...coloured.matchAll(/\[\d+m([^[]*?).\[\d+m/g)].map((match) => match[1])
    expect(new Set(painted)).toEqual(new Set(['PASS', 'WARN', 'FAIL']))
  })
  test('numbers stand at the right edge of their column', () => {
    const lines = table.render(sampleReport(), canvas).split('\n')
    const row = lines.find((line) => line.startsWith('PASS')) ?? ''
    const head = lines.find((line) => line.startsWith('STATE')) ?? ''
    expect(row.length).toBe(head.length)
    expect(row).toMatch(/0\.01 USDC {3,}84 ms$/)
  })
  test('the exit code stands at the right edge, or on its own line', () => {
    const summary = (text: string): Block => ({ kind: 'summary', text, verdict: 'UNKNOWN', exitCode: 3 })
    const lines = (text: string) =>
      table.render(sampleReport({ screen: [summary(text)], next: [] }), canvas).split('\n')
    expect(lines('91 % read')).toEqual([`UNKNOWN 91 % read${' '.repeat(52)}exit code 3`, ''])
    expect(lines('x'.repeat(65))[1]).toBe(`${' '.repeat(69)}exit code 3`)
  })
})

test('at 20 columns a table is stacked and still says everything', () => {
  const text = table.render(sampleReport({ next: [] }), { ...canvas, columns: 20 })
  expect(text).toContain('RESULT')
  expect(text).toContain('0.01 USDC')
})

test('hostile text is shown escaped and cannot break a line', () => {
  const hostile = '\u001b]52;c;YQ==\u0007\rPASS\n\u202e\u200b'
  const screen: readonly Block[] = [
    { kind: 'lines', lines: [hostile] },
    { kind: 'pairs', pairs: [[hostile, hostile]] },
    { kind: 'table', title: hostile, columns: [{ title: hostile }], rows: [[hostile]] },
    { kind: 'summary', text: hostile, verdict: 'FAIL', exitCode: 1 },
    { kind: 'why', lines: [hostile] },
  ]
  const text = table.render(sampleReport({ screen, next: [hostile] }), { ...canvas, columns: 120 })
  expect(text).toMatch(/^[\x20-\x7e\n]*$/)
  expect(text).toContain('\\x1b]52;c;YQ==\\x07\\x0dPASS\\x0a\\u202e\\u200b')
})

const outside = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 120 }),
  fc.lorem({ maxCount: 20 }),
  fc.constant('漢字'.repeat(30)),
)

test('any text in any block: no line wider than the screen, no control character, every cell there', () => {
  fc.assert(
    fc.property(
      fc.array(fc.array(outside, { minLength: 4, maxLength: 4 }), { minLength: 1, maxLength: 4 }),
      fc.integer({ min: 60, max: 140 }),
      (rows, columns) => {
        const titles = ['A', 'B', 'C', 'D'].map((title) => ({ title }))
        const screen: readonly Block[] = [
          { kind: 'table', columns: titles, rows },
          { kind: 'pairs', pairs: rows.map((row) => ['label', row.join(' ')]) },
          { kind: 'why', lines: rows.flat() },
        ]
        const text = table.render(sampleReport({ screen, next: [] }), { ...canvas, columns })
        for (const line of text.split('\n')) expect(displayWidth(line)).toBeLessThanOrEqual(columns)
        const kept = text.replaceAll('\n', '')
        expect(safe(kept, Number.POSITIVE_INFINITY)).toBe(kept)
      },
    ),
    { numRuns: 200 },
  )
})

test('wrapping loses no character but spaces, and keeps the width', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 300 }), fc.integer({ min: 1, max: 90 }), (text, width) => {
      const lines = wrap(text, width, 'anywhere')
      expect(lines.join('').replaceAll(' ', '')).toBe(text.replaceAll(' ', ''))
      for (const line of lines) expect(line.length).toBeLessThanOrEqual(width)
    }),
  )
})

test('a hash is never broken, whatever stands around it', () => {
  fc.assert(
    fc.property(
      fc.lorem(),
      fc.string({ unit: fc.constantFrom('(', '/', 'a', '='), maxLength: 90 }),
      fc.integer({ min: 5, max: 80 }),
      (words, glue, width) => {
        expect(wrap(`${words} ${glue}${hash}, ${words}`, width).some((line) => line.includes(hash))).toBe(
          true,
        )
      },
    ),
  )
})

describe('a command over several lines', () => {
  test('is broken between words only, never inside quotes', () => {
    expect(commandLines('x402ops matrix --route "GET /v1/quote" --base-url https://api.example', 44)).toEqual(
      ['x402ops matrix --route "GET /v1/quote" \\', '  --base-url https://api.example'],
    )
  })
  test('gives back the same command when a shell joins the lines', () => {
    fc.assert(
      fc.property(
        fc.array(fc.string({ unit: fc.constantFrom('a', '-', '"', "'", '.'), minLength: 1, maxLength: 30 }), {
          minLength: 1,
        }),
        fc.integer({ min: 10, max: 80 }),
        (words, width) => {
          const command = words.join(' ')
          const joined = commandLines(command, width)
            .map((line) => line.replace(/ \\$/, '').trim())
            .join(' ')
          expect(joined).toBe(command)
        },
      ),
    )
  })
})

test('ten thousand rows take no longer than a blink', () => {
  const rows = Array.from({ length: 10_000 }, (_, index) => [
    { verdict: 'FAIL' } as const,
    `row ${index}`,
    'some words that wrap when they must '.repeat(3),
  ])
  const screen: readonly Block[] = [
    { kind: 'table', columns: [{ title: 'S' }, { title: 'R' }, { title: 'T' }], rows },
  ]
  const before = performance.now()
  table.render(sampleReport({ screen }), canvas)
  expect(performance.now() - before).toBeLessThan(5_000)
})
