import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import { beforeAll, describe, expect, test } from 'vitest'
import { draftArchive } from '../../../src/adapters/bundle/draft-archive.ts'
import { readArchive } from '../../../src/adapters/bundle/read-archive.ts'
import { openSpool } from '../../../src/adapters/bundle/spool.ts'
import { archiveBlocks, archiveBytes, gzipHead } from '../../../src/adapters/bundle/write-archive.ts'
import { newFolder } from './archive-testkit.ts'

const madeFrom = new Date('2026-03-04T05:06:07Z')
const lines = Array.from({ length: 26 }, (_, at) =>
  `request ${at * 7919} was served in ${at ** 3} ms é\n`.repeat(17_000),
)
const text = lines.join('')
const digest = createHash('sha256').update(text).digest('hex')
const small = { path: 'README.md', bytes: Buffer.from('read this first\n') }
const last = { path: 'zz/last.txt', bytes: Buffer.from('') }
let folder = ''
let packed: Uint8Array = new Uint8Array()
beforeAll(async () => {
  folder = newFolder()
  packed = await archiveBytes('x402ops-a', madeFrom, [
    small,
    { path: 'included/01.txt', bytes: Buffer.from(text) },
    last,
  ])
})

function put(name: string, bytes: Uint8Array): string {
  const path = join(folder, name)
  writeFileSync(path, bytes)
  return path
}

async function bytesOf(blocks: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const parts: Uint8Array[] = []
  for await (const block of blocks) parts.push(block)
  return Buffer.concat(parts)
}

test('what is put aside has no name in its folder, and is packed to the same bytes as if it were held', async () => {
  const spool = await openSpool(join(folder, 'b.tar.gz'))
  for (const part of lines) await spool.write(part)
  expect(readdirSync(folder)).toEqual([])
  const long = spool.finish('included/01.txt')
  expect(long).toMatchObject({ size: Buffer.byteLength(text), sha256: digest })
  const draft = await draftArchive(
    join(folder, 'b.tar.gz'),
    archiveBlocks('x402ops-a', madeFrom, [small, long, last]),
  )
  expect((await bytesOf(draft.blocks())).equals(packed)).toBe(true)
  expect(draft.sha256).toBe(createHash('sha256').update(packed).digest('hex'))
  await draft.discard()
  await spool.discard()
  await spool.discard()
  expect(readdirSync(folder)).toEqual([])
  await expect(bytesOf(long.blocks())).rejects.toMatchObject({ code: 'OUTPUT_FAILED' })
})

test('a long file of an archive stays where it is: its digest is known, its bytes are read again each time', async () => {
  const read = await readArchive(put('a.tar.gz', packed))
  expect(read).toMatchObject({ bundleId: 'x402ops-a', packedAt: madeFrom })
  expect(read.order).toEqual(['README.md', 'included/01.txt', 'zz/last.txt'])
  expect(read.files.map(({ path, bytes }) => [path, bytes.length])).toEqual([
    ['README.md', 16],
    ['zz/last.txt', 0],
  ])
  const [long] = read.long
  expect(long).toMatchObject({ path: 'included/01.txt', size: Buffer.byteLength(text), sha256: digest })
  for (let time = 0; time < 2; time += 1) {
    const bytes = await bytesOf(long!.blocks())
    expect(createHash('sha256').update(bytes).digest('hex')).toBe(digest)
  }
})

describe('an archive that is changed after it was opened', () => {
  test.each<[string, (path: string) => void]>([
    ['cut off', (path) => writeFileSync(path, packed.subarray(0, packed.length - 100))],
    ['another one', (path) => writeFileSync(path, gzipSync(Buffer.from('another')))],
    [
      'altered',
      (path) => {
        const other = gunzipSync(packed)
        other[other.length - 1024 * 1024] = 0x2a
        const again = gzipSync(other, { level: 6 })
        gzipHead.copy(again)
        writeFileSync(path, again)
      },
    ],
  ])('%s: its long file says so', async (_name, change) => {
    const path = put('changed.tar.gz', packed)
    const { long } = await readArchive(path)
    change(path)
    await expect(bytesOf(long[0]!.blocks())).rejects.toMatchObject({ code: 'BUNDLE_UNREADABLE' })
  })
})

describe('a long archive that is not packed as ours is read as any other, and what is wrong with it is told', () => {
  const again = (change: (tar: Buffer) => Uint8Array) => {
    const bytes = gzipSync(change(gunzipSync(packed)), { level: 6 })
    gzipHead.copy(bytes)
    return bytes
  }

  test('other owners in a header', async () => {
    const other = again((tar) => {
      tar.write('0000001', 108, 'latin1')
      const sum = [...tar.subarray(0, 512)].reduce(
        (all, byte, at) => all + (at >= 148 && at < 156 ? 32 : byte),
        0,
      )
      tar.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148, 'latin1')
      return tar
    })
    const read = await readArchive(put('owner.tar.gz', other))
    expect(read).toMatchObject({ packedAt: null, long: [] })
    expect(read.files).toHaveLength(3)
  })

  test.each<[string, () => Uint8Array, RegExp]>([
    [
      'another part behind the gzip data',
      () => Buffer.concat([packed, gzipSync('more')]),
      /something follows/i,
    ],
    ['bytes behind the gzip data', () => Buffer.concat([packed, Buffer.from('more')]), /damaged|follows/i],
    ['a wrong sum', () => Buffer.from(packed).fill(7, packed.length - 8, packed.length - 4), /damaged/],
    ['cut off', () => packed.subarray(0, packed.length >> 1), /damaged|cut off/i],
    [
      'an entry behind the end',
      () => again((tar) => Buffer.concat([tar, tar.subarray(0, 1024)])),
      /behind its end|follows/i,
    ],
    [
      'a name twice',
      () => again((tar) => Buffer.concat([tar.subarray(0, 1024), tar])),
      /stands there twice/i,
    ],
  ])('%s', async (_name, make, why) => {
    const error = await readArchive(put('odd.tar.gz', make())).catch((caught: unknown) => caught)
    expect(error).toMatchObject({ code: 'BUNDLE_UNREADABLE', why: expect.stringMatching(why) })
  })

  test('zeros are cheap to pack: a file that expands too much is refused', async () => {
    const bomb = await archiveBytes('x402ops-a', madeFrom, [{ path: 'zeros', bytes: Buffer.alloc(90 << 20) }])
    const path = put('bomb.tar.gz', bomb)
    expect(bomb.length).toBeLessThan(200_000)
    await expect(readArchive(path)).rejects.toMatchObject({ code: 'BUNDLE_UNREADABLE' })
    expect(readFileSync(path).length).toBe(bomb.length)
  })
})
