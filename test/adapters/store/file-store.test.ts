import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises'
import { homedir, tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { beforeEach, describe, expect, test } from 'vitest'
import { createFileStore, stateDirFor } from '../../../src/adapters/store/file-store.ts'
import { profileFolder } from '../../../src/adapters/store/profile-folder.ts'
import { makeRunId } from '../../../src/core/id.ts'
import { toJson } from '../../../src/core/json.ts'
import type { RunDocument } from '../../../src/core/report.ts'
import type { SavedRun } from '../../../src/runs/run.ts'
import { oneCase, sampleReport } from '../../render/sample.ts'

const day = 86_400_000
const now = Date.UTC(2026, 10, 21)
const clock = { now: () => new Date(now), monotonicMs: () => 0, sleep: async () => undefined }

let stateDir = ''
beforeEach(async () => {
  stateDir = await mkdtemp(join(tmpdir(), 'x402ops-store-'))
})

function runAt(at: number, part: Partial<RunDocument> = {}): SavedRun {
  const startedAt = new Date(at)
  const command = part.command ?? 'monitor'
  const runId = makeRunId(startedAt, command, String(at))
  const document = { ...sampleReport().document, runId, startedAt: startedAt.toISOString(), ...part }
  const rooms = [{ room: 'matrix', expected: { price: 10_000n }, seen: { at: 'x', list: [1n, 'a'] } }]
  return { document, rooms, cases: [oneCase, oneCase] }
}

const store = (limits?: { runs: number; ageMs: number; bytes: number }) =>
  createFileStore(limits === undefined ? { stateDir, clock } : { stateDir, clock, limits })
const runsFolder = () => join(stateDir, 'mainnet', 'runs')

describe('saving', () => {
  test('what was saved comes back as the same data, bigints included', async () => {
    const run = runAt(now)
    expect(await store().save(run)).toEqual({ saved: true })
    expect(await store().load('mainnet', run.document.runId)).toEqual(run)
    expect(await store().list('mainnet')).toEqual({ runs: [run.document], broken: [] })
  })

  test('folders are 0700, files 0600, and the files are the documented ones', async () => {
    const run = runAt(now)
    await store().save(run)
    const folder = join(runsFolder(), run.document.runId)
    expect((await readdir(folder)).sort()).toEqual(['cases.ndjson', 'run.json', 'seen.ndjson'])
    for (const path of [join(stateDir, 'mainnet'), runsFolder(), folder]) {
      expect((await stat(path)).mode & 0o777).toBe(0o700)
    }
    for (const name of await readdir(folder))
      expect((await stat(join(folder, name))).mode & 0o777).toBe(0o600)
    expect((await readFile(join(folder, 'cases.ndjson'), 'utf8')).split('\n')).toHaveLength(3)
    expect(JSON.parse(await readFile(join(folder, 'run.json'), 'utf8')).schema).toBe('x402ops.run/v1')
  })

  test('a disk that cannot be written is a note, not an error', async () => {
    await writeFile(join(stateDir, 'file'), '')
    const broken = createFileStore({ stateDir: join(stateDir, 'file', 'x'), clock })
    const answer = await broken.save(runAt(now))
    expect(answer).toMatchObject({ saved: false, note: expect.stringContaining('ENOTDIR') })
    expect(await broken.list('mainnet')).toEqual({ runs: [], broken: [] })
  })

  test('a profile name cannot leave the state folder', async () => {
    for (const name of ['..', '.', 'a/b', '../../x', '', 'ü', 'a\u0000b']) {
      expect(profileFolder(name)).toMatch(/^[A-Za-z0-9_%-]+$/)
    }
    expect(new Set(['a/b', 'a%2fb', 'a_b'].map(profileFolder)).size).toBe(3)
  })
})

describe('finding a run', () => {
  const first = runAt(now - 3 * day)
  const second = runAt(now - 2 * day, { command: 'reconcile' })
  const third = runAt(now - day)
  beforeEach(async () => {
    for (const run of [second, first, third]) await store().save(run)
  })
  const idOf = async (reference: string) => (await store().load('mainnet', reference)).document.runId

  test('newest first', async () => {
    const { runs } = await store().list('mainnet')
    expect(runs.map(({ runId }) => runId)).toEqual(
      [third, second, first].map(({ document }) => document.runId),
    )
  })
  test('by id, by a unique beginning, by last, by path', async () => {
    const { runId } = first.document
    const folder = join(runsFolder(), runId)
    for (const reference of [runId, runId.slice(0, 8), folder, join(folder, 'run.json')]) {
      expect(await idOf(reference)).toBe(runId)
    }
    expect(await idOf('last')).toBe(third.document.runId)
  })
  test('by last~1: the one before it of the same command', async () => {
    expect(await idOf('last~0')).toBe(third.document.runId)
    expect(await idOf('last~1')).toBe(first.document.runId)
    await expect(idOf('last~2')).rejects.toMatchObject({ code: 'RUN_NOT_FOUND' })
  })
  test('from a file that `-o json` wrote', async () => {
    const file = join(stateDir, 'report.json')
    await writeFile(file, toJson(first.document, 'pretty'))
    expect(await store().load('mainnet', file)).toEqual({ document: first.document, rooms: [], cases: [] })
  })
  test.each([
    ['2026', /3 runs begin like this/],
    ['nothing', /Newest: /],
    ['', /Newest: /],
    ['../../etc/passwd-not-there', /Newest: /],
  ])('%j is RUN_NOT_FOUND with words that help', async (reference, hint) => {
    const error = await store()
      .load('mainnet', reference)
      .catch((caught: unknown) => caught)
    expect(error).toMatchObject({ code: 'RUN_NOT_FOUND', exitCode: 2, hint: expect.stringMatching(hint) })
  })
  test('a profile without runs says so', async () => {
    const error = await store()
      .load('testnet', 'last')
      .catch((caught: unknown) => caught)
    expect(error).toMatchObject({ code: 'RUN_NOT_FOUND', hint: expect.stringContaining('No run is saved') })
  })
  test('a damaged run is named, never half used, and last passes over it', async () => {
    const { runId } = third.document
    await writeFile(join(runsFolder(), runId, 'run.json'), '{"schema":')
    expect(await store().list('mainnet')).toMatchObject({ broken: [runId] })
    await expect(store().load('mainnet', runId)).rejects.toMatchObject({ code: 'RUN_NOT_FOUND' })
    expect(await idOf('last')).toBe(second.document.runId)
    await rm(join(runsFolder(), first.document.runId, 'seen.ndjson'))
    await expect(store().load('mainnet', first.document.runId)).rejects.toMatchObject({
      code: 'RUN_NOT_FOUND',
    })
  })
  test('something that is no run is said to be none', async () => {
    await mkdir(join(stateDir, 'empty'))
    await expect(store().load('mainnet', join(stateDir, 'empty'))).rejects.toMatchObject({
      hint: expect.stringContaining('no whole run'),
    })
  })
})

describe('a folder of runs that cannot be read', () => {
  test('is no empty folder: RUNS_UNREADABLE with the reason', async () => {
    await mkdir(join(stateDir, 'mainnet'))
    await symlink('runs', runsFolder())
    const unreadable = { code: 'RUNS_UNREADABLE', exitCode: 6, why: expect.stringContaining('ELOOP') }
    await expect(store().list('mainnet')).rejects.toMatchObject(unreadable)
    await expect(store().load('mainnet', 'last')).rejects.toMatchObject(unreadable)
    await expect(store().load('mainnet', '2026')).rejects.toMatchObject(unreadable)
    const file = join(stateDir, 'report.json')
    await writeFile(file, toJson(runAt(now).document))
    expect((await store().load('mainnet', file)).document.command).toBe('monitor')
  })
})

describe('keeping', () => {
  const ids = async () => (await readdir(runsFolder())).sort()

  test('the newest of each command; the last complete reconcile and the last good matrix always', async () => {
    const keeping = store({ runs: 2, ageMs: 30 * day, bytes: 1_000_000 })
    const good = runAt(now - 9 * day, { command: 'reconcile', complete: true })
    const goodMatrix = runAt(now - 9 * day, { command: 'matrix', complete: true, exitCode: 0 })
    const later = [4, 3, 2].flatMap((age) => [
      runAt(now - age * day, { command: 'reconcile', complete: false }),
      runAt(now - age * day, { command: 'matrix', complete: true, exitCode: 1 }),
      runAt(now - age * day, { command: 'monitor' }),
    ])
    for (const run of [good, goodMatrix, ...later]) await keeping.save(run)
    const wanted = [good, goodMatrix, ...later.slice(3)].map(({ document }) => document.runId)
    expect(await ids()).toEqual(wanted.sort())
  })

  test('what an interrupted process left is removed once it is old', async () => {
    await store().save(runAt(now))
    await mkdir(join(runsFolder(), '.draft-1-x'))
    const later = createFileStore({ stateDir, clock: { ...clock, now: () => new Date(Date.now() + day) } })
    await store().save(runAt(now + 1000))
    expect(await ids()).toContain('.draft-1-x')
    await later.save(runAt(now + 2000))
    expect(await ids()).not.toContain('.draft-1-x')
  })
})

test('kill -9 at any moment: every run that is there is whole', async () => {
  const program = `
    import { createFileStore } from '${resolve('src/adapters/store/file-store.ts')}'
    import { readFileSync } from 'node:fs'
    const run = JSON.parse(readFileSync(0, 'utf8'))
    const clock = { now: () => new Date(), monotonicMs: () => 0, sleep: async () => undefined }
    const store = createFileStore({ stateDir: '${stateDir}', clock, limits: { runs: 5, ageMs: 1e12, bytes: 1e9 } })
    process.stdout.write('ready')
    for (let i = 0; ; i += 1) {
      const second = String(i % 60).padStart(2, '0'), minute = String(Math.floor(i / 60) % 60).padStart(2, '0')
      const runId = '20261121T07' + minute + second + 'Z-monitor-' + process.pid.toString(36).padStart(4, '0').slice(-4)
      await store.save({ ...run, document: { ...run.document, runId } })
    }`
  const loader = join(resolve('scripts'), 'ts.mjs')
  const input = toJson({ ...runAt(now), cases: Array.from({ length: 300 }, () => oneCase) })
  for (let round = 0; round < 6; round += 1) {
    const child = spawn(process.execPath, ['--import', loader, '--input-type=module', '-e', program], {
      stdio: ['pipe', 'pipe', 'inherit'],
    })
    child.stdin.end(input)
    await once(child.stdout, 'data')
    await new Promise((done) => setTimeout(done, 40 + round * 23))
    child.kill('SIGKILL')
    await once(child, 'exit')
    const { runs, broken } = await store().list('mainnet')
    expect(broken).toEqual([])
    for (const { runId } of runs) expect((await store().load('mainnet', runId)).cases).toHaveLength(300)
  }
  expect((await store().list('mainnet')).runs.length).toBeGreaterThan(0)
  const after = runAt(now + day)
  expect(await store().save(after)).toEqual({ saved: true })
}, 60_000)

describe('the state folder', () => {
  test.each([
    [{ X402OPS_STATE_DIR: '/own', XDG_STATE_HOME: '/xdg', HOME: '/home/a' }, 'linux', '/own'],
    [{ XDG_STATE_HOME: '/xdg', HOME: '/home/a' }, 'linux', '/xdg/x402ops'],
    [{ XDG_STATE_HOME: 'relative', HOME: '/home/a' }, 'linux', '/home/a/.local/state/x402ops'],
    [{ HOME: '/home/a' }, 'darwin', '/home/a/.local/state/x402ops'],
    [{ LOCALAPPDATA: '/local', HOME: '/home/a' }, 'win32', '/local/x402ops'],
    [{}, 'linux', join(homedir(), '.local/state/x402ops')],
  ])('%j on %s: %s', (env, platform, wanted) => {
    expect(stateDirFor(env, platform)).toBe(wanted)
  })
})
