import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { join, resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { beforeEach, describe, expect, test } from 'vitest'
import { draftArchive } from '../../../src/adapters/bundle/draft-archive.ts'
import { renameInto } from '../../../src/adapters/bundle/private-file.ts'
import { readArchive } from '../../../src/adapters/bundle/read-archive.ts'
import { newFolder, nodeArgs } from './archive-testkit.ts'

const bytes = Buffer.from('what a bundle holds')
const source = resolve('src/adapters/bundle/draft-archive.ts')
let folder = ''
let file = ''
beforeEach(() => {
  folder = newFolder()
  file = join(folder, 'b.tar.gz')
})

describe('a draft', () => {
  test('becomes the file: whole, 0600, and nothing else in the folder', async () => {
    const draft = await draftArchive(file, bytes)
    expect(existsSync(file)).toBe(false)
    expect(readdirSync(folder)).toEqual([expect.stringMatching(/^\.x402ops-draft\./)])
    expect(statSync(draft.draftPath).mode & 0o777).toBe(0o600)
    await draft.publish()
    expect(readdirSync(folder)).toEqual(['b.tar.gz'])
    expect(statSync(file).mode & 0o777).toBe(0o600)
    expect(statSync(file).nlink).toBe(1)
    expect(readFileSync(file).equals(bytes)).toBe(true)
  })

  const changed = { code: 'OUTPUT_FAILED', exitCode: 6 }

  test.each<[string, (path: string) => void]>([
    ['altered in place', (path) => writeFileSync(path, 'what a bundle hides')],
    ['made longer', (path) => writeFileSync(path, `${bytes} more`)],
    [
      'exchanged',
      (path) => {
        writeFileSync(join(folder, 'other'), 'what a bundle hides')
        renameSync(join(folder, 'other'), path)
      },
    ],
    [
      'exchanged for a link',
      (path) => {
        writeFileSync(join(folder, 'other'), bytes)
        rmSync(path)
        symlinkSync(join(folder, 'other'), path)
      },
    ],
    ['removed', (path) => rmSync(path)],
  ])('that was %s since it was looked through never gets the name', async (_name, change) => {
    const draft = await draftArchive(file, bytes)
    change(draft.draftPath)
    await expect(draft.publish()).rejects.toMatchObject(changed)
    expect(readdirSync(folder).filter((name) => name !== 'other')).toEqual([])
  })

  test('that is discarded leaves nothing, also when asked twice', async () => {
    const draft = await draftArchive(file, bytes)
    await draft.discard()
    await draft.discard()
    expect(readdirSync(folder)).toEqual([])
  })

  const taken = { code: 'FILE_EXISTS', exitCode: 2, hint: expect.stringContaining('--out') }

  test('is not begun where a file is', async () => {
    writeFileSync(file, 'mine')
    await expect(draftArchive(file, bytes)).rejects.toMatchObject(taken)
    expect(readFileSync(file, 'utf8')).toBe('mine')
    expect(readdirSync(folder)).toEqual(['b.tar.gz'])
  })

  test('never takes the place of a file that came in between', async () => {
    const draft = await draftArchive(file, bytes)
    writeFileSync(file, 'mine')
    await expect(draft.publish()).rejects.toMatchObject(taken)
    expect(readFileSync(file, 'utf8')).toBe('mine')
    expect(readdirSync(folder)).toEqual(['b.tar.gz'])
  })

  test.each(['before', 'in between'])(
    'never goes through a symbolic link that was there %s',
    async (when) => {
      const target = join(folder, 'target')
      writeFileSync(target, 'mine')
      if (when === 'before') symlinkSync(target, file)
      const draft = when === 'before' ? undefined : await draftArchive(file, bytes)
      if (draft !== undefined) symlinkSync(join(folder, 'nothing-yet'), file)
      const attempt = draft === undefined ? draftArchive(file, bytes) : draft.publish()
      await expect(attempt).rejects.toMatchObject({
        code: 'OUTPUT_FAILED',
        exitCode: 6,
        why: 'it is a symbolic link',
      })
      expect(readdirSync(folder).sort()).toEqual(['b.tar.gz', 'target'])
      expect(readFileSync(target, 'utf8')).toBe('mine')
    },
  )

  test.each([
    ['a folder that is missing', 'missing/b', 'OUTPUT_FAILED'],
    ['a path through a file', 'plain/b', 'OUTPUT_FAILED'],
    ['a folder', 'inside', 'FILE_EXISTS'],
  ])('%s: refused, nothing left behind', async (_name, path, code) => {
    writeFileSync(join(folder, 'plain'), '')
    mkdirSync(join(folder, 'inside'))
    await expect(draftArchive(join(folder, path), bytes)).rejects.toMatchObject({ code })
    expect(readdirSync(folder).sort()).toEqual(['inside', 'plain'])
  })

  test('of ten at once exactly one gets the name', async () => {
    const drafts = await Promise.all(
      Array.from({ length: 10 }, (_, i) => draftArchive(file, Buffer.from(`${i}`))),
    )
    const ended = await Promise.allSettled(drafts.map((draft) => draft.publish()))
    expect(ended.filter((result) => result.status === 'fulfilled')).toHaveLength(1)
    const winner = ended.findIndex((result) => result.status === 'fulfilled')
    expect(readFileSync(file, 'utf8')).toBe(String(winner))
    expect(readdirSync(folder)).toEqual(['b.tar.gz'])
  })
})

describe('where the file system has no hard links', () => {
  test('the draft takes the place of an empty file of our own', async () => {
    const { draftPath } = await draftArchive(file, bytes)
    await renameInto(draftPath, file)
    expect(readdirSync(folder)).toEqual(['b.tar.gz'])
    expect(readFileSync(file).equals(bytes)).toBe(true)
    expect(statSync(file).mode & 0o777).toBe(0o600)
  })

  test('never that of another file or link; a draft that is gone leaves nothing', async () => {
    const draft = await draftArchive(file, bytes)
    symlinkSync(join(folder, 'nothing-yet'), file)
    await expect(renameInto(draft.draftPath, file)).rejects.toMatchObject({ code: 'EEXIST' })
    await draft.discard()
    expect(readdirSync(folder)).toEqual(['b.tar.gz'])
    await expect(renameInto(draft.draftPath, join(folder, 'c'))).rejects.toMatchObject({ code: 'ENOENT' })
    expect(readdirSync(folder)).toEqual(['b.tar.gz'])
  })
})

const attempt = (path: string, length: number) => `
  import { draftArchive } from '${source}'
  process.on('SIGXFSZ', () => undefined)
  const said = (error) => process.stdout.write(error.code + ' ' + error.exitCode + ' ' + error.why)
  await draftArchive('${path}', new Uint8Array(${length}).fill(7)).then((draft) => draft.publish()).catch(said)`

describe('a disk that does not take it', () => {
  test('a limit on the size of files', (context) => {
    const done = spawnSync(
      'bash',
      ['-c', 'ulimit -f 512; exec "$@"', 'limited', process.execPath, ...nodeArgs, attempt(file, 3_000_000)],
      { encoding: 'utf8' },
    )
    if (done.error !== undefined) context.skip('no bash to set a limit with')
    expect(done.stdout).toBe('OUTPUT_FAILED 6 the file would be larger than allowed (EFBIG)')
    expect(readdirSync(folder)).toEqual([])
  })

  // A file system of our own in a mount name space of our own: it ends with the process.
  const inOwnDisk = (options: string) =>
    spawnSync(
      'unshare',
      [
        '-rm',
        'sh',
        '-c',
        `mount -t tmpfs -o ${options} tmpfs "$0" && { "$@"; ls -A "$0" | wc -l; }`,
        folder,
        process.execPath,
        ...nodeArgs,
        attempt(file, 3_000_000),
      ],
      { encoding: 'utf8' },
    )

  const canMount = spawnSync('unshare', ['-rm', 'mount', '-t', 'tmpfs', 'tmpfs', '/mnt']).status === 0

  test.skipIf(!canMount).each([
    ['full', 'size=64k', 'no space is left on the disk (ENOSPC)'],
    ['read-only', 'ro', 'the disk is read-only (EROFS)'],
  ])('%s: exit 6, the cause named, nothing half-written', (_name, options, why) => {
    const done = inOwnDisk(options)
    expect(done.stderr).toBe('')
    expect(done.stdout.trim()).toBe(`OUTPUT_FAILED 6 ${why}0`)
  })
})

describe('what the system refuses before anything is written', () => {
  const asked = (before: string, limit = ':') => {
    const program = `
      import { openSync } from 'node:fs'
      import { installationSecret } from '${resolve('src/adapters/bundle/installation-secret.ts')}'
      ${attempt(file, 1000).replace('await draftArchive', `${before}\n  await draftArchive`)}
      await installationSecret('${folder}/state').catch((error) => process.stdout.write('|' + error.exitCode + ' ' + error.why))`
    const args = ['-c', `${limit}; exec "$@"`, 'limited', process.execPath, ...nodeArgs, program]
    return spawnSync('bash', args, { encoding: 'utf8' }).stdout
  }

  test('no more open files', () => {
    const reason = 'too many files are open (EMFILE)'
    const said = asked(`try { for (;;) openSync('/dev/null') } catch {}`, 'ulimit -n 200')
    expect(said).toContain(`OUTPUT_FAILED 6 ${reason}|6 `)
    expect(readdirSync(folder).filter((name) => name !== 'state')).toEqual([])
  })

  test('a folder of somebody else', () => {
    chmodSync(folder, 0o500)
    const said = asked('if (process.getuid() === 0) process.setuid(65534)')
    expect(said).toMatch(/^OUTPUT_FAILED 6 permission denied \(EACCES\)\|6 .*permission denied \(EACCES\)/i)
    expect(readdirSync(folder)).toEqual([])
  })

  test('a name that is too long', async () => {
    await expect(draftArchive(join(folder, 'x'.repeat(300)), bytes)).rejects.toMatchObject({
      code: 'OUTPUT_FAILED',
      why: 'ENAMETOOLONG',
    })
  })
})

test('killed at any point: what bears a name is whole, the rest begins with a dot', async () => {
  const program = `
    import { draftArchive } from '${source}'
    import { archiveBytes } from '${resolve('src/adapters/bundle/write-archive.ts')}'
    const files = [{ path: 'README.md', bytes: new Uint8Array(300_000).map((_, i) => i * i) }]
    const bytes = await archiveBytes('x402ops-k', new Date(0), files)
    process.stdout.write('ready')
    for (let i = 0; ; i += 1) {
      const draft = await draftArchive(process.argv[1] + '/' + i + '.tar.gz', bytes)
      await draft.publish()
    }`
  let whole = 0
  for (let round = 0; round < 12; round += 1) {
    const place = newFolder()
    const child = spawn(process.execPath, [...nodeArgs, program, place], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    await once(child.stdout, 'data')
    const named = () => readdirSync(place).filter((name) => !name.startsWith('.'))
    // However slow the disk is today, some are whole before it ends.
    while (named().length < 2) await sleep(1)
    await sleep(round * 5)
    child.kill('SIGKILL')
    await once(child, 'exit')
    for (const name of readdirSync(place)) {
      if (name.startsWith('.x402ops-draft.')) continue
      expect(name).toMatch(/^\d+\.tar\.gz$/)
      const read = await readArchive(join(place, name))
      expect(read.files[0]?.bytes.length).toBe(300_000)
      whole += 1
    }
  }
  expect(whole).toBeGreaterThan(20)
}, 90_000)
