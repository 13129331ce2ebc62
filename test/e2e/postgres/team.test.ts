import { appendFileSync, existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import postgres from 'postgres'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type History, startHistory } from '../../../bench/bulk/history.ts'
import type { RunDocument } from '../../../src/core/report.ts'
import { startPostgres, type TestServer } from '../../rig/postgres.ts'
import { newDesk } from '../run-cli.ts'

let server: TestServer
let history: History
// Two people on two machines: what they share is the database alone.
const [anna, ben] = [newDesk(), newDesk()]
const bearer = `Bearer CANARY${'8f3a'.repeat(8)}`
const config = `version: 1
profiles:
  shop:
    extends: mainnet
    runsStore: {secret: {env: TEAM_DB}}
    limits: {rpcRate: 10000}
`

beforeAll(async () => {
  ;[server, history] = await Promise.all([
    startPostgres(),
    startHistory({ payments: 100, hours: 1, oddEvery: 50 }),
  ])
  for (const { folder } of [anna, ben]) {
    await history.writeRecords(join(folder, 'records.jsonl'))
    appendFileSync(join(folder, 'x402ops.yaml'), config)
  }
  const lines = readFileSync(join(anna.folder, 'records.jsonl'), 'utf8').trimEnd().split('\n')
  const odd = { ...(JSON.parse(lines[0] ?? '') as object), requestId: bearer, nonce: `0x${'77'.repeat(32)}` }
  appendFileSync(join(anna.folder, 'records.jsonl'), `${JSON.stringify({ ...odd, tx: null })}\n`)
})
afterAll(async () => {
  await Promise.all([server?.stop(), history?.close()])
  for (const desk of [anna, ben]) desk.remove()
})

const env = () => ({ TEAM_DB: server.url })
/** The line of a reconcile of `shop`, over the whole history or from a point of it. */
const line = (since?: string) => {
  const args = history.args('records.jsonl').map((word) => (word === 'mainnet' ? 'shop' : word))
  const at = args.indexOf('--since') + 1
  // Of one endpoint alone every lone event is looked at twice.
  const second = ['--rpc', history.url.replace('127.0.0.1', 'localhost')]
  return [
    ...args.slice(0, at),
    since ?? String(args[at]),
    ...args.slice(at + 1),
    ...second,
    '--no-cache',
    '-o',
    'json',
  ]
}
const documentOf = ({ stdout }: { readonly stdout: string }) => JSON.parse(stdout) as RunDocument

describe('what one of a team saw, the other has', () => {
  let first: RunDocument

  test('a run of one is the last of the other: shown, gone on from, exported', async () => {
    const ran = await anna.run(line(), env())
    expect([ran.exitCode, ran.stderr]).toEqual([1, expect.not.stringContaining('not saved')])
    first = documentOf(ran)
    expect(documentOf(await ben.run(line(), env())).profile).toBe('shop')

    const diff = await ben.run(['diff', first.runId, 'last', 'shop', '-o', 'json'], env())
    const [{ text = '' } = {}] = documentOf(diff).findings
    expect(text).toMatch(/redacted.* was PHANTOM_SETTLEMENT; the second run looked/)

    const exported = await ben.run(
      ['evidence', 'export', 'shop', '--from-run', first.runId, '--offline', '--out', 'made.tar.gz'],
      env(),
    )
    expect([exported.exitCode, exported.stderr]).toEqual([0, expect.any(String)])
    expect(existsSync(join(ben.folder, 'made.tar.gz'))).toBe(true)
    for (const { folder } of [anna, ben])
      expect(existsSync(join(folder, 'x402ops', 'shop', 'runs'))).toBe(false)
  })

  test('--since last goes on where the other one stopped', async () => {
    const sql = postgres(server.url, { max: 1, onnotice: () => undefined })
    const target = first.target ?? ''
    expect(target).not.toBe('')
    const marks = await sql`select until, run_id from x402ops.run_watermarks where profile = 'shop'`
    await sql.end({ timeout: 2 })
    expect(first.complete ? marks.length : 1).toBeGreaterThan(0)
    const went = await ben.run(line('last'), env())
    expect(went.stdout === '' ? went.stderr : documentOf(went).command).toBe('reconcile')
    const alone = await ben.run(line('last'), { ...env(), X402OPS_RUNS_STORE: 'files' })
    expect([alone.exitCode, alone.stderr]).toEqual([2, expect.stringContaining('RUN_NOT_FOUND')])
  })

  test('findings of a team answer to SQL, and no row of any table holds a secret', async () => {
    const sql = postgres(server.url, { max: 1, onnotice: () => undefined })
    const codes = await sql`
      select f.code, count(*)::integer as many from x402ops.run_findings f
      join x402ops.runs r using (profile, run_id)
      where r.profile = 'shop' and f.run_id = ${first.runId} group by f.code order by f.code`
    const wanted = new Map<string, number>()
    for (const { code } of first.findings) wanted.set(code, (wanted.get(code) ?? 0) + 1)
    expect(codes.map(({ code, many }) => [code, many])).toEqual([...wanted].sort())
    const docs = readFileSync(new URL('../../../docs/engines.md', import.meta.url), 'utf8')
    const examples = docs.split('## Runs that a team shares')[1]?.match(/(?<=```sql\n)[^`]+/g) ?? []
    expect(examples).toHaveLength(2)
    const [failing = '', quiet = ''] = examples
    const fails = first.findings.filter(({ verdict }) => verdict === 'FAIL')
    // The history lies in the past; so does the week of the example.
    const asked = failing.replace("now() - interval '7 days'", "'-infinity'")
    expect((await sql.unsafe(asked)).length).toBeGreaterThanOrEqual(fails.length)
    await sql.unsafe(quiet)
    const tables = await sql`select tablename from pg_tables where schemaname = 'x402ops'`
    let dump = ''
    for (const { tablename } of tables) {
      const rows = await sql.unsafe(`select row_to_json(t)::text as row from x402ops.${tablename} t`)
      dump += rows.map(({ row }) => row).join('\n')
    }
    await sql.end({ timeout: 2 })
    expect(tables.length).toBeGreaterThan(8)
    // What stands beside the secret is there, so the dump holds what was saved.
    expect(dump).toContain('77'.repeat(32))
    expect(dump).not.toMatch(/CANARY|8f3a8f3a/)
  })
})

test('a database that is away: the report is printed, a note says that it was not saved', async () => {
  const away = { TEAM_DB: 'postgres://ops:CANARY-word@127.0.0.1:9/team' }
  const ran = await anna.run(line(), away)
  expect(documentOf(ran).findings.map(({ code }) => code)).toContain('RECONCILE_MEMORY_DAMAGED')
  expect(ran.stderr).toMatch(/this run was not saved: env:TEAM_DB cannot be used: nothing listens there/)
  const missing = await anna.run(['diff', 'last~1', 'last', 'shop'], {})
  expect([missing.exitCode, missing.stderr]).toEqual([2, expect.stringContaining('TEAM_DB')])
  for (const argv of [['diff', 'last~1', 'last', 'shop'], line('last')]) {
    const read = await ben.run(argv, away)
    expect([read.exitCode, read.stdout]).toEqual([3, ''])
    expect(read.stderr).toMatch(/error RUNS_STORE_FAILED: the shared runs in env:TEAM_DB cannot be/)
    expect(`${ran.stderr}${read.stderr}`).not.toMatch(/CANARY|127\.0\.0\.1:9/)
  }
})
