import type { LongText } from '../core/bundle.ts'
import type { Profile } from '../core/profile.ts'
import type { CaseDocument } from '../core/report.ts'
import type { PaymentCase } from '../payments/case.ts'
import type { PaymentRecord } from '../payments/record.ts'
import type { SavedRun } from '../runs/run.ts'
import { fingerprintOf } from './fingerprint.ts'
import type { Piece } from './piece.ts'
import { reconcileOf } from './saved-shapes.ts'
import { type LogText, ssrfBlocks, ssrfBlocksOfCases } from './ssrf-block.ts'
import { supportCaseOf } from './support-case.ts'
import { termsChanges } from './terms-changes.ts'
import { type PaymentSources, timelineOf } from './timeline.ts'

const json = (path: string, note: string, value: unknown): Piece => ({
  path,
  note,
  body: { kind: 'json', value },
})

/** Looks up what the runs know of a payment beside its document; the newest run wins. */
export function sourcesIn(runs: readonly SavedRun[]): (item: CaseDocument) => PaymentSources {
  const saved = runs.flatMap(({ rooms }) => rooms.flatMap((room) => reconcileOf(room) ?? []))
  const seen = new Map<string, PaymentCase>()
  const byRequest = new Map<string, PaymentRecord>()
  for (const { cases, sources = [] } of saved) {
    for (const item of cases) seen.set(item.caseId, item)
    for (const record of sources.flatMap(({ mapping }) => mapping?.firstRows ?? [])) {
      if (record.requestId !== null) byRequest.set(record.requestId, record)
    }
  }
  return ({ caseId, requestIds }) => ({
    seen: seen.get(caseId) ?? null,
    record: requestIds.map((id) => byRequest.get(id)).find((record) => record !== undefined) ?? null,
  })
}

/** The chosen payments as judged, as support cases and as timelines. */
export function casePieces(cases: readonly CaseDocument[], runs: readonly SavedRun[]): readonly Piece[] {
  const sources = sourcesIn(runs)
  return [
    {
      path: 'cases/cases.ndjson',
      note: 'the chosen payments, one on each line (x402ops.case/v1)',
      body: { kind: 'lines', values: cases },
    },
    json(
      'cases/support.json',
      'nine facts for each payment, each with its source',
      cases.map((item) => supportCaseOf(item, sources(item))),
    ),
    json(
      'cases/timeline.json',
      'what happened to each payment, in time',
      cases.map((item) => timelineOf(item, sources(item))),
    ),
  ]
}

/** The last changes of price, payTo and network. Give all saved runs, not only the chosen ones. */
export function termsPiece(saved: readonly SavedRun[], target: string | null): Piece {
  return json('terms/changes.json', 'the last change of the terms of each route', termsChanges(saved, target))
}

/** What is configured, by name. */
export function fingerprintPiece(profile: Profile): Piece {
  return json('config/fingerprint.json', 'what is configured, names without values', fingerprintOf(profile))
}

/** A note of the operator; null when it is empty. */
export function notePiece(text: string): Piece | null {
  if (text.trim() === '') return null
  return { path: 'notes/operator.md', note: 'what the operator says', body: { kind: 'text', text } }
}

function parses(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

const isStructured = (line: string) => /^\s*[{[]/.test(line) && parses(line)

function endingOf(text: string): 'json' | 'ndjson' | 'txt' {
  return isStructured(text) ? 'json' : endingOfLines(text)
}

function endingOfLines(text: string): 'ndjson' | 'txt' {
  const lines = text.split('\n', 4).filter((line) => line.trim() !== '')
  return lines.length > 1 && lines.slice(0, 2).every(isStructured) ? 'ndjson' : 'txt'
}

/** A file that was given. */
export type IncludedFile =
  | { readonly name: string; readonly text: string }
  | { readonly name: string; readonly long: LongText }

/** Files that were given, under names of ours; the name they had stands in their notes. */
export function includedPieces(files: readonly IncludedFile[]): readonly Piece[] {
  return files.map((file, index) => {
    const place = `included/${String(index + 1).padStart(2, '0')}`
    const note = `given as ${file.name}`
    if ('text' in file) {
      const { text } = file
      return { path: `${place}.${endingOf(text)}`, note, body: { kind: 'file', text } }
    }
    const { long } = file
    return { path: `${place}.${endingOfLines(firstOf(long.parts()))}`, note, body: { kind: 'long', long } }
  })
}

function firstOf(parts: Iterable<string>): string {
  for (const part of parts) return part
  return ''
}

/**
 * Refusals of a guard against server-side request forgery that files and payments tell of; null when there are
 * none. `key` is the key of the bundle, so make this piece after the digest of the others.
 */
export function ssrfPiece(
  pieces: readonly Piece[],
  cases: readonly CaseDocument[],
  runs: readonly SavedRun[],
  key: Uint8Array,
): Piece | null {
  const texts = pieces.flatMap(({ path, body }): LogText[] => {
    if (body.kind === 'long') return [{ path, parts: body.long.parts }]
    return body.kind === 'file' ? [{ path, parts: () => [body.text] }] : []
  })
  const sources = sourcesIn(runs)
  const byId = new Map(cases.map((item) => [item.caseId, item]))
  const routeOf = (caseId: string) => {
    const item = byId.get(caseId)
    return item === undefined ? null : (sources(item).seen?.route ?? null)
  }
  const blocks = [...ssrfBlocks(texts, key), ...ssrfBlocksOfCases(cases, routeOf, key)]
  if (blocks.length === 0) return null
  return json('ssrf/blocks.json', 'refused targets: a tag for each host, never a URL', blocks)
}
