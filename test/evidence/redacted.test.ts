import { describe, expect, test } from 'vitest'
import type { BundleRedactor } from '../../src/evidence/bundle-redactor.ts'
import { judgedDocument } from '../../src/evidence/judged-document.ts'
import { runsInBundle } from '../../src/evidence/read-runs.ts'
import { createGate } from '../../src/gate/gate.ts'
import { createEvidenceRedactor } from '../../src/redact/evidence.ts'
import { record } from '../payments/world.ts'
import { type Asked, allText, bundleOf, textOf } from './bundling.ts'
import { alice, books, hash, judgeAny, matrixRun, reconcileRun, shop, usdc } from './world.ts'

const apiKey = 'CANARY-8f3a9d27c1b04e65-of-the-facilitator'
const known = [{ label: 'env:FACILITATOR_KEY', value: apiKey }]
const real = (key: Uint8Array) => createEvidenceRedactor({ known, key, addresses: [shop] })
const asIs = <T>(value: T) => ({ value, redactions: {}, withheld: 0, samples: [] })
const make = (asked: Omit<Asked, 'redactor'>) => bundleOf({ ...asked, redactor: real })

const leaky = [record({ ...books[0], settleReason: `401 for key ${apiKey}` }), ...books.slice(1)]
const saved = [matrixRun(2000, { payTo: `0x${'9'.repeat(40)}` }), reconcileRun(4000, leaky)]
const encoded = Buffer.from(JSON.stringify({ key: apiKey })).toString('base64')
const log = `{"level":30,"msg":"start","apiKey":"${apiKey}"}\n{"level":50,"msg":"${encoded}"}\n`

describe('with the redactor that the command uses', () => {
  test.each<[string, Omit<Asked, 'redactor'>]>([
    [
      'whole runs, with a log and a note',
      { saved, included: [{ name: 'app.log', text: log }], note: `key ${apiKey} leaked` },
    ],
    ['one payment', { saved, wanted: { payers: [alice] } }],
    ['a finding about a route', { saved, wanted: { findings: ['WRONG_PAYTO'] } }],
  ])('%s: no secret left, public facts whole, judged as before', (_name, asked) => {
    const { files, manifest } = make(asked)
    const text = allText(files)
    expect(text).not.toContain(apiKey)
    expect(text).not.toContain(encoded)
    const { runs, unreadable } = runsInBundle(files)
    expect(unreadable).toEqual([])
    for (const { run } of runs)
      expect(judgedDocument(run.document, run.rooms, judgeAny).document).toEqual(run.document)
    const notes = manifest.files.filter(({ path }) => path.endsWith('/run.json')).map(({ note }) => note)
    for (const note of notes) expect(note).not.toMatch(/judged otherwise|not judged again/)
  })

  test('the second scanner finds nothing left in it, and finds what was not hidden', async () => {
    const gate = await createGate(known)
    const asked = { saved: saved.slice(1), included: [{ name: 'app.log', text: log }] }
    expect(await gate.scan(make(asked).files)).toEqual([])
    const bare: BundleRedactor = {
      learn: () => undefined,
      data: asIs,
      text: asIs,
      fileInto: (text, write) => {
        write(text)
        return asIs(null)
      },
      *longFile(parts) {
        yield* parts()
        return asIs(null)
      },
    }
    const hits = await gate.scan(bundleOf({ ...asked, redactor: () => bare }).files)
    expect(hits.map(({ file }) => file)).toEqual(
      expect.arrayContaining(['included/01.ndjson', 'cases/cases.ndjson']),
    )
  })

  test('what a payment is found by survives', () => {
    const { files } = make({ saved, wanted: { payers: [alice] } })
    for (const path of ['cases/cases.ndjson', 'cases/support.json', 'README.md']) {
      const text = textOf(files, path)
      for (const id of [alice, hash(0x7001), 'req-alice']) expect(text).toContain(id)
    }
    const [support] = JSON.parse(textOf(files, 'cases/support.json'))
    expect(support).toMatchObject({
      tx: { value: hash(0x7001) },
      asset: { value: usdc },
      route: { value: 'GET /quote' },
    })
    expect(textOf(files, 'cases/timeline.json')).toContain(hash(0x7001))
  })

  test('a refused target is a tag of ours, and neither its URL nor its password', () => {
    const line =
      'WARN ssrf blocked url=http://admin:CANARY-pw@169.254.169.254/x route=/fetch request_id=req-9 status=403'
    const { files } = make({ saved, included: [{ name: 'app.log', text: line }] })
    const [block] = JSON.parse(textOf(files, 'ssrf/blocks.json'))
    expect(block).toEqual({
      ...{ route: '/fetch', requestId: 'req-9', status: 403, code: 'SSRF_BLOCKED' },
      ...{ hostTag: expect.stringMatching(/^[0-9a-f]{12}$/), seenIn: 'included/01.txt:1' },
    })
    expect(allText(files)).not.toContain('CANARY-pw')
  })

  test('the same input gives the same bytes', () => {
    expect(allText(make({ saved }).files)).toBe(allText(make({ saved: [...saved].reverse() }).files))
  })
})
