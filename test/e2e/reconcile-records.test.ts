import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { casesIn, classesOf, classesOfDay, documentOf, type SmallDay, startSmallDay } from './small-day.ts'

type Row = Readonly<Record<string, unknown>>

let day: SmallDay
let books: string
let rows: readonly Row[]

beforeAll(async () => {
  day = await startSmallDay({ pino: true })
  books = readFileSync(day.rig.recordsFile, 'utf8')
  rows = day.rig.records.all()
})

afterAll(async () => {
  await day?.stop()
})

const jsonl = (list: readonly unknown[]) => list.map((row) => `${JSON.stringify(row)}\n`).join('')

/** The rows under other names; a field without a name is left out. */
function renamed(names: Readonly<Record<string, string>>): readonly Row[] {
  return rows.map((row) =>
    Object.fromEntries(Object.entries(names).map(([field, name]) => [name, row[field] ?? ''])),
  )
}

function csv(list: readonly Row[]): string {
  const columns = Object.keys(list[0] ?? {})
  const line = (cells: readonly unknown[]): string => `${cells.map((cell) => `"${cell}"`).join(',')}\n`
  return line(columns) + list.map((row) => line(columns.map((column) => row[column]))).join('')
}

async function read(file: string, ...more: readonly string[]) {
  const flags = ['--since', '24h', '--records', file, '-o', 'json', '--no-save', '--cases', 'cases.ndjson']
  const result = await day.reconcile([...flags, ...more], file === '-' ? books : '')
  expect(result.stderr).toBe('')
  return { ...result, codes: documentOf(result).findings.map(({ code }) => code) }
}

const provider = {
  ...{ requestId: 'Request ID', payer: 'Payer Address', nonce: 'Payment Nonce', validBefore: 'Valid Before' },
  ...{ receivedAt: 'Created At', responseStatus: 'HTTP Status', state: 'Payment Status', tx: 'Tx Hash' },
  ...{ amountAtomic: 'Amount Atomic', network: 'Network', asset: 'Asset Address', payTo: 'Recipient' },
}

describe('the same books in other clothes give the same classes', () => {
  const clothes: readonly (readonly [what: string, file: string, content: () => string | Uint8Array])[] = [
    ['standard input', '-', () => ''],
    ['gzip', 'payments.jsonl.gz', () => gzipSync(books)],
    ['a JSON array', 'payments.json', () => JSON.stringify(rows, null, 2)],
    ['CSV with the columns of a provider', 'provider.csv', () => csv(renamed(provider))],
    ['lines of pino', 'server.log', () => readFileSync(day.rig.pinoFile ?? '')],
    ['rows in reverse order', 'reversed.jsonl', () => jsonl([...rows].reverse())],
    ['every row twice', 'twice.jsonl', () => books + books],
    [
      'windows line ends and a byte order mark',
      'crlf.jsonl',
      () => `\ufeff${books.replaceAll('\n', '\r\n')}`,
    ],
  ]

  test.each(clothes)('%s', async (_, file, content) => {
    if (file !== '-') day.write(file, content())
    const result = await read(file)
    expect(classesOf(result)).toEqual(classesOfDay)
    expect(result.exitCode).toBe(1)
  })

  test('a record that pino wrapped keeps request, amount and times', async () => {
    day.write('server.log', readFileSync(day.rig.pinoFile ?? ''))
    await read('server.log')
    const orphan = casesIn(join(day.folder, 'cases.ndjson')).find(({ nonce }) => nonce === day.orphan.nonce)
    expect(orphan?.requestIds).toEqual([day.orphan.requestId])
    expect(orphan?.flags).toEqual(expect.arrayContaining(['late']))
    expect(orphan?.flags).not.toContain('amount_not_compared')
  })
})

describe('books that are not whole', () => {
  test.each([
    ['no byte at all', ''],
    ['blank lines', '\n\n'],
  ])('%s: every payment is unrecorded, and the empty file is named', async (_, content) => {
    day.write('empty.jsonl', content)
    const result = await read('empty.jsonl')
    expect(classesOf(result)).toEqual(['unrecorded_receipt 5'])
    expect(result.codes).toContain('RECONCILE_NO_RECORDS')
    const screen = await day.reconcile(['--since', '24h', '--records', 'empty.jsonl', '--no-save'])
    expect(screen.stdout).toContain('empty.jsonl holds no payment row. Is that expected?')
    expect(screen.stdout).toMatch(/^WARN /m)
  })

  test('a torn last line is counted and named by its number', async () => {
    day.write('torn.jsonl', `${books}{"requestId":"req_torn","nonce":"0x12`)
    const screen = await day.reconcile(['--since', '24h', '--records', 'torn.jsonl', '--no-save'])
    expect(screen.stdout).toContain('torn.jsonl: 7 rows, 6 payments, 1 rejected')
    expect(screen.stdout).toContain(
      '1 row of torn.jsonl could not be used: line 7: the last line is cut off.',
    )
    expect(screen.exitCode).toBe(1)
  })

  test('no nonce, payer or hash in any row: it stops and says what to log', async () => {
    day.write('keyless.jsonl', jsonl(rows.map(({ nonce: _n, tx: _t, payer: _p, ...rest }) => rest)))
    const { stdout, stderr, exitCode } = await day.reconcile(['--records', 'keyless.jsonl', '--no-save'])
    expect(stderr).toContain('error RECORDS_WITHOUT_KEY: keyless.jsonl holds no field that could join')
    expect(stderr).toContain('Log payer and nonce (x402ops init --recorder prints the code)')
    expect([stdout, exitCode]).toEqual(['', 2])
  })

  test('no nonces, but hashes where a payment settled: the rest cannot be joined, and is not guessed', async () => {
    day.write('nonceless.jsonl', jsonl(rows.map(({ nonce: _, ...rest }) => rest)))
    const result = await read('nonceless.jsonl')
    expect(classesOf(result)).toEqual(['invalid_record 2', 'matched 4', 'unrecorded_receipt 1'])
    const screen = await day.reconcile(['--since', '24h', '--records', 'nonceless.jsonl', '--no-save'])
    expect(screen.stdout).toContain('the nonce')
    expect(screen.stdout).toContain('x402ops init --recorder')
  })
})

describe('names that nobody could guess', () => {
  const odd = {
    ...{ requestId: 'a1', payer: 'b2', nonce: 'c3', validBefore: 'd4', receivedAt: 'e5' },
    ...{ responseStatus: 'f6', state: 'g7', tx: 'i9', network: 'j1', asset: 'k2', payTo: 'l3' },
    ...{ amountAtomic: 'h8' },
  }
  const words: Readonly<Record<string, string>> = { settled: 'OKAY', failed: 'NOPE' }
  const mapping = [
    'fields:',
    ...Object.entries(odd).map(([field, name]) => `  ${field}: ${name}`),
    'states: {OKAY: settled, NOPE: failed}',
    '',
  ].join('\n')

  beforeAll(() => {
    const strange = renamed(odd).map((row) => ({ ...row, g7: words[String(row.g7)] }))
    day.write('odd.jsonl', jsonl(strange))
    day.write('mapping.yaml', mapping)
  })

  test('--map gives the same classes', async () => {
    expect(classesOf(await read('odd.jsonl', '--map', 'mapping.yaml'))).toEqual(classesOfDay)
  })

  test('--show-mapping says what was understood and asks no chain', async () => {
    const flags = ['--records', 'odd.jsonl', '--map', 'mapping.yaml', '--show-mapping']
    const { stdout, stderr, exitCode } = await day.run(['reconcile', ...flags])
    expect([stderr, exitCode]).toEqual(['', 0])
    expect(stdout).toContain('odd.jsonl: 6 rows, 6 payments, 0 not payments, 0 rejected')
    expect(stdout).toMatch(/^ {2}nonce +c3 \(by mapping\)$/m)
    expect(stdout).toContain('OKAY x 4 = settled')
    expect(stdout).toContain('NOPE x 2 = failed')
    expect(stdout).toContain('First rows')
  })

  test('without a mapping, --show-mapping names what was not understood', async () => {
    const { stdout } = await day.run(['reconcile', '--records', 'odd.jsonl', '--show-mapping'])
    expect(stdout).toContain('odd.jsonl: 6 rows, 0 payments, 6 not payments, 0 rejected')
    const [, list = ''] = stdout.split('Not understood')
    for (const name of Object.values(odd)) expect(list).toMatch(new RegExp(`^  ${name}$`, 'm'))
    const mapped = ['--records', 'odd.jsonl', '--map', 'mapping.yaml', '--show-mapping']
    expect((await day.run(['reconcile', ...mapped])).stdout).not.toContain('Not understood')
  })

  test('without a mapping the run stops and names the fields', async () => {
    const flags = ['--records', 'odd.jsonl', '--rpc', day.rig.rpcUrl, '--pay-to', day.rig.payTo]
    const { stderr, exitCode } = await day.run(['reconcile', 'mainnet', ...flags])
    expect(exitCode).toBe(2)
    expect(stderr).toContain('error RECORDS_WITHOUT_KEY: odd.jsonl holds no field that could join')
    expect(stderr).toContain('Fields seen: ')
  })

  test('a state word without a meaning is never guessed: the rows are rejected by line', async () => {
    day.write('half.yaml', mapping.replace(', NOPE: failed', ''))
    const result = await read('odd.jsonl', '--map', 'half.yaml')
    expect(result.codes).toContain('RECONCILE_ROWS_REJECTED')
    const { args } = documentOf(result).findings.find(({ code }) => code === 'RECONCILE_ROWS_REJECTED') ?? {}
    expect(args).toMatchObject({ count: 2 })
    const shown = ['--records', 'odd.jsonl', '--map', 'half.yaml', '--show-mapping']
    expect((await day.run(['reconcile', ...shown])).stdout).toMatch(/NOPE x 2 = UNUSABLE/)
  })

  test('a mapping with a slip is refused with its line', async () => {
    day.write('slip.yaml', mapping.replace('nonce:', 'nounce:'))
    const { stderr, exitCode } = await day.reconcile(['--records', 'odd.jsonl', '--map', 'slip.yaml'])
    expect(stderr).toContain('error MAPPING_INVALID')
    expect(stderr).toContain('nonce')
    expect(exitCode).toBe(2)
  })
})
