import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Unpacked } from '../../e2e/unpacked.ts'
import { gzipAsOurs, newWorkshop, resummed, tarOf } from './workshop.ts'

type Made = { readonly archive: Buffer; readonly unpacked: Unpacked; readonly path: string }

let shop: Awaited<ReturnType<typeof newWorkshop>>
let plain: Made
let signed: Made
let other: Made
let tar: Buffer
let madeFrom: Date

async function made(...more: readonly string[]): Promise<Made> {
  const { archive, unpacked, path, left } = await shop.bundle(...more)
  if (unpacked === null) throw new Error(left.err)
  return { archive, unpacked, path }
}

beforeAll(async () => {
  shop = await newWorkshop()
  await shop.run('matrix', 'shop', '-q')
  const at = (name: string) => join(shop.folder, name)
  execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', 'CANARY', '-f', at('signer')])
  const [type = '', key = ''] = readFileSync(at('signer.pub'), 'utf8').split(' ')
  writeFileSync(at('allowed'), `ops@shop.example ${type} ${key}\n`)
  writeFileSync(at('expired'), `ops@shop.example valid-before="20200101" ${type} ${key}\n`)
  writeFileSync(at('for-git'), `ops@shop.example namespaces="git" ${type} ${key}\n`)
  plain = await made()
  signed = await made('--sign', 'signer')
  other = await made('--sign', 'signer', '--note', 'another bundle')
  const manifest = plain.unpacked.entries.find(({ path }) => path === 'manifest.json')?.text ?? '{}'
  madeFrom = new Date((JSON.parse(manifest) as { madeFrom: string }).madeFrom)
  tar = await tarOf(plain.unpacked, madeFrom)
}, 60_000)
afterAll(() => shop.remove())

type Said = { readonly code: number; readonly codes: readonly string[]; readonly screen: string }

/** What verify says of these bytes: exit code, codes of the findings, or the words of the error. */
async function verify(bytes: Buffer, ...more: readonly string[]): Promise<Said> {
  const name = shop.write('t.tar.gz', bytes)
  const asJson = await shop.run('evidence', 'verify', name, ...more, '-o', 'json')
  const codes = asJson.out.startsWith('{')
    ? (JSON.parse(asJson.out) as { findings: { code: string }[] }).findings.map(({ code }) => code)
    : [/error (\w+)/.exec(asJson.err)?.[1] ?? 'nothing']
  const { out, err } = await shop.run('evidence', 'verify', name, ...more)
  return { code: asJson.code, codes, screen: out + err }
}

const packedOf = async (unpacked: Unpacked) => gzipAsOurs(await tarOf(unpacked, madeFrom))
const without = ({ top, entries }: Unpacked, path: string) => ({
  top,
  entries: entries.filter((entry) => entry.path !== path),
})
const longer = ({ top, entries }: Unpacked, path: string) => ({
  top,
  entries: entries.map((entry) => (entry.path === path ? { ...entry, text: `${entry.text} ` } : entry)),
})

/** The header of the entry of this number changed, its checksum made to fit. */
function reheaded(nth: number, change: (header: Buffer) => void): Buffer {
  const copy = Buffer.from(tar)
  let at = 0
  for (let passed = 0; passed < nth; passed += 1) {
    const size = Number.parseInt(copy.subarray(at + 124, at + 135).toString(), 8)
    at += 512 + Math.ceil(size / 512) * 512
  }
  const header = copy.subarray(at, at + 512)
  change(header)
  header.fill(' ', 148, 156)
  const sum = header.reduce((total, byte) => total + byte, 0)
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148)
  return gzipAsOurs(copy)
}

describe('what is not a byte of a file is looked at, too', () => {
  test('what an export wrote is packed by it, gzipped or not', async () => {
    for (const bytes of [plain.archive, tar]) {
      const { code, codes } = await verify(bytes)
      expect(codes).toContain('BUNDLE_WHOLE')
      expect(code).toBe(0)
    }
    expect(gzipAsOurs(tar).equals(plain.archive)).toBe(true)
  })

  const withByte = (at: number, byte: number) => () => {
    const copy = Buffer.from(plain.archive)
    copy[at] = byte
    return copy
  }
  test.each<[string, () => Buffer | Promise<Buffer>]>([
    ['a time in the head of gzip', withByte(4, 7)],
    ['a system in the head of gzip', withByte(9, 3)],
    ['a level in the head of gzip', withByte(8, 2)],
    ['an empty member before it', () => Buffer.concat([gzipSync(''), plain.archive])],
    [
      'a name in the head of gzip',
      () => {
        const head = Buffer.from([0x1f, 0x8b, 8, 8, 0, 0, 0, 0, 0, 255])
        return Buffer.concat([head, Buffer.from('CANARY-name\0'), plain.archive.subarray(10)])
      },
    ],
    ['another time', async () => gzipAsOurs(await tarOf(plain.unpacked, new Date(0)))],
    ['another mode', () => reheaded(3, (header) => header.write('0000777\0', 100))],
    ['a user', () => reheaded(3, (header) => header.write('root\0', 265))],
    ['the name of a link', () => reheaded(3, (header) => header.write('/etc/passwd\0', 157))],
    ['words behind the header', () => reheaded(3, (header) => header.write('covert', 504))],
    ['words behind a name', () => reheaded(3, (header) => header.write('covert', 90))],
    ['the old kind of entry', () => reheaded(3, (header) => header.fill(0, 156, 157))],
    ['the sign of another tar', () => reheaded(3, (header) => header.write('ustar  \0', 257))],
    [
      'words behind a file',
      () => {
        const size = Number.parseInt(tar.subarray(124, 135).toString(), 8)
        const copy = Buffer.from(tar)
        copy.write('x', 512 + size)
        return gzipAsOurs(copy)
      },
    ],
    ['a longer end', () => gzipAsOurs(Buffer.concat([tar, Buffer.alloc(10_240)]))],
  ])('%s', async (_name, bytes) => {
    const { code, codes, screen } = await verify(await bytes())
    expect(codes).toContain('BUNDLE_REPACKED')
    expect(codes).not.toContain('BUNDLE_WHOLE')
    expect(screen).not.toContain('it fits its digests')
    expect(code).toBe(1)
  })

  test.each<[string, () => Buffer]>([
    ['a second member', () => Buffer.concat([plain.archive, gzipSync('more')])],
    ['an empty second member', () => Buffer.concat([plain.archive, gzipSync('')])],
    ['zeros behind it', () => Buffer.concat([plain.archive, Buffer.alloc(512)])],
    ['a link', () => reheaded(3, (header) => header.write('2', 156))],
    ['a sparse file', () => reheaded(3, (header) => header.write('S', 156))],
    ['a way out in the prefix', () => reheaded(3, (header) => header.write('../..\0', 345))],
    [
      'a name in other case',
      () => reheaded(4, (header) => header.write(`${plain.unpacked.top}/readme.MD\0`, 0)),
    ],
  ])('%s is not read at all', async (_name, bytes) => {
    expect(await verify(bytes())).toMatchObject({ code: 2, codes: ['BUNDLE_UNREADABLE'] })
  })

  test('one byte of the archive, anywhere: never whole, unless the tar in it is the same', async () => {
    const place = fc.record({
      at: fc.nat({ max: plain.archive.length - 1 }),
      by: fc.integer({ min: 1, max: 255 }),
    })
    await fc.assert(
      fc.asyncProperty(place, async ({ at, by }) => {
        const copy = Buffer.from(plain.archive)
        copy[at] = (copy[at] ?? 0) ^ by
        const { code, codes } = await verify(copy)
        if (codes.includes('BUNDLE_WHOLE')) {
          // Some bits at the end of deflate mean nothing.
          expect(copy.subarray(0, 10).equals(plain.archive.subarray(0, 10))).toBe(true)
          expect(at).toBeGreaterThan(9)
          expect(copy.subarray(-8).equals(plain.archive.subarray(-8))).toBe(true)
        } else expect([1, 2]).toContain(code)
      }),
      { numRuns: 60 },
    )
  }, 60_000)

  test('one byte of the tar, anywhere, checksums of headers made to fit: never whole', async () => {
    const place = fc.record({ at: fc.nat({ max: tar.length - 1 }), by: fc.integer({ min: 1, max: 255 }) })
    await fc.assert(
      fc.asyncProperty(place, async ({ at, by }) => {
        const copy = Buffer.from(tar)
        copy[at] = (copy[at] ?? 0) ^ by
        const { code, codes } = await verify(gzipAsOurs(copy))
        expect(codes).not.toContain('BUNDLE_WHOLE')
        expect([1, 2]).toContain(code)
      }),
      { numRuns: 60 },
    )
    await fc.assert(
      fc.asyncProperty(fc.nat({ max: 6 }), fc.nat({ max: 511 }), async (nth, at) => {
        const { code, codes } = await verify(
          reheaded(nth, (header) => {
            header[at] = (header[at] ?? 0) ^ 1
          }),
        )
        // The checksum itself is made anew.
        if (at >= 148 && at < 156) return
        expect(codes).not.toContain('BUNDLE_WHOLE')
        expect([1, 2]).toContain(code)
      }),
      { numRuns: 60 },
    )
  }, 60_000)
})

describe('who vouches for it', () => {
  const signers = ['--signers', 'allowed', '--identity', 'ops@shop.example']

  test('a bundle made anew with digests that fit is said to be unsigned, not to be genuine', async () => {
    const forged = await packedOf(resummed(longer(plain.unpacked, 'README.md')))
    const { code, screen } = await verify(forged)
    expect(code).toBe(0)
    expect(screen).toContain('unsigned: nothing shows who made it')
    expect(screen).not.toContain('as it was made')
    const judged = await shop.run('judge', 't.tar.gz')
    expect(judged.out).toContain('unsigned: nothing shows who made it')
  })

  test('with a known signer', async () => {
    const { code, screen } = await verify(signed.archive, ...signers)
    expect(code).toBe(0)
    expect(screen).toContain('signed by ops@shop.example')
  })

  test.each<[string, () => Promise<Buffer> | Buffer, readonly string[], string]>([
    [
      'signed, altered, digests made anew',
      () => packedOf(resummed(longer(signed.unpacked, 'README.md'))),
      [],
      'BUNDLE_SIGNATURE_BAD',
    ],
    [
      'signature taken out, although a signer is asked for',
      () => packedOf(without(signed.unpacked, 'SHA256SUMS.sig')),
      signers,
      'BUNDLE_SIGNATURE_MISSING',
    ],
    [
      'the same without a name',
      () => packedOf(without(signed.unpacked, 'SHA256SUMS.sig')),
      ['--signers', 'allowed'],
      'BUNDLE_SIGNATURE_MISSING',
    ],
    [
      'signature of another bundle',
      () => {
        const theirs = other.unpacked.entries.find(({ path }) => path === 'SHA256SUMS.sig')
        const entries = signed.unpacked.entries.map((entry) => (entry.path === theirs?.path ? theirs : entry))
        return packedOf({ ...signed.unpacked, entries })
      },
      [],
      'BUNDLE_SIGNATURE_BAD',
    ],
    ['a key that has expired', () => signed.archive, ['--signers', 'expired'], 'BUNDLE_SIGNATURE_BAD'],
    ['a key for something else', () => signed.archive, ['--signers', 'for-git'], 'BUNDLE_SIGNATURE_BAD'],
    [
      'a name that fits all',
      () => signed.archive,
      ['--signers', 'allowed', '--identity', '*'],
      'BUNDLE_SIGNATURE_BAD',
    ],
  ])('%s', async (_name, bytes, flags, expected) => {
    const { code, codes, screen } = await verify(await bytes(), ...flags)
    expect(codes).toContain(expected)
    expect(codes).not.toContain('BUNDLE_WHOLE')
    expect(screen).toContain('this is not the bundle that was made')
    expect(code).toBe(1)
  })

  test('a name without the file that says which keys are theirs is no question', async () => {
    expect(await verify(signed.archive, '--identity', 'ops@shop.example')).toMatchObject({
      code: 2,
      codes: ['USAGE'],
    })
  })
})

test('a path is quoted where it is to be copied into a shell', async () => {
  shop.write('a;touch CANARY-ran.tar.gz', plain.archive)
  const { out } = await shop.run('evidence', 'verify', 'a;touch CANARY-ran.tar.gz')
  expect(out).toContain("x402ops judge 'a;touch CANARY-ran.tar.gz'")
})
