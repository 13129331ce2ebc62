import { OpsError } from '../../core/errors.ts'
import { safe } from '../../core/safe.ts'
import { formatUtc } from '../../core/time.ts'
import { runsInBundle } from '../../evidence/read-runs.ts'
import type { CommandContext, Outcome } from '../command.ts'
import { warnOfAltered } from './altered.ts'
import { type OpenedBundle, openBundle } from './open-bundle.ts'

type Row = readonly [name: string, value: string]

const sum = (counts: Readonly<Record<string, number>>) =>
  Object.values(counts).reduce((total, count) => total + count, 0)

function manifestOf({ seen, path }: OpenedBundle) {
  if (seen.manifest.read) return seen.manifest.value
  throw new OpsError('BUNDLE_UNREADABLE', {
    file: path,
    reason: `manifest.json: ${safe(seen.manifest.why, 200)}.`,
  })
}

type Manifest = ReturnType<typeof manifestOf>

function selectionText({ selection }: Manifest): string {
  const { runs, findings, requestIds, txs, payers, since } = selection
  const lists = { run: runs, finding: findings, request: requestIds, tx: txs, payer: payers }
  const parts = Object.entries(lists).flatMap(([name, values]) =>
    values.map((value) => `${name} ${safe(value, 80)}`),
  )
  const all = [...parts, ...(since === null ? [] : [`since ${safe(since, 40)}`])]
  return all.length === 0 ? 'the newest run of each command' : all.join(', ')
}

function lined(rows: readonly Row[]): readonly string[] {
  const width = Math.max(0, ...rows.map(([name]) => name.length))
  return rows.map(([name, value]) => `${name.padEnd(width)}  ${value}`.trimEnd())
}

function headRows({ archive, seen }: OpenedBundle, manifest: Manifest): readonly Row[] {
  const { profile, target, madeFrom, collectedAt, tool, redactions, withheld } = manifest
  const { runs } = runsInBundle(archive.files)
  const utc = (text: string) => formatUtc(new Date(text))
  return [
    ['bundle', safe(seen.bundleId, 200)],
    ['about', `profile ${safe(profile, 60)}${target === null ? '' : `, ${safe(target, 200)}`}`],
    ['made from', `runs up to ${utc(madeFrom)}, by x402ops ${safe(tool.version, 40)}`],
    ['asked live', collectedAt === null ? 'nothing (--offline)' : `at ${utc(collectedAt)}`],
    ['chosen', selectionText(manifest)],
    ...runs.map(({ run: { document, cases } }): Row => {
      const payments = `${cases.length} payment${cases.length === 1 ? '' : 's'}`
      return ['run', `${safe(document.runId, 60)}  ${document.verdict}, ${payments}`]
    }),
    ['hidden', `${sum(redactions)} values, ${withheld} lines withheld`],
    ['signature', seen.signature.state === 'absent' ? 'none' : 'there is one: evidence verify checks it'],
  ]
}

/** `x402ops evidence show`: what is in a bundle, on one screen. Whether it is whole, `verify` says. */
export async function runShow(context: CommandContext): Promise<Outcome> {
  const opened = await openBundle(context, String(context.args[0]))
  const manifest = manifestOf(opened)
  warnOfAltered(context, opened)
  const files = manifest.files.flatMap(({ path, bytes, redactions, note }) => {
    const hidden = sum(redactions)
    const size = `${bytes} bytes${hidden === 0 ? '' : `, ${hidden} hidden`}`
    return [`${path}  ${size}`, `    ${safe(note, 74)}`]
  })
  const leftOut = manifest.leftOut.flatMap(({ what, why }) => [`  ${safe(what, 76)}`, `    ${safe(why, 74)}`])
  const lines = [
    ...lined(headRows(opened, manifest)),
    '',
    ...files,
    ...(leftOut.length === 0 ? [] : ['', 'Not in it:', ...leftOut]),
  ]
  return { kind: 'text', text: lines.join('\n'), data: manifest }
}
