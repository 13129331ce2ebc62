import { describe, expect, test } from 'vitest'
import { parseCanonical } from '../../src/adapters/bundle/canonical.ts'
import type { PhrasedFinding } from '../../src/core/phrase.ts'
import { catalog } from '../../src/evidence/catalog.ts'
import { compareBundles } from '../../src/evidence/compare.ts'
import { runsInBundle } from '../../src/evidence/read-runs.ts'
import { judgeScan } from '../../src/evidence/scan.ts'
import { type BundleSeen, judgeBundle, lookAtBundle } from '../../src/evidence/verify.ts'
import { bundleOf } from './bundling.ts'
import { matrixRun } from './world.ts'

const made = bundleOf({ saved: [matrixRun(2000)] })
const bytes = new TextEncoder().encode('other')
const spoil = (path: string) => made.files.map((file) => (file.path === path ? { path, bytes } : file))
const of = (files = made.files, more: Partial<BundleSeen> = {}) => {
  const packedAt = new Date(made.manifest.madeFrom)
  const read = { bundleId: made.bundleId, files, long: [], order: files.map(({ path }) => path), packedAt }
  const seen = lookAtBundle(read, parseCanonical, { signature: { state: 'absent' }, proofs: [] })
  return judgeBundle({ ...seen, ...more }).findings
}
const swapped = [...made.files.slice(0, 3), ...made.files.slice(3).reverse()]
const proof = { caseId: 'aabbccddeeff0011', part: 'log', why: 'not asked' } as const
const clean = { files: 2, known: 3, hits: [], leftOut: [] }
const hit = { file: 'logs/app.log', line: 7, rule: 'jwt' }
const left = { what: 'shot.png', why: 'an image may show secrets' }

/** For every code, findings among which it is. */
const reached: Readonly<Record<keyof typeof catalog, readonly PhrasedFinding[]>> = {
  BUNDLE_FILE_ALTERED: of(spoil('README.md')),
  BUNDLE_FILE_MISSING: of(made.files.slice(1)),
  BUNDLE_REPACKED: of(made.files, { packedAt: null }),
  BUNDLE_SIGNATURE_MISSING: of(made.files, { signature: { state: 'missing' } }),
  BUNDLE_FILE_EXTRA: of([...made.files, { path: 'zz', bytes }]),
  BUNDLE_ORDER_CHANGED: of(swapped),
  BUNDLE_MANIFEST_ALTERED: of(spoil('manifest.json')),
  BUNDLE_SUMS_ALTERED: of(made.files, { sums: '' }),
  BUNDLE_NOT_SIGNED: of(),
  BUNDLE_SIGNED: of(made.files, {
    signature: { state: 'good', identity: 'ops@example.dev', key: 'SHA256:abc' },
  }),
  BUNDLE_SIGNATURE_BAD: of(made.files, { signature: { state: 'bad', why: 'incorrect signature' } }),
  BUNDLE_SIGNATURE_NOT_CHECKED: of(made.files, {
    signature: { state: 'not-checked', why: 'ssh-keygen is not installed' },
  }),
  BUNDLE_PROOFS_HOLD: of(made.files, { proofs: [{ ...proof, holds: true }] }),
  BUNDLE_PROOF_FAILED: of(made.files, { proofs: [{ ...proof, holds: false }] }),
  BUNDLE_PROOF_NOT_CHECKED: of(made.files, { proofs: [{ ...proof, holds: null }] }),
  BUNDLE_WHOLE: of(),
  BUNDLE_FILE_DIFFERS: compareBundles(made.files, spoil('terms/changes.json')).findings,
  BUNDLE_RUN_UNREADABLE: runsInBundle(spoil(made.order.find((path) => path.endsWith('/run.json')) ?? ''))
    .unreadable,
  SECRET_FOUND: judgeScan({ ...clean, hits: [hit] }).findings,
  SCAN_LEFT_OUT: judgeScan({ ...clean, leftOut: [left] }).findings,
  SCAN_CLEAN: judgeScan(clean).findings,
}

describe('every code is reached, with words that name what is known', () => {
  test.each(Object.keys(catalog))('%s', (code) => {
    const found = reached[code as keyof typeof catalog].filter((item) => item.code === code)
    expect(found.length).toBeGreaterThan(0)
    const [first] = found
    expect({
      verdict: first?.verdict,
      severity: first?.severity,
      title: first?.title,
      // The length of the README is no matter of these words.
      text: first?.text.replace(/instead of \d+/, 'instead of <n>'),
      next: first?.next,
    }).toMatchSnapshot()
    expect(`${first?.text}${first?.next}`).not.toMatch(/undefined|\[object/)
  })
})

describe('a scan', () => {
  const verdictOf = (part: Partial<typeof clean>) => judgeScan({ ...clean, ...part }).checks[0]?.verdict

  test('is clean only when everything was looked at', () => {
    expect(verdictOf({})).toBe('PASS')
    expect(judgeScan({ ...clean, leftOut: [left] }).findings.map(({ code }) => code)).toEqual([
      'SCAN_LEFT_OUT',
    ])
    expect(judgeScan({ ...clean, leftOut: [left] }).checks[0]?.verdict).toBe('UNKNOWN')
  })

  test('a file beyond the limits is not called a secret, and not clean', () => {
    const { findings } = judgeScan({ ...clean, hits: [{ ...hit, rule: 'not-scanned' }] })
    expect(findings.map(({ code, verdict }) => [code, verdict])).toEqual([['SCAN_LEFT_OUT', 'UNKNOWN']])
  })

  test('what was found stays found beside what was not looked at', () => {
    const { checks, findings } = judgeScan({ ...clean, hits: [hit, { ...hit, line: 9 }], leftOut: [left] })
    expect(checks[0]?.verdict).toBe('FAIL')
    expect(findings).toHaveLength(3)
  })

  test('a hostile file name stays on its line', () => {
    const { findings } = judgeScan({ ...clean, hits: [{ ...hit, file: 'a\u001b[2Jb\nc' }] })
    expect(findings[0]?.text).toContain('a\\x1b[2Jb\\x0ac:7')
  })
})
