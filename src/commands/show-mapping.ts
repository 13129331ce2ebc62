import { safe } from '../core/safe.ts'
import type { Outcome, Records } from './command.ts'

type Read = Awaited<ReturnType<Records['read']>>[number]

const shownFields = [
  'requestId',
  'recordId',
  'receivedAt',
  'state',
  'responseStatus',
  'payer',
  'nonce',
  'tx',
  'amountAtomic',
] as const

function printable(value: unknown): string {
  return value === null ? '-' : safe(String(value), 70)
}

function unreadLines(names: readonly string[]): readonly string[] {
  if (names.length === 0) return []
  return ['', 'Not understood (name them in a mapping file if they matter)'].concat(
    names.map((name) => `  ${safe(name, 60)}`),
  )
}

function sourceText(read: Read): string {
  const { mapping } = read
  const width = Math.max(10, ...mapping.fields.map(({ field }) => field.length))
  const lines = [
    `${safe(read.name)}: ${read.rows} rows, ${read.used} payments, ${read.ignored} not payments, ` +
      `${read.rejected.length} rejected`,
    '',
    'Fields',
    ...mapping.fields.map(({ field, from, by }) => `  ${field.padEnd(width)}  ${safe(from, 60)} (by ${by})`),
    ...unreadLines(mapping.unread ?? []),
    '',
    'State words',
    ...mapping.states.map(({ word, count, state }) => {
      const meaning = state ?? 'UNUSABLE: say what it means in the mapping file'
      return `  ${safe(word, 30)} x ${count} = ${meaning}`
    }),
    '',
    `Amounts: ${mapping.amountUnit ?? 'none seen'}`,
    '',
    'First rows',
    ...mapping.firstRows
      .slice(0, 5)
      .flatMap((row, index) => [
        `  ${index + 1}. ${safe(row.source.file)}:${row.source.line}`,
        ...shownFields.map((field) => `     ${field.padEnd(14)} ${printable(row[field])}`),
      ]),
    ...read.rejected.slice(0, 10).map(({ line, why }) => `  rejected line ${line}: ${safe(why, 160)}`),
    '',
  ]
  return lines.join('\n')
}

/** The answer to `--show-mapping`: what was understood of every source. Nothing is asked of the chain. */
export async function mappingOutcome(records: Records, signal: AbortSignal): Promise<Outcome> {
  const read = await records.read(signal)
  const data = read.map(({ records: _records, ...rest }) => rest)
  return { kind: 'text', text: read.map(sourceText).join('\n'), data }
}
