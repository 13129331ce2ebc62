import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { judgedDocument } from '../../src/evidence/judged-document.ts'
import { runsInBundle } from '../../src/evidence/read-runs.ts'
import { makeDocument } from '../../src/runs/make-document.ts'
import type { SavedRun } from '../../src/runs/run.ts'
import { isTold } from '../../src/runs/told.ts'
import { record } from '../payments/world.ts'
import { allText, bundleOf, textOf } from './bundling.ts'
import { alice, bob, books, canaryRedactor, hash, judgeAny, matrixRun, reconcileRun } from './world.ts'

const secretReason = 'signer refused: CANARY-key-of-the-facilitator'
const leaky = [record({ ...books[0], settleReason: secretReason, requestId: 'req-alice' }), ...books.slice(1)]
const saved = [matrixRun(2000), reconcileRun(4000, leaky)]
const made = bundleOf({
  saved,
  included: [{ name: 'CANARY-name.log', text: 'a line\nCANARY-line\n' }],
  note: 'see CANARY-note',
})

describe('what is in a bundle', () => {
  test('its files, in the order of the archive', () => {
    const [matrix, reconcile] = saved.map(({ document }) => `runs/${document.runId}`)
    expect(made.order).toEqual([
      'README.md',
      'manifest.json',
      'SHA256SUMS',
      'cases/cases.ndjson',
      'cases/support.json',
      'cases/timeline.json',
      'config/fingerprint.json',
      'included/01.txt',
      'notes/operator.md',
      ...[matrix, reconcile].flatMap((run) => [
        `${run}/cases.ndjson`,
        `${run}/run.json`,
        `${run}/seen.ndjson`,
      ]),
      'terms/changes.json',
    ])
  })

  test('no secret, in no file, not in its notes nor in the manifest', () => {
    expect(allText(made.files)).not.toContain('CANARY')
    expect(textOf(made.files, 'included/01.txt')).toMatch(/^a line\n\[redacted:canary:[0-9a-f]{16}\]\n$/)
    expect(made.manifest.files.find(({ path }) => path === 'included/01.txt')?.note).toMatch(
      /^given as \[redacted:canary:[0-9a-f]{16}\]\.log$/,
    )
    expect(made.manifest.redactions.canary).toBeGreaterThan(5)
  })

  test('the manifest lists every other file with its digest, and the sums say the same', () => {
    const digest = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')
    const others = made.files.filter(({ path }) => path !== 'manifest.json' && path !== 'SHA256SUMS')
    expect(made.manifest.files.map(({ path, sha256, bytes }) => [path, sha256, bytes])).toEqual(
      others.map(({ path, bytes }) => [path, digest(bytes), bytes.length]),
    )
    const summed = made.files.filter(({ path }) => path !== 'SHA256SUMS')
    expect(textOf(made.files, 'SHA256SUMS')).toBe(
      summed.map(({ path, bytes }) => `${digest(bytes)}  ${path}\n`).join(''),
    )
  })

  test('the same input gives the same bytes; another installation other tags', () => {
    const again = bundleOf({ saved: [...saved].reverse() })
    const first = bundleOf({ saved })
    expect(allText(again.files)).toBe(allText(first.files))
    const elsewhere = bundleOf({ saved, secret: new Uint8Array(32).fill(8) })
    const tags = (text: string) => new Set(text.match(/\[redacted:canary:[0-9a-f]{16}\]/g))
    const [a, b] = [first, elsewhere].map(({ files }) => tags(allText(files)))
    expect(a?.size).toBeGreaterThan(0)
    expect([...(a ?? [])].filter((tag) => b?.has(tag))).toEqual([])
    expect(elsewhere.bundleId).not.toBe(first.bundleId)
  })

  test('another input has other tags, too', () => {
    const tag = (bundle: typeof made) =>
      /\[redacted:canary:[0-9a-f]{16}\]/.exec(textOf(bundle.files, 'cases/cases.ndjson'))?.[0]
    expect(tag(bundleOf({ saved, note: 'one' }))).not.toBe(tag(bundleOf({ saved, note: 'two' })))
  })

  test('the bundle bears the time of its newest run', () => {
    expect(made.manifest.madeFrom).toBe(saved[1]?.document.finishedAt)
    expect(made.bundleId).toMatch(/^x402ops-shop-\d{8}T\d{6}Z-[0-9a-f]{8}$/)
  })

  test('half of a surrogate pair in a name or a note does not stop the export', () => {
    const odd = bundleOf({ saved, included: [{ name: 'a\ud800b', text: 'x' }], wanted: {} })
    expect(odd.manifest.files.find(({ path }) => path === 'included/01.txt')?.note).toBe('given as a\ufffdb')
  })
})

describe('judging what is in the bundle gives the findings that are in it', () => {
  const identical = (files: Parameters<typeof runsInBundle>[0]) => {
    const { runs, unreadable } = runsInBundle(files)
    expect(unreadable).toEqual([])
    for (const { run } of runs) {
      expect(judgedDocument(run.document, run.rooms, judgeAny).document).toEqual(run.document)
    }
    return runs
  }

  test('whole runs, with a secret in what was seen', () => {
    const runs = identical(made.files)
    expect(runs).toHaveLength(2)
    const reason = runs[1]?.run.document.findings.find(({ code }) => code === 'ORPHANED_PAYMENT')?.args
      .settleReason
    expect(reason).toMatch(/\[redacted:canary:/)
  })

  test('a run narrowed to one payment, in which nobody else is left', () => {
    const { files, manifest } = bundleOf({ saved, wanted: { payers: [alice] } })
    const [only] = identical(files)
    expect(only?.run.document.findings.map(({ code }) => code)).toContain('ORPHANED_PAYMENT')
    const text = allText(files)
    for (const word of [bob, 'req-bob', hash(2), hash(0x7002), 'word-of-bob'])
      expect(text).not.toContain(word)
    const note = manifest.files.find(({ path }) => path.endsWith('/run.json'))?.note
    expect(note).toBe(
      'findings as judged from what is in the bundle; one payment, the other 1 left out with totals and accounts',
    )
  })

  test('where redaction changes a verdict the note of the run says so', () => {
    const wrong = matrixRun(2000, { payTo: `0x${'9'.repeat(40)}` })
    const blind = {
      ...canaryRedactor(),
      data: <T>(value: T) => {
        const text = JSON.stringify(value, (_key, item) =>
          typeof item === 'bigint' ? { $bigint: `${item}` } : item,
        )
        const seen = text.replaceAll('payment-required', 'x-hidden')
        const back = JSON.parse(seen, (_key, item) =>
          item?.$bigint === undefined ? item : BigInt(item.$bigint),
        )
        return { value: back as T, redactions: {}, withheld: 0, samples: [] }
      },
    }
    const { manifest, files } = bundleOf({ saved: [wrong], redactor: () => blind })
    const note = manifest.files.find(({ path }) => path.endsWith('/run.json'))?.note
    expect(note).toContain('judged otherwise than before redaction: ')
    expect(note).toContain('WRONG_PAYTO FAIL')
    identical(files)
  })

  test('a room that nobody knows keeps its words, and the note says so', () => {
    const [matrix] = saved
    const rooms = [...matrix!.rooms, { room: 'attic', expected: null, seen: {} }]
    const checks = [
      ...matrix!.document.checks,
      { id: 'dust', question: 'Dust?', verdict: 'FAIL', text: 'much', room: 'attic', elapsedMs: 1 } as const,
    ]
    const run: SavedRun = { ...matrix!, rooms, document: { ...matrix!.document, checks } }
    const { manifest, assembled } = bundleOf({ saved: [run] })
    expect(assembled.documents[0]?.checks.find(({ id }) => id === 'dust')?.text).toBe('much')
    expect(manifest.files.find(({ path }) => path.endsWith('/run.json'))?.note).toContain(
      'not judged again: attic',
    )
  })

  test('a report that was printed, without what was seen, keeps its words', () => {
    const [matrix] = saved
    const printed: SavedRun = { document: matrix!.document, rooms: [], cases: [] }
    const { assembled, manifest, files } = bundleOf({ saved: [printed] })
    expect(assembled.documents).toEqual([printed.document])
    expect(manifest.files.find(({ path }) => path.endsWith('/run.json'))?.note).toContain(
      'not judged again: matrix',
    )
    identical(files)
  })

  test('nor does a printed report tell of another payer', () => {
    const { document } = reconcileRun(
      4000,
      leaky.map((one) => ({ ...one, state: 'failed' as const, responseStatus: 402 })),
    )
    const printed: SavedRun = { document, rooms: [], cases: [] }
    const mine = document.findings.find(({ text }) => text.includes(alice))
    expect(document.findings.some(({ text }) => text.includes(bob))).toBe(true)
    const { files, assembled } = bundleOf({ saved: [printed], wanted: { findings: [mine!.id] } })
    expect(assembled.documents[0]?.findings.map(({ id }) => id)).toEqual([mine!.id])
    for (const word of [bob, 'req-bob', hash(2), hash(0x7002), 'word-of-bob'])
      expect(allText(files)).not.toContain(word)
    identical(files)
  })

  test('monitor tells of a whole room in one row, and so does the bundle', () => {
    const wrong = matrixRun(2000, { payTo: `0x${'9'.repeat(40)}` })
    const row = {
      id: 'matrix',
      question: 'Right money?',
      verdict: 'FAIL',
      text: '1 route',
      room: 'matrix',
      elapsedMs: 3,
    } as const
    const document = makeDocument({
      ...{
        version: '0.1.0',
        runId: '20261121T074002Z-monitor-k3f9',
        command: 'monitor',
        profile: 'shop',
        target: null,
      },
      ...{ startedAt: new Date(0), finishedAt: new Date(5), gaps: [], failOn: 'fail', checks: [row] },
      findings: wrong.document.findings
        .filter((item) => isTold('monitor', 'matrix', item))
        .map((item) => ({ ...item, check: 'matrix' })),
    })
    const monitor: SavedRun = { ...wrong, document }
    const judged = judgedDocument(document, monitor.rooms, judgeAny)
    expect(judged).toEqual({ document, notJudged: [] })
    identical(bundleOf({ saved: [monitor] }).files)
  })
})

test('whatever the books say, the bundle parses and judges the same', () => {
  const odd = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 40 }),
    fc.constant('{"$bigint":"5"}'),
    fc.constant('CANARY'),
  )
  fc.assert(
    fc.property(odd, odd, odd, (settleReason, requestId, route) => {
      const one = reconcileRun(4000, [
        record({ ...books[0], settleReason, requestId, route }),
        ...books.slice(1),
      ])
      const { files } = bundleOf({
        saved: [one],
        note: settleReason,
        included: [{ name: route, text: requestId }],
      })
      const { runs, unreadable } = runsInBundle(files)
      expect(unreadable).toEqual([])
      for (const { run } of runs) {
        expect(judgedDocument(run.document, run.rooms, judgeAny).document).toEqual(run.document)
      }
      expect(allText(files)).not.toContain('CANARY')
    }),
    { numRuns: 60 },
  )
})
