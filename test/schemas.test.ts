import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { Ajv2020 } from 'ajv/dist/2020.js'
import addFormatsModule from 'ajv-formats'
import { describe, expect, test } from 'vitest'
import type { Report } from '../src/core/report.ts'
import { json } from '../src/render/json.ts'
import { ndjson } from '../src/render/ndjson.ts'
import { makeDocument } from '../src/runs/make-document.ts'
import { figures, oneCase, sampleReport } from './render/sample.ts'

const names = ['run', 'case', 'event'] as const
const ajv = new Ajv2020({ strict: true, allErrors: true, allowUnionTypes: true })
// The package is CommonJS; its callable stands under `default`.
addFormatsModule.default(ajv)
for (const name of names) {
  const file = `${name}.schema.json`
  ajv.addSchema(JSON.parse(readFileSync(join(resolve('schemas'), file), 'utf8')), file)
}

function problems(name: (typeof names)[number], data: unknown): readonly string[] {
  const validate = ajv.getSchema(`${name}.schema.json`)
  if (validate === undefined) throw new Error(`no schema ${name}`)
  validate(data)
  return (validate.errors ?? []).map((error) => `${error.instancePath} ${error.message}`)
}

const bare: Report = {
  document: makeDocument({
    version: '0.1.0',
    runId: '20261121T074002Z-probe-k3f9',
    command: 'probe',
    profile: 'mainnet',
    target: null,
    startedAt: new Date(0),
    finishedAt: new Date(0),
    gaps: [],
    checks: [],
    findings: [],
    failOn: 'fail',
  }),
  screen: [],
}
const reports: readonly (readonly [string, Report])[] = [
  ['a full report', sampleReport()],
  [
    'a report with cases',
    sampleReport({ cases: [oneCase, { ...oneCase, payer: null, moneyMoved: null, tx: null }] }),
  ],
  ['a report with figures', sampleReport({ figures })],
  [
    'a report with figures that are not known',
    sampleReport({ figures: { accounts: [], breakdown: [], settleTimes: null, deadline: null } }),
  ],
  ['a report with nothing in it', bare],
]

describe.each(reports)('%s', (_name, report) => {
  test('is x402ops.run/v1', () => {
    expect(problems('run', JSON.parse(json.render(report)))).toEqual([])
  })
  test('is a stream of x402ops.event/v1', () => {
    const events = ndjson
      .render(report)
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line))
    expect(events.length).toBeGreaterThanOrEqual(2)
    expect(events.flatMap((event) => problems('event', event))).toEqual([])
  })
  test('holds cases of x402ops.case/v1', () => {
    expect((report.cases ?? []).flatMap((item) => problems('case', item))).toEqual([])
  })
})

describe('what does not conform is refused', () => {
  const document = JSON.parse(json.render(sampleReport()))
  test.each([
    ['an unknown field', { ...document, extra: 1 }],
    [
      'money as a number',
      {
        ...document,
        totals: [{ ...document.totals[0], amount: { ...document.totals[0].amount, atomic: 70000 } }],
      },
    ],
    ['a verdict of another tool', { ...document, verdict: 'OK' }],
    ['a time without a zone', { ...document, startedAt: '2026-11-21 07:40:02' }],
    ['a missing field', { ...document, complete: undefined }],
  ])('%s', (_name, wrong) => {
    expect(problems('run', JSON.parse(JSON.stringify(wrong)))).not.toEqual([])
  })
  test('a case with a field too many, an event of no known type', () => {
    expect(problems('case', { ...oneCase, signature: 'CANARY' })).not.toEqual([])
    expect(
      problems('event', { schema: 'x402ops.event/v1', type: 'other', runId: 'a', other: {} }),
    ).not.toEqual([])
  })
})
