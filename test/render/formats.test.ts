import { parse } from 'csv-parse/sync'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Block, CaseDocument } from '../../src/core/report.ts'
import { safe } from '../../src/core/safe.ts'
import { csv } from '../../src/render/csv.ts'
import { formats } from '../../src/render/index.ts'
import { json } from '../../src/render/json.ts'
import { markdown } from '../../src/render/markdown.ts'
import { ndjson } from '../../src/render/ndjson.ts'
import { withoutColour } from '../../src/render/paint.ts'
import { plain } from '../../src/render/plain.ts'
import { parseDocument } from '../../src/runs/parse-document.ts'
import { figures, finding, oneCase, sampleReport } from './sample.ts'

const canvas = { columns: 80, paint: withoutColour, verbose: 0 }
const anyText = fc.string({ unit: 'binary', maxLength: 60 })

test('every format has its own name, loads the renderer of that name, and ends with a line feed', async () => {
  expect(new Set(formats.map(({ name }) => name)).size).toBe(formats.length)
  for (const { name, load } of formats) {
    const { format, render } = await load()
    expect(format).toBe(name)
    expect(render(sampleReport({ cases: [oneCase] }), canvas)).toMatch(/\n$/)
  }
})

describe('json', () => {
  test('is the document, amounts as text, and reads back as the same document', () => {
    const report = sampleReport({ figures })
    const text = json.render(report)
    expect(JSON.parse(text).totals[0].amount.atomic).toBe('70000')
    expect(parseDocument(text)).toEqual(report.document)
  })
  test('any text survives and nothing invisible stands in the output', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const report = sampleReport({ next: [text] })
        const shown = json.render(report)
        expect(JSON.parse(shown).next).toEqual(JSON.parse(JSON.stringify([text])))
        const line = shown.replaceAll('\n', '')
        expect(safe(line, Number.POSITIVE_INFINITY)).toBe(line)
      }),
      { numRuns: 300 },
    )
  })
})

describe('ndjson', () => {
  test('run first, then checks, findings and cases, end last', () => {
    const lines = ndjson
      .render(sampleReport({ cases: [oneCase, oneCase] }))
      .trimEnd()
      .split('\n')
    const events = lines.map((line) => JSON.parse(line))
    expect(events.map((event) => event.type)).toEqual([
      'run',
      'check',
      'check',
      'finding',
      'case',
      'case',
      'end',
    ])
    expect(new Set(events.map((event) => event.schema))).toEqual(new Set(['x402ops.event/v1']))
    expect(events.at(-1).end).toMatchObject({ exitCode: 1, verdict: 'FAIL', complete: false })
    expect(events[4].case).toEqual(oneCase)
  })
})

describe('plain', () => {
  test('fields are separated by tabs and never wrapped', () => {
    const lines = plain.render(sampleReport()).trimEnd().split('\n')
    expect(lines).toContain('PASS\thealth\t200, status ok\t0.01 USDC\t84 ms')
    expect(lines).toContain('FAIL\t1 failed, 1 warning, 1 passed in 2.3 s\texit code 1')
    expect(lines.find((line) => line.startsWith('Next\tx402ops reconcile'))).toContain('"my payments.jsonl"')
  })
  test('a table keeps its title: without it the rows of two tables could not be told apart', () => {
    const screen = [
      { kind: 'table', title: 'LOST: money is gone', columns: [{ title: 'ID' }], rows: [['a1']] },
    ] as const
    expect(plain.render(sampleReport({ screen, next: [] }))).toBe('LOST: money is gone\nID\na1\n')
  })
  test('any cell stays one field of one line', () => {
    fc.assert(
      fc.property(anyText, anyText, (a, b) => {
        const screen: readonly Block[] = [
          { kind: 'table', columns: [{ title: 'A' }, { title: 'B' }], rows: [[a, b]] },
        ]
        const lines = plain
          .render(sampleReport({ screen, next: [] }))
          .slice(0, -1)
          .split('\n')
        expect(lines).toHaveLength(2)
        expect(lines[1]?.split('\t')).toHaveLength(2)
      }),
    )
  })
})

test('findings of many at once do not say their code twice', () => {
  const many = { ...finding, code: 'LOST', subject: { kind: 'window', id: 'LOST eip155:8453/0xaa' } } as const
  const screen = [{ kind: 'findings', findings: [many] }] as const
  expect(markdown.render(sampleReport({ screen }), canvas)).toContain('LOST eip155:8453/0xaa: ')
})

describe('csv', () => {
  const rowsOf = (text: string) => parse(text, { columns: true }) as Record<string, string>[]

  test('one row per case', () => {
    const [row] = rowsOf(csv.render(sampleReport({ cases: [oneCase] })))
    expect(row).toMatchObject({
      caseId: oneCase.caseId,
      moneyMoved: 'true',
      recordIds: 'rec_1;rec_2',
      amountAtomic: '10000',
    })
    expect(JSON.parse(row?.facts ?? '')).toEqual(oneCase.facts)
  })
  test('without cases one row per finding; with none at all only the titles', () => {
    expect(rowsOf(csv.render(sampleReport()))[0]).toMatchObject({
      code: 'PAYTO_MISMATCH',
      text: finding.text,
    })
    expect(csv.render(sampleReport({ cases: [] }))).toMatch(/^caseId,[^\r\n]*\r\n$/)
  })
  test('a ledger, where there is one, instead of cases: its columns, its rows, empty cells for null', () => {
    const ledger = {
      columns: ['kind', 'inAtomic', 'note'],
      rows: [
        ['payment', '10000', null],
        ['out', 7, 'a,b'],
      ],
    }
    const text = csv.render(sampleReport({ cases: [oneCase], ledger }))
    expect(text).toBe('kind,inAtomic,note\r\npayment,10000,\r\nout,7,"a,b"\r\n')
  })
  test('no cell of a ledger begins like a formula, and every text comes back', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 40 }), (note) => {
        const text = csv.render(sampleReport({ ledger: { columns: ['a', 'note'], rows: [['x', note]] } }))
        expect(text.split('\r\n')).toHaveLength(3)
        const cell = rowsOf(text)[0]?.note ?? ''
        expect(cell.replace(/^'/, '').replaceAll(/\\x3b(?=[=+\-@＝＋－＠])/g, ';')).toBe(safe(note))
        expect(cell).not.toMatch(/^[=+\-@\t\r]/)
      }),
      { numRuns: 200 },
    )
  })
  test.each(['=HYPERLINK("http://127.0.0.1")', '+1', '-1', '@SUM(A1)', '\tx', '\rx', "'=1", '＝1'])(
    'a cell that begins like a formula is quoted: %j',
    (text) => {
      const [row] = rowsOf(csv.render(sampleReport({ cases: [{ ...oneCase, payer: text }] })))
      expect(row?.payer).toBe(`'${safe(text)}`)
    },
  )
  test('behind a semicolon nothing begins like a formula: some spreadsheets separate cells there', () => {
    const item: CaseDocument = { ...oneCase, recordIds: ['a', '=1+1'], requestIds: ['x;@SUM(A1);-1;y'] }
    const [row] = rowsOf(csv.render(sampleReport({ cases: [item] })))
    expect(row).toMatchObject({ recordIds: 'a\\x3b=1+1', requestIds: 'x\\x3b@SUM(A1)\\x3b-1;y' })
  })
  test('any text comes back after one leading quote is removed, and no cell begins like a formula', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 40 }), (text) => {
        const item: CaseDocument = { ...oneCase, payer: text }
        const sheet = csv.render(sampleReport({ cases: [item] }))
        expect(sheet.split('\r\n')).toHaveLength(3)
        const cell = rowsOf(sheet)[0]?.payer ?? ''
        expect(cell.replace(/^'/, '').replaceAll(/\\x3b(?=[=+\-@＝＋－＠])/g, ';')).toBe(safe(text))
        expect(cell).not.toMatch(/^[=+\-@\t\r]/)
      }),
      { numRuns: 300 },
    )
  })
})

describe('markdown', () => {
  test('reads like this', () => {
    expect(markdown.render(sampleReport(), canvas)).toMatchSnapshot()
  })
  test('text from outside cannot start markup, a cell or a code span', () => {
    const hostile = '`a` | b ![x](http://127.0.0.1/) <img src=x> **c** [d](e) \u202e'
    const screen: readonly Block[] = [
      { kind: 'table', columns: [{ title: hostile }], rows: [[hostile]] },
      { kind: 'lines', lines: [hostile] },
    ]
    const text = markdown.render(sampleReport({ screen, next: [] }), canvas)
    expect(text.replaceAll(/\\[\\`*_{}[\]<>|#~!&$]/g, '')).not.toMatch(/[`*[\]<>!]/)
    expect(text.split('\n')[2]?.replaceAll('\\|', '').split('|')).toHaveLength(3)
    expect(text).toContain('\\\\u202e')
  })
})
