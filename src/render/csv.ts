import type { Sheet } from '../core/figures.ts'
import { toJson } from '../core/json.ts'
import type { PhrasedFinding } from '../core/phrase.ts'
import type { CaseDocument, Report } from '../core/report.ts'
import { safe } from '../core/safe.ts'
import type { Renderer } from './renderer.ts'

type Value = string | number | boolean | null | readonly string[]
type Fields<T> = readonly (readonly [title: string, read: (item: T) => Value])[]

const caseFields: Fields<CaseDocument> = [
  ['caseId', (item) => item.caseId],
  ['code', (item) => item.code],
  ['verdict', (item) => item.verdict],
  ['provisional', (item) => item.provisional ?? null],
  ['moneyMoved', (item) => item.moneyMoved],
  ['network', (item) => item.network],
  ['asset', (item) => item.asset],
  ['amountAtomic', (item) => item.amountAtomic],
  ['payTo', (item) => item.payTo],
  ['payer', (item) => item.payer],
  ['nonce', (item) => item.nonce],
  ['tx', (item) => item.tx],
  ['logIndex', (item) => item.logIndex],
  ['block', (item) => item.block],
  ['responseStatus', (item) => item.responseStatus],
  ['recordIds', (item) => item.recordIds],
  ['requestIds', (item) => item.requestIds],
  ['flags', (item) => item.flags],
  ['candidates', (item) => item.candidates],
  ['facts', (item) => toJson(item.facts, 'compact')],
]

const findingFields: Fields<PhrasedFinding> = [
  ['id', (item) => item.id],
  ['code', (item) => item.code],
  ['verdict', (item) => item.verdict],
  ['severity', (item) => item.severity],
  ['check', (item) => item.check],
  ['subjectKind', (item) => item.subject.kind],
  ['subject', (item) => item.subject.id],
  ['title', (item) => item.title],
  ['text', (item) => item.text],
  ['next', (item) => item.next],
  ['playbook', (item) => item.playbook],
  ['args', (item) => toJson(item.args)],
  ['evidence', (item) => item.evidence.map((look) => `${look.at} ${look.source} ${look.ref}`)],
]

// Spreadsheets take a cell that begins like this for a formula (also the full-width forms). The quote itself
// is in the list so that removing one leading quote gives back every cell. Anchored, one character.
const formulaLike = /^[=+\-@\t\r'\uff1d\uff0b\uff0d\uff20]/

// Where a list separator is `;`, spreadsheets open the file with that and see a cell of its own behind it.
// One character and a look at the next: linear.
const innerFormula = /;(?=[=+\-@\uff1d\uff0b\uff0d\uff20])/g

function cell(value: Value): string {
  const raw = value === null ? '' : typeof value === 'object' ? value.join(';') : String(value)
  const text = safe(raw, Number.POSITIVE_INFINITY).replace(innerFormula, '\\x3b')
  const guarded = formulaLike.test(raw) ? `'${text}` : text
  return /[",\n\r]/.test(guarded) ? `"${guarded.replaceAll('"', '""')}"` : guarded
}

const line = (cells: readonly string[]) => `${cells.join(',')}\r\n`

function* sheet<T>(fields: Fields<T>, items: readonly T[]): Generator<string> {
  yield line(fields.map(([title]) => title))
  for (const item of items) yield line(fields.map(([, read]) => cell(read(item))))
}

function* ledgerLines({ columns, rows }: Sheet): Generator<string> {
  yield line(columns)
  for (const row of rows) yield line(row.map(cell))
}

function parts({ document, cases, ledger }: Report): Iterable<string> {
  if (ledger !== undefined) return ledgerLines(ledger)
  return cases === undefined ? sheet(findingFields, document.findings) : sheet(caseFields, cases)
}

const render = (report: Report) => [...parts(report)].join('')

/**
 * RFC 4180: the ledger when the command made one, else one row per case, else one per finding. Lists are joined by `;`,
 * unknown is an empty cell, control characters are escapes (so a row is one line). A cell that begins like
 * a formula (= + - @ tab, carriage return, and the quote itself) gets one `'` in front: a program that reads
 * the file removes one leading `'` and has the value again. A `;` before such a sign is written as `\x3b`.
 */
export const csv = { format: 'csv', render, parts } as const satisfies Renderer
