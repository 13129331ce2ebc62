import { chmod, mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { createRecords } from '../../../src/adapters/records/records.ts'
import { plainBytes, textOf } from '../../../src/adapters/records/text.ts'
import { basePays, nonce, payer, tx } from '../../payments/records-testkit.ts'
import { errorOf, folderWith, readRecords } from './records-testkit.ts'

const row = (requestId: string) => JSON.stringify({ requestId, payer, nonce, state: 'settled' })
const ids = async (file: string, cwd: string) =>
  (await readRecords(file, { cwd })).records.map(({ requestId }) => requestId)

describe('encodings and compression', () => {
  const text = `${row('ä1')}\r\n${row('q2')}\n`
  const swapped = Buffer.from(text, 'utf16le').swap16()

  test.each([
    ['UTF-8', Buffer.from(text)],
    ['UTF-8 with a mark', Buffer.from(`\ufeff${text}`)],
    ['UTF-16 LE with a mark', Buffer.from(`\ufeff${text}`, 'utf16le')],
    ['UTF-16 LE without', Buffer.from(text, 'utf16le')],
    ['UTF-16 BE with a mark', Buffer.concat([Buffer.from([0xfe, 0xff]), swapped])],
    ['UTF-16 BE without', swapped],
    ['gzip', gzipSync(text)],
    ['gzip of UTF-16', gzipSync(Buffer.from(`\ufeff${text}`, 'utf16le'))],
    ['two gzip members', Buffer.concat([gzipSync(`${row('ä1')}\n`), gzipSync(`${row('q2')}\n`)])],
  ])('%s', async (_name, bytes) => {
    expect(await ids('anything.bin', await folderWith({ 'anything.bin': bytes }))).toEqual(['ä1', 'q2'])
  })

  test.each([
    ['cut gzip', gzipSync(text.repeat(500)).subarray(0, 60), 'The gzip data is damaged or cut off.'],
    [
      'a ZIP',
      Buffer.from('PK\u0003\u0004rest'),
      'It is a ZIP or Excel file; export it as JSON lines or CSV.',
    ],
    ['Parquet', Buffer.from('PAR1rest'), 'It is a Parquet file; export it as JSON lines or CSV.'],
    [
      'bytes',
      Buffer.from([1, 0, 2, 2, 0, 0, 9, 200]),
      'It is a binary file; export it as JSON lines or CSV.',
    ],
    [
      'prose',
      Buffer.from('dear operator\n'),
      'It is neither JSON lines, nor a JSON array, nor CSV with a header line.',
    ],
    [
      'a plain access log',
      Buffer.from('127.0.0.1 - - [21/Nov/2026:07:40:02 +0000] "GET / HTTP/1.1" 402 12 "-" "a; b, c"\n'),
      'It is neither JSON lines, nor a JSON array, nor CSV with a header line.',
    ],
    [
      'one object over many lines',
      Buffer.from(JSON.stringify({ payer, nonce }, null, 2)),
      'It begins like JSON, but no line of it is a whole JSON object; write one per line.',
    ],
  ])('%s is refused with words', async (_name, bytes, reason) => {
    const [code, , why] = await errorOf(readRecords('f', { cwd: await folderWith({ f: bytes }) }))
    expect([code, why]).toEqual(['RECORDS_UNREADABLE', reason])
  })

  test('a gzip bomb stops at the cap', async () => {
    const bomb = gzipSync(Buffer.alloc(4_000_000, 32))
    const read = async () => {
      for await (const chunk of textOf(await plainBytes(Readable.from([bomb]), 'bomb.gz', 1_000_000)))
        expect(chunk).toBeDefined()
    }
    const [code, , why] = await errorOf(read())
    expect([code, why]).toEqual([
      'RECORDS_UNREADABLE',
      'The gzip data decodes to more than 1000000 bytes; split the file.',
    ])
  })
})

describe('sources', () => {
  test('a pattern reads its files in order, each row with its own file', async () => {
    const cwd = await folderWith({
      'pay-2.jsonl': `${row('b')}\n`,
      'pay-1.jsonl.gz': gzipSync(row('a')),
      '.pay-0': 'x',
    })
    await mkdir(join(cwd, 'pay-3'))
    await writeFile(join(cwd, 'pay-3', 'more.csv'), `request_id,payer,nonce\nc,${payer},${nonce}\n`)
    const read = await readRecords('pay-*', { cwd })
    expect(read.records.map(({ requestId, source }) => [requestId, source.file])).toEqual([
      ['a', 'pay-1.jsonl.gz'],
      ['b', 'pay-2.jsonl'],
    ])
    expect(await ids(join(cwd, '*', 'm?re.csv'), '/')).toEqual(['c'])
  })

  test.each(['absent.jsonl', 'absent-*.jsonl', 'no/such/*.jsonl'])('%s is not there', async (file) => {
    const [code, message] = await errorOf(readRecords(file))
    expect([code, message]).toEqual(['RECORDS_NOT_FOUND', `no records file ${file}`])
  })

  test('a folder is answered with a pattern', async () => {
    const cwd = await folderWith({})
    await mkdir(join(cwd, 'logs'))
    const [code, , why] = await errorOf(readRecords('logs', { cwd }))
    expect([code, why]).toEqual([
      'RECORDS_UNREADABLE',
      'It is a folder; name a file or a pattern such as logs/*.jsonl',
    ])
  })

  test('a file that may not be read', async (context) => {
    context.skip(process.getuid?.() === 0, 'root may read every file')
    const cwd = await folderWith({ 'f.jsonl': row('a') })
    await chmod(join(cwd, 'f.jsonl'), 0o000)
    expect((await errorOf(readRecords('f.jsonl', { cwd })))[0]).toBe('RECORDS_UNREADABLE')
  })

  test('standard input', async () => {
    const read = await readRecords('-', { stdin: `${row('a')}\n` })
    expect([read.name, read.used, read.records[0]?.source]).toEqual([
      'standard input',
      1,
      { file: '-', line: 1 },
    ])
    const twice = createRecords({
      sources: [
        { file: '-', mapping: null },
        { file: '-', mapping: null },
      ],
      cwd: '.',
      stdin: Readable.from([]),
      pays: [basePays],
    })
    expect((await errorOf(twice.read(new AbortController().signal)))[0]).toBe('RECORDS_UNREADABLE')
  })

  test.each(['', '\n\n', '\ufeff', '[]', 'request_id,payer,nonce\n'])(
    'an empty file %j is zero rows, not an error',
    async (text) => {
      expect(await readRecords('f', { cwd: await folderWith({ f: text }) })).toMatchObject({
        rows: 0,
        used: 0,
        rejected: [],
      })
    },
  )

  test('an aborted read ends with the reason of the signal', async () => {
    const cwd = await folderWith({ f: row('a') })
    const records = createRecords({
      sources: [{ file: 'f', mapping: null }],
      cwd,
      stdin: Readable.from([]),
      pays: [],
    })
    await expect(records.read(AbortSignal.abort(new Error('enough')))).rejects.toThrow('enough')
  })
})

describe('bad rows are named by line', () => {
  async function rejected(text: string) {
    const read = await readRecords('f', { cwd: await folderWith({ f: text }) })
    expect(read.used + read.ignored + read.rejected.length).toBe(read.rows)
    return [read.used, ...read.rejected.map(({ line, why }) => `${line}: ${why}`)]
  }

  test('a line of more than 1 MiB is skipped, not kept', async () => {
    const long = JSON.stringify({ payer, nonce, note: 'x'.repeat(1_100_000) })
    expect(await rejected(`${row('a')}\n${long}\n${row('b')}\n`)).toEqual([
      2,
      '2: the line is longer than 1 MiB',
    ])
  })

  test('nginx escapes are explained', async () => {
    expect(await rejected(`${row('a')}\n{"payer":"\\x22"}\n`)).toEqual([
      1,
      '2: the line is not JSON; it has \\x escapes (nginx: log_format ... escape=json)',
    ])
  })

  const header = 'request_id,payer,nonce,note\n'
  const cells = `q,${payer},${nonce}`

  test('CSV: a missing column, a torn last line, a quote within a value', async () => {
    expect(await rejected(`${header}${cells}\n${cells},"a ""b"", c"\n${cells},5" pipe\nq,${payer}`)).toEqual([
      2,
      '2: the row has 3 columns, the header has 4',
      '5: the last line is cut off',
    ])
    expect(await rejected(`${header}${cells},x\n${cells},"torn`)).toEqual([1, '3: the last line is cut off'])
  })

  test('CSV: a quote that swallows rows stops the run', async () => {
    const cwd = await folderWith({ f: `${header}${cells},"open\n${cells},x\n${cells},y\n` })
    const [code, , why] = await errorOf(readRecords('f', { cwd }))
    expect([code, why]).toEqual([
      'RECORDS_UNREADABLE',
      'A quote opened on or after line 2 is not closed, so rows behind it are lost.',
    ])
  })

  test.each([
    ['payer,nonce,payer\n1,2,3\n', 'The column "payer" stands twice in its header.'],
    ['payer,,nonce\n1,2,3\n', 'Column 2 of its header line has no name.'],
    [`[${row('a')}] {`, 'Something follows after the end of its JSON array.'],
  ])('case %#', async (text, reason) => {
    expect((await errorOf(readRecords('f', { cwd: await folderWith({ f: text }) })))[2]).toBe(reason)
  })

  test('a JSON array whose last row is torn', async () => {
    expect(await rejected(`[${row('a')},\n${row('b')},\n{"payer": "0x`)).toEqual([
      2,
      '3: the last row is cut off',
    ])
  })

  test('a JSON array that ends behind a comma', async () => {
    expect(await rejected(`[${row('a')},\n`)).toEqual([1, '2: the array has no end; the file is cut off'])
  })

  test('a CSV column called __proto__ is a column', async () => {
    expect(await rejected(`__proto__,tx\n1,${tx}\n`)).toEqual([1])
  })
})
