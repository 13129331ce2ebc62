import { execFileSync } from 'node:child_process'
import { resolve } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readArchive } from '../../../src/adapters/bundle/read-archive.ts'
import { archiveBytes } from '../../../src/adapters/bundle/write-archive.ts'
import { gzipped, nodeArgs, tarOf, textFile, written } from './archive-testkit.ts'

const at = new Date('2026-11-21T07:40:02Z')
const files = [
  textFile('README.md', '# What happened\n'),
  textFile('manifest.json', '{}\n'),
  textFile('runs/20261121T074002Z-reconcile-k3f9/run.json', 'x'.repeat(100_000)),
  textFile('included/01.txt', ''),
]

describe('an archive as it is written', () => {
  test('is read back: names, order and bytes', async () => {
    const read = await readArchive(written(await archiveBytes('x402ops-mainnet-1', at, files)))
    expect(read.bundleId).toBe('x402ops-mainnet-1')
    expect(read.order).toEqual(files.map((file) => file.path))
    expect(read.files.map(({ path, bytes }) => [path, Buffer.from(bytes).toString()])).toEqual(
      files.map(({ path, bytes }) => [path, Buffer.from(bytes).toString()]),
    )
  })

  test('is the same bytes in another process, on another day, in another zone', async () => {
    const program = `
      import { archiveBytes } from '${resolve('src/adapters/bundle/write-archive.ts')}'
      const files = ${JSON.stringify(files.map(({ path, bytes }) => [path, Buffer.from(bytes).toString()]))}
      const bytes = await archiveBytes('x402ops-a', new Date(${at.getTime()}), files.map(([path, text]) => ({ path, bytes: Buffer.from(text) })))
      process.stdout.write(Buffer.from(bytes).toString('hex'))`
    const env = { ...process.env, TZ: 'Pacific/Chatham', USER: 'somebody-else', SOURCE_DATE_EPOCH: '1' }
    const other = execFileSync(process.execPath, [...nodeArgs, program], {
      env,
      encoding: 'utf8',
      maxBuffer: 1e8,
    })
    expect(Buffer.from(await archiveBytes('x402ops-a', at, files)).toString('hex')).toBe(other)
  })

  test('tells nothing of the machine: no names, ids, times or modes, in gzip and in tar', async () => {
    const packed = Buffer.from(await archiveBytes('x402ops-a', at, files))
    // RFC 1952: magic, deflate, no flags (so no name and no comment), no time, no level, system unknown.
    expect(packed.subarray(0, 10).toString('hex')).toBe('1f8b08000000000000ff')
    const tar = gunzipSync(packed)
    let headers = 0
    for (let block = 0; tar[block] !== 0; ) {
      const field = (from: number, to: number) => tar.subarray(block + from, block + to).toString('latin1')
      expect(field(100, 124).split('\u0000')).toEqual(['000600 ', '000000 ', '000000 ', ''])
      expect(Number.parseInt(field(136, 147), 8)).toBe(at.getTime() / 1000)
      expect(field(156, 157)).toBe('0')
      expect(field(257, 265)).toBe('ustar\u000000')
      expect(field(265, 329)).toBe('\0'.repeat(64))
      headers += 1
      block += 512 + Math.ceil(Number.parseInt(field(124, 135), 8) / 512) * 512
    }
    expect(headers).toBe(files.length)
  })

  test('a time beyond what tar can hold is the last one that it can', async () => {
    const tar = gunzipSync(await archiveBytes('a', new Date('2100-01-01T00:00:00Z'), files))
    expect(Number.parseInt(tar.subarray(136, 147).toString(), 8)).toBe(0x7fffffff)
  })

  const part = fc.stringMatching(/^[a-z0-9][a-z0-9_.-]{0,60}$/)
  const path = fc.array(part, { minLength: 1, maxLength: 5 }).map((parts) => parts.join('/'))
  test('any files come back as they were', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(fc.tuple(path, fc.uint8Array({ maxLength: 2000 })), {
          selector: ([name]) => name,
          minLength: 1,
          maxLength: 12,
        }),
        async (list) => {
          const given = list.map(([name, bytes]) => ({ path: name, bytes }))
          const read = await readArchive(written(await archiveBytes('x402ops-p', at, given)))
          expect(read.order).toEqual(list.map(([name]) => name))
          expect(read.files.map(({ bytes }) => Buffer.from(bytes).toString('hex'))).toEqual(
            list.map(([, bytes]) => Buffer.from(bytes).toString('hex')),
          )
        },
      ),
      { numRuns: 60 },
    )
  })
})

function expansion(packed: Buffer): Buffer | undefined {
  try {
    return gunzipSync(packed)
  } catch {
    return undefined
  }
}

const ok = { name: 'b/README.md', text: 'hello' }
const tarBlock = Buffer.alloc(512)

describe('archives of others', () => {
  test('plain tar, and one that names its folders, are read', async () => {
    const tar = await tarOf({ name: 'b', type: 'directory' }, ok, { name: 'b/runs', type: 'directory' })
    const read = await readArchive(written(tar, 'b.tar'))
    expect(read.order).toEqual(['README.md', 'runs/'])
    expect(read.files).toHaveLength(1)
  })

  const hostile: readonly (readonly [string, () => Promise<string>, RegExp])[] = [
    [
      'leads out',
      async () => gzipped(await tarOf(ok, { name: 'b/../../etc/x' })),
      /leads out of the archive/,
    ],
    ['leads out, the other way', async () => gzipped(await tarOf(ok, { name: 'b\\..\\x' })), /leads out/],
    [
      'is absolute',
      async () => gzipped(await tarOf({ name: '/etc/passwd' })),
      /"\/etc\/passwd": its name is absolute/,
    ],
    ['has a drive', async () => gzipped(await tarOf({ name: 'C:/x' })), /absolute/],
    ['has an empty part', async () => gzipped(await tarOf(ok, { name: 'b//x' })), /empty part/],
    [
      'hides a line',
      async () => gzipped(await tarOf(ok, { name: 'b/x\ny' })),
      /"b\/x\\x0ay": its name holds a control/,
    ],
    [
      'is a symbolic link',
      async () => gzipped(await tarOf(ok, { name: 'b/l', type: 'symlink', linkname: '/etc/passwd' })),
      /"b\/l" is a symbolic link/,
    ],
    [
      'is a hard link',
      async () => gzipped(await tarOf(ok, { name: 'b/l', type: 'link', linkname: 'b/README.md' })),
      /is a hard link/,
    ],
    [
      'is a device',
      async () => gzipped(await tarOf(ok, { name: 'b/d', type: 'block-device' })),
      /is a device/,
    ],
    ['is a pipe', async () => gzipped(await tarOf(ok, { name: 'b/p', type: 'fifo' })), /is a named pipe/],
    [
      'has two sizes',
      async () => gzipped(await tarOf(ok, { name: 'b/s', text: 'abc', pax: { size: '1' } })),
      /second size/,
    ],
    ['stands there twice', async () => gzipped(await tarOf(ok, ok)), /stands there twice/],
    [
      'stands there twice but for case',
      async () => gzipped(await tarOf(ok, { name: 'b/readme.MD' })),
      /twice/,
    ],
    [
      'lies in another folder',
      async () => gzipped(await tarOf(ok, { name: 'c/x' })),
      /outside the one folder/,
    ],
    ['lies in no folder', async () => gzipped(await tarOf({ name: 'x' })), /lies in no folder/],
    [
      'is hidden behind the end',
      async () => gzipped(Buffer.concat([await tarOf(ok), await tarOf({ name: 'b/x' })])),
      /behind its end/,
    ],
    [
      'is hidden behind one block of zeros',
      async () =>
        gzipped(Buffer.concat([(await tarOf(ok)).subarray(0, 1024), tarBlock, await tarOf({ name: 'b/x' })])),
      /behind its end/,
    ],
  ]
  test.each(hostile)('an entry that %s: refused and named', async (_name, make, reason) => {
    const error = await readArchive(await make()).catch((caught: unknown) => caught)
    expect(error).toMatchObject({ code: 'BUNDLE_UNREADABLE', exitCode: 2 })
    expect((error as { why: string }).why).toMatch(reason)
  })

  const torn: readonly (readonly [string, () => Promise<string>, RegExp])[] = [
    [
      'garbage behind tar',
      async () => gzipped(Buffer.concat([await tarOf(ok), Buffer.alloc(512, 1)])),
      /damaged|follows/,
    ],
    [
      'garbage behind gzip',
      async () => written(Buffer.concat([gzipSync(await tarOf(ok)), Buffer.from('x')])),
      /followed by something else/,
    ],
    [
      'zeros behind gzip',
      async () => written(Buffer.concat([gzipSync(await tarOf(ok)), Buffer.alloc(8)])),
      /something follows its gzip data/i,
    ],
    [
      'a second gzip part',
      async () => written(Buffer.concat([gzipSync(await tarOf(ok)), gzipSync('')])),
      /something follows its gzip data/i,
    ],
    ['gzip cut off', async () => written(gzipSync(await tarOf(ok)).subarray(0, -9)), /cut off/],
    [
      'tar cut off in a file',
      async () => gzipped((await tarOf({ name: 'b/x', text: 'y'.repeat(2000) })).subarray(0, 1024)),
      /cut off/,
    ],
    ['tar without its end', async () => gzipped((await tarOf(ok)).subarray(0, 1024)), /cut off/],
    ['no tar', async () => written('PK\u0003\u0004 not a tar'), /cut off|no tar/],
    ['nothing', async () => written(''), /cut off/],
    ['an archive of nothing', async () => gzipped(await tarOf()), /it holds nothing/i],
    ['no such file', async () => '/nowhere/x.tar.gz', /it is not there/i],
    ['a folder', async () => '/', /not a regular file/],
    ['a device', async () => '/dev/zero', /not a regular file/],
  ]
  test.each(torn)('%s: refused', async (_name, make, reason) => {
    const error = await readArchive(await make()).catch((caught: unknown) => caught)
    expect(error).toMatchObject({ code: 'BUNDLE_UNREADABLE' })
    expect((error as { why: string }).why).toMatch(reason)
  })

  test('limits: compressed, expanded, ratio, entries', async () => {
    const why = (path: string, over: object) =>
      readArchive(path, {
        compressedBytes: 1e6,
        expandedBytes: 1e8,
        entries: 20,
        ratio: 400,
        longBytes: 1e9,
        ...over,
      }).then(
        () => 'read',
        (error: { why: string }) => error.why,
      )
    const bomb = gzipped(await tarOf({ name: 'b/x', text: '\0'.repeat(7e7) }))
    expect(await why(bomb, {})).toMatch(/expands to more than 67108864 bytes/)
    expect(await why(bomb, { ratio: 2000 })).toBe('read')
    expect(await why(bomb, { ratio: 2000, expandedBytes: 2e7 })).toMatch(
      /expands to more than 20000000 bytes/,
    )
    const many = gzipped(await tarOf(...Array.from({ length: 21 }, (_, i) => ({ name: `b/${i}` }))))
    expect(await why(many, {})).toMatch(/more than 20 entries/)
    expect(await why(many, { compressedBytes: 10 })).toMatch(/larger than/)
  })

  test('a bundle with one byte changed anywhere is refused or differs; it is never read as the same', async () => {
    const whole = Buffer.from(await archiveBytes('x402ops-a', at, files.slice(0, 2)))
    const same = JSON.stringify(await readArchive(written(whole)))
    const tar = gunzipSync(whole)
    let differing = 0
    for (let i = 0; i < whole.length; i += 1) {
      const changed = Buffer.from(whole)
      changed[i] = (changed[i] ?? 0) ^ 0x20
      // Some bits mean nothing: the time in the header, what fills the last byte of a deflate block.
      if (expansion(changed)?.equals(tar)) continue
      differing += 1
      const read = await readArchive(written(changed)).then(JSON.stringify, () => 'refused')
      expect(read).not.toBe(same)
    }
    expect(differing).toBeGreaterThan(whole.length - 16)
  })

  test('a log that says one thing a million times is no bomb', async () => {
    const log = textFile('included/01.txt', 'settle timed out, trying again\n'.repeat(700_000))
    const read = await readArchive(written(await archiveBytes('x402ops-r', at, [log])))
    let length = 0
    for await (const block of read.long[0]?.blocks() ?? []) length += block.length
    expect([read.files.length, length]).toEqual([0, log.bytes.length])
  })

  test.each([
    ['a folder that has a size', 'directory', '00000001000'],
    ['a size that is no number', 'file', '\u00c900000000000'],
  ])('%s is refused, and does not keep anybody waiting', async (_name, type, size) => {
    const tar = await tarOf({ name: 'b', type }, ok)
    tar.write(size, 124, 'latin1')
    const sum = tar.subarray(0, 512).reduce((all, byte, i) => (i < 148 || i > 155 ? all + byte : all), 8 * 32)
    tar.write(`${sum.toString(8).padStart(6, '0')} \u0000`, 148)
    await expect(readArchive(written(tar, 'b.tar'))).rejects.toMatchObject({
      why: 'It is damaged: a size in it is none.',
    })
  })

  test('headers with any damage are read or refused, never anything else', async () => {
    const tar = await tarOf(
      { name: 'b', type: 'directory' },
      ok,
      { name: 'b/long', text: 'x'.repeat(700), pax: { comment: 'c' } },
      { name: 'b/link', type: 'symlink', linkname: 'README.md' },
    )
    // With the checksum put right, so that the damage is looked at and not only noticed.
    const damaged = (changes: readonly (readonly [at: number, byte: number])[]) => {
      const bytes = Buffer.from(tar)
      for (const [place, byte] of changes) {
        bytes[place % bytes.length] = byte
        const header = Math.floor((place % bytes.length) / 512) * 512
        let sum = 8 * 32
        for (let i = 0; i < 512; i += 1) if (i < 148 || i > 155) sum += bytes[header + i] ?? 0
        bytes.write(`${sum.toString(8).padStart(6, '0')} \u0000`, header + 148)
      }
      return bytes
    }
    const change = fc.tuple(fc.nat(tar.length - 1), fc.integer({ min: 0, max: 255 }))
    await fc.assert(
      fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 4 }), async (changes) => {
        const said = await readArchive(written(damaged(changes), 'b.tar')).catch(
          (error: { code: string }) => error.code,
        )
        if (typeof said === 'string') expect(said).toBe('BUNDLE_UNREADABLE')
        else for (const path of said.order) expect(path).not.toMatch(/(?:^|[/\\])\.\.(?:[/\\]|$)|^[/\\]/)
      }),
      { numRuns: 500 },
    )
  })

  test('random bytes are never read', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 3000 }), async (bytes) => {
        await expect(readArchive(written(bytes))).rejects.toMatchObject({ code: 'BUNDLE_UNREADABLE' })
      }),
      { numRuns: 100 },
    )
  })
})
