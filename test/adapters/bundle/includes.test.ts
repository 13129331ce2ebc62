import { execFileSync, spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, renameSync, symlinkSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { beforeEach, describe, expect, test } from 'vitest'
import { includeLimits } from '../../../src/adapters/bundle/limits.ts'
import { openIncludes } from '../../../src/adapters/bundle/open-includes.ts'
import { readOnce } from '../../../src/adapters/bundle/open-once.ts'
import { budgetOf, filesAt } from '../../../src/adapters/bundle/walk-tree.ts'
import { newFolder, tarOf } from './archive-testkit.ts'

let folder = ''
beforeEach(() => {
  folder = newFolder()
})
const give = (name: string, content: string | Uint8Array) => writeFileSync(join(folder, name), content)
const shaOf = (content: string | Uint8Array) => createHash('sha256').update(content).digest('hex')

describe('what is opened', () => {
  test('text files in the order of their names, folders too', async () => {
    mkdirSync(join(folder, 'logs/inner'), { recursive: true })
    give('logs/b.log', 'two\r\nlines\r\n')
    give('logs/a.log', 'one\n')
    give('logs/inner/.env', 'X402_ENABLED=true\n')
    give('single.txt', 'single')
    const found = await openIncludes(['logs', 'single.txt', join(folder, 'single.txt')], folder)
    expect(found).toEqual({
      files: [
        { name: 'a.log', text: 'one\n' },
        { name: 'b.log', text: 'two\nlines\n' },
        { name: '.env', text: 'X402_ENABLED=true\n' },
        { name: 'single.txt', text: 'single' },
        { name: 'single.txt', text: 'single' },
      ],
      leftOut: [],
    })
  })

  test('gzip, tar and both, also within each other', async () => {
    give('app.log.gz', gzipSync('rotated\n'))
    const inner = gzipSync('inner\n')
    const tar = await tarOf({ name: 'srv', type: 'directory' }, { name: 'srv/x.log', text: 'x\n' })
    const outer = await tarOf({ name: 'deep/old.log.gz', text: '' }, { name: 'plain.log', text: 'p\n' })
    // The testkit writes text; the gzip of the first entry is put in by hand.
    expect(inner.length).toBeLessThan(512)
    const built = Buffer.concat([outer.subarray(0, 512), Buffer.concat([inner], 512), outer.subarray(512)])
    built.write(inner.length.toString(8).padStart(11, '0'), 124)
    let sum = 8 * 32
    for (let i = 0; i < 512; i += 1) if (i < 148 || i > 155) sum += built[i] ?? 0
    built.write(`${sum.toString(8).padStart(6, '0')} \u0000`, 148)
    give('logs.tar', tar)
    give('logs.tgz', gzipSync(built))
    const found = await openIncludes(['app.log.gz', 'logs.tar', 'logs.tgz'], folder)
    expect(found.leftOut).toEqual([])
    expect(found.files.map((file) => `${file.name}=${'text' in file ? file.text : 'long'}`)).toEqual([
      'app.log=rotated\n',
      'x.log=x\n',
      'old.log=inner\n',
      'plain.log=p\n',
    ])
  })

  test('a name that would move the cursor is shown as what it is', async () => {
    give('a\u001b[2J\u202e.log', 'x')
    const found = await openIncludes(['.'], folder)
    expect(found.files[0]?.name).toBe('a\\x1b[2J\\u202e.log')
  })

  test('a path that is not there is an error, before anything is opened', async () => {
    give('a.log', 'x')
    await expect(openIncludes(['a.log', 'b.log'], folder)).rejects.toMatchObject({
      code: 'INCLUDE_NOT_FOUND',
      exitCode: 2,
    })
  })
})

describe('what is never copied', () => {
  const image = 'an image may show secrets'
  test.each<[string, Uint8Array | string, string]>([
    ['a.png', '\u0089PNG\r\n\u001a\n', image],
    ['a.jpg', '\u00ff\u00d8\u00ff\u00e0', image],
    ['a.gif', 'GIF89a........', image],
    ['a.webp', 'RIFF....WEBPVP8 ', image],
    ['a.heic', '....ftypheic', image],
    ['a.pdf', '%PDF-1.7\n', 'a PDF may show secrets'],
    ['b.pdf', 'line\n%PDF-1.4\n', 'a PDF may show secrets'],
    ['a.zip', 'PK\u0003\u0004', 'an archive of this kind is not opened'],
    ['empty.zip', 'PK\u0005\u0006', 'an archive of this kind is not opened'],
    ['a.7z', '7z\u00bc\u00af\u0027\u001c', 'an archive of this kind is not opened'],
    ['a.rar', 'Rar!\u001a\u0007\u0001', 'an archive of this kind is not opened'],
    ['a.xz', '\u00fd7zXZ\u0000', 'an archive of this kind is not opened'],
    ['a.bz2', 'BZh91AY&SY', 'an archive of this kind is not opened'],
    ['a.zst', '\u0028\u00b5\u002f\u00fd', 'an archive of this kind is not opened'],
    ['a.pcap', '\u00d4\u00c3\u00b2\u00a1', 'a network capture holds every header'],
    ['a.pcapng', '\u000a\u000d\u000d\u000a', 'a network capture holds every header'],
    ['a.db', 'SQLite format 3\u0000', 'a database is not opened: export what matters as text'],
    ['a.out', '\u007fELF', 'a program is not evidence'],
    ['a.age', 'age-encryption.org/v1\n', 'it is encrypted'],
    ['holes.log', 'text\u0000\u0000text', 'it is a binary file'],
    [
      'installation-secret',
      'x402ops installation secret, never CANARY',
      'it is the installation secret of x402ops, which never leaves',
    ],
  ])('%s', async (name, content, why) => {
    const bytes = typeof content === 'string' ? Buffer.from(content, 'latin1') : content
    give(name, bytes)
    expect(await openIncludes([name], folder)).toEqual({
      files: [],
      leftOut: [{ what: `${name} (sha256:${shaOf(bytes)})`, why }],
    })
  })

  test('the name of a file does not make it text, nor is a picture of vectors a picture', async () => {
    give('screen.log', Buffer.from('\u0089PNG\r\n\u001a\n', 'latin1'))
    give('drawing.svg', '<svg/>')
    const found = await openIncludes(['.'], folder)
    expect(found.files.map((file) => file.name)).toEqual(['drawing.svg'])
    expect(found.leftOut).toHaveLength(1)
  })

  test('links, pipes, sockets and devices: never followed, never waited for', async () => {
    mkdirSync(join(folder, 'in'))
    give('secret', 'CANARY-linked')
    symlinkSync(join(folder, 'secret'), join(folder, 'in/link'))
    symlinkSync(folder, join(folder, 'in/loop'))
    symlinkSync('nothing', join(folder, 'in/dangling'))
    execFileSync('mkfifo', [join(folder, 'in/pipe')])
    const server = createServer().listen(join(folder, 'in/socket'))
    await new Promise((done) => server.once('listening', done))
    const found = await openIncludes(['in', 'in/link', '/dev/zero'], folder)
    server.close()
    expect(found.files).toEqual([])
    expect(found.leftOut.map(({ what, why }) => `${what}: ${why}`)).toEqual([
      'in/dangling: it is a symbolic link',
      'in/link: it is a symbolic link',
      'in/loop: it is a symbolic link',
      'in/pipe: it is not a regular file',
      'in/socket: it is not a regular file',
      'link: it is a symbolic link',
      'zero: it is not a regular file',
    ])
    expect(await readOnce(join(folder, 'in/link'), 100)).toMatchObject({ ok: false })
    expect(await readOnce(join(folder, 'in/pipe'), 100)).toEqual({
      ok: false,
      why: 'it is not a regular file',
    })
  })

  test('what stands in an archive by the same rules, and hostile entries by name', async () => {
    const tar = await tarOf(
      { name: 'ok.log', text: 'fine\n' },
      { name: '../../etc/cron', text: 'CANARY-slip' },
      { name: '/root/x', text: 'CANARY-absolute' },
      { name: 'link', type: 'symlink', linkname: '/etc/passwd' },
      { name: 'null', type: 'character-device' },
      { name: 'picture.txt', text: 'GIF89a...' },
    )
    give('a.tar', tar)
    const found = await openIncludes(['a.tar'], folder)
    expect(found.files).toEqual([{ name: 'ok.log', text: 'fine\n' }])
    expect(found.leftOut.map(({ what, why }) => `${what}: ${why}`)).toEqual([
      'a.tar/../../etc/cron: its name leads out of the archive',
      'a.tar//root/x: its name is absolute',
      'a.tar/link: it is a symbolic link',
      'a.tar/null: it is a device',
      `a.tar/picture.txt (sha256:${shaOf('GIF89a...')}): an image may show secrets`,
    ])
  })

  test('a damaged archive: what stands before the damage, and that there is more', async () => {
    const tar = await tarOf({ name: 'one.log', text: '1' }, { name: 'two.log', text: '2' })
    give('cut.tar', tar.subarray(0, 1100))
    give('cut.gz', gzipSync('x'.repeat(5000)).subarray(0, -4))
    const found = await openIncludes(['cut.tar', 'cut.gz'], folder)
    expect(found.files.map((file) => file.name)).toEqual(['one.log'])
    expect(found.leftOut.map((item) => item.why)).toEqual([
      expect.stringMatching(/cut off.*; what stands before that was read/),
      expect.stringMatching(/gzip data is damaged/),
    ])
  })
})

describe('limits', () => {
  const small = {
    ...includeLimits,
    files: 3,
    fileBytes: 1000,
    allBytes: 2500,
    archiveBytes: 5000,
    ratio: 100,
  }

  test('files, their size and all of them together; the rest is said to be left', async () => {
    for (const name of ['a', 'b', 'c', 'd', 'e']) give(name, name)
    const many = await openIncludes(['.', 'a'], folder, small)
    expect(many.files.map((file) => file.name)).toEqual(['a', 'b', 'c'])
    expect(many.leftOut.map((item) => item.why)).toEqual([
      'the limit was reached: from here on nothing was opened',
      'the limit was reached before it',
    ])
    folder = newFolder()
    for (const name of ['a', 'b', 'c']) give(name, 'x'.repeat(1000))
    give('big', 'x'.repeat(1001))
    const large = await openIncludes(['big', 'a', 'b', 'c'], folder, small)
    expect(large.files.map((file) => file.name)).toEqual(['a', 'b'])
    expect(large.leftOut).toHaveLength(2)
  })

  test('a bomb is not expanded: of bytes, of entries, of archives in archives, of folders', async () => {
    give('bytes.gz', gzipSync(Buffer.alloc(50_000_000)))
    give(
      'entries.tar',
      await tarOf(...Array.from({ length: 50 }, (_, i) => ({ name: `${i}.log`, text: 'x' }))),
    )
    give(
      'nested.gz',
      [1, 2, 3, 4, 5].reduce((inner) => gzipSync(inner), gzipSync('CANARY-deep')),
    )
    mkdirSync(join(folder, Array.from({ length: 40 }, () => 'd').join('/')), { recursive: true })
    const why = async (path: string) =>
      (await openIncludes([path], folder, { ...small, fileBytes: 100_000 })).leftOut.map((item) => item.why)
    expect(await why('bytes.gz')).toEqual(['its gzip data expands to more than 5000 bytes'])
    expect(await why('entries.tar')).toEqual(['the limit was reached: from here on nothing was opened'])
    expect(await why('nested.gz')).toEqual(['it lies in more than 3 archives'])
    expect(await why('d')).toEqual(['it lies more than 32 folders deep'])
  })
})

test('a file that somebody swaps for a link all the while is read as itself or not at all', async () => {
  give('secret', 'CANARY-swapped')
  mkdirSync(join(folder, 'in'))
  mkdirSync(join(folder, 'out'))
  give('out/x.log', 'CANARY-swapped')
  give('in/x.log', 'own')
  // Both kinds of swap: the file for a link, and its folder for a link to another folder.
  const program = `
    const { renameSync, symlinkSync, writeFileSync, unlinkSync } = require('node:fs')
    process.chdir(process.argv[1])
    process.stdout.write('ready')
    for (;;) {
      try {
        symlinkSync('../secret', 'link'); renameSync('link', 'in/x.log')
        writeFileSync('made', 'own'); renameSync('made', 'in/x.log')
        renameSync('in', 'kept'); symlinkSync('out', 'in')
        unlinkSync('in'); renameSync('kept', 'in')
      } catch {}
    }`
  const child = spawn(process.execPath, ['-e', program, folder], { stdio: ['ignore', 'pipe', 'inherit'] })
  await new Promise((ready) => child.stdout.once('data', ready))
  const texts = new Set<string>()
  let refused = 0
  for (let round = 0; round < 1500; round += 1) {
    if (!existsSync(join(folder, 'in'))) continue
    const found = await openIncludes(['in'], folder).catch(() => ({ files: [], leftOut: [1] }))
    for (const file of found.files) if ('text' in file) texts.add(file.text)
    refused += found.leftOut.length
  }
  child.kill('SIGKILL')
  expect([...texts]).toEqual(['own'])
  expect(refused).toBeGreaterThan(0)
}, 60_000)

test.skipIf(!existsSync('/proc/self/fd'))(
  'a folder that is swapped while it is read is read to its end',
  async () => {
    for (const place of ['in', 'out']) mkdirSync(join(folder, place))
    for (const name of ['a', 'b']) {
      give(`in/${name}`, 'own')
      give(`out/${name}`, 'CANARY-swapped')
    }
    const found = filesAt(join(folder, 'in'), 'in', includeLimits, budgetOf(includeLimits))
    const text = async () => Buffer.from((await found.next()).value?.bytes ?? []).toString()
    expect(await text()).toBe('own')
    renameSync(join(folder, 'in'), join(folder, 'kept'))
    symlinkSync('out', join(folder, 'in'))
    expect(await text()).toBe('own')
    expect(await text()).toBe('')
  },
)
