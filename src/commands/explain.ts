import type { Command } from 'commander'
import { OpsError } from '../core/errors.ts'
import { nearest } from '../core/nearest.ts'
import type { Block } from '../core/report.ts'
import { safe } from '../core/safe.ts'
import type { CommandContext, Outcome } from './command.ts'
import { allEntries, type Entry, entriesFor } from './explain/entries.ts'
import { playbookNamed, playbookText } from './explain/playbook.ts'
import { type SavedFinding, savedFinding } from './explain/saved-finding.ts'
import { addHelpWords } from './options.ts'

/** `x402ops explain [CODE|FINDING-ID]`. */
export function define(command: Command): void {
  command.argument('[code]', 'a code, class, state or reason, or the id of a finding in a saved run')
  addHelpWords(command, {
    examples: [
      ['what a code means, why it matters, what to do', 'x402ops explain ORPHANED_PAYMENT'],
      ['a reason of a facilitator', 'x402ops explain invalid_exact_evm_nonce_already_used'],
      ['a finding of a saved run, by the beginning of its id', 'x402ops explain 3f9ac2d1 -p mainnet'],
      ['the playbook that it names', 'x402ops explain playbook:orphaned-payment'],
      ['every code, by room', 'x402ops explain'],
    ],
    exitCodes: [
      [0, 'explained'],
      [2, 'nothing has this name; the nearest ones are named'],
    ],
  })
}

function blocksOf(entry: Entry): readonly Block[] {
  const { code, room, title, means, why, act, weight, playbook } = entry
  return [
    { kind: 'lines', lines: [`${code}: ${title}`] },
    {
      kind: 'pairs',
      pairs: [
        ['Means', means],
        ['Why', why],
        ['Do', act],
        ['Room', weight === null ? room : `${room} (${weight})`],
        ...(playbook === null ? [] : [['Playbook', playbook] as const]),
      ],
    },
  ]
}

function findingBlocks({ finding, runId }: SavedFinding): readonly Block[] {
  const { id, code, verdict, subject, text } = finding
  return [
    { kind: 'lines', lines: [`Finding ${safe(id, 16)} of run ${safe(runId, 60)}`] },
    {
      kind: 'pairs',
      pairs: [
        ['Says', `${verdict} ${safe(code, 80)}: ${safe(text, 1000)}`],
        ['About', `${subject.kind} ${safe(subject.id, 200)}`],
        ...finding.evidence
          .slice(0, 5)
          .map(
            ({ source, at, ref }) =>
              ['Seen', `${safe(source, 120)} at ${safe(at, 40)}: ${safe(ref, 200)}`] as const,
          ),
      ],
    },
  ]
}

function listBlocks(entries: readonly Entry[]): readonly Block[] {
  const rooms = [...new Set(entries.map(({ room }) => room))]
  return rooms.map((room): Block => {
    const own = entries.filter((entry) => entry.room === room)
    if (room === 'reasons') {
      const text = `${own.length} reasons of facilitators, gates and bundlers: x402ops explain REASON`
      return { kind: 'lines', lines: [text] }
    }
    return {
      kind: 'table',
      title: room,
      columns: [{ title: 'CODE', wrap: false }, { title: 'WHAT IT SAYS' }],
      rows: own.map(({ code, title }) => [code, title]),
    }
  })
}

function unknownCode(word: string, entries: readonly Entry[]): OpsError {
  const names = entries.map(({ code }) => code)
  const bare = word.toLowerCase().replace(/[-_ ]/g, '')
  const holding =
    bare.length < 4 ? [] : names.filter((name) => name.toLowerCase().replaceAll('_', '').includes(bare))
  const first = nearest(word, names)
  const near = [...new Set([...(first === undefined ? [] : [first]), ...holding])].slice(0, 5)
  const suggestion = near.length === 0 ? '' : `Near it: ${near.join(', ')}.`
  return new OpsError('CODE_UNKNOWN', { code: safe(word, 80), suggestion })
}

function screen(blocks: readonly Block[], more: object, next: readonly string[] = []): Outcome {
  return {
    ...{ kind: 'screen', screen: blocks, next, exitCode: 0 },
    data: { schema: 'x402ops.explain/v1', ...more },
  }
}

/** The lines that print the playbooks of some entries, as far as they ship. */
async function playbookLines(
  entries: readonly Entry[],
  { services }: CommandContext,
): Promise<readonly string[]> {
  const slugs = [...new Set(entries.flatMap(({ playbook }) => (playbook === null ? [] : [playbook])))]
  const texts = await Promise.all(slugs.map((slug) => playbookText(slug, services)))
  return slugs.filter((_slug, at) => texts[at] !== undefined).map((slug) => `x402ops playbook show ${slug}`)
}

/** Explains a code or a finding, prints a playbook, or lists all codes. Contacts nobody. Throws `OpsError` CODE_UNKNOWN. */
export async function run(context: CommandContext): Promise<Outcome> {
  const [word] = context.args
  const entries = allEntries()
  if (typeof word !== 'string') return screen(listBlocks(entries), { entries, finding: null })
  const slug = playbookNamed(word)
  if (slug !== undefined) {
    const text = await playbookText(slug, context.services)
    if (text === undefined) throw unknownCode(word, entries)
    return (await import('./playbook/show.ts')).playbookOutcome(slug, context)
  }
  const found = entriesFor(word, entries)
  if (found.length > 0) {
    const next = await playbookLines(found, context)
    return screen(found.flatMap(blocksOf), { entries: found, finding: null }, next)
  }
  const saved = await savedFinding(word.toLowerCase(), context)
  if (saved === undefined) throw unknownCode(word, entries)
  const about = entriesFor(saved.finding.code, entries)
  const { id, code, verdict, title, text, subject, evidence } = saved.finding
  const finding = { id, code, verdict, title, text, subject, evidence, runId: saved.runId }
  const next = await playbookLines(about, context)
  return screen([...findingBlocks(saved), ...about.flatMap(blocksOf)], { entries: about, finding }, next)
}
