import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Report, Total } from '../../src/core/report.ts'
import { decodeExposition } from '../../src/metrics/exposition.ts'
import { prometheus } from '../../src/render/prometheus.ts'
import { finding, sampleReport, usdc } from './sample.ts'

const { render } = prometheus

/** The samples of a text by name and labels, as our own reader of metrics pages sees them. */
function samplesOf(text: string): ReadonlyMap<string, number> {
  const read = decodeExposition(text)
  if (read.kind !== 'read') throw new Error(`line ${read.line}: ${read.why}`)
  return new Map(
    read.samples.map(({ name, labels, value }) => [`${name} ${[...labels.values()].join(' ')}`, value]),
  )
}

function withTotals(...totals: readonly Total[]): Report {
  const { document, ...rest } = sampleReport({})
  return { ...rest, document: { ...document, totals } }
}

const orphaned: Total = { name: 'orphaned_payment', count: 2, amount: { ...usdc, atomic: 70_000n } }

describe('prometheus', () => {
  test('verdicts, findings, cases, money and time of a run', () => {
    const { document, ...rest } = withTotals(orphaned)
    const text = render({ ...rest, document: { ...document, findings: [finding, finding] } })
    const samples = samplesOf(text)
    const { profile, command } = document
    expect(samples.get(`x402ops_findings ${profile} ${command} PAYTO_MISMATCH fail`)).toBe(2)
    expect(samples.get(`x402ops_case_count ${profile} orphaned_payment`)).toBe(2)
    const money = `x402ops_money_atomic ${profile} orphaned_payment ${usdc.network} ${usdc.asset} USDC`
    expect(samples.get(money)).toBe(70_000)
    expect(samples.get(`x402ops_run_complete ${profile} ${command}`)).toBe(document.complete ? 1 : 0)
    expect(samples.get(`x402ops_last_run_timestamp_seconds ${profile} ${command}`)).toBe(
      Math.floor(Date.parse(document.finishedAt) / 1000),
    )
    const verdicts = [...samples.keys()].filter((key) => key.startsWith('x402ops_check_verdict'))
    expect(verdicts).toHaveLength(document.checks.filter(({ verdict }) => verdict !== 'SKIP').length)
  })

  test('HELP and TYPE once for each family, before its samples; no sample has a timestamp', () => {
    const lines = render(withTotals(orphaned)).trimEnd().split('\n')
    const families = lines.filter((line) => line.startsWith('# TYPE ')).map((line) => line.split(' ')[2])
    expect(new Set(families).size).toBe(families.length)
    for (const line of lines.filter((one) => !one.startsWith('#'))) {
      expect(line).toMatch(/^x402ops_[a-z_]+\{.*\} -?[0-9.]+$/)
      const name = line.slice(0, line.indexOf('{'))
      expect(families).toContain(name)
    }
  })

  test('a skipped check is absent and an unknown one is 3', () => {
    const { document, ...rest } = sampleReport({})
    const [first] = document.checks
    if (first === undefined) throw new Error('the sample has checks')
    const checks = (['SKIP', 'UNKNOWN', 'INFO'] as const).map((verdict) => ({
      ...first,
      id: verdict,
      verdict,
    }))
    const samples = samplesOf(render({ ...rest, document: { ...document, checks } }))
    const seen = [...samples].filter(([key]) => key.startsWith('x402ops_check_verdict'))
    expect(seen.map(([key, value]) => [key.split(' ').at(-1), value])).toEqual([
      ['UNKNOWN', 3],
      ['INFO', 0],
    ])
  })

  test('whatever a name holds, a reader gets the same name back, cut to 200 characters', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', minLength: 1, maxLength: 300 }), (text) => {
        const { document, ...rest } = sampleReport({})
        const checks = document.checks
          .slice(0, 1)
          .map((check) => ({ ...check, id: text, verdict: 'FAIL' as const }))
        const read = decodeExposition(render({ ...rest, document: { ...document, checks } }))
        if (read.kind !== 'read') throw new Error(read.why)
        const [one] = read.samples.filter(({ name }) => name === 'x402ops_check_verdict')
        expect(one?.labels.get('check')).toBe(text.slice(0, 200))
      }),
      { numRuns: 200 },
    )
  })

  test('ten thousand codes are 500 series, and equal labels one', () => {
    const { document, ...rest } = sampleReport({})
    const many = Array.from({ length: 10_000 }, (_, at) => ({ ...finding, code: `CODE_${at}` }))
    const checks = [...document.checks, ...document.checks]
    const samples = render({ ...rest, document: { ...document, findings: many, checks } }).split('\n')
    expect(samples.filter((line) => line.startsWith('x402ops_findings{'))).toHaveLength(500)
    const verdicts = samples.filter((line) => line.startsWith('x402ops_check_verdict{'))
    expect(new Set(verdicts).size).toBe(verdicts.length)
  })
})
