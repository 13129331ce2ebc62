import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { expectationText, isAsExpected, readExpectation } from '../../src/playbook/expectation.ts'
import { fillLine, placeholders } from '../../src/playbook/fill.ts'
import { readFrontMatter } from '../../src/playbook/front-matter.ts'
import { readCommon, readPlaybook } from '../../src/playbook/read-playbook.ts'
import { readText } from '../../src/playbook/read-text.ts'
import { stepsOf } from '../../src/playbook/steps.ts'
import { bookOf, slugs, textOf } from '../playbooks/shelf.ts'

const common = readCommon(textOf('common'))
const shared = common.ok ? common.value : []
const good = textOf('reorg')

describe('what is no playbook is named', () => {
  const mistakes: readonly (readonly [string, (text: string) => string, RegExp])[] = [
    ['no front matter', (text) => text.replace('---\n', ''), /no front matter/],
    ['another id', (text) => text.replace('id: reorg', 'id: other'), /not the name of the file/],
    ['another title', (text) => text.replace('\n# A confirmed', '\n# Some confirmed'), /not its title/],
    [
      'an unknown severity',
      (text) => text.replace('severity_default: high', 'severity_default: loud'),
      /has to be/,
    ],
    ['an unknown flag', (text) => text.replace('flag: keep', 'flag: maybe'), /flag has to be/],
    [
      'a trigger that is no code',
      (text) => text.replace('  - REVERSED_BY_REORG', '  - reversed'),
      /is no code/,
    ],
    ['no triggers', (text) => text.replace(/triggers:\n(?: {2}- .*\n)+/, 'triggers:\n'), /have to name some/],
    ['keys in another order', (text) => text.replace(/(id: .*\n)(title: .*\n)/, '$2$1'), /in this order/],
    ['a heading that is missing', (text) => text.replace('## Contain\n', ''), /headings have to be/],
    [
      'an expectation in another form',
      (text) => text.replace('# expect: exit 1', '# expect: 1'),
      /another form/,
    ],
    [
      'an expectation without a command',
      (text) => text.replace('   x402ops rpc mainnet\n', ''),
      /no command/,
    ],
    [
      'a section that common.md lacks',
      (text) => text.replace('[Closing]', '[Ending]'),
      /no section "Ending"/,
    ],
    ['a block without an end', (text) => text.replace(/```\n\n## Keep/, '\n\n## Keep'), /has no end|marked/],
    [
      'a look-alike without a slug',
      (text) => text.replace('| phantom-settlement |', '| A ghost |'),
      /names no/,
    ],
    ['a table without a rule', (text) => text.replace('|---|---|\n', ''), /without rule/],
  ]
  test.each(mistakes)('%s', (_name, damage, problem) => {
    expect(readPlaybook('reorg', good, shared)).toMatchObject({ ok: true })
    const text = damage(good)
    expect(text).not.toBe(good)
    const read = readPlaybook('reorg', text, shared)
    expect(read.ok ? [] : read.problems.join('\n')).toMatch(problem)
  })
})

test('reading never throws, whatever stands there', () => {
  const words = fc.constantFrom(
    '---',
    '## When',
    '```sh',
    '```',
    '| a | b |',
    '|---|---|',
    '- x',
    '1. y',
    '> [A](common.md#a)',
  )
  const line = fc.oneof(words, fc.string({ maxLength: 40 }), fc.constantFrom('id: x', 'triggers:', '  - A_B'))
  fc.assert(
    fc.property(fc.array(line, { maxLength: 40 }), (lines) => {
      readPlaybook('x', lines.join('\n'), shared)
      const { sections, problems } = readText(lines)
      expect([Array.isArray(sections), Array.isArray(problems)]).toEqual([true, true])
      readFrontMatter(lines)
    }),
    { numRuns: 300 },
  )
})

describe('expectations', () => {
  const code = fc.stringMatching(/^[A-Z][A-Z0-9_]{2,20}$/)
  const any = fc.record({
    exitCodes: fc.array(fc.integer({ min: 0, max: 143 }), { minLength: 1, maxLength: 4 }),
    codes: fc.array(code, { maxLength: 5 }),
    need: fc.constantFrom('all' as const, 'any' as const),
    says: fc.array(fc.stringMatching(/^[a-z ]{1,20}$/), { maxLength: 4 }),
  })

  test('what is written is read again', () => {
    fc.assert(
      fc.property(any, (told) => {
        const read = readExpectation(`# expect: ${expectationText(told)}`)
        const need = told.codes.length > 1 ? told.need : 'all'
        expect(read).toEqual({ ...told, need })
      }),
      { numRuns: 200 },
    )
  })

  test.each([
    'exit',
    'exit one',
    'exit 1 finds A_B',
    'exit 1, finds A_B or C_D and E_F',
    'exit 1, says words',
  ])('"%s" is none', (words) => expect(readExpectation(`# expect: ${words}`)).toBeNull())

  test('all or any of the codes have to be there', () => {
    const seen = { exitCode: 1, codes: ['A_B'] }
    const told = (need: 'all' | 'any') => ({ exitCodes: [1], codes: ['A_B', 'C_D'], need, says: [] })
    expect([isAsExpected(told('all'), seen), isAsExpected(told('any'), seen)]).toEqual([false, true])
    expect(isAsExpected(told('any'), { ...seen, exitCode: 3 })).toBe(false)
  })
})

test('a line is filled with what is known, and what is not is named', () => {
  const line = `x402ops settlement find mainnet --payer ${placeholders.payer} --around ${placeholders.around}`
  expect(fillLine(line, { profile: 'shop', payer: '0xabc' })).toEqual({
    line: `x402ops settlement find shop --payer 0xabc --around ${placeholders.around}`,
    missing: ['around'],
  })
})

test.each(slugs)('the steps of %s are numbered, and hold every command once', (slug) => {
  const steps = stepsOf(bookOf(slug))
  expect(steps.map(({ number }) => number)).toEqual(steps.map((_step, at) => at + 1))
  const left = ['When', 'Not this if', 'Never ask for']
  const all = bookOf(slug)
    .sections.filter(({ heading }) => !left.includes(heading))
    .flatMap(({ blocks }) => blocks.flatMap((block) => (block.kind === 'commands' ? block.commands : [])))
  expect(steps.flatMap(({ commands }) => commands)).toEqual(all)
})
