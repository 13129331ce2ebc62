import { expect, test } from 'vitest'
import { compareBundles, withoutTags } from '../../src/evidence/compare.ts'
import { runsInBundle } from '../../src/evidence/read-runs.ts'
import { record } from '../payments/world.ts'
import { allText, bundleOf } from './bundling.ts'
import { books, matrixRun, reconcileRun } from './world.ts'

const leaky = (reason: string) => [record({ ...books[0], settleReason: reason }), ...books.slice(1)]
const reasons = leaky('signer refused: CANARY-key')
const first = bundleOf({ saved: [matrixRun(2000), reconcileRun(4000, reasons)] })

test('a bundle and itself: nothing differs', () => {
  expect(compareBundles(first.files, first.files)).toMatchObject({
    files: [],
    onlyFirst: [],
    onlySecond: [],
    findings: [],
  })
})

test('the same facts from another installation: tags differ, and nothing else is said to', () => {
  const second = bundleOf({
    saved: [matrixRun(2000), reconcileRun(4000, reasons)],
    secret: new Uint8Array(32).fill(9),
  })
  expect(allText(first.files)).not.toBe(allText(second.files))
  const diff = compareBundles(first.files, second.files)
  expect(new Set(diff.files.map(({ change }) => change))).toEqual(new Set(['tags']))
  expect(diff.runs.flatMap((run) => run.diff.differences)).toEqual([])
})

test('a finding whose id was made from a tag is the same finding in both', () => {
  const named = (secret: number) =>
    bundleOf({
      saved: [
        reconcileRun(4000, [
          record({ ...books[0], requestId: null, source: { file: 'CANARY.jsonl', line: 1 } }),
        ]),
      ],
      secret: new Uint8Array(32).fill(secret),
    })
  const diff = compareBundles(named(1).files, named(2).files)
  expect(diff.runs[0]?.diff.differences).toEqual([])
  expect(diff.runs[0]?.diff.unchanged).toBeGreaterThan(0)
})

test('files, payments and findings that differ are named', () => {
  const second = bundleOf({
    saved: [
      matrixRun(2500, { payTo: `0x${'9'.repeat(40)}` }),
      reconcileRun(
        4000,
        books.map((one) => ({ ...one, state: 'settled' as const, responseStatus: 200 })),
      ),
    ],
    note: 'booked by hand',
  })
  const diff = compareBundles(first.files, second.files)
  expect(diff.files).toContainEqual({ path: 'notes/operator.md', change: 'added' })
  expect(diff.files).toContainEqual({ path: 'cases/cases.ndjson', change: 'changed' })
  expect(
    diff.files.filter(({ change }) => change === 'removed').every(({ path }) => path.includes('matrix')),
  ).toBe(true)
  expect(diff.findings.map(({ code }) => code)).toContain('BUNDLE_FILE_DIFFERS')
  const changes = Object.fromEntries(
    diff.runs.map(({ command, diff: { differences } }) => [command, differences]),
  )
  expect(changes.matrix).toContainEqual(
    expect.objectContaining({ change: 'new', after: expect.objectContaining({ code: 'WRONG_PAYTO' }) }),
  )
  expect(changes.reconcile).toContainEqual(
    expect.objectContaining({
      kind: 'case',
      change: 'resolved',
      before: expect.objectContaining({ code: 'ORPHANED_PAYMENT' }),
    }),
  )
})

test('a command of which only one bundle holds a run', () => {
  const second = bundleOf({ saved: [matrixRun(2000)] })
  expect(compareBundles(first.files, second.files)).toMatchObject({
    onlyFirst: ['reconcile'],
    onlySecond: [],
  })
  expect(compareBundles(second.files, first.files)).toMatchObject({
    onlyFirst: [],
    onlySecond: ['reconcile'],
  })
})

test('only tags of ours are taken out', () => {
  expect(withoutTags('a [redacted:jwt:00112233445566aa] b [redacted:x] [redacted:jwt:zz]')).toBe(
    'a [redacted:jwt] b [redacted:x] [redacted:jwt:zz]',
  )
})

test.each<[string, string, string]>([
  ['run.json', '{', 'JSON'],
  ['run.json', '{"schema":"x402ops.bundle/v1"}', 'this is not an x402ops.run/v1 document'],
  ['seen.ndjson', '{"a":1}\n', 'a line is not what a room saw'],
  ['cases.ndjson', '{"a":1}\n', 'this is not an x402ops.case/v1 document'],
  ['seen.ndjson', '', ''],
])('a run that cannot be read is a finding: %s', (name, text, why) => {
  const spoilt = first.files.map((file) =>
    file.path.endsWith(`reconcile-k3f9/${name}`) ? { ...file, bytes: new TextEncoder().encode(text) } : file,
  )
  const { runs, unreadable } = runsInBundle(spoilt)
  if (text === '') return expect(runs).toHaveLength(2)
  expect(runs.map(({ run }) => run.document.command)).toEqual(['matrix'])
  expect(unreadable.map(({ code, verdict }) => [code, verdict])).toEqual([
    ['BUNDLE_RUN_UNREADABLE', 'UNKNOWN'],
  ])
  expect(unreadable[0]?.text).toContain(why)
})

test('a run without one of its files', () => {
  const { unreadable } = runsInBundle(
    first.files.filter(({ path }) => !path.endsWith('reconcile-k3f9/cases.ndjson')),
  )
  expect(unreadable[0]?.text).toContain('cases.ndjson is not there')
})
