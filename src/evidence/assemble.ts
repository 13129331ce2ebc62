import type { BundleFile, LongFile, ManifestFile, MaskedSample, RuleCounts } from '../core/bundle.ts'
import { sha256Hex } from '../core/digest.ts'
import { freeze, unfreeze } from '../core/json.ts'
import type { RunDocument } from '../core/report.ts'
import type { SavedRoom } from '../runs/run.ts'
import { addCounts, type BundleRedactor, type Hidden } from './bundle-redactor.ts'
import { runFolder } from './inputs.ts'
import { type JudgeRoom, judgedDifferently, judgedDocument } from './judged-document.ts'
import type { ChosenRun } from './narrow.ts'
import { bodyText, type HiddenLong, hideBytes, learnPiece, type Piece } from './piece.ts'

/** The redacted files of a bundle in the order of their paths, and what the list of files says of them. */
export type Assembled = {
  readonly files: readonly (BundleFile | LongFile)[]
  readonly listed: readonly ManifestFile[]
  readonly redactions: RuleCounts
  readonly withheld: number
  readonly samples: readonly MaskedSample[]
  /** The documents of the runs as they stand in the bundle. */
  readonly documents: readonly RunDocument[]
}

/** What is put together: the chosen runs and every other piece. */
export type AssembleInput = {
  readonly runs: readonly ChosenRun[]
  readonly pieces: readonly Piece[]
  readonly redactor: BundleRedactor
  readonly judge: JudgeRoom
  /** What became of the pieces that are long, by their paths: see `hiddenParts`. */
  readonly long?: ReadonlyMap<string, HiddenLong>
}

type Made = {
  readonly file: BundleFile | LongFile
  readonly listed: ManifestFile
  readonly samples: readonly MaskedSample[]
}

const encoder = new TextEncoder()
const samplesShown = 5

/** A file of the bundle and its line in the list, from text that is already redacted. */
export function listFile(
  path: string,
  text: string,
  hidden: Pick<Hidden<unknown>, 'redactions' | 'withheld'>,
  note: string,
): { readonly file: BundleFile; readonly listed: ManifestFile } {
  return listBytes(path, encoder.encode(text), hidden, note)
}

function listBytes(
  path: string,
  bytes: Uint8Array,
  { redactions, withheld }: Pick<Hidden<unknown>, 'redactions' | 'withheld'>,
  note: string,
): { readonly file: BundleFile; readonly listed: ManifestFile } {
  const listed = { path, bytes: bytes.length, sha256: sha256Hex(bytes), redactions, withheld, note }
  return { file: { path, bytes }, listed }
}

/** Order of paths by their bytes; ours are plain ASCII, where code units are bytes. */
export function byPath(a: { readonly path: string }, b: { readonly path: string }): number {
  return a.path < b.path ? -1 : a.path > b.path ? 1 : 0
}

function makePiece({ path, body, note: given }: Piece, { redactor, long }: AssembleInput): Made {
  const note = redactor.text(given).value
  if (body.kind === 'long') {
    const made = long?.get(path)
    if (made === undefined) throw new RangeError('a long piece was not hidden')
    const { file, hidden } = made
    const { size: bytes, sha256 } = file
    const { redactions, withheld, samples } = hidden
    return { file, listed: { path, bytes, sha256, redactions, withheld, note }, samples }
  }
  const hidden = hideBytes(body, redactor)
  return { ...listBytes(path, hidden.value, hidden, note), samples: hidden.samples }
}

function noteOf(chosen: ChosenRun, document: RunDocument, notJudged: readonly string[]): string {
  const { narrowed, note } = chosen
  const parts = [`findings as judged from what is in the bundle`, ...(note === null ? [] : [note])]
  const changed = judgedDifferently(chosen.saved, document.findings)
  // A narrowed run says less on purpose: what is gone is no difference, what is new is one.
  const saved = new Set(chosen.saved.map(({ code, verdict }) => `${code} ${verdict}`))
  const told = narrowed ? changed.filter((key) => !saved.has(key)) : changed
  if (told.length > 0) parts.push(`judged otherwise than before redaction: ${told.join(', ')}`)
  if (notJudged.length > 0) parts.push(`not judged again: ${[...new Set(notJudged)].sort().join(', ')}`)
  return parts.join('; ')
}

/** Without the words of other payers: rows of checks that are judged again take their text from that. */
function documentToHide({ run, narrowed }: ChosenRun): RunDocument {
  const { document } = run
  const checks = document.checks.map((row) => (narrowed ? { ...row, text: '' } : row))
  return { ...document, checks, ...(narrowed ? { next: [] } : {}) }
}

function makeRun(chosen: ChosenRun, folder: string, { redactor, judge }: AssembleInput) {
  const { run } = chosen
  const seen = redactor.data(run.rooms)
  const frozen = bodyText({ kind: 'frozen', values: seen.value })
  // Judged is what a reader of the file gets, not what was handed to the writer.
  const rooms = seen.value.map((room) => unfreeze(freeze(room)) as SavedRoom)
  const hidden = redactor.data(documentToHide(chosen))
  const judged = judgedDocument(hidden.value, rooms, judge)
  const note = redactor.text(noteOf(chosen, judged.document, judged.notJudged)).value
  const document = bodyText({ kind: 'json', value: judged.document })
  const cases = redactor.data(run.cases)
  const made: Made[] = [
    { ...listFile(`${folder}/run.json`, document, hidden, note), samples: hidden.samples },
    {
      ...listFile(`${folder}/seen.ndjson`, frozen, seen, 'what the rooms saw and expected: judge it again'),
      samples: seen.samples,
    },
    {
      ...listFile(
        `${folder}/cases.ndjson`,
        bodyText({ kind: 'lines', values: cases.value }),
        cases,
        'one payment each',
      ),
      samples: cases.samples,
    },
  ]
  return { made, document: judged.document }
}

/** Gives the redactor all data of a bundle to learn from; before any of it is hidden. */
export function learnInput({
  runs,
  pieces,
  redactor,
}: Pick<AssembleInput, 'runs' | 'pieces' | 'redactor'>): void {
  for (const { run } of runs) redactor.learn([run.document, run.rooms, run.cases])
  for (const piece of pieces) learnPiece(piece, redactor)
}

/**
 * Redacts everything and makes the files of a bundle, README, manifest and sums aside. All data is learnt before
 * any is hidden. Every run's findings are those of judging its redacted data; where that changes a code or a
 * verdict, the note of its `run.json` says so. Pure: the same input gives the same bytes.
 */
export function assemble(input: AssembleInput): Assembled {
  const { runs, pieces } = input
  learnInput(input)
  const judged = runs.map((chosen, index) =>
    makeRun(chosen, runFolder(chosen.run.document.runId, index), input),
  )
  const made = [...judged.flatMap((one) => one.made), ...pieces.map((piece) => makePiece(piece, input))]
  const ordered = made.sort((a, b) => byPath(a.file, b.file))
  return {
    files: ordered.map(({ file }) => file),
    listed: ordered.map(({ listed }) => listed),
    redactions: addCounts(ordered.map(({ listed }) => listed.redactions)),
    withheld: ordered.reduce((sum, { listed }) => sum + listed.withheld, 0),
    samples: ordered.flatMap(({ samples }) => samples).slice(0, samplesShown),
    documents: judged.map(({ document }) => document),
  }
}
