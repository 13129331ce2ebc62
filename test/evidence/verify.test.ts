import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { canonicalJson, parseCanonical } from '../../src/adapters/bundle/canonical.ts'
import type { BundleFile, Manifest } from '../../src/core/bundle.ts'
import { sha256Hex } from '../../src/core/digest.ts'
import { sumsText, withSignature } from '../../src/evidence/manifest.ts'
import { type BundleSeen, judgeBundle, lookAtBundle } from '../../src/evidence/verify.ts'
import { bundleOf } from './bundling.ts'
import { matrixRun, reconcileRun } from './world.ts'

const made = bundleOf({
  saved: [matrixRun(2000), reconcileRun(4000)],
  included: [{ name: 'a.log', text: 'one\ntwo\n' }],
})
const unsigned = { signature: { state: 'absent' }, proofs: [] } as const

function judge(
  files: readonly BundleFile[],
  more: Pick<BundleSeen, 'signature' | 'proofs'> = unsigned,
  bundleId = made.bundleId,
) {
  const order = files.map(({ path }) => path)
  const packedAt = new Date(made.manifest.madeFrom)
  const seen = lookAtBundle({ bundleId, files, long: [], order, packedAt }, parseCanonical, more)
  return judgeBundle(seen).findings
}

const said = (files: readonly BundleFile[]) =>
  judge(files)
    .filter(({ code }) => code !== 'BUNDLE_NOT_SIGNED')
    .map(({ code, args }) => [code, args.file ?? args.why ?? args.files])
const change = (path: string, edit: (bytes: Uint8Array) => Uint8Array) =>
  made.files.map((file) => (file.path === path ? { path, bytes: edit(file.bytes) } : file))
const flip = (at: number) => (bytes: Uint8Array) =>
  bytes.length === 0
    ? new Uint8Array([10])
    : bytes.map((byte, index) => (index === at % bytes.length ? byte ^ 1 : byte))
const text = (value: string) => new TextEncoder().encode(value)
const listedPaths = made.manifest.files.map(({ path }) => path)

describe('a bundle as it was made', () => {
  test('is whole, and nobody vouches for it', () => {
    expect(
      judge(made.files)
        .map(({ code, verdict }) => [code, verdict])
        .sort(),
    ).toEqual([
      ['BUNDLE_NOT_SIGNED', 'INFO'],
      ['BUNDLE_WHOLE', 'INFO'],
    ])
  })

  test('with a signature at its place', () => {
    const files = withSignature(made.files, text('a signature')) as readonly BundleFile[]
    expect(files.map(({ path }) => path).slice(0, 4)).toEqual([
      'README.md',
      'manifest.json',
      'SHA256SUMS',
      'SHA256SUMS.sig',
    ])
    expect(said(files)).toEqual([['BUNDLE_WHOLE', files.length]])
  })
})

describe('what was altered is named', () => {
  test.each(listedPaths)('one bit of %s', (path) => {
    expect(said(change(path, flip(7)))).toEqual([['BUNDLE_FILE_ALTERED', path]])
  })

  test.each(listedPaths)('%s dropped', (path) => {
    expect(said(made.files.filter((file) => file.path !== path))).toEqual([['BUNDLE_FILE_MISSING', path]])
  })

  test.each(['manifest.json', 'SHA256SUMS'])('%s dropped', (path) => {
    const codes = said(made.files.filter((file) => file.path !== path))
    expect(codes).toContainEqual(['BUNDLE_FILE_MISSING', path])
    expect(codes.map(([code]) => code)).not.toContain('BUNDLE_WHOLE')
  })

  test('a file too many', () => {
    const extra = { path: 'terms/zz.json', bytes: text('{}') }
    expect(said([...made.files, extra])).toEqual([['BUNDLE_FILE_EXTRA', 'terms/zz.json']])
  })

  test('two files in each other’s place', () => {
    const [a, b, ...rest] = [...made.files].reverse()
    const swapped = [a!, b!, ...rest].toSpliced(0, 2, b!, a!).reverse()
    expect(said(swapped)).toEqual([['BUNDLE_ORDER_CHANGED', a!.path]])
  })

  test('another folder', () => {
    const found = judge(made.files, unsigned, 'x402ops-other')
    expect(found.find(({ code }) => code === 'BUNDLE_MANIFEST_ALTERED')?.text).toContain('x402ops-other')
  })

  test('a digest in the sums', () => {
    const wrong = change('SHA256SUMS', (bytes) =>
      text(new TextDecoder().decode(bytes).replace(/^[0-9a-f]{64}(?= {2}README)/m, '0'.repeat(64))),
    )
    expect(said(wrong)).toEqual([['BUNDLE_SUMS_ALTERED', 'README.md']])
  })

  test('a line too many in the sums', () => {
    const wrong = change('SHA256SUMS', (bytes) =>
      text(`${new TextDecoder().decode(bytes)}${'0'.repeat(64)}  /etc/passwd\n`),
    )
    expect(said(wrong)).toEqual([['BUNDLE_SUMS_ALTERED', '/etc/passwd']])
  })

  test.each<[string, (sums: string) => Uint8Array]>([
    ['no text', (sums) => Buffer.concat([text(sums), Buffer.of(0xff)])],
    ['with a blank line', (sums) => text(`${sums}\n`)],
    ['without its last line feed', (sums) => text(sums.trimEnd())],
    ['in another order', (sums) => text(`${sums.trimEnd().split('\n').reverse().join('\n')}\n`)],
    ['behind a byte order mark', (sums) => text(`\ufeff${sums}`)],
  ])('sums that are %s', (_name, edit) => {
    const wrong = change('SHA256SUMS', (bytes) => edit(new TextDecoder().decode(bytes)))
    const codes = said(wrong).map(([code]) => code)
    expect(codes.length).toBeGreaterThan(0)
    expect(codes).not.toContain('BUNDLE_WHOLE')
  })

  test('the manifest, also when the sums are made anew for it', () => {
    const manifest: Manifest = { ...made.manifest, target: 'https://other.example' }
    const bytes = text(canonicalJson(manifest))
    expect(said(change('manifest.json', () => bytes)).map(([code]) => code)).toEqual([
      'BUNDLE_MANIFEST_ALTERED',
    ])
    const forged = change('manifest.json', () => bytes).map((file) =>
      file.path === 'SHA256SUMS' ? { ...file, bytes: text(sumsText(manifest.files, bytes)) } : file,
    )
    // Only a signature shows that: the words of BUNDLE_NOT_SIGNED say so.
    expect(said(forged)).toEqual([['BUNDLE_WHOLE', made.files.length]])
    expect(judge(forged).find(({ code }) => code === 'BUNDLE_NOT_SIGNED')?.text).toContain(
      'could make them anew',
    )
  })

  test.each<[string, string, string]>([
    ['not JSON', '{', 'it is not JSON'],
    ['pretty JSON', JSON.stringify(made.manifest, null, 2), ''],
    ['another document', '{"schema":"x402ops.run/v1"}', 'it is not an x402ops.bundle/v1 manifest'],
    [
      'a file listed twice',
      canonicalJson({ ...made.manifest, files: [...made.manifest.files, made.manifest.files[0]] }),
      'it lists README.md twice',
    ],
    [
      'a path that leads out',
      canonicalJson({
        ...made.manifest,
        files: made.manifest.files.map((file) => ({ ...file, path: `../${file.path}` })),
      }),
      'it is not an x402ops.bundle/v1 manifest',
    ],
    [
      'a count below zero',
      canonicalJson({ ...made.manifest, withheld: -1 }),
      'it is not an x402ops.bundle/v1 manifest',
    ],
  ])('a manifest that is %s', (_name, manifest, why) => {
    const found = judge(change('manifest.json', () => text(manifest)))
    const words = found.filter(({ code }) => code === 'BUNDLE_MANIFEST_ALTERED').map((item) => item.args.why)
    expect(words.length).toBeGreaterThan(0)
    expect(words.join('\n')).toContain(why)
  })

  test('a manifest that is no UTF-8', () => {
    const found = judge(change('manifest.json', () => new Uint8Array([0xff, 0xfe])))
    expect(found.find(({ code }) => code === 'BUNDLE_MANIFEST_ALTERED')?.args.why).toBe('it is not UTF-8')
  })
})

describe('signature and proofs', () => {
  const codes = (more: Partial<Pick<BundleSeen, 'signature' | 'proofs'>>) =>
    judge(made.files, { ...unsigned, ...more }).map(({ code, verdict }) => `${code} ${verdict}`)

  test.each<[string, BundleSeen['signature'], string]>([
    [
      'by a named signer',
      { state: 'good', identity: 'ops@example.dev', key: 'SHA256:abc' },
      'BUNDLE_SIGNED PASS',
    ],
    ['by some key', { state: 'good', identity: null, key: 'SHA256:abc' }, 'BUNDLE_SIGNED INFO'],
    ['that does not fit', { state: 'bad', why: 'incorrect signature' }, 'BUNDLE_SIGNATURE_BAD FAIL'],
    [
      'that nobody could check',
      { state: 'not-checked', why: 'ssh-keygen is not installed' },
      'BUNDLE_SIGNATURE_NOT_CHECKED UNKNOWN',
    ],
  ])('a signature %s', (_name, signature, expected) => {
    expect(codes({ signature })).toContain(expected)
  })

  test('proofs that hold, that fail, and that nobody checked', () => {
    const proof = { caseId: 'aabbccddeeff0011', part: 'log', why: null } as const
    const found = codes({
      proofs: [
        { ...proof, holds: true },
        { ...proof, part: 'state', holds: false },
        { ...proof, caseId: '00', holds: null, why: 'not asked' },
      ],
    })
    expect(found).toEqual(
      expect.arrayContaining([
        'BUNDLE_PROOFS_HOLD PASS',
        'BUNDLE_PROOF_FAILED FAIL',
        'BUNDLE_PROOF_NOT_CHECKED UNKNOWN',
      ]),
    )
  })
})

test('any change of one byte, one file or the order is found, and no bundle makes the judge throw', () => {
  const index = fc.nat({ max: made.files.length - 1 })
  const edit = fc.oneof(
    fc.record({ kind: fc.constant('flip' as const), index, at: fc.nat({ max: 5000 }) }),
    fc.record({ kind: fc.constant('drop' as const), index, at: fc.constant(0) }),
    fc.record({ kind: fc.constant('cut' as const), index, at: fc.nat({ max: 50 }) }),
    fc.record({ kind: fc.constant('swap' as const), index, at: fc.nat({ max: made.files.length - 1 }) }),
  )
  fc.assert(
    fc.property(edit, ({ kind, index: i, at }) => {
      const files = [...made.files]
      const file = files[i]!
      if (kind === 'flip') files[i] = { ...file, bytes: flip(at)(file.bytes) }
      if (kind === 'drop') files.splice(i, 1)
      if (kind === 'cut')
        files[i] = { ...file, bytes: file.bytes.slice(0, Math.max(0, file.bytes.length - 1 - at)) }
      if (kind === 'swap') [files[i], files[at]] = [files[at]!, file]
      const same = files.every(
        (one, n) =>
          sha256Hex(one.bytes) === sha256Hex(made.files[n]!.bytes) && one.path === made.files[n]!.path,
      )
      const altered = judge(files).filter(({ verdict }) => verdict === 'FAIL')
      expect(altered.length > 0).toBe(!same || files.length !== made.files.length)
    }),
    { numRuns: 150 },
  )
})
