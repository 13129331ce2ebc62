import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { safe } from '../../src/core/safe.ts'
import { inline } from '../../src/evidence/markdown.ts'
import { readmeText } from '../../src/evidence/readme.ts'
import type { SupportCase } from '../../src/evidence/support-case.ts'
import { duplicateIntake, supportTicket, type TicketInput } from '../../src/evidence/ticket.ts'
import { sdkVersions, upstreamTicket } from '../../src/evidence/upstream-ticket.ts'
import { record } from '../payments/world.ts'
import { bundleOf, textOf } from './bundling.ts'
import { alice, books, matrixRun, reconcileRun } from './world.ts'

const reason = 'signer refused: CANARY-key'
const saved = [
  matrixRun(2000, { payTo: `0x${'9'.repeat(40)}` }),
  reconcileRun(4000, [record({ ...books[0], settleReason: reason }), ...books.slice(1)]),
]
const log = '{"msg":"start","deps":{"@x402/core":"2.27.0"}}\nusing x402-express@1.2.0'
const made = bundleOf({ saved, included: [{ name: 'app.log', text: log }], note: 'Alice wrote on Friday.' })
const narrowed = bundleOf({ saved, wanted: { payers: [alice] } })

function ticketOf({ files, bundleId, assembled }: typeof made): TicketInput {
  const lines = textOf(files, 'cases/cases.ndjson').trimEnd().split('\n')
  return {
    ...{ bundleId, version: '0.1.0', documents: assembled.documents },
    cases: lines.map((line) => JSON.parse(line)),
    support: JSON.parse(textOf(files, 'cases/support.json')) as readonly SupportCase[],
    logs: files
      .filter(({ path }) => path.startsWith('included/'))
      .map(({ bytes }) => new TextDecoder().decode(bytes)),
  }
}

/** Without what follows from every byte of the input: tags, digests and sizes. */
const steady = (text: string) =>
  text
    .replace(/:[0-9a-f]{16}(\\?\])/g, ':TAG$1')
    .replace(/Z-[0-9a-f]{8}(?![0-9a-f])/g, 'Z-DIGEST')
    .replace(/^(\| `[^`]+` \|) \d+ \|/gm, '$1 SIZE |')

describe('README.md', () => {
  test('of whole runs', () => {
    expect(steady(textOf(made.files, 'README.md'))).toMatchSnapshot()
  })

  test('of one payment', () => {
    expect(steady(textOf(narrowed.files, 'README.md'))).toMatchSnapshot()
  })

  test('names no secret and nobody but the chosen payer', () => {
    expect(textOf(narrowed.files, 'README.md')).not.toMatch(/CANARY|req-bob/)
  })

  test('hostile text makes no markup, no link and no line of its own', () => {
    const [document] = made.assembled.documents
    const evil =
      '](http://evil.example) <img src=x> `code`\n# title\n| a | b | **b** @everyone \u202e www.evil.example'
    const finding = { ...document!.findings[0]!, verdict: 'FAIL' as const, text: evil, code: 'A`B' }
    const text = readmeText({
      ...{
        bundleId: 'b',
        version: '0.1.0',
        profile: evil,
        target: evil,
        narrowed: false,
        redactions: { [evil]: 1 },
      },
      ...{ documents: [{ ...document!, findings: [finding] }], cases: [], withheld: 2, collectedAt: null },
      listed: [{ path: 'a', bytes: 1, sha256: '0', redactions: {}, withheld: 0, note: evil }],
      leftOut: [{ what: evil, why: evil }],
    })
    // In a code span nothing is markup; it ends with as many signs as it began with.
    const outside = text.replace(/(?<![`\\])(`+)(?!`)[^\n]*?(?<!`)\1(?!`)/g, '')
    expect(text.length - outside.length).toBeGreaterThan(evil.length)
    expect(outside).not.toMatch(
      /^# title|(?<!\\)<img|(?<!\\)\]\(http|[^\\]:\/\/evil|(?<!\\)\*\*|@everyone|\u202e/m,
    )
    const headings = text.split('\n').filter((line) => line.startsWith('#'))
    expect(headings).toEqual([
      '# b',
      '## What happened',
      '## What to read first',
      '## What was hidden, and why',
      '## What is not in it',
      '## How to verify it',
      '## All files',
    ])
    for (const row of text.split('\n').filter((line) => line.startsWith('| `'))) {
      expect(row.match(/(?<!\\)\|/g)).toHaveLength(4)
    }
  })

  test('a bundle without anything says so', () => {
    const text = readmeText({
      ...{ bundleId: 'b', version: '0.1.0', profile: 'p', target: null, narrowed: false, redactions: {} },
      ...{ documents: [], cases: [], withheld: 0, collectedAt: null, listed: [], leftOut: [] },
    })
    expect(text).toContain('No run is in this bundle.')
    expect(text).toContain('Nothing had to be hidden.')
  })
})

test('inline text: no sign of it is markup, and nothing of it is lost', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 60 }), (text) => {
      const shown = inline(text, 10_000)
      expect(shown).not.toMatch(/[\n\r]|(?<!\\)(?:\\\\)*[`*<>[\]|~]/)
      const read = shown.replace(/\\([!-/:-@[-`{-~])/g, '$1').replaceAll('&#64;', '@')
      expect(read).toBe(safe(text, 10_000))
    }),
  )
})

describe('tickets', () => {
  test('for support', () => {
    expect(steady(supportTicket(ticketOf(made)))).toMatchSnapshot()
  })

  test('for support, with facts missing: exactly those are asked for', () => {
    const input = ticketOf(narrowed)
    const unknown = { value: null, from: 'the record does not say' }
    const support = input.support.map((item) => ({ ...item, route: unknown, tx: unknown }))
    const text = supportTicket({ ...input, support })
    expect(text).toContain(`- Payment ${support[0]?.caseId}: route, transaction.`)
    expect(text).toContain('- route: not known (the record does not say)')
  })

  test('for the makers of an SDK: no payer, no address, no host', () => {
    const text = upstreamTicket(ticketOf(made))
    expect(steady(text)).toMatchSnapshot()
    expect(text).not.toContain(alice)
    expect(text).not.toMatch(/api\.example|0x[0-9a-f]{40}|req-alice|req-bob/)
  })

  test('of an empty bundle', () => {
    const empty = { bundleId: 'b', version: '0.1.0', documents: [], cases: [], support: [], logs: [] }
    expect(supportTicket(empty)).toContain('No single payment is in this bundle.')
    expect(upstreamTicket(empty)).toContain('version not seen')
  })

  test('no text holds a secret, each for people says what is never asked for', () => {
    const texts = [supportTicket(ticketOf(made)), upstreamTicket(ticketOf(made)), duplicateIntake()]
    for (const text of texts) expect(text).not.toContain('CANARY')
    for (const text of [texts[0], texts[2]])
      expect(text).toContain('We never ask for private keys, recovery words')
  })

  test('a duplicate payment: exactly five questions', () => {
    const text = duplicateIntake()
    expect(text.match(/^\d\. /gm)).toEqual(['1. ', '2. ', '3. ', '4. ', '5. '])
    for (const word of ['transaction hash', 'approximate time', 'route', 'status', 'request id'])
      expect(text).toContain(word)
    expect(text).toMatchSnapshot()
  })

  test('many payments: the first twenty, and how many more there are', () => {
    const input = ticketOf(narrowed)
    const support = Array.from({ length: 25 }, () => input.support[0]!)
    expect(supportTicket({ ...input, support })).toContain('5 more payments stand in cases/support.json')
  })
})

test.each<[string, readonly string[]]>([
  ['"@x402/core": "^2.27.0"', ['@x402/core 2.27.0']],
  ['x402@1.2.0 x402-express@1.2.0-rc.1', ['x402 1.2.0', 'x402-express 1.2.0-rc.1']],
  ['@coinbase/cdp-sdk/1.57.0', ['@coinbase/cdp-sdk 1.57.0']],
  ['my-x402@1.2.3 x402 is fine at 10.0.0.1', []],
])('versions in %s', (text, expected) => {
  expect(sdkVersions([text])).toEqual(expected)
})
