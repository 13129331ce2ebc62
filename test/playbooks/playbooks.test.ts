import { readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { refuseSecrets } from '../../src/commands/argument-guard.ts'
import { allEntries, entriesFor } from '../../src/commands/explain/entries.ts'
import { playbookNamed } from '../../src/commands/explain/playbook.ts'
import { type CommandEntry, commands } from '../../src/commands/index.ts'
import { parseCommandLine } from '../../src/commands/program.ts'
import { settlementStates } from '../../src/payments/settlement/states.ts'
import { verdictOfOutcome } from '../../src/reconcile/outcome.ts'

const folder = resolve(import.meta.dirname, '../../playbooks')
const names = readdirSync(folder).filter((name) => name.endsWith('.md'))
const slugs = names.map((name) => name.slice(0, -'.md'.length)).filter((slug) => slug !== 'common')
const textOf = (slug: string) => readFileSync(join(folder, `${slug}.md`), 'utf8')
const entries = allEntries()
const list: readonly CommandEntry[] = commands

const headings = [
  ...['When', 'First five minutes', 'Decide', 'Not this if', 'Contain', 'Fix', 'Turn off if'],
  ...['Turn on again when', 'Keep as evidence', 'Tell the users', 'Never ask for', 'Afterwards'],
]

/** The command lines of a text, in blocks and between backticks. A bare name is a mention, not a line to be run. */
function linesOf(text: string): readonly string[] {
  const inBlocks = [...text.matchAll(/^ *```sh\n([\s\S]*?)^ *```$/gm)].flatMap(([, block = '']) =>
    block.split('\n'),
  )
  const inline = [...text.matchAll(/`(x402ops [^`\n]+)`/g)].map(([, line = '']) => line)
  return [...inBlocks, ...inline].map((line) => line.trim()).filter((line) => line !== '')
}

async function invoked(line: string) {
  const [program, ...argv] = line.split(/ +/)
  expect(program).toBe('x402ops')
  refuseSecrets(
    argv,
    list.flatMap(({ takesHash }) => takesHash ?? []),
  )
  return parseCommandLine(argv, list, { out: () => undefined, columns: 80 }, '0.0.0')
}

test('the playbooks that ship are there', () => {
  expect(slugs.sort()).toEqual(['duplicate-charge', 'orphaned-payment', 'phantom-settlement'])
})

describe.each(slugs)('%s', (slug) => {
  const text = textOf(slug)
  const [, front = '', body = ''] = /^---\n([\s\S]*?)\n---\n([\s\S]*)$/.exec(text) ?? []
  const meta = parse(front) as Readonly<Record<string, unknown>>

  test('says at its head what it is for', () => {
    expect(Object.keys(meta)).toEqual(['id', 'title', 'severity_default', 'triggers', 'modules', 'flag'])
    expect(meta.id).toBe(slug)
    expect(playbookNamed(`playbook:${slug}`)).toBe(slug)
    expect(['critical', 'high', 'medium', 'low']).toContain(meta.severity_default)
    expect(['keep', 'consider', 'off']).toContain(meta.flag)
    expect(body.trimStart().startsWith(`# ${meta.title}\n`)).toBe(true)
  })

  test('is triggered by codes that exist, and every one that names a playbook names this one', () => {
    const triggers = meta.triggers as readonly string[]
    for (const code of triggers) {
      const found = entriesFor(code, entries)
      expect([code, found.length > 0]).toEqual([code, true])
    }
    const leading = entries.filter(({ playbook }) => playbook === slug)
    expect(leading.length).toBeGreaterThan(0)
    expect(leading.some(({ code }) => triggers.includes(code))).toBe(true)
  })

  test('names modules that are commands', () => {
    const known: readonly string[] = list.map(({ name }) => name)
    expect((meta.modules as readonly string[]).filter((name) => !known.includes(name))).toEqual([])
  })

  test('has the fixed headings, in their order, and words under each', () => {
    expect([...body.matchAll(/^## (.+)$/gm)].map(([, title]) => title)).toEqual(headings)
    for (const part of body.split(/^## .+$/m).slice(1)) expect(part.trim().length).toBeGreaterThan(20)
  })
})

describe.each(['common', ...slugs])('the command lines of %s', (slug) => {
  const lines = linesOf(textOf(slug))

  test('are some', () => {
    expect(lines.length).toBeGreaterThan(1)
  })

  test.each(lines)('%s', async (line) => {
    const invocation = await invoked(line.endsWith('refund mark') ? `${line} 3f9c1a denied` : line)
    if (invocation === undefined) throw new Error('this prints help, and does nothing')
    const { path, args, options } = invocation
    const nested = ['settlement', 'refund', 'evidence', 'config'].includes(path[0] ?? '')
    expect(path).toHaveLength(nested ? 2 : 1)
    // A profile that lands among the payments would be looked for as a payment.
    expect(args.flatMap((arg) => (Array.isArray(arg) ? arg : []))).not.toContain('mainnet')
    if (typeof options.class === 'string') expect(Object.keys(verdictOfOutcome)).toContain(options.class)
    const states: readonly string[] = settlementStates
    for (const state of String(options.state ?? '').split(','))
      if (state !== '') expect(states).toContain(state)
  })
})

test('every playbook that a catalogue names has the form of one, and the old names of those that ship are gone', () => {
  const named = [...new Set(entries.flatMap(({ playbook }) => playbook ?? []))]
  expect(named.filter((slug) => playbookNamed(`playbook:${slug}`) !== slug)).toEqual([])
  expect(named.filter((slug) => ['timeout-race', 'duplicate-payment'].includes(slug))).toEqual([])
})

test('a line with a flag or a command that does not exist is refused', async () => {
  await expect(invoked('x402ops settlement resolve 0x1')).resolves.toMatchObject({ path: ['settlement'] })
  await expect(invoked('x402ops reconcile mainnet --orphans')).rejects.toThrow()
  await expect(invoked('x402ops evidence collect --tx')).rejects.toThrow()
})
