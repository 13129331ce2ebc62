import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type History, startHistory } from '../../../bench/bulk/history.ts'
import { startPostgres, type TestServer } from '../../rig/postgres.ts'
import { inThisProcess, newDesk } from '../run-cli.ts'
import { columnNames, fillTable } from './books-table.ts'

let server: TestServer
let history: History
const desk = newDesk(inThisProcess)
const source = 'env:DATABASE_URL'

beforeAll(async () => {
  ;[server, history] = await Promise.all([
    startPostgres(),
    startHistory({ payments: 100, hours: 1, oddEvery: 100 }),
  ])
  const file = join(desk.folder, 'records.jsonl')
  await history.writeRecords(file)
  await fillTable(server.url, readFileSync(file, 'utf8').trimEnd().split('\n'))
  writeFileSync(
    join(desk.folder, 'map.yaml'),
    `table: payments\norderBy: id\ncolumns: [${columnNames.join(', ')}]\n`,
  )
})
afterAll(async () => {
  await Promise.all([server?.stop(), history?.close()])
  desk.remove()
})

/** A run without its name and what the clock said; rows of both sources are called alike. */
function printed(stdout: string): string {
  const times = /"(?:runId|startedAt|finishedAt|elapsedMs|at|judgedAt)": ?(?:"[^"]{0,80}"|\d{1,15})/g
  return stdout
    .replaceAll(times, '"time"')
    .replaceAll(`${source}/payments`, 'BOOKS')
    .replaceAll(source, 'BOOKS')
    .replaceAll('records.jsonl', 'BOOKS')
}

const rest = ['-o', 'json', '--no-cache', '--no-save']

test.each(['100000', '0'])(
  'a table gives the report that its file gives, from %s records on as a stream',
  async (above) => {
    const env = { X402OPS_SIEVE_ABOVE: above, DATABASE_URL: server.url }
    const file = await desk.run([...history.args('records.jsonl'), ...rest], env)
    const table = await desk.run([...history.args(source), '--map', 'map.yaml', ...rest], env)
    expect([file.exitCode, table.exitCode, table.stderr]).toEqual([1, 1, file.stderr])
    expect(file.stdout.length).toBeGreaterThan(5000)
    const [one, other] = [file, table].map(({ stdout }) => printed(stdout).replaceAll(' --map map.yaml', ''))
    expect(other).toBe(one)
  },
)

test('a config names it, and settlement and --show-mapping read it', async () => {
  const config = `version: 1
profiles:
  shop:
    extends: mainnet
    records: [{postgres: {secret: {env: DATABASE_URL}}, query: "select * from payments order by id"}]
`
  writeFileSync(join(desk.folder, 'x402ops.yaml'), config)
  const env = { DATABASE_URL: server.url }
  const shown = await desk.run(['reconcile', 'shop', '--show-mapping'], env)
  expect([shown.exitCode, shown.stderr]).toEqual([0, ''])
  expect(shown.stdout).toMatch(/ amountAtomic +amount_atomic \(by name\)/)
  expect(shown.stdout).toContain('1. env:DATABASE_URL/select:1')
  const [, ...args] = history.args('x')
  const chain = args.slice(args.indexOf('--rpc'))
  const [, , , , , , , line = ''] = readFileSync(join(desk.folder, 'records.jsonl'), 'utf8').split('\n')
  const { requestId } = JSON.parse(line) as { requestId: string }
  const found = await desk.run(['settlement', 'show', requestId, '-p', 'shop', ...chain], env)
  expect([found.exitCode, found.stderr]).toEqual([0, ''])
  // The name is cut by the width of its column.
  expect(found.stdout).toMatch(/env:DATABASE_URL\/ [\s\S]{1,200}select:8 /)
})

test.each([
  ['a wrong password', (url: string) => url.replace(/:[^:@]+@/, ':CANARY-wrong@'), 'DATABASE_REFUSED', 2],
  ['nobody there', (url: string) => url.replace(/:\d+\//, ':9/'), 'DATABASE_UNREACHABLE', 3],
  ['another database', (url: string) => url.replace(/[^/]+$/, 'postgres'), 'RECORDS_QUERY_REFUSED', 2],
  ['no variable', () => '', 'SECRET_NOT_FOUND', 2],
  ['no address', () => 'CANARY-no-address', 'STORE_URL_UNUSABLE', 2],
])('%s ends the run before anything is compared', async (_name, change, code, exitCode) => {
  const line = [...history.args(source), '--map', 'map.yaml', '--no-cache']
  const ran = await desk.run(line, { DATABASE_URL: change(server.url) })
  expect([ran.exitCode, ran.stdout]).toEqual([exitCode, ''])
  expect(ran.stderr).toContain(`error ${code}: `)
  expect(ran.stderr).not.toMatch(/CANARY|127\.0\.0\.1/)
})
