import { execFileSync, spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { historyOptions } from '../../bench/bulk/history.ts'
import { planHistory } from '../../bench/bulk/plan.ts'
import { recordLine } from '../../bench/bulk/records.ts'
import { createRecords } from '../../src/adapters/records/records.ts'
import { commandWords } from '../../src/config/command-words.ts'
import type { RecordsSource } from '../../src/core/profile.ts'
import type { PaymentRecord } from '../../src/payments/record.ts'
import { folderWith } from '../adapters/records/records-testkit.ts'
import { columnNames, fillTable } from '../e2e/postgres/books-table.ts'
import { basePays } from '../payments/records-testkit.ts'
import { startPostgres, type TestServer } from '../rig/postgres.ts'

const has = (program: string) => spawnSync(program, ['--version']).status === 0
const noSqlite = has('sqlite3') ? null : 'no sqlite3: apt-get install sqlite3'
const noPsql = has('psql') ? null : 'no psql: apt-get install postgresql-client'

const plan = planHistory(historyOptions({ payments: 200, hours: 1, oddEvery: 200 }))
const lines = Array.from({ length: 200 }, (_, payment) => recordLine(plan, payment)).filter(
  (line) => line !== undefined,
)

let server: TestServer | undefined
beforeAll(async () => {
  if (noPsql !== null) return
  server = await startPostgres()
  await fillTable(server.url, lines)
})
afterAll(() => server?.stop())

/** The address goes to psql as it goes to every program: by its environment. */
function libpq(): Record<string, string> {
  const { hostname, port, username, password, pathname } = new URL(server?.url ?? '')
  const where = { PGHOST: hostname, PGPORT: port, PGUSER: username, PGPASSWORD: password }
  return { PATH: process.env.PATH ?? '', ...where, PGDATABASE: pathname.slice(1) }
}

type Bare = Omit<PaymentRecord, 'source' | 'lines'>

async function recordsOf(
  source: RecordsSource,
  cwd: string,
  env: Record<string, string> = {},
): Promise<readonly Bare[]> {
  const options = {
    sources: [source],
    cwd,
    env: { PATH: process.env.PATH, ...env },
    stdin: Readable.from([]),
  }
  const [read] = await createRecords({ ...options, pays: [basePays] }).read(new AbortController().signal)
  expect(read?.rejected).toEqual([])
  return (read?.records ?? []).map(({ source: _source, lines: _lines, ...bare }) => bare)
}

const bookOf = (cwd: string) => recordsOf({ file: 'books.jsonl', mapping: null }, cwd)

function program(command: string): RecordsSource {
  const split = commandWords(command)
  if (!split.ok) throw new Error(split.reason)
  return { file: 'exec:program', mapping: null, exec: split.words }
}

const books = { 'books.jsonl': lines.join('\n') }

test('sqlite3 -json, hashes in blobs', async (context) => {
  if (noSqlite !== null) return context.skip(noSqlite)
  const cwd = await folderWith(books)
  const names = [...new Set(lines.flatMap((line) => Object.keys(JSON.parse(line) as object)))]
  const sql = [
    'create table raw (line text);',
    `create table payments (${names.map((name) => (name === 'tx' ? 'tx blob' : `${name} text`)).join(', ')});`,
    ...lines.map((line) => {
      const row = JSON.parse(line) as Record<string, unknown>
      const values = names.map((name) => {
        const value = row[name]
        if (value === undefined || value === null) return 'null'
        return name === 'tx' ? `x'${String(value).slice(2)}'` : `'${String(value)}'`
      })
      return `insert into payments values (${values.join(', ')});`
    }),
  ]
  execFileSync('sqlite3', [join(cwd, 'shop.db')], { input: sql.join('\n') })
  const others = names.filter((name) => name !== 'tx').join(', ')
  const asHex = "case when tx is not null then '0x' || lower(hex(tx)) end as tx"
  const command = `sqlite3 -readonly -json shop.db "select ${others}, ${asHex} from payments"`
  expect(await recordsOf(program(command), cwd)).toEqual(await bookOf(cwd))
  const empty = 'sqlite3 -readonly -json shop.db "select * from payments where payer is null"'
  expect(await recordsOf(program(empty), cwd)).toEqual([])
  const wrong = 'sqlite3 -readonly -json shop.db "select * from paymnts"'
  await expect(recordsOf(program(wrong), cwd)).rejects.toMatchObject({ code: 'RECORDS_EXEC_FAILED' })
})

const hex = (name: string) => `'0x' || encode(${name}, 'hex') as ${name}`
const list = columnNames.map((name) => (['nonce', 'tx'].includes(name) ? hex(name) : name)).join(', ')

test('psql: JSON lines by --records-exec', async (context) => {
  if (noPsql !== null) return context.skip(noPsql)
  const cwd = await folderWith(books)
  const from = `(select ${list} from payments order by id) p`
  const psql = 'psql -XAtq -v ON_ERROR_STOP=1 -c'
  const command = `${psql} "select row_to_json(p) from ${from}"`
  expect(await recordsOf(program(command), cwd, libpq())).toEqual(await bookOf(cwd))
  const wrong = program(`${psql} "select * from paymnts"`)
  await expect(recordsOf(wrong, cwd, libpq())).rejects.toMatchObject({ code: 'RECORDS_EXEC_FAILED' })
})

test('psql: COPY to CSV', async (context) => {
  if (noPsql !== null) return context.skip(noPsql)
  const cwd = await folderWith(books)
  const copy = `copy (select ${list} from payments order by id) to stdout with (format csv, header)`
  const csv = execFileSync('psql', ['-Xq', '-v', 'ON_ERROR_STOP=1', '-c', copy], { env: libpq() })
  writeFileSync(join(cwd, 'payments.csv'), csv)
  expect(await recordsOf({ file: 'payments.csv', mapping: null }, cwd)).toEqual(await bookOf(cwd))
})

test('the CSV of an indexer, joined with orders, by a mapping of its names', async () => {
  const rows = lines.map((line) => JSON.parse(line) as Record<string, string>)
  const names = {
    ...{ requestId: 'order_ref', payer: 'from_address', payTo: 'to_address', amountAtomic: 'amount' },
    ...{ tx: 'transaction_hash', receivedAt: 'block_timestamp', state: 'order_status' },
  }
  const fields = Object.entries(names)
  const csv = [
    ['id', 'event_name', 'chain_id', ...Object.values(names)].join(','),
    ...rows.map((row, index) =>
      [`8453_${index}_1`, 'Transfer', '8453', ...fields.map(([field]) => row[field] ?? '')].join(','),
    ),
    `8453_x_1,Approval,8453${','.repeat(fields.length)}`,
  ].join('\n')
  const mapping = [
    'fields:',
    ...fields.map(([field, name]) => `  ${field}: ${name}`),
    'amountUnit: atomic',
    'constants: {network: base, asset: usdc}',
    'where: {event_name: Transfer}',
  ].join('\n')
  const cwd = await folderWith({ ...books, 'indexer.csv': csv, 'm.yaml': mapping })
  const short = (records: readonly Bare[]) =>
    records.map(({ requestId, payer, payTo, amountAtomic, tx, receivedAt, state, network, asset }) => ({
      ...{ requestId, payer, payTo, amountAtomic, tx, receivedAt, state, network, asset },
    }))
  const mapped = await recordsOf({ file: 'indexer.csv', mapping: 'm.yaml' }, cwd)
  expect(short(mapped)).toEqual(short(await bookOf(cwd)))
})
