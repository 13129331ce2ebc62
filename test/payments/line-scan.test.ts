import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { PaymentRecord } from '../../src/payments/record.ts'
import { makeReading, type Reading } from '../../src/payments/records/reading.ts'
import { flatLog, flatValues, odd } from './flat-rows-arbitrary.ts'
import { basePays, nonce, payer, payTo, tx, usdc } from './records-testkit.ts'

const row = {
  requestId: 'request-17',
  route: '/v1/quote',
  receivedAt: '2026-11-20T09:01:00.250Z',
  network: 'eip155:8453',
  asset: usdc,
  payTo,
  amountAtomic: '1000',
  payer,
  nonce,
  tx,
  validBefore: 1795166760,
  state: 'settled',
  responseStatus: 200,
  paymentResponsePresent: true,
}

type Take = (reading: Reading, line: Buffer, at: number) => PaymentRecord | string | null

const sourceAt = (at: number) => ({ file: 'pay.jsonl', line: at + 1 })

const parsed: Take = (reading, line, at) => {
  try {
    const draft = reading.take(sourceAt(at), JSON.parse(line.toString('utf8')))
    return draft === null ? null : (reading.settle(draft, () => 'atomic') ?? 'no fit')
  } catch (error) {
    if (!(error instanceof SyntaxError)) return String(error)
    reading.reject({ ...sourceAt(at), why: 'the line is not JSON' })
    return 'not JSON'
  }
}

/** The line between others, so that stepping over its end would be seen. */
const scanned =
  (seen: { scanned: number }): Take =>
  (reading, line, at) => {
    const bytes = Buffer.concat([Buffer.from('},"'), line, Buffer.from(at % 2 === 0 ? '\n{"a":1}\n' : '')])
    const draft = reading.scan(sourceAt(at), bytes, 3, 3 + line.length)
    if (draft === undefined) return parsed(reading, line, at)
    seen.scanned += 1
    return draft === null ? null : (reading.settle(draft, () => 'atomic') ?? 'no fit')
  }

function readAll(lines: readonly Buffer[], take: Take) {
  const reading = makeReading({ name: 'pay.jsonl', pays: [basePays], mapping: null })
  const records = lines.map((line, at) => take(reading, line, at))
  try {
    return { records, read: reading.finish([], reading.units()) }
  } catch (error) {
    return { records, read: String(error) }
  }
}

/** Reads lines in both ways, says that they are the same, and gives how many were read from their bytes. */
function scannedOf(lines: readonly Buffer[]): number {
  const seen = { scanned: 0 }
  expect(readAll(lines, scanned(seen))).toEqual(readAll(lines, parsed))
  return seen.scanned
}

const json = (value: unknown) => JSON.stringify(value)
const spaced = (value: object) =>
  `{${Object.entries(value)
    .map(([name, one]) => `${json(name)}: ${json(one)}`)
    .join(', ')}}`
const writers: readonly ((value: object) => string)[] = [
  json,
  json,
  spaced,
  (value) => `${json(value)} `,
  (value) => JSON.stringify(value, null, 1).replaceAll('\n', ''),
  (value) => json(value).replace('/', '\\/'),
  (value) => json(value).replace('"state"', '"st\\u0061te"'),
  (value) => json(value).replace('{', '{"state":"failed",'),
  (value) => json(value).replace(/(:\d+)(?=[,}])/, '$1.0'),
  (value) => json(value).replace(/:(\d+)(?=[,}])/, ':0$1'),
  (value) => json(value).replace(/:(\d+)(?=[,}])/, ':$1e0'),
]
const written = fc
  .tuple(flatLog, fc.array(fc.nat(writers.length * 3), { minLength: 24, maxLength: 24 }))
  .map(([rows, ways]) => rows.map((one, at) => Buffer.from((writers[ways[at] ?? 0] ?? json)(one))))

const nasty = Buffer.from('"\\{}[],:0129.-+eExXtfnZTaF\x7f\x00\x1f\t\r \xc3\xa9\xff', 'latin1')
const damage = fc.record({
  at: fc.nat(700),
  byte: fc.constantFrom(...nasty),
  cut: fc.nat(2),
  put: fc.nat(2),
})

function damaged(line: Buffer, { at, byte, cut, put }: { [K in 'at' | 'byte' | 'cut' | 'put']: number }) {
  const place = at % (line.length + 1)
  return Buffer.concat([line.subarray(0, place), Buffer.alloc(put, byte), line.subarray(place + cut)])
}

describe('lines of JSON that are read from their bytes', () => {
  test('give the same as when they are parsed', () => {
    let total = 0
    fc.assert(
      fc.property(written, (lines) => {
        total += scannedOf(lines)
      }),
      { numRuns: 100 },
    )
    expect(total).toBeGreaterThan(50)
  })

  test('give the same whatever happens to their bytes', () => {
    fc.assert(
      fc.property(fc.array(damage, { minLength: 8, maxLength: 24 }), fc.boolean(), (damages, isSpaced) => {
        const line = Buffer.from(isSpaced ? spaced(row) : json(row))
        expect(scannedOf([line, ...damages.flatMap((one) => [damaged(line, one), line])])).toBeGreaterThan(0)
      }),
      { numRuns: 80 },
    )
  })

  test.each(Object.entries(flatValues))('one odd value of %s changes nothing else', (name, arbitrary) => {
    fc.assert(
      fc.property(fc.array(fc.oneof(arbitrary, odd), { minLength: 2, maxLength: 4 }), (values) => {
        const lines = [row, ...values.map((value) => ({ ...row, [name]: value })), row]
        scannedOf(lines.map((one) => Buffer.from(json(one))))
      }),
      { numRuns: 8 },
    )
  })

  test.each([payer, tx])('every byte at the places of a hex digit: %s', (hex) => {
    const line = Buffer.from(json(row))
    const begin = line.indexOf(hex) + 2
    const lines = Array.from({ length: 1024 }, (_, at) => {
      const one = Buffer.from(line)
      one[begin + 4 + Math.floor(at / 256)] = at % 256
      return one
    })
    // Those of lower-case hex, and those of upper case, which are read as any text is.
    expect(scannedOf([line, ...lines])).toBeGreaterThanOrEqual(4 * 16)
  })

  test('whole minutes, their ends and the hour that no clock shows are read as such', () => {
    const times = ['09:01:00Z', '09:01:59.999Z', '09:01:60Z', '09:01:61.000Z', '09:01:5/Z', '23:59:59Z']
    const late = ['24:00:00Z', '24:00:01Z', '24:00:00.001Z', '23:60:00Z', '09:01:00.1Z', '09:01:00.1234Z']
    const lines = [...times, ...late, ...times].map((time) =>
      json({ ...row, receivedAt: `2026-11-20T${time}` }),
    )
    expect(scannedOf(lines.map((line) => Buffer.from(line)))).toBe(lines.length - 10)
  })

  test('the usual line is not parsed, in whichever of a few shapes it comes', () => {
    const { tx: _tx, ...other } = row
    const lines = [row, other, row, other, row, { ...other, note: 'x' }, row, { ...other, note: 'a text' }]
    expect(scannedOf(lines.map((one) => Buffer.from(json(one))))).toBe(5)
  })

  test('a row with a body is always parsed: it may be a delivery', () => {
    const line = Buffer.from(json({ ...row, body: 'x' }))
    expect(scannedOf([line, line, line])).toBe(0)
  })
})
