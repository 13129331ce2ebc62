import { execFileSync, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, beforeEach, expect, test } from 'vitest'
import { readArchive } from '../../src/adapters/bundle/read-archive.ts'
import { signWith } from '../../src/adapters/bundle/sign.ts'
import { archiveBytes } from '../../src/adapters/bundle/write-archive.ts'
import { newFolder, textFile } from '../adapters/bundle/archive-testkit.ts'

const missing = [
  ['tar', 'tar'],
  ['sha256sum', 'coreutils'],
  ['gzip', 'gzip'],
].filter(([program = '']) => spawnSync(program, ['--version']).status !== 0)
const hasKeygen = spawnSync('ssh-keygen', ['-?']).error === undefined

const id = 'x402ops-mainnet-20261121T074002Z-0a1b2c3d'
const madeFrom = new Date('2026-11-21T07:40:02Z')
const content = [
  textFile('README.md', '# What happened\n'),
  textFile('manifest.json', '{"schema":"x402ops.bundle/v1"}\n'),
  textFile('included/01.txt', `${'line\n'.repeat(3000)}`),
  textFile(`runs/20261121T074002Z-reconcile-k3f9/${'deep/'.repeat(20)}run.json`, '{}\n'),
]
const sums = content
  .map(({ path, bytes }) => `${createHash('sha256').update(bytes).digest('hex')}  ${path}\n`)
  .join('')
let archive = ''

beforeAll(async () => {
  archive = join(newFolder(), `${id}.tar.gz`)
  writeFileSync(archive, await archiveBytes(id, madeFrom, [...content, textFile('SHA256SUMS', sums)]))
})
beforeEach((context) =>
  context.skip(missing.length > 0, `missing: apt-get install ${missing.map(([, name]) => name).join(' ')}`),
)

function unpacked(): string {
  const folder = newFolder()
  execFileSync('tar', ['xzf', archive, '-C', folder])
  return join(folder, id)
}

test('tar lists it without a warning: one folder, order, modes, times, owner', () => {
  const list = spawnSync('tar', ['tvzf', archive, '--numeric-owner', '--utc', '--full-time'], {
    encoding: 'utf8',
  })
  expect([list.status, list.stderr]).toEqual([0, ''])
  const lines = list.stdout.trim().split('\n')
  expect(lines.map((line) => line.split(/\s+/).at(-1))).toEqual(
    [...content.map(({ path }) => path), 'SHA256SUMS'].map((path) => `${id}/${path}`),
  )
  for (const line of lines) expect(line).toMatch(/^-rw------- 0\/0\s+\d+ 2026-11-21 07:40:02 /)
})

test('gzip finds it whole', () => {
  expect(spawnSync('gzip', ['-t', archive]).status).toBe(0)
})

test('sha256sum -c alone says whether it is whole', () => {
  const folder = unpacked()
  expect(spawnSync('sha256sum', ['--strict', '-c', 'SHA256SUMS'], { cwd: folder }).status).toBe(0)
  expect(statSync(join(folder, 'README.md')).mode & 0o777).toBe(0o600)
  writeFileSync(join(folder, 'included/01.txt'), 'changed')
  const done = spawnSync('sha256sum', ['-c', 'SHA256SUMS'], { cwd: folder, encoding: 'utf8' })
  expect(done.status).toBe(1)
  expect(done.stdout).toContain('included/01.txt: FAILED')
})

test('ssh-keygen alone says who signed the sums, and that they are as they were', async (context) => {
  if (!hasKeygen) context.skip('no ssh-keygen: apt-get install openssh-client')
  const place = newFolder()
  const key = join(place, 'key')
  execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', key])
  writeFileSync(join(place, 'signers'), `ops@example.dev ${readFileSync(`${key}.pub`, 'utf8')}`)
  const folder = unpacked()
  writeFileSync(join(folder, 'SHA256SUMS.sig'), await signWith(key, readFileSync(join(folder, 'SHA256SUMS'))))
  const verify = [
    '-Y',
    'verify',
    '-f',
    join(place, 'signers'),
    '-I',
    'ops@example.dev',
    '-n',
    'x402ops',
    '-s',
    'SHA256SUMS.sig',
  ]
  const asked = (input: string) => spawnSync('ssh-keygen', verify, { cwd: folder, input }).status
  expect(asked(sums)).toBe(0)
  expect(asked(sums.replace('README', 'README2'))).not.toBe(0)
})

test.each(['gnu', 'ustar', 'posix'])(
  'one that somebody packed again with tar (%s) is still read',
  async (format) => {
    const folder = unpacked()
    const again = join(newFolder(), 'again.tar.gz')
    mkdirSync(join(folder, 'empty'))
    execFileSync('tar', ['czf', again, `--format=${format}`, '-C', join(folder, '..'), id])
    const read = await readArchive(again)
    expect(read.bundleId).toBe(id)
    expect(read.files.map((file) => file.path).sort()).toEqual(
      [...content.map(({ path }) => path), 'SHA256SUMS'].sort(),
    )
    expect(read.order).toContain('empty/')
  },
)
