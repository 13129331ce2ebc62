import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import postgres from 'postgres'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openDatabase } from '../../../src/adapters/postgres/connect.ts'
import { createPostgresStore } from '../../../src/adapters/runs-postgres/postgres-store.ts'
import { createFileStore } from '../../../src/adapters/store/file-store.ts'
import { toJson } from '../../../src/core/json.ts'
import { Secret } from '../../../src/core/secret.ts'
import { noMemory } from '../../../src/runs/memory.ts'
import type { RunStore } from '../../../src/runs/store-port.ts'
import { oneCase } from '../../render/sample.ts'
import { startPostgres, type TestServer } from '../../rig/postgres.ts'
import { clock, day, notice, now, refund, runAt, settlement, snapshot, track, update } from './run-samples.ts'

let server: TestServer
let sql: postgres.Sql
const stateDir = mkdtempSync(join(tmpdir(), 'x402ops-runs-'))
const limits = { runs: 2, ageMs: 30 * day, bytes: 10_000_000 }

beforeAll(async () => {
  server = await startPostgres()
  sql = postgres(server.url, { max: 2, onnotice: () => undefined })
})
afterAll(async () => {
  await sql?.end({ timeout: 2 })
  await server?.stop()
  rmSync(stateDir, { recursive: true, force: true })
})

const shared = (url = server.url, more: { readonly keep?: readonly string[] } = {}): RunStore =>
  createPostgresStore({
    ...{ address: async () => new Secret('env:RUNS', url), clock, limits },
    ...{ needed: async () => more.keep ?? [], wait: { connectMs: 3000, statementMs: 20_000 } },
  })
const files = (): RunStore => createFileStore({ stateDir, clock, limits })

let profiles = 0
/** A profile that no other test knows. */
const anew = () => {
  profiles += 1
  return `shop ${profiles}`
}

describe.each([
  ['files', files],
  ['PostgreSQL', () => shared()],
])('runs in %s', (_name, store) => {
  test('come back as they were saved, whatever they say, and one id is there once', async () => {
    const profile = anew()
    const run = runAt(now, { profile })
    expect(await store().save(run)).toEqual({ saved: true })
    expect(await store().load(profile, run.document.runId)).toEqual(run)
    expect(await store().list(profile)).toEqual({ runs: [run.document], broken: [] })
    expect(await store().save(run)).toMatchObject({ saved: false, note: expect.any(String) })
    expect((await store().list(anew())).runs).toEqual([])
    await expect(store().load(anew(), 'last')).rejects.toMatchObject({
      ...{ code: 'RUN_NOT_FOUND', hint: expect.stringContaining('No run is saved') },
    })
  })

  test('are found by id, beginning, last, last~1 and path', async () => {
    const profile = anew()
    const [first, second, third] = [
      runAt(now - 3 * day, { profile }),
      runAt(now - 2 * day, { profile, command: 'reconcile' }),
      runAt(now - day, { profile }),
    ] as const
    for (const run of [second, first, third]) await store().save(run)
    const idOf = async (reference: string) => (await store().load(profile, reference)).document.runId
    const { runId } = first.document
    for (const reference of [runId, runId.slice(0, 8), 'last~1']) expect(await idOf(reference)).toBe(runId)
    expect(await idOf('last')).toBe(third.document.runId)
    const path = join(stateDir, 'report.json')
    writeFileSync(path, toJson(first.document))
    expect(await store().load(profile, path)).toEqual({ document: first.document, rooms: [], cases: [] })
    const newest = [third, second, first].map(({ document }) => document.runId)
    expect((await store().list(profile)).runs.map((run) => run.runId)).toEqual(newest)
    const wrong: readonly (readonly [string, RegExp])[] = [
      ['2026', /3 runs begin like this/],
      ['nothing', /Newest: 2026/],
      ['last~2', /not that many/],
      ['', /Newest: /],
      [stateDir, /no whole run/],
    ]
    for (const [reference, hint] of wrong)
      await expect(store().load(profile, reference)).rejects.toMatchObject({
        ...{ code: 'RUN_NOT_FOUND', exitCode: 2, hint: expect.stringMatching(hint) },
      })
  })

  test('are kept: the newest of each command, the last complete reconcile, the last good matrix', async () => {
    const profile = anew()
    const good = runAt(now - 9 * day, { profile, command: 'reconcile', complete: true })
    const matrix = runAt(now - 9 * day, { profile, command: 'matrix', complete: true, exitCode: 0 })
    const later = [4, 3, 2].flatMap((age) => [
      runAt(now - age * day, { profile, command: 'reconcile', complete: false }),
      runAt(now - age * day, { profile, command: 'matrix', complete: true, exitCode: 1 }),
      runAt(now - age * day, { profile }),
    ])
    for (const run of [good, matrix, ...later]) await store().save(run)
    const wanted = [good, matrix, ...later.slice(3)].map(({ document }) => document.runId)
    expect((await store().list(profile)).runs.map(({ runId }) => runId).sort()).toEqual(wanted.sort())
  })

  test('leave a memory that loses nothing when runs end at once; a mark moves forward only', async () => {
    const profile = anew()
    expect(await store().memory(profile)).toEqual(noMemory)
    const numbers = Array.from({ length: 8 }, (_, n) => n)
    const notes = await Promise.all(numbers.map((n) => store().remember(profile, update(n))))
    expect(notes).toEqual(numbers.map(() => null))
    const { settlements, watermarks } = await store().memory(profile)
    expect(settlements).toEqual(numbers.map(settlement))
    expect(watermarks).toEqual(
      numbers.map((n) => ({ target: `t${n}`, runId: `run-${n}`, until: '2026-11-20T07:40:02.000Z' })),
    )
    await store().remember(profile, update(9, 't1', '2026-11-19T00:00:00.000Z'))
    await store().remember(profile, update(10, 't2', '2026-11-20T23:59:59.999Z'))
    const marks = (await store().memory(profile)).watermarks.slice(1, 3)
    expect(marks.map(({ runId }) => runId)).toEqual(['run-1', 'run-10'])
  })

  test('share what is followed, refunded, told and kept', async () => {
    const profile = anew()
    const numbers = Array.from({ length: 8 }, (_, n) => n)
    expect(await store().tracks(profile)).toEqual({ tracks: [], damaged: null })
    await Promise.all(numbers.map((n) => store().updateTracks(profile, (all) => [...all, track(n)])))
    expect((await store().tracks(profile)).tracks).toEqual(numbers.map(track))

    expect(await store().updateRefunds(profile, () => [refund(2), refund(1)])).toBeNull()
    const { cases } = await store().refunds(profile)
    expect(cases.map(({ tx }) => tx).sort()).toEqual([refund(1).tx, refund(2).tx])
    const refused = new RangeError('sent already')
    const change = () => {
      throw refused
    }
    await expect(store().updateRefunds(profile, change)).rejects.toBe(refused)
    expect((await store().refunds(profile)).cases).toEqual(cases)

    await Promise.all(['a', 'b'].map((target) => store().keepNotices(profile, target, [notice(target)])))
    await store().keepNotices(profile, 'a', [])
    const { targets } = await store().notices(profile)
    expect(Object.fromEntries(targets.map(({ target, open }) => [target, open]))).toEqual({
      ...{ a: [], b: [notice('b')] },
    })

    expect(await store().snapshot(profile, 'before')).toBeNull()
    await store().keepSnapshot(profile, snapshot)
    expect(await store().keepSnapshot(profile, { ...snapshot, target: 'http://x' })).toBeNull()
    expect(await store().snapshot(profile, 'before')).toEqual({ ...snapshot, target: 'http://x' })
  })
})

describe('runs in PostgreSQL', () => {
  test('are the bytes of the files, and findings and watermarks answer to SQL', async () => {
    const profile = anew()
    const run = runAt(now, { profile })
    await shared().save(run)
    await shared().remember(profile, update(1))
    const [row] = await sql`select document, bytes from x402ops.runs where profile = ${profile}`
    const lines = await sql`select part, body from x402ops.run_lines where profile = ${profile} order by part`
    expect(row?.document).toBe(`${toJson(run.document, 'pretty')}\n`)
    expect(lines[0]?.body).toBe(`${toJson(oneCase)}\n`.repeat(2))
    const sizes = [row?.document, ...lines.map(({ body }) => body)].map((text) => Buffer.byteLength(text))
    expect(Number(row?.bytes)).toBe(sizes.reduce((sum, size) => sum + size, 0))
    const findings = await sql`
      select code, verdict, severity, subject from x402ops.run_findings where profile = ${profile}`
    expect(findings).toHaveLength(2)
    expect(findings[0]).toEqual({
      ...{ code: 'PAYTO_MISMATCH', verdict: 'FAIL', severity: 'critical', subject: 'POST /v1/summary' },
    })
    const [mark] = await sql`select until from x402ops.run_watermarks where profile = ${profile}`
    expect(mark?.until).toEqual(new Date('2026-11-20T07:40:02Z'))
  })

  test('of an open incident stay, and whoever removes a run by hand removes all of it', async () => {
    const profile = anew()
    const old = runAt(now - 20 * day, { profile })
    const keep = [old.document.runId]
    for (const run of [old, ...[3, 2, 1].map((age) => runAt(now - age * day, { profile }))])
      await shared(server.url, { keep }).save(run)
    expect((await shared().list(profile)).runs.map(({ runId }) => runId)).toContain(keep[0])
    await sql`delete from x402ops.runs where profile = ${profile}`
    const left = await sql`
      select 1 from x402ops.run_lines where profile = ${profile}
      union all select 1 from x402ops.run_findings where profile = ${profile}`
    expect(left).toHaveLength(0)
  })

  test('that somebody damaged are named and never half used; a damaged book is set aside', async () => {
    const profile = anew()
    const [first, second, third] = [3, 2, 1].map((age) => runAt(now - age * day, { profile })) as [
      ...[ReturnType<typeof runAt>, ReturnType<typeof runAt>, ReturnType<typeof runAt>],
    ]
    const all = createPostgresStore({
      ...{ address: async () => new Secret('env:RUNS', server.url), clock, needed: async () => [] },
    })
    for (const run of [first, second, third]) await all.save(run)
    const { runId } = third.document
    await sql`update x402ops.runs set document = '{"schema":' where run_id = ${runId}`
    await sql`delete from x402ops.run_lines where run_id = ${first.document.runId} and part = 'cases'`
    expect((await all.list(profile)).broken).toEqual([runId])
    expect((await all.load(profile, 'last')).document.runId).toBe(second.document.runId)
    for (const run of [first, third])
      await expect(all.load(profile, run.document.runId)).rejects.toMatchObject({ code: 'RUN_NOT_FOUND' })

    for (const name of ['tracks.json', 'refunds.json', 'snapshots/before.json'])
      await sql`insert into x402ops.run_books (profile, name, body) values (${profile}, ${name}, '{"torn')`
    expect(await all.tracks(profile)).toMatchObject({ tracks: [], damaged: expect.stringMatching(/tracks/) })
    expect(await all.updateTracks(profile, () => [track(1)])).toBeNull()
    expect(await all.updateRefunds(profile, () => [refund(1)])).toMatch(/cannot be understood/)
    await expect(all.snapshot(profile, 'before')).rejects.toMatchObject({ code: 'SNAPSHOT_UNREADABLE' })
    const books = await sql`select name, body from x402ops.run_books where profile = ${profile} order by name`
    expect(books.filter(({ body }) => body === '{"torn').map(({ name }) => name)).toEqual([
      ...['refunds.json', 'snapshots/before.json', 'tracks.json.damaged'],
    ])
  })

  test('of two programs are all there, and whole, when both are killed in the middle of saving', async () => {
    const profile = anew()
    const program = resolve(import.meta.dirname, 'save-runs.ts')
    const loader = resolve(import.meta.dirname, '../../../scripts/ts.mjs')
    const ends = [1000, 5000].map(async (first, index) => {
      const child = spawn(process.execPath, ['--import', loader, program, profile, String(first)], {
        ...{ stdio: ['ignore', 'pipe', 'inherit'], env: { ...process.env, RUNS: server.url } },
      })
      let told = ''
      child.stdout?.on('data', (chunk) => {
        told += String(chunk)
      })
      while (told.split('\n').length < 4) await once(child.stdout!, 'data')
      await new Promise((done) => setTimeout(done, 5 + index * 23))
      child.kill('SIGKILL')
      await once(child, 'exit')
      return told.trim().split('\n').map(Number)
    })
    const numbers = (await Promise.all(ends)).flat()
    const { tracks, damaged } = await shared().tracks(profile)
    expect(damaged).toBeNull()
    const ids = tracks.map(({ id }) => id)
    expect(numbers.filter((number) => !ids.includes(track(number).id))).toEqual([])
    const all = createPostgresStore({
      ...{ address: async () => new Secret('env:RUNS', server.url), clock, needed: async () => [] },
    })
    const { runs, broken } = await all.list(profile)
    expect([broken, runs.length >= numbers.length]).toEqual([[], true])
    for (const { runId } of runs) expect((await all.load(profile, runId)).cases).toHaveLength(3000)
    // Nobody is waited for who is gone.
    expect(await shared().remember(profile, update(1))).toBeNull()
  })

  test('begin in tables of the version before, made by two programs at once', async () => {
    const url = await server.newDatabase()
    const old = postgres(url, { max: 1, onnotice: () => undefined })
    await old.unsafe(
      'create schema x402ops; create table x402ops.migrations (version integer primary key, name text not null)',
    )
    await old`insert into x402ops.migrations values (1, 'pairing')`
    const runs = [1, 2].map((age) => runAt(now - age * day, { profile: 'shop' }))
    expect(await Promise.all(runs.map((run) => shared(url).save(run)))).toEqual([
      ...[{ saved: true }, { saved: true }],
    ])
    expect((await shared(url).list('shop')).runs).toHaveLength(2)
    await old`insert into x402ops.migrations values (99, 'later')`
    await old.end()
    await expect(shared(url).list('shop')).rejects.toMatchObject({ code: 'STORE_NEWER', exitCode: 2 })
    expect(await shared(url).save(runAt(now))).toMatchObject({
      ...{ saved: false, note: expect.stringMatching(/newer version of x402ops/) },
    })
  })

  test('can be read by a user who may only look; what he would keep becomes a note', async () => {
    const profile = anew()
    await shared().save(runAt(now - day, { profile }))
    const user = `looks_${new URL(server.url).pathname.slice(-8)}`
    await sql.unsafe(`create user ${user} password 'CANARY-looks'; grant usage on schema x402ops to ${user};
      grant select on all tables in schema x402ops to ${user}`)
    const looking = shared(server.as(user, 'CANARY-looks', new URL(server.url).pathname.slice(1)))
    expect((await looking.load(profile, 'last')).cases).toHaveLength(2)
    expect(await looking.save(runAt(now, { profile }))).toMatchObject({
      ...{ saved: false, note: expect.stringMatching(/its user may not do that/) },
    })
    expect(await looking.remember(profile, update(1))).toMatch(/its user may not do that/)
    await sql.unsafe(`drop owned by ${user}; drop user ${user}`)
  })

  test('wait for each other no longer than the server may take', async () => {
    const profile = anew()
    await shared().remember(profile, update(1))
    const brief = createPostgresStore({
      ...{ address: async () => new Secret('env:RUNS', server.url), clock, needed: async () => [] },
      wait: { connectMs: 3000, statementMs: 300 },
    })
    await sql.begin(async (holder) => {
      await holder`select 1 from x402ops.run_profiles where profile = ${profile} for update`
      expect(await brief.updateTracks(profile, () => [track(1)])).toMatch(/took longer than 0.3 s/)
      // Saving and reading wait for nobody.
      expect(await brief.save(runAt(now, { profile }))).toEqual({ saved: true })
      expect((await brief.memory(profile)).watermarks).toHaveLength(1)
    })
  })
})

test('a server that is not there: what is read fails in our words, what is kept becomes a note', async () => {
  const database = await openDatabase(new Secret('env:RUNS', server.url))
  await database.close()
  const { port, password } = new URL(server.url)
  const gone = server.ours ? server.url : `postgres://ops:${password}@127.0.0.1:9/x`
  if (server.ours) await server.kill()
  const failed = { code: 'RUNS_STORE_FAILED', exitCode: 3 }
  await expect(shared(gone).list('shop')).rejects.toMatchObject(failed)
  await expect(shared(gone).load('shop', 'last')).rejects.toMatchObject(failed)
  await expect(shared(gone).snapshot('shop', 'before')).rejects.toMatchObject(failed)
  const path = join(stateDir, 'file.json')
  writeFileSync(path, toJson(runAt(now).document))
  expect((await shared(gone).load('shop', path)).document.command).toBe('monitor')
  const memory = await shared(gone).memory('shop')
  const notes = [
    ...[memory.damaged.settlements, memory.damaged.watermarks, (await shared(gone).tracks('shop')).damaged],
    ...[(await shared(gone).refunds('shop')).damaged, (await shared(gone).notices('shop')).damaged],
    ...[await shared(gone).remember('shop', update(1)), await shared(gone).keepSnapshot('shop', snapshot)],
    ...[
      await shared(gone).updateTracks('shop', () => []),
      await shared(gone).updateRefunds('shop', () => []),
    ],
    await shared(gone).keepNotices('shop', 'a', []),
    ...[await shared(gone).save(runAt(now))].map((kept) => (kept.saved ? null : kept.note)),
  ]
  for (const note of notes) {
    expect(note).toMatch(/env:RUNS cannot be used: nothing listens there/)
    expect(note).not.toMatch(new RegExp(`CANARY|127\\.0\\.0\\.1|${port}`))
  }
})
