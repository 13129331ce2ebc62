import { expect } from 'vitest'
import { commands } from '../../../src/commands/index.ts'
import type { RunDocument } from '../../../src/core/report.ts'
import { fillLine, type Known } from '../../../src/playbook/fill.ts'
import type { PlaybookCommand } from '../../../src/playbook/playbook.ts'
import { bookOf } from '../../playbooks/shelf.ts'
import type { Desk } from './desk.ts'

/** An incident: how it begins, what is then known of it, and how it ends. */
export type Scene = {
  readonly slug: string
  readonly desk: Desk
  readonly trouble: () => Promise<Known>
  readonly mend: () => Promise<void>
  /** What `toggle guide` advises while the trouble lasts, and the row of the table that decides. */
  readonly advice?: readonly [action: string, row: number]
  /** The trouble goes on for some more windows, this long apart: what the guide advises in the last one. */
  readonly windows?: {
    readonly more: number
    readonly apartMs: number
    readonly advice: readonly [action: string, row: number]
    /** What else passes in that time. */
    readonly pass?: () => Promise<void>
  }
  /** Where `playbook match` may put it: the first one unless something graver is found as well. */
  readonly rank?: number
}

/**
 * What is decided and kept while the trouble lasts, and what is looked at when it is mended. "Turn off if" is asked
 * before "Fix", which stands above it: a person reads what to mend first, but the flag is decided on what is seen now,
 * and evidence of what was mended is none.
 */
const before = ['First five minutes', 'Decide', 'Contain', 'Turn off if', 'Keep as evidence']
const after = ['Fix', 'Turn on again when', 'Afterwards']

// In a log, where a run stands is one word every ten seconds. Anchored, one class: linear.
const progress = /^[a-z]+\n/gm

const commandNames: readonly string[] = commands.map(({ name }) => name)

function commandsUnder(slug: string, headings: readonly string[]): readonly PlaybookCommand[] {
  const { sections } = bookOf(slug)
  return headings.flatMap((heading) =>
    sections
      .filter((section) => section.heading === heading)
      .flatMap(({ blocks }) => blocks.flatMap((block) => (block.kind === 'commands' ? block.commands : []))),
  )
}

/** The first refund of the plan that was made, and a transaction that pays it back. */
function planned(desk: Desk): Known {
  const [, row = ''] = desk.read('refunds.csv').split('\n')
  const [refund = ''] = row.split(',')
  return { refund, refundTx: `0x${'ab'.repeat(32)}` }
}

/** What a command wrote with `-o json`, as far as it is compared. */
type Written = {
  readonly findings?: RunDocument['findings']
  readonly matches?: readonly {
    readonly slug: string
    readonly because: readonly { readonly code: string; readonly verdict: string }[]
  }[]
}

/** What is asked of `toggle guide` and `playbook match` beyond the words on the screen. */
function answers(line: string, { slug, advice, rank = 1 }: Scene, { findings = [], matches = [] }: Written) {
  if (line.startsWith('x402ops toggle guide') && advice !== undefined) {
    const given = findings.find(({ code }) => code === 'TOGGLE_ADVICE')?.args
    const told = [given?.action, given?.row].join()
    return told === advice.join() ? [] : [`${line}: advice ${told}, and not ${advice.join()}`]
  }
  const slugs = matches.map((match) => match.slug)
  if (!line.startsWith('x402ops playbook match') || slugs.slice(0, rank).includes(slug)) return []
  const why = matches[0]?.because.map(({ code, verdict }) => `${verdict} ${code}`).join(', ') ?? 'nothing'
  return [`${line}: ${slugs.join(', ')} (${why}), and not ${slug} among the first ${rank}`]
}

/** One line of what went otherwise than the playbook says; empty when all is as it says. */
async function difference({ line, expect: told }: PlaybookCommand, scene: Scene, known: Known) {
  const { desk } = scene
  const values = { ...known, ...(line.startsWith('x402ops refund mark') ? planned(desk) : {}) }
  if (!commandNames.includes(line.split(' ')[1] ?? '')) return []
  if (told === null) return [`${line}: it does not say what to expect`]
  const filled = fillLine(line, values)
  if (filled.missing.length > 0) return [`${line}: the incident does not say ${filled.missing.join(', ')}`]
  const [, ...argv] = filled.line.split(' ')
  const isAsked = told.codes.length > 0 || /^x402ops (?:toggle guide|playbook match)/.test(line)
  const asked = isAsked ? ['-o', 'table', '-o', 'json=seen.json'] : []
  const { exitCode, out, err } = await desk.run([...argv, ...asked])
  const written: Written = isAsked ? (JSON.parse(desk.read('seen.json')) as Written) : {}
  const codes = (written.findings ?? []).map(({ code }) => code)
  const has = (code: string) => codes.includes(code)
  const found = told.need === 'all' ? told.codes.every(has) : told.codes.length === 0 || told.codes.some(has)
  return [
    ...answers(line, scene, written),
    ...(told.exitCodes.includes(exitCode) ? [] : [`${line}: exit ${exitCode}\n${out}\n${err}`]),
    ...(found ? [] : [`${line}: finds ${[...new Set(codes)].join(' ')}, and not ${told.codes.join(' ')}`]),
    ...told.says
      .filter((words) => !out.includes(words))
      .map((words) => `${line}: does not say ${words}\n${out}`),
  ]
}

const guide: PlaybookCommand = {
  line: 'x402ops toggle guide mainnet',
  expect: { exitCodes: [0, 1, 3], codes: [], need: 'all', says: [] },
}

/** The trouble goes on: the guide is asked again, and what it says at the end is compared. */
async function windowsLater(scene: Scene, values: Known): Promise<readonly string[]> {
  const { windows, advice: _first, ...rest } = scene
  if (windows === undefined) return []
  for (let turn = 1; turn <= windows.more; turn += 1) {
    scene.desk.later(windows.apartMs)
    await windows.pass?.()
    const isLast = turn === windows.more
    const told = await difference(guide, isLast ? { ...rest, advice: windows.advice } : rest, values)
    if (told.length > 0) return told.map((text) => `window ${turn + 1}: ${text}`)
  }
  return []
}

async function allDifferences(scene: Scene, headings: readonly string[], values: Known) {
  const found: string[] = []
  for (const command of commandsUnder(scene.slug, headings))
    found.push(...(await difference(command, scene, values)))
  return found
}

async function matchedFirst(scene: Scene): Promise<void> {
  const { desk } = scene
  const { out, err, exitCode } = await desk.run(['playbook', 'match', 'mainnet', '-o', 'json'])
  expect([exitCode, err]).toEqual([0, ''])
  expect(answers('x402ops playbook match', scene, JSON.parse(out) as Written)).toEqual([])
}

/**
 * Plays one incident as its playbook says: trouble, the lines of the playbook in their order, mending, and the lines
 * of what comes behind it. Every line that says what to expect is compared with what came.
 */
export async function play(scene: Scene, matchOn?: readonly string[]): Promise<void> {
  const values: Known = { profile: 'mainnet', ...(await scene.trouble()) }
  if (matchOn !== undefined) {
    const { exitCode, err } = await scene.desk.run(matchOn)
    expect([[0, 1, 3].includes(exitCode), err.replace(progress, '')]).toEqual([true, ''])
    await matchedFirst(scene)
  }
  const differing = [...(await allDifferences(scene, before, values)), ...(await windowsLater(scene, values))]
  await scene.mend()
  expect([...differing, ...(await allDifferences(scene, after, values))].join('\n')).toBe('')
}
