import { spawnSync } from 'node:child_process'
import { mkdir, mkdtemp, readdir, readFile, stat, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { beforeEach, describe, expect, test } from 'vitest'
import { writeFileAtomic, writeNewFile } from '../../../src/adapters/files/atomic.ts'
import { diskReason } from '../../../src/adapters/files/failure.ts'

let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'x402ops-files-'))
})

const failure = { code: 'OUTPUT_FAILED', exitCode: 6 }

describe('writing a file as one step', () => {
  test('the content, 0600, and nothing else in the folder', async () => {
    const file = join(folder, 'out.json')
    await writeFileAtomic(file, 'old')
    await writeFileAtomic(file, ['a', 'b', 'ü'.repeat(100_000)])
    expect(await readFile(file, 'utf8')).toBe(`ab${'ü'.repeat(100_000)}`)
    expect((await stat(file)).mode & 0o777).toBe(0o600)
    expect(await readdir(folder)).toEqual(['out.json'])
  })

  test('a symbolic link is refused and its target untouched', async () => {
    const target = join(folder, 'target')
    const file = join(folder, 'link')
    await writeFile(target, 'mine')
    await symlink(target, file)
    await expect(writeFileAtomic(file, 'theirs')).rejects.toMatchObject(failure)
    await expect(writeNewFile(file, 'theirs')).rejects.toMatchObject({ code: 'EEXIST' })
    expect(await readFile(target, 'utf8')).toBe('mine')
  })

  test.each([
    ['a folder', async () => mkdir(join(folder, 'x')), 'x'],
    ['a folder that is missing', async () => undefined, 'missing/x'],
    ['a path through a file', async () => writeFile(join(folder, 'f'), ''), 'f/x'],
  ])('%s: exit code 6, a reason, nothing left behind', async (_name, prepare, path) => {
    await prepare()
    const before = await readdir(folder)
    const error = await writeFileAtomic(join(folder, path), 'text').catch((caught: unknown) => caught)
    expect(error).toMatchObject(failure)
    expect(String((error as { why: string }).why).length).toBeGreaterThan(5)
    expect(await readdir(folder)).toEqual(before)
  })

  test('content that fails half way leaves the old file and no other', async () => {
    const file = join(folder, 'out')
    await writeFileAtomic(file, 'old')
    const broken = function* () {
      yield 'x'.repeat(200_000)
      throw Object.assign(new Error('source'), { code: 'EIO' })
    }
    await expect(writeFileAtomic(file, broken())).rejects.toMatchObject(failure)
    expect(await readFile(file, 'utf8')).toBe('old')
    expect(await readdir(folder)).toEqual(['out'])
  })

  test('a disk that takes no more (here a limit on file size): the old file stays whole', async (context) => {
    const file = join(folder, 'out')
    await writeFileAtomic(file, 'old')
    const program = `
      import { writeFileAtomic } from '${resolve('src/adapters/files/atomic.ts')}'
      process.on('SIGXFSZ', () => undefined)
      await writeFileAtomic('${file}', 'x'.repeat(3_000_000)).catch((error) => process.stdout.write(error.code + ' ' + error.why))`
    const loader = join(resolve('scripts'), 'ts.mjs')
    const done = spawnSync(
      'bash',
      [
        '-c',
        'ulimit -f 512; exec "$@"',
        'limited',
        process.execPath,
        '--import',
        loader,
        '--input-type=module',
        '-e',
        program,
      ],
      { encoding: 'utf8' },
    )
    if (done.error !== undefined) context.skip('no bash to set a limit with')
    expect(done.stdout).toBe('OUTPUT_FAILED the file would be larger than allowed (EFBIG)')
    expect(await readFile(file, 'utf8')).toBe('old')
    expect(await readdir(folder)).toEqual(['out'])
  })
})

test('reasons name the system code, also an unusual one', () => {
  expect(diskReason({ code: 'ENOSPC' })).toBe('no space is left on the disk (ENOSPC)')
  expect(diskReason({ code: 'ESTALE' })).toBe('ESTALE')
  expect(diskReason(new Error('x'))).not.toContain('undefined')
})
