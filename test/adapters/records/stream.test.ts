import { appendFile, rename, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { RecordsOptions } from '../../../src/adapters/records/books.ts'
import { type ByteLine, fromLinesOfBytes } from '../../../src/adapters/records/byte-lines.ts'
import { linesOf } from '../../../src/adapters/records/lines.ts'
import { makePlaces } from '../../../src/adapters/records/places.ts'
import { createRecords } from '../../../src/adapters/records/records.ts'
import { makeStarts } from '../../../src/adapters/records/starts.ts'
import { textOf } from '../../../src/adapters/records/text.ts'
import type { PaymentRecord } from '../../../src/payments/record.ts'
import { basePays, nonce, payer, tx } from '../../payments/records-testkit.ts'
import { errorOf, folderWith } from './records-testkit.ts'

const signal = new AbortController().signal
const line = (parts: object) => JSON.stringify({ payer, nonce, tx, state: 'settled', ...parts })

function recordsOf(sources: RecordsOptions['sources'], cwd: string, stdin: string | Buffer = '') {
  const input = Readable.from(stdin.length === 0 ? [] : [Buffer.from(stdin)])
  return createRecords({ sources, cwd, stdin: input, pays: [basePays] })
}

const from = (file: string, mapping: string | null = null) => ({ file, mapping })

async function streamed(records: ReturnType<typeof recordsOf>) {
  const told: PaymentRecord[] = []
  const books = await records.stream?.((ordinal, record) => {
    expect(ordinal).toBe(told.length)
    told.push(record)
    return ordinal % 3 === 0 ? Promise.resolve() : undefined
  }, signal)
  if (books === undefined) throw new Error('nothing was streamed')
  return { told, books }
}

/** What reading gives, or the code and words of its error. */
async function answerOf<T>(work: () => Promise<T>): Promise<T | readonly unknown[]> {
  try {
    return await work()
  } catch {
    return errorOf(work())
  }
}

const odd = fc.constantFrom<unknown>(null, '', 'n/a', 'x', 0, 0.5, true, 'ü€\u{1f600}', '202')
const cell = fc.oneof({ weight: 6, arbitrary: fc.constantFrom('1', '1795166760', 'settled', 'ü', '-') }, odd)
const times = fc.oneof({ weight: 20, arbitrary: cell }, fc.constant('2026-11-20 09:01:00'))
const amounts = [['0', '5', '700'], ['0', '0.01', '1.5'], ['0'], ['5', '0.01']] as const
const rows = fc.constantFrom(...amounts).chain((written) =>
  fc.array(
    fc.record(
      {
        payer: fc.constantFrom(payer, payer.toUpperCase(), ''),
        nonce: fc.constantFrom(nonce, '', '17'),
        state: fc.constantFrom('settled', 'unpaid', 'failed', 'whatever'),
        amount: fc.constantFrom(...written),
        receivedAt: times,
        route: cell,
        'odd, name': cell,
      },
      { requiredKeys: ['payer', 'state'] },
    ),
    { minLength: 1, maxLength: 12 },
  ),
)

const quoted = (value: unknown) => `"${String(value ?? '').replaceAll('"', '""')}"`
const writers: Readonly<Record<string, (list: readonly object[], end: string) => string>> = {
  'JSON lines': (list, end) => list.map((one) => JSON.stringify(one)).join(end) + end,
  'blank lines between': (list, end) => list.map((one) => `${JSON.stringify(one)}${end} ${end}`).join(end),
  'a cut last line': (list, end) =>
    list
      .map((one) => JSON.stringify(one))
      .join(end)
      .slice(0, -3),
  'a line that is too long': (list, end) =>
    [...list.map((one) => JSON.stringify(one)), `{"a":"${'é'.repeat(1_048_570)}"}`, line({})].join(end),
  'a JSON array': (list) => JSON.stringify(list),
  'a JSON array over lines': (list) => JSON.stringify(list, null, 1),
  CSV: (list, end) => {
    const names = ['payer', 'nonce', 'state', 'amount', 'receivedAt', 'route', 'odd, name']
    const cells = list.map((one) =>
      names.map((name) => quoted(Object.entries(one).find(([key]) => key === name)?.[1])),
    )
    return [names.map(quoted), ...cells].map((line) => line.join(',')).join(end) + end
  },
}
const wraps: Readonly<Record<string, (text: string) => Buffer>> = {
  'UTF-8': (text) => Buffer.from(text),
  'UTF-8 with a mark': (text) => Buffer.from(`\ufeff${text}`),
  'UTF-16': (text) => Buffer.from(`\ufeff${text}`, 'utf16le'),
  gzip: (text) => gzipSync(text),
}

describe('records told one by one', () => {
  test.each(Object.keys(writers))('are those that are read, and may be asked for again: %s', async (name) => {
    const cwd = await folderWith({})
    const file = fc.record({
      list: rows,
      end: fc.constantFrom('\n', '\r\n'),
      wrap: fc.constantFrom(...Object.keys(wraps)),
    })
    const pick = fc.func(fc.boolean())
    await fc.assert(
      fc.asyncProperty(file, file, fc.boolean(), pick, async (one, two, isInput, picks) => {
        const [first, second] = [one, two].map(({ list, end, wrap }) =>
          wraps[wrap]?.(writers[name]?.(list, end) ?? ''),
        )
        await writeFile(join(cwd, 'a-1.log'), first ?? '')
        await writeFile(join(cwd, 'a-2.log'), second ?? '')
        const sources = [from('a-*.log'), ...(isInput ? [from('-')] : [])]
        const make = () => recordsOf(sources, cwd, first)
        const read = await answerOf(() => make().read(signal))
        const stream = await answerOf(async () => streamed(make()))
        if (!('told' in stream)) {
          expect(stream).toEqual(read)
          return
        }
        const { told, books } = stream
        const records = read as Awaited<ReturnType<ReturnType<typeof make>['read']>>
        expect(books.reads).toEqual(records.map((part) => ({ ...part, records: [] })))
        expect(told).toEqual(records.flatMap((part) => part.records))
        expect(books.count).toBe(told.length)
        const wanted = told.map((_, ordinal) => ordinal).filter(picks)
        const again = await books.again([...wanted].reverse(), signal)
        expect(again).toEqual(wanted.map((ordinal) => told[ordinal]))
      }),
      { numRuns: name.includes('too long') ? 2 : 12 },
    )
  })

  test('are those that are read where the chunks of a file cut its lines', async () => {
    const lines = Array.from({ length: 3000 }, (_, at) => {
      const parts = {
        requestId: `request-${at}`,
        receivedAt: 1_795_166_760 + at,
        note: at % 50 === 0 ? 'ü' : '',
      }
      return at % 97 === 0 ? line({ ...parts, tx: null }) : line(parts)
    })
    const cwd = await folderWith({ 'long.jsonl': `${lines.join('\n')}\n` })
    const make = () => recordsOf([from('long.jsonl')], cwd)
    const [read] = await make().read(signal)
    const { told, books } = await streamed(make())
    expect(told).toEqual(read?.records)
    expect(books.reads).toEqual([{ ...read, records: [] }])
    expect(await books.again([...told.keys()], signal)).toEqual(told)
  })

  test('are found again in any part of a long file', async () => {
    const kinds = fc.constantFrom(
      'record',
      'record',
      'record',
      'blank',
      'no JSON',
      'not paid',
      'long',
      'indented',
    )
    const written: Readonly<Record<string, (at: number) => string>> = {
      record: (at) =>
        line({ requestId: `r${at}`, note: at % 7 === 0 ? 'ü€\u{1f600}' : 'x'.repeat(at % 400) }),
      blank: () => ' ',
      'no JSON': (at) => `\ufeff ${at} {{`,
      'not paid': (at) => JSON.stringify({ msg: 'hello', at }),
      long: (at) => line({ requestId: `r${at}`, note: 'y'.repeat(40_000) }),
      indented: (at) => `  ${line({ requestId: `r${at}` })}`,
    }
    const long = fc.record({
      list: fc.array(kinds, { minLength: 20, maxLength: 400, size: 'max' }),
      end: fc.constantFrom('\n', '\r\n'),
      mark: fc.constantFrom('', '\ufeff'),
      isInput: fc.boolean(),
      share: fc.constantFrom(0.02, 0.3, 1),
    })
    const cwd = await folderWith({})
    await fc.assert(
      fc.asyncProperty(long, fc.func(fc.double({ min: 0, max: 1 })), async (made, draw) => {
        const text = [line({}), ...made.list.map((kind, at) => written[kind]?.(at))].join(made.end)
        const bytes = Buffer.from(`${made.mark}${text}`)
        await writeFile(join(cwd, 'long.jsonl'), bytes)
        const { told, books } = await streamed(
          recordsOf([from(made.isInput ? '-' : 'long.jsonl')], cwd, bytes),
        )
        const wanted = told.map((_, ordinal) => ordinal).filter((ordinal) => draw(ordinal) < made.share)
        expect(await books.again(wanted, signal)).toEqual(wanted.map((ordinal) => told[ordinal]))
      }),
      { numRuns: 60 },
    )
  })

  test('a section that is too long to be held is none: then the whole file is read', () => {
    const starts = makeStarts()
    starts.mark(0, 1, 0)
    starts.mark(1, 2, 20_000)
    starts.mark(900, 5000, 3_000_000_000)
    const first = { start: { row: 0, line: 1, at: 0 }, end: 20_000 }
    const last = { start: { row: 900, line: 5000, at: 3_000_000_000 }, end: 3_000_000_100 }
    expect(starts.sectionsOf([0, 900], 3_000_000_100)).toEqual([first, last])
    expect(starts.sectionsOf([0, 1], 3_000_000_100)).toBeNull()
    expect(starts.sectionsOf([901], 9_000_000_000)).toBeNull()
  })

  test('lines of bytes are the lines of their text, whatever the bytes and the chunks', async () => {
    const part = fc.oneof(
      fc.constantFrom('\n', '\r\n', '\r', '\ufeff', 'é', '\u{1f600}', 'abc', '0123456789').map(Buffer.from),
      fc.uint8Array({ maxLength: 3 }).map(Buffer.from),
    )
    const chunks = fc.array(part, { maxLength: 20 })
    await fc.assert(
      fc.asyncProperty(chunks, fc.integer({ min: 1, max: 7 }), async (list, size) => {
        const bytes = Buffer.concat(list)
        async function* cut() {
          // One buffer for all chunks, as a file is read.
          const buffer = Buffer.alloc(size)
          for (let at = 0; at < bytes.length; at += size) {
            const length = bytes.copy(buffer, 0, at, at + size)
            yield buffer.subarray(0, length)
          }
        }
        const take = ({ line, text, ended, at }: ByteLine) => {
          places.push(at)
          return { line, text: text(), ended }
        }
        const places: number[] = []
        const fromBytes = []
        for await (const batch of fromLinesOfBytes(cut(), 10, take)) fromBytes.push(...batch)
        const fromText = []
        const text = textOf({ encoding: 'utf-8', bytes: cut() })
        for await (const batch of linesOf(text, 10)) fromText.push(...batch)
        expect(fromBytes).toEqual(fromText)
        const mark = bytes.subarray(0, 3).equals(Buffer.from('\ufeff')) ? 3 : 0
        const begins = [mark, ...[...bytes.keys()].filter((at) => bytes[at] === 10).map((at) => at + 1)]
        expect(places).toEqual(begins.slice(0, places.length))
        expect(begins.length - places.length).toBeLessThan(2)
      }),
      { numRuns: 300 },
    )
  })

  test('places are found again, however records and other rows take turns', () => {
    const placed = fc.array(fc.tuple(fc.integer({ min: 0, max: 2 }), fc.integer({ min: 1, max: 3 })))
    fc.assert(
      fc.property(placed, (steps) => {
        const places = makePlaces()
        const all: { file: number; row: number }[] = []
        for (const [file, gap] of steps) {
          const last = all.at(-1) ?? { file: 0, row: -1 }
          const place = file > last.file ? { file, row: gap } : { file: last.file, row: last.row + gap }
          places.add(place.file, place.row)
          all.push(place)
        }
        const ordinals = all.map((_, ordinal) => ordinal)
        const found = [...places.rowsOf(ordinals)].flatMap(([file, list]) =>
          list.map((row) => ({ file, row })),
        )
        expect(found).toEqual(all)
        expect(() => places.rowsOf([all.length])).toThrow(RangeError)
      }),
    )
  })
})

describe('a file between its two readings', () => {
  const text = `${line({ requestId: 'a' })}\n${line({ requestId: 'b' })}\n`
  const ready = async (content: string | Buffer = text) => {
    const cwd = await folderWith({ 'f.jsonl': content })
    return { path: join(cwd, 'f.jsonl'), ...(await streamed(recordsOf([from('f.jsonl')], cwd))) }
  }
  const gone = [
    'RECORDS_CHANGED',
    'f.jsonl changed while it was read',
    'What was read first is no longer what the file holds, so nothing was judged. New lines at its end would not matter.',
    'Run it again; if a program rewrites or rotates the file, give a copy.',
  ]

  test('may grow: the same records are there', async () => {
    const { path, books, told } = await ready(text.slice(0, -20))
    await appendFile(path, `${text.slice(-20)}${line({ requestId: 'c', state: 'odd' })}\n`)
    expect(await books.again([0], signal)).toEqual([told[0]])
    expect(books).toMatchObject({ count: 1, reads: [{ rows: 2, used: 1, rejected: [{ line: 2 }] }] })
  })

  test.each([
    ['one letter', text.replace('"b"', '"c"')],
    ['a line less', text.slice(0, text.indexOf('\n') + 1)],
    ['nothing', ''],
    ['a line before', `${line({ requestId: 'z' })}\n${text}`],
    ['another format', `[${line({})},${line({})}]`.padEnd(text.length + 9)],
  ])('may not change: %s', async (_name, content) => {
    const { path, books } = await ready()
    await writeFile(path, content)
    await utimes(path, 1, 1)
    expect(await errorOf(books.again([0], signal))).toEqual(gone)
  })

  test('may change where nobody reads again, and is known where somebody does', async () => {
    const lines = Array.from({ length: 2000 }, (_, at) => line({ requestId: `request-${1000 + at}` }))
    const { path, books, told } = await ready(`${lines.join('\n')}\n`)
    await writeFile(path, `${lines.join('\n').replace('request-2500', 'request-9999')}\n`)
    expect(await books.again([3, 1990], signal)).toEqual([told[3], told[1990]])
    for (const ordinal of [1499, 1500, 1501])
      expect(await errorOf(books.again([ordinal], signal))).toEqual(gone)
    await writeFile(path, lines.slice(0, 1000).join('\n'))
    expect(await errorOf(books.again([1990], signal))).toEqual(gone)
  })

  test('a log that was rotated away is another file', async () => {
    const { path, books } = await ready()
    await rename(path, `${path}.1`)
    expect((await errorOf(books.again([1], signal)))[0]).toBe('RECORDS_NOT_FOUND')
    await writeFile(path, `${line({ requestId: 'new' })}\n`)
    expect(await errorOf(books.again([1], signal))).toEqual(gone)
  })

  test('what is not asked for is not read, and a gzip file that lost its end is known', async () => {
    const packed = gzipSync(text.repeat(40))
    const { path, books, told } = await ready(packed)
    await writeFile(path, packed.subarray(0, 40))
    expect(await books.again([], signal)).toEqual([])
    expect(told).toHaveLength(80)
    expect((await errorOf(books.again([3], signal)))[0]).toMatch(/^RECORDS_/)
  })
})

describe('standard input', () => {
  test('may be asked for again, and read as a whole after it was told', async () => {
    const records = recordsOf([from('-')], '.', `${line({ requestId: 'a' })}\n${line({ requestId: 'b' })}\n`)
    const { told, books } = await streamed(records)
    expect(await books.again([1], signal)).toEqual([told[1]])
    expect((await records.read(signal))[0]?.records).toEqual(told)
    expect((await streamed(records)).told).toEqual(told)
  })

  test('that no disk takes is an error with the folder', async () => {
    const before = process.env.TMPDIR
    process.env.TMPDIR = join(await folderWith({}), 'absent')
    try {
      const [code, message, why] = await errorOf(streamed(recordsOf([from('-')], '.', line({}))))
      expect([code, why]).toEqual(['RECORDS_SPOOL_FAILED', 'Writing fails with ENOENT.'])
      expect(message).toContain('absent')
    } finally {
      process.env.TMPDIR = before
      if (before === undefined) delete process.env.TMPDIR
    }
  })

  test('a stream that is interrupted ends with the reason of the signal', async () => {
    const cwd = await folderWith({ f: `${line({})}\n` })
    const stopped = recordsOf([from('f')], cwd).stream?.(() => undefined, AbortSignal.abort('enough'))
    await expect(stopped).rejects.toBe('enough')
  })
})
