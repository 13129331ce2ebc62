import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { decodeExposition, decodeSample, type TextSample } from '../../src/metrics/exposition.ts'

const read = (text: string) => {
  const found = decodeExposition(text)
  if (found.kind === 'unreadable') throw new Error(`line ${found.line}: ${found.why}`)
  return found.samples.map(({ name, labels, value }) => [name, Object.fromEntries(labels), value])
}

describe('a page of Prometheus', () => {
  test('as its documentation shows one: help, types, labels, escapes, timestamps, histograms', () => {
    const page = [
      '# HELP http_requests_total The total number of HTTP requests.',
      '# TYPE http_requests_total counter',
      'http_requests_total{method="post",code="200"} 1027 1395066363000',
      'http_requests_total{method="post",code="400"}    3 1395066363000',
      '',
      'msdos_file_access_time_seconds{path="C:\\\\DIR\\\\FILE.TXT",error="Cannot find file:\\n\\"FILE.TXT\\""} 1.458255915e9',
      'metric_without_timestamp_and_labels 12.47',
      'something_weird{problem="division by zero"} +Inf -3982045',
      'rpc_duration_seconds_bucket{le="+Inf",} 144320',
      '\tspaced { a = "1" , b = "}" } NaN',
      'counted_total 5 # {trace_id="x"} 0.67',
      '# EOF',
    ].join('\n')
    expect(read(page)).toEqual([
      ['http_requests_total', { method: 'post', code: '200' }, 1027],
      ['http_requests_total', { method: 'post', code: '400' }, 3],
      [
        'msdos_file_access_time_seconds',
        { path: 'C:\\DIR\\FILE.TXT', error: 'Cannot find file:\n"FILE.TXT"' },
        1_458_255_915,
      ],
      ['metric_without_timestamp_and_labels', {}, 12.47],
      ['something_weird', { problem: 'division by zero' }, Number.POSITIVE_INFINITY],
      ['rpc_duration_seconds_bucket', { le: '+Inf' }, 144_320],
      ['spaced', { a: '1', b: '}' }, Number.NaN],
      ['counted_total', {}, 5],
    ])
  })

  test('with the line ends of Windows', () => {
    expect(read('a 1\r\nb 2\r\n')).toEqual([
      ['a', {}, 1],
      ['b', {}, 2],
    ])
  })

  test.each([
    ['1abc 3', 'it begins with no name'],
    ['a', 'it has no value'],
    ['a{b} 1', 'a label has no value'],
    ['a{b=c} 1', 'the value of a label is not in quotes'],
    ['a{b="c} 1', 'the value of a label is not in quotes'],
    ['a{b="\\x"} 1', 'the value of a label is not in quotes'],
    ['a{b="1",b="2"} 1', 'a label stands there twice'],
    ['a{b="1" c="2"} 1', 'the labels do not end'],
    ['a{b="1"} one', 'its value is no number'],
    ['a{b="1"} 0x10', 'its value is no number'],
    ['a 1 2 3', 'something stands behind its value'],
    ['a 1 later', 'something stands behind its value'],
  ])('%s is no sample: %s', (line, why) => {
    expect(decodeSample(line)).toEqual({ why })
    expect(decodeExposition(`fine 1\n${line}\n`)).toEqual({ kind: 'unreadable', line: 2, why })
  })

  test('a series that stands there twice is no number', () => {
    expect(decodeExposition('a{x="1",y="2"} 1\na{y="2",x="1"} 1')).toMatchObject({
      kind: 'unreadable',
      line: 2,
    })
  })

  test('its limits', () => {
    expect(decodeExposition(`a{b="${'x'.repeat(17_000)}"} 1`)).toMatchObject({ kind: 'unreadable', line: 1 })
    const labels = Array.from({ length: 65 }, (_item, at) => `l${at}="1"`)
    expect(decodeSample(`a{${labels.join(',')}} 1`)).toEqual({ why: 'more than 64 labels' })
    const many = Array.from({ length: 50_001 }, (_item, at) => `a${at} 1`)
    expect(decodeExposition(many.join('\n'))).toMatchObject({ kind: 'unreadable', line: 50_001 })
  })
})

const name = fc.stringMatching(/^[a-zA-Z_:][a-zA-Z0-9_:]{0,20}$/)
const label = fc.stringMatching(/^[a-zA-Z_][a-zA-Z0-9_]{0,10}$/)
const value = fc.oneof(
  fc.double({ noNaN: true }),
  fc.integer(),
  fc.constantFrom(Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY),
)
const sample = fc.record({
  name,
  labels: fc.dictionary(label, fc.string({ maxLength: 12, unit: 'binary' }), { maxKeys: 4 }),
  value,
  time: fc.option(fc.integer({ min: -1e12, max: 2e12 }), { nil: undefined }),
})

/** A page as a well-behaved client writes it. */
function written({
  name: metric,
  labels,
  value: number,
  time,
}: typeof sample extends fc.Arbitrary<infer T> ? T : never) {
  const inQuotes = (text: string) =>
    text.replaceAll('\\', '\\\\').replaceAll('\n', '\\n').replaceAll('"', '\\"')
  const pairs = Object.entries(labels).map(([key, text]) => `${key}="${inQuotes(text)}"`)
  const number_ = Number.isFinite(number) ? String(number) : number > 0 ? '+Inf' : '-Inf'
  return `${metric}${pairs.length === 0 ? '' : `{${pairs.join(',')}}`} ${number_}${time === undefined ? '' : ` ${time}`}`
}

describe('whatever stands there', () => {
  test('what a client writes is what is read', () => {
    fc.assert(
      fc.property(sample, (one) => {
        const found = decodeSample(written(one)) as TextSample
        expect([found.name, Object.fromEntries(found.labels)]).toEqual([one.name, { ...one.labels }])
        expect(found.value).toBe(Object.is(one.value, -0) ? 0 : one.value)
      }),
    )
  })

  test('it never throws, and what it reads are names and numbers', () => {
    const piece = fc.constantFrom(
      'a',
      '{',
      '}',
      '"',
      '\\',
      '=',
      ',',
      ' ',
      '\t',
      '\n',
      '#',
      '1',
      '.',
      'e',
      '+Inf',
      'le',
    )
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.array(piece, { maxLength: 40 }).map((list) => list.join('')),
    )
    fc.assert(
      fc.property(text, (page) => {
        const found = decodeExposition(page)
        if (found.kind === 'unreadable') expect(found.line).toBeGreaterThan(0)
        else for (const one of found.samples) expect(typeof one.value).toBe('number')
      }),
      { numRuns: 400 },
    )
  })

  test.each([
    ['a name', (length: number) => `${'a'.repeat(length)} 1`],
    ['blanks', (length: number) => `a${' '.repeat(length)}1`],
    ['escapes', (length: number) => `a{b="${'\\\\'.repeat(length / 2)}"} 1`],
    ['digits', (length: number) => `a ${'1'.repeat(length)}`],
  ])('%s of twice the length cost about twice the time', (_what, line) => {
    const cost = (lineLength: number) => {
      const page = Array.from({ length: 40 }, (_item, at) => line(lineLength).replace('a', `a${at}`)).join(
        '\n',
      )
      const times = Array.from({ length: 5 }, () => {
        const before = performance.now()
        decodeExposition(page)
        return performance.now() - before
      })
      // A quadratic walk over 16,000 characters takes hundreds of times as long as this floor.
      return Math.max(0.3, Math.min(...times))
    }
    expect(cost(16_000) / cost(4000)).toBeLessThan(16)
  })
})
