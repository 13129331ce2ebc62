import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { verbatim } from '../../src/evidence/markdown.ts'
import { type ReadmeFacts, readmeText } from '../../src/evidence/readme.ts'
import { createGate } from '../../src/gate/gate.ts'
import { bundleOf } from './bundling.ts'
import { matrixRun } from './world.ts'

const { assembled, bundleId } = bundleOf({ saved: [matrixRun(2000)] })
const gate = await createGate([])
const encoder = new TextEncoder()
const hits = (path: string, text: string) => gate.scan([{ path, bytes: encoder.encode(text) }])

type Told = { readonly text?: string; readonly title?: string; readonly leftOut?: ReadmeFacts['leftOut'] }

function readmeWith({ text = 'fine', title = 'A title', leftOut = [] }: Told): string {
  const [document] = assembled.documents
  const finding = { ...document!.findings[0]!, verdict: 'FAIL' as const, severity: 'critical' as const }
  return readmeText({
    ...{ bundleId, version: '0.1.0', profile: 'shop', target: null, cases: [], narrowed: false },
    ...{ listed: [], redactions: {}, withheld: 0, leftOut, collectedAt: null },
    documents: [{ ...document!, findings: [{ ...finding, title, text }] }],
  })
}

describe('the sentences of the README pass the gate as they pass it in run.json', () => {
  test.each<[string, Told]>([
    [
      'a URL behind the word token',
      { text: 'code of the token: http://127.0.0.1:36073/***: the answer has no such field' },
    ],
    ['a mark behind a name', { text: 'api key: [redacted:key:0f3a9b1c2d4e5f60] is of no service' }],
    [
      'a mark where the sentence is cut off',
      { text: `${'tells '.repeat(96)} api key: [redacted:key:0f3a9b1c2d4e5f60] and more, and more words` },
    ],
    ['a title that ends in the name of a secret', { title: 'Not the token', text: 'USDC0f3a9b1c2d4e5f60 x' }],
    ['a file that is called like a secret', { leftOut: [{ what: 'notes/password', why: 'unreadable' }] }],
  ])('%s', async (_name, told) => {
    expect(await hits('run.json', JSON.stringify({ text: told.text ?? '' }))).toEqual([])
    expect(await hits('README.md', readmeWith(told))).toEqual([])
  })

  test('whatever is said of a name and a value', async () => {
    const name = fc.constantFrom('token', 'api key', 'API_KEY', 'password', 'secret', 'webhook', 'route')
    const joint = fc.constantFrom(': ', '=', ' is ', ' ')
    const value = fc.constantFrom(
      ...['http://127.0.0.1:1/***', 'https://api.example/v1/x:', '[redacted:key:0f3a9b1c2d4e5f60]', '*'],
      ...['env:API_KEY', '`USDC`', '"x402"', 'a_b', '$1', 'undefined', '<none>', '0x1 | 2', '(not kept)'],
    )
    const sentence = fc
      .array(fc.tuple(name, joint, value), { minLength: 1, maxLength: 30 })
      .map((parts) => parts.map((part) => part.join('')).join(', '))
    await fc.assert(
      fc.asyncProperty(sentence, async (text) => {
        fc.pre((await hits('run.json', JSON.stringify({ text }, null, 2))).length === 0)
        expect(await hits('README.md', readmeWith({ text }))).toEqual([])
      }),
      { numRuns: 60 },
    )
  })
})

test('a sentence is a code span whatever signs are in it', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom('`', '``', 'a', ' ', '\n', '*'), { maxLength: 12 }), (parts) => {
      const shown = verbatim(parts.join(''))
      const [fence = ''] = /^`+/.exec(shown) ?? []
      const inside = shown.slice(fence.length, -fence.length)
      expect(shown.endsWith(fence)).toBe(true)
      expect((inside.match(/`+/g) ?? []).map((run) => run.length)).not.toContain(fence.length)
      expect(shown).not.toContain('\n')
    }),
  )
})
