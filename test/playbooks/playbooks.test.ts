import { describe, expect, test } from 'vitest'
import { refuseSecrets } from '../../src/commands/argument-guard.ts'
import { allEntries, entriesFor } from '../../src/commands/explain/entries.ts'
import { playbookNamed } from '../../src/commands/explain/playbook.ts'
import { type CommandEntry, commands } from '../../src/commands/index.ts'
import { parseCommandLine } from '../../src/commands/program.ts'
import { settlementStates } from '../../src/payments/settlement/states.ts'
import { headings } from '../../src/playbook/playbook.ts'
import { verdictOfOutcome } from '../../src/reconcile/outcome.ts'
import { promisedCodes, promisedCommands } from './promised.ts'
import { bookOf, readOf, slugs, textOf } from './shelf.ts'

const entries = allEntries()
const list: readonly CommandEntry[] = commands

/** The command lines of a text, in blocks and between backticks. A bare name is a mention, not a line to be run. */
function linesOf(text: string): readonly string[] {
  const inBlocks = [...text.matchAll(/^ *```sh\n([\s\S]*?)^ *```$/gm)].flatMap(([, block = '']) =>
    block.split('\n'),
  )
  const inline = [...text.matchAll(/`(x402ops [^`\n]+)`/g)].map(([, line = '']) => line)
  const lines = [...inBlocks, ...inline].map((line) => line.trim())
  return [...new Set(lines.filter((line) => line !== '' && !line.startsWith('# expect: ')))]
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
  expect(slugs).toEqual([
    ...['balance-drift', 'circuit-open', 'discovery-drift', 'duplicate-charge', 'duplicate-claim'],
    ...['facilitator-auth', 'facilitator-outage', 'gas-estimation', 'low-conversion', 'mismatched-payment'],
    ...['missing-payment-response', 'orphaned-payment', 'paid-route-errors', 'paymaster-rejection'],
    ...['phantom-settlement', 'rate-limit-spike', 'recipient-not-ready', 'reorg', 'rpc-down'],
    ...['secret-exposure', 'served-free', 'ssrf-false-positive', 'verify-ok-settle-fail', 'wrong-terms'],
  ])
})

describe.each(slugs)('%s', (slug) => {
  test('has the form of a playbook', () => {
    expect(readOf(slug)).toMatchObject({ ok: true })
    expect(playbookNamed(`playbook:${slug}`)).toBe(slug)
  })

  test('is triggered by codes that exist', () => {
    const { triggers } = bookOf(slug)
    const missing = triggers.filter((code) => entriesFor(code, entries).length === 0)
    expect(missing.filter((code) => !promisedCodes.includes(code))).toEqual([])
  })

  test('names modules that are commands', () => {
    const known: readonly string[] = list.map(({ name }) => name)
    const missing = bookOf(slug).modules.filter((name) => !known.includes(name))
    expect(missing.filter((name) => !promisedCommands.includes(name))).toEqual([])
  })

  test('has words under each heading, and the shared ones where they belong', () => {
    const { sections } = bookOf(slug)
    expect(sections.map(({ heading }) => heading)).toEqual([...headings])
    const said = (name: string) => JSON.stringify(sections.find(({ heading }) => heading === name)?.blocks)
    expect(said('First five minutes')).toContain('name one person who alone decides')
    expect(said('Never ask for')).toContain('Private keys, recovery words')
    expect(said('Keep as evidence')).toContain('request id')
    expect(said('Afterwards')).toContain('nothing is undecided')
    for (const { blocks } of sections) expect(JSON.stringify(blocks).length).toBeGreaterThan(60)
  })

  test('tells itself from its look-alikes: other playbooks that ship, and no two rows about one', () => {
    const others = bookOf(slug).notThisIf.map((row) => row.slug)
    expect(others.length).toBeGreaterThan(1)
    expect(others.filter((other) => other === slug || ![...slugs, 'nothing'].includes(other))).toEqual([])
    expect(new Set(others).size).toBe(others.length)
  })

  test('says of its commands what they show', () => {
    const found = bookOf(slug).sections.flatMap(({ blocks }) =>
      blocks.flatMap((block) => (block.kind === 'commands' ? block.commands : [])),
    )
    expect(found.filter(({ expect: told }) => told === null)).toEqual([])
    expect(found.length).toBeGreaterThan(3)
  })
})

const promised = (line: string) => promisedCommands.some((name) => line.startsWith(`x402ops ${name}`))

describe.each(['common', ...slugs])('the command lines of %s', (slug) => {
  test.each(linesOf(textOf(slug)).filter((line) => !promised(line)))('%s', async (line) => {
    const invocation = await invoked(line.endsWith('refund mark') ? `${line} 3f9c1a denied` : line)
    if (invocation === undefined) throw new Error('this prints help, and does nothing')
    const { path, args, options } = invocation
    const nested = ['settlement', 'refund', 'evidence', 'config', 'playbook', 'toggle'].includes(
      path[0] ?? '',
    )
    expect(path).toHaveLength(nested ? 2 : 1)
    // A profile that lands among the payments would be looked for as a payment.
    expect(args.flatMap((arg) => (Array.isArray(arg) ? arg : []))).not.toContain('mainnet')
    if (typeof options.class === 'string') expect(Object.keys(verdictOfOutcome)).toContain(options.class)
    const states: readonly string[] = settlementStates
    for (const state of String(options.state ?? '').split(','))
      if (state !== '') expect(states).toContain(state)
  })
})

describe('what asks for something leads to a playbook', () => {
  // Comparing and advising are no incidents, nor is a bundle that is not whole; errors, classes, states and reasons are
  // no findings. Each item of the checklist and each row of the guide names its own playbook, whatever the code.
  const others = ['errors', 'classes', 'states', 'reasons', 'diff', 'toggle', 'checklist']
  const asking = entries.filter(
    ({ room, code, weight }) =>
      !(others.includes(room) || code.startsWith('BUNDLE_') || /^(?:PASS|INFO|SKIP),/.test(weight ?? '')),
  )
  const calm = /, none$/

  test('every code of a room that can fail, warn or be unknown', () => {
    const without = asking.filter(({ weight, playbook }) => playbook === null && !calm.test(weight ?? ''))
    expect(without.map(({ room, code }) => `${room} ${code}`)).toEqual([])
  })

  test('every playbook that a catalogue names is there, and every one that is there is named', () => {
    const named = new Set(entries.flatMap(({ playbook }) => playbook ?? []))
    expect([...named].filter((slug) => !slugs.includes(slug))).toEqual([])
    const unheard = slugs.filter((slug) => {
      const found = entriesFor(bookOf(slug).triggers[0] ?? '', entries)
      return !named.has(slug) && found.length === 0
    })
    expect(unheard).toEqual([])
  })
})

test('a line with a flag or a command that does not exist is refused', async () => {
  await expect(invoked('x402ops settlement resolve 0x1')).resolves.toMatchObject({ path: ['settlement'] })
  await expect(invoked('x402ops reconcile mainnet --orphans')).rejects.toThrow()
  await expect(invoked('x402ops evidence collect --tx')).rejects.toThrow()
})
