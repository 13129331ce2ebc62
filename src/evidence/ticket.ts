import type { PhrasedFinding } from '../core/phrase.ts'
import type { CaseDocument, RunDocument } from '../core/report.ts'
import { inline } from './markdown.ts'
import type { Sourced, SupportCase } from './support-case.ts'

/** What a ticket is made from: what stands in a bundle, read again. `logs` are files that were given. */
export type TicketInput = {
  readonly bundleId: string
  readonly version: string
  readonly documents: readonly RunDocument[]
  readonly cases: readonly CaseDocument[]
  readonly support: readonly SupportCase[]
  readonly logs: readonly string[]
}

/** Stands in every text that asks a person for something. */
export const neverAsked =
  'We never ask for private keys, recovery words, wallet backups, API keys, raw payment headers, signatures or a test payment. Do not send any of them; if you did, tell us and replace it.'

const casesShown = 20

const rows: readonly (readonly [keyof SupportCase, string])[] = [
  ['requestId', 'request id'],
  ['route', 'route'],
  ['status', 'status'],
  ['time', 'time (UTC)'],
  ['tx', 'transaction'],
  ['payer', 'payer'],
  ['network', 'network'],
  ['asset', 'asset'],
  ['settlement', 'settlement'],
]

function factLine(item: SupportCase, [name, label]: (typeof rows)[number]): string {
  const { value, from } = item[name] as Sourced
  return `- ${label}: ${value === null ? 'not known' : inline(String(value))} (${inline(from, 120)})`
}

/** What is missing of the nine facts, in the words in which a person is asked for it. */
function asksFor(item: SupportCase): readonly string[] {
  const missing = rows.filter(([name]) => (item[name] as Sourced).value === null).map(([, label]) => label)
  return missing.length === 0 ? [] : [`- Payment ${inline(item.caseId, 40)}: ${missing.join(', ')}.`]
}

function about(item: CaseDocument, documents: readonly RunDocument[]): PhrasedFinding | undefined {
  const all = documents.flatMap(({ findings }) => findings)
  return all.find(({ subject }) => subject.caseId === item.caseId)
}

function supportPart(item: SupportCase, input: TicketInput): readonly string[] {
  const judged = input.cases.find(({ caseId }) => caseId === item.caseId)
  const found = judged === undefined ? undefined : about(judged, input.documents)
  return [
    `### Payment ${inline(item.caseId, 40)}: ${inline(item.code, 60)}`,
    '',
    ...rows.map((row) => factLine(item, row)),
    '',
    `What we know: ${found === undefined ? 'nothing beyond these facts.' : inline(found.text, 500)}`,
    ...(found?.next == null ? [] : [`What is to be done: ${inline(found.next, 300)}`]),
    '',
  ]
}

/**
 * The text of a support case: nine facts for each payment with their sources, what is known and what is asked
 * for. From redacted data only; what came from outside is escaped. Pure.
 */
export function supportTicket(input: TicketInput): string {
  const shown = input.support.slice(0, casesShown)
  const more = input.support.length - shown.length
  const asked = shown.flatMap(asksFor)
  return [
    `## Support case, from bundle ${inline(input.bundleId, 120)}`,
    '',
    ...(shown.length === 0 ? ['No single payment is in this bundle.', ''] : []),
    ...shown.flatMap((item) => supportPart(item, input)),
    ...(more > 0 ? [`${more} more payments stand in cases/support.json of the bundle.`, ''] : []),
    '### What we ask',
    '',
    ...(asked.length === 0 ? ['- Nothing: all nine facts are known.'] : asked),
    '',
    neverAsked,
    '',
  ].join('\n')
}

/**
 * What a user is asked who says that he paid twice: exactly five facts, and the line that says what is never
 * asked for.
 */
export function duplicateIntake(): string {
  return [
    'To find a payment that was made twice we need, for each of the payments as far as you have it:',
    '',
    '1. the transaction hash',
    '2. the approximate time, with time zone',
    '3. the route (the address you called, without what follows a question mark)',
    '4. the HTTP status that you got',
    '5. the request id of the answer (header X-Request-Id)',
    '',
    neverAsked,
    '',
  ].join('\n')
}
