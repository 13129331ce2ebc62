import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { execa } from 'execa'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { systemClock } from '../../src/adapters/clock.ts'
import {
  createServiceFiles,
  isFolder,
  readOwnPlaces,
} from '../../src/adapters/service-files/service-files.ts'
import { collectChecklist } from '../../src/checklist/collect.ts'
import { saw } from '../../src/core/observation.ts'
import { at, look, usual } from './world.ts'

let home = ''
const clock = { ...systemClock, now: () => new Date(at) }
const PATH = process.env.PATH ?? ''

beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), 'x402ops-service-'))
})

afterAll(() => rmSync(home, { recursive: true, force: true }))

async function serviceOf(name: string, env: Record<string, string> = { PATH, HOME: home }) {
  const folder = createServiceFiles({ folder: join(home, name), env, clock, platform: 'linux' })
  const ports = { clock, rooms: [], matrixSeen: null, folder, places: [], books: saw(look, { until: null }) }
  const seen = await collectChecklist(
    usual,
    { ...ports, monitor: { webhook: false } },
    AbortSignal.timeout(20_000),
  )
  if (seen.service === null) throw new Error('a folder was named')
  return seen.service
}

test('a repository: what git keeps is asked of git, and no program of the repository is run', async () => {
  const repo = join(home, 'repo')
  mkdirSync(join(repo, 'api'), { recursive: true })
  writeFileSync(join(repo, 'api/.env'), 'A=CANARY\n')
  writeFileSync(join(repo, '.env.local'), 'A=CANARY\n')
  writeFileSync(join(repo, 'watch.sh'), `#!/bin/sh\ntouch "${home}/was-run"\n`, { mode: 0o755 })
  const git = (...args: readonly string[]) => execa('git', args, { cwd: repo })
  await git('init', '-q')
  await git('add', '-f', 'api/.env')
  await git('config', 'core.fsmonitor', join(repo, 'watch.sh'))
  rmSync(join(home, 'was-run'), { force: true })
  const { tracked, env, modes } = await serviceOf('repo')
  expect(tracked).toMatchObject({ seen: true, value: ['api/.env'] })
  expect(env).toMatchObject({ seen: true, value: [{ file: '.env.local', name: 'A', shape: 'text' }] })
  expect(modes.map(({ what }) => what)).toEqual(['.env.local'])
  expect(await isFolder(join(home, 'was-run'))).toBe(false)
  await expect(execa('test', ['-e', join(home, 'was-run')])).rejects.toThrow()
})

test('no repository, and no git, are not an answer', async () => {
  mkdirSync(join(home, 'plain'))
  expect((await serviceOf('plain')).tracked).toMatchObject({ seen: false, why: { kind: 'not-supported' } })
  const { tracked, packages } = await serviceOf('plain', { PATH: join(home, 'plain'), HOME: home })
  expect(tracked).toMatchObject({ seen: false, why: { detail: 'git: there is no such command' } })
  expect(packages).toMatchObject({ seen: false, why: { detail: 'there is no lock file in that folder' } })
})

test('a file that cannot be read is not an empty one', async () => {
  const folder = join(home, 'odd')
  mkdirSync(join(folder, '.env'), { recursive: true })
  writeFileSync(join(folder, 'yarn.lock'), 'not one')
  const odd = await serviceOf('odd')
  expect(odd.env).toMatchObject({ seen: false, why: { kind: 'refused' } })
  expect(odd.packages).toMatchObject({ seen: false, why: { kind: 'parse' } })
  const none = await serviceOf('nowhere')
  expect([none.env.seen, none.tracked.seen, none.packages.seen]).toEqual([false, false, false])
})

test('permission bits: of what is there, of what a link leads to, and not on a system without them', async () => {
  const path = join(home, 'closed')
  mkdirSync(path)
  chmodSync(path, 0o700)
  symlinkSync(path, join(home, 'link'))
  const places = ['closed', 'link', 'none'].map((what) => ({ what, path: join(home, what) }))
  const found = await readOwnPlaces(places, { clock, platform: 'linux' })
  expect(found.map(({ mode }) => mode.seen && mode.value)).toEqual([0o700, 0o700, null])
  const [other] = await readOwnPlaces(places, { clock, platform: 'win32' })
  expect(other?.mode).toMatchObject({ seen: false, why: { kind: 'not-supported' } })
})
