import type { PhrasedFinding } from '../core/phrase.ts'
import type { CaseDocument, RunDocument } from '../core/report.ts'
import { findNetwork } from '../networks/lookup.ts'
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
  return missing.length === 0 ? [] : [`- Payment ${item.caseId}: ${missing.join(', ')}.`]
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

// Versions as lock files and logs name them: package, a sign or two, digits. Fixed names, then bounded classes
// that exclude each other: linear.
const sdkVersion =
  /(?:^|[^\w@/-])((?:@x402\/[a-z-]{1,30}|@coinbase\/(?:x402|cdp-sdk)|x402(?:-[a-z]{1,20})?))["']?(?:@|["']?: ?["']?[\^~]?|\/| )v?(\d{1,4}\.\d{1,4}\.\d{1,4}(?:-[\w.]{1,30})?)/g

/** SDK packages with versions that these texts name, sorted; the first 200,000 characters of each are read. */
export function sdkVersions(texts: readonly string[]): readonly string[] {
  const found = new Set<string>()
  for (const text of texts) {
    for (const [, name, version] of text.slice(0, 200_000).matchAll(sdkVersion))
      found.add(`${name} ${version}`)
  }
  return [...found].sort()
}

const loud: readonly string[] = ['FAIL', 'UNKNOWN', 'WARN']

function networksOf({ cases, documents }: TicketInput): string {
  const windows = documents.flatMap(({ window }) => Object.keys(window?.blocks ?? {}))
  const ids = new Set([...cases.flatMap(({ network }) => network ?? []), ...windows])
  const names = [...ids].sort().map((id) => `${inline(findNetwork(id)?.name ?? id, 60)} (${inline(id, 60)})`)
  return names.join(', ') || 'not known'
}

const textArg = (value: unknown) => (typeof value === 'string' && value !== '' ? inline(value) : null)

function expectedActual({ args }: PhrasedFinding): readonly string[] {
  const expected = textArg(args.expected) ?? 'an answer as the protocol describes it'
  const actual = textArg(args.got) ?? textArg(args.detail) ?? 'as in the message'
  return [`- expected: ${expected}`, `- actual: ${actual}`]
}

/** Method and path without query; a request that names nobody and pays nothing. */
function minimalRequest({ subject, evidence }: PhrasedFinding): string {
  const named = [subject.id, subject.route ?? '', ...evidence.map(({ ref }) => ref)]
    .map((text) => /\b(GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS) +(\/[^\s?#]{0,200})/.exec(text))
    .find((match) => match !== null)
  if (named != null) return `${named[1]} ${inline(named[2] ?? '', 200)} without a payment header`
  return 'a paid request to the route of this finding, without body'
}

/**
 * The text of an issue for the makers of an SDK or a facilitator: code, message, SDK versions where they were
 * seen, a minimal request, network, expected and actual. It names no payer and no service. Pure.
 */
export function upstreamTicket(input: TicketInput): string {
  const { documents, version, logs } = input
  const findings = new Map(
    documents
      .flatMap((document) => document.findings)
      .filter(({ verdict }) => loud.includes(verdict))
      .map((item) => [item.code, item] as const),
  )
  const reasons = [...new Set(input.cases.flatMap(({ facts }) => textArg(facts.settleReason) ?? []))].sort()
  const sdks = sdkVersions(logs)
  return [
    '## What happens',
    '',
    ...(findings.size === 0 ? ['No finding in the bundle asks for anything.', ''] : []),
    ...[...findings.values()]
      .slice(0, 5)
      .flatMap((item) => [
        `### ${inline(item.code, 60)}: ${inline(item.title, 120)}`,
        '',
        `- request: ${minimalRequest(item)}`,
        ...expectedActual(item),
        '',
      ]),
    '## Where',
    '',
    `- network: ${networksOf(input)}`,
    `- message of the settlement: ${reasons.slice(0, 5).join('; ') || 'not seen'}`,
    `- SDK: ${sdks.map((name) => inline(name, 80)).join(', ') || 'version not seen; please add it'}`,
    `- found with: x402ops ${inline(version, 40)}`,
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
