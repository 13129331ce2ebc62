import { entry } from '../../core/finding.ts'
import { type PhrasedFinding, phrase } from '../../core/phrase.ts'
import type { Block, RunDocument } from '../../core/report.ts'
import { safe } from '../../core/safe.ts'
import type { Running } from '../run-parts.ts'
import type { MadeBundle } from './make-bundle.ts'
import { titleBlock } from './outcome.ts'
import type { Written } from './publish.ts'

/** What an export did. `written` null = nothing was (dry run, or interrupted). */
export type Exported = {
  readonly made: MadeBundle
  readonly path: string
  readonly written: Written | null
  readonly dryRun: boolean
}

/** What is said of an export. */
export const exportCatalog = {
  EVIDENCE_WRITTEN: entry<{
    file: string
    bytes: number
    files: number
    hidden: number
    withheld: number
    sha256: string
    inputs: string
  }>({
    verdict: 'INFO',
    severity: 'none',
    title: 'a bundle was written',
    text: ({ file, bytes, files, hidden }) =>
      `${safe(file, 400)}, ${bytes} bytes, holds ${files} files in which ${hidden} values were hidden.`,
    next: null,
    playbook: null,
  }),
} as const

const sum = (counts: Readonly<Record<string, number>>) =>
  Object.values(counts).reduce((total, count) => total + count, 0)

const sizeText = (bytes: number) => (bytes < 10_000 ? `${bytes} bytes` : `${Math.round(bytes / 1000)} kB`)
const plural = (count: number, word: string) => `${count} ${word}${count === 1 ? '' : 's'}`

/** The one finding of an export, for machines; none when nothing was written. */
export function exportFinding({ made, path, written }: Exported): readonly PhrasedFinding[] {
  if (written === null) return []
  const { manifest, files } = made
  const finding = {
    code: 'EVIDENCE_WRITTEN',
    subject: { kind: 'profile', id: manifest.bundleId },
    args: {
      ...{ file: path, bytes: written.bytes, files: files.length, sha256: written.sha256 },
      ...{ hidden: sum(manifest.redactions), withheld: manifest.withheld, inputs: manifest.inputsDigest },
    },
    evidence: [],
  } as const
  return [phrase(finding, 'evidence', exportCatalog)]
}

// Our own run ids: the day and second say nothing that the last part does not. Anchored, fixed length: linear.
const runTime = /^(runs\/)\d{8}T\d{6}Z(?=-)/

/** What the files say that the manifest does not list. */
const ownNotes: Readonly<Record<string, string>> = {
  'manifest.json': 'digests and counts',
  SHA256SUMS: 'for sha256sum -c',
  'SHA256SUMS.sig': 'the signature of SHA256SUMS',
}

type Row = { readonly name: string; readonly bytes: number; readonly hidden: number; readonly note: string }

function rowsOf({ made }: Exported): readonly Row[] {
  const listed = new Map(made.manifest.files.map((file) => [file.path, file]))
  const rows = new Map<string, Row>()
  for (const item of made.files) {
    const { path } = item
    const size = 'bytes' in item ? item.bytes.length : item.size
    const file = listed.get(path)
    const hidden = file === undefined ? 0 : sum(file.redactions)
    const note = file?.note ?? ownNotes[path] ?? ''
    const run = /^runs\/[^/]{1,100}\//.exec(path)?.[0]
    const name = (run ?? path).replace(runTime, '$1..')
    const before = rows.get(name)
    // Of a run the note of its document says what matters; its three files are one thing for whoever reads this.
    rows.set(name, {
      name,
      bytes: size + (before?.bytes ?? 0),
      hidden: hidden + (before?.hidden ?? 0),
      note: path.endsWith('/run.json') || before === undefined ? note : before.note,
    })
  }
  return [...rows.values()]
}

function fileTable(about: Exported): Block {
  return {
    kind: 'table',
    columns: [
      { title: 'FILE', wrap: false },
      { title: 'BYTES', align: 'right' },
      { title: 'REDACTED', align: 'right' },
      { title: 'NOTE' },
    ],
    rows: rowsOf(about).map(({ name, bytes, hidden, note }) => [
      name,
      String(bytes),
      hidden === 0 ? '-' : String(hidden),
      safe(note, 120),
    ]),
  }
}

function guardText({ made }: Exported): string {
  const { redactions, withheld, files } = made.manifest
  const touched = files.filter((file) => sum(file.redactions) > 0).length
  const hidden = `${plural(sum(redactions), 'value')} hidden in ${plural(touched, 'file')}`
  const lines = withheld === 0 ? '' : `, ${plural(withheld, 'line')} withheld`
  return `${hidden}${lines}; looked through again by a second scanner: 0 secrets left`
}

function rulesTable({ made }: Exported): readonly Block[] {
  const rows = Object.entries(made.manifest.redactions).map(([rule, count]) => [
    safe(rule, 60),
    String(count),
  ])
  if (rows.length === 0) return []
  const columns = [{ title: 'RULE' }, { title: 'PLACES', align: 'right' }] as const
  return [{ kind: 'table', columns, rows }]
}

function samplesBlock({ made }: Exported): readonly Block[] {
  if (made.samples.length === 0) return []
  const lines = made.samples.map(
    ({ rule, before, after }) => `  ${safe(rule, 40)}: ..${safe(before, 8)}[hidden]${safe(after, 8)}..`,
  )
  return [{ kind: 'lines', lines: ['Samples of what was hidden, with what stands around it:', ...lines] }]
}

// Of a hash the beginning is enough here: all of them stand in the list above. One bounded class: linear.
const longHash = /\b(0x[0-9a-f]{4})[0-9a-f]{56}([0-9a-f]{4})\b/gi
const gapsNamed = 3

/** What was asked for and not had, the first few by name. */
function gapNames(gaps: RunDocument['gaps']): string {
  const names = gaps.slice(0, gapsNamed).map(({ what }) => safe(what.replace(longHash, '$1..$2'), 60))
  const more = gaps.length > gapsNamed ? ` and ${gaps.length - gapsNamed} more` : ''
  return `${names.join(', ')}${more}`
}

function lastLine({ written, dryRun, made }: Exported, { gaps }: RunDocument): string {
  const told = new Set(gaps.map(({ what }) => what))
  const files = made.manifest.leftOut.filter(({ what }) => !told.has(what)).length
  const left = files === 0 ? '' : `; ${plural(files, 'file')} left out`
  const missing = `${left}${gaps.length === 0 ? '' : `; not had: ${gapNames(gaps)}`}`
  if (dryRun)
    return `a bundle of ${plural(made.files.length, 'file')} would be written; nothing was${missing}`
  return written === null ? 'interrupted: nothing was written' : `the bundle is written${missing}`
}

function whereIs({ dryRun, written }: Exported): string {
  if (dryRun) return 'dry run: nothing was written'
  return written === null ? 'interrupted: nothing was written' : 'mode 0600, not uploaded anywhere'
}

/** The screen of an export. */
export function exportScreen(running: Running, about: Exported, document: RunDocument): readonly Block[] {
  const { made, path, written, dryRun } = about
  const size = written === null ? 'not written' : sizeText(written.bytes)
  const digests = [
    ...(written === null ? [] : [['Digest', `sha256 ${written.sha256}`] as const]),
    ['Inputs', made.manifest.inputsDigest] as const,
  ]
  const leftOut = made.manifest.leftOut.map(({ what, why }) => `  ${safe(what, 120)}: ${safe(why, 200)}`)
  return [
    titleBlock(running.context, 'evidence export', `profile ${running.profile.name}`),
    {
      kind: 'pairs',
      pairs: [
        ['bundle', `${path}   ${size}   ${plural(made.files.length, 'file')}`],
        ['', whereIs(about)],
      ],
    },
    fileTable(about),
    ...(leftOut.length === 0 ? [] : [{ kind: 'lines', lines: ['Not in it:', ...leftOut] } as const]),
    ...(dryRun ? [...rulesTable(about), ...samplesBlock(about)] : []),
    { kind: 'pairs', pairs: [['Guard', guardText(about)], ...digests] },
    {
      kind: 'summary',
      text: lastLine(about, document),
      verdict: document.exitCode === 0 ? 'PASS' : document.verdict,
      exitCode: document.exitCode,
    },
  ]
}
