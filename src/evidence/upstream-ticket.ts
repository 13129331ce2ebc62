import type { PhrasedFinding } from '../core/phrase.ts'
import { findNetwork } from '../networks/lookup.ts'
import { inline } from './markdown.ts'
import type { TicketInput } from './ticket.ts'

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

// An address or a hash in hex. Fixed lengths: linear.
const hexId = /0x(?:[0-9a-fA-F]{64}|[0-9a-fA-F]{40})(?![0-9a-fA-F])/g

function hostsOf({ documents }: TicketInput): readonly string[] {
  return documents.flatMap(({ target }) => {
    const url = URL.canParse(target ?? '') ? new URL(target ?? '') : null
    return url === null || url.host === '' ? [] : [url.host]
  })
}

/** Takes out who is concerned: ids and addresses become letters, in the order in which they come, hosts a word. */
function anonymous(input: TicketInput): (text: string) => string {
  const letters = new Map<string, string>()
  const letter = (id: string, kind: string) => {
    const known = letters.get(id.toLowerCase())
    if (known !== undefined) return known
    const name = `${kind} ${letters.size + 1}`
    letters.set(id.toLowerCase(), name)
    return name
  }
  const ids = input.cases.flatMap(({ payer, payTo, tx, nonce, requestIds, recordIds }) => [
    ...[payer, payTo, tx, nonce].flatMap((id) => id ?? []),
    ...requestIds,
    ...recordIds,
  ])
  const hosts = hostsOf(input)
  // The longest first, so that no part of one stays.
  const words = [...new Set(ids)].filter((id) => id.length > 2).sort((a, b) => b.length - a.length)
  return (text) => {
    const plain = text.replace(hexId, (id) => letter(id, id.length > 42 ? 'hash' : 'address'))
    const named = words.reduce((shown, id) => shown.replaceAll(id, () => letter(id, 'id')), plain)
    return hosts.reduce((shown, host) => shown.replaceAll(host, 'the service'), named)
  }
}

function networksOf({ cases, documents }: TicketInput): string {
  const windows = documents.flatMap(({ window }) => Object.keys(window?.blocks ?? {}))
  const ids = new Set([...cases.flatMap(({ network }) => network ?? []), ...windows])
  const names = [...ids].sort().map((id) => `${inline(findNetwork(id)?.name ?? id, 60)} (${inline(id, 60)})`)
  return names.join(', ') || 'not known'
}

const textOf = (value: unknown) => (typeof value === 'string' && value !== '' ? value : null)

/** What a settlement owes, where the finding itself names no expected value. */
const owed: Readonly<Record<string, string>> = {
  ORPHANED_PAYMENT: 'a settlement that is answered with a failure moves no money, then or later',
  SETTLED_UNACKNOWLEDGED: 'a settlement that is answered as pending is told when it is done',
  PHANTOM_SETTLEMENT: 'a settlement that is answered with success moved the money',
  REVERTED_SETTLEMENT: 'a settlement that is answered with success moved the money',
  CANCELLED_AFTER_SERVICE: 'a settlement that is answered with success moved the money',
  DUPLICATE_CHARGE: 'one purchase is settled once',
}

function expectedActual(
  { args, code, text }: PhrasedFinding,
  hide: (text: string) => string,
): readonly string[] {
  const expected = textOf(args.expected) ?? owed[code] ?? 'an answer as the protocol describes it'
  const actual = textOf(args.got) ?? text
  return [`- expected: ${inline(hide(expected))}`, `- actual: ${inline(hide(actual), 500)}`]
}

// A method, then a path, or a URL of which the path counts. Fixed words, then bounded classes; the optional host
// ends before the slash that the path begins with: linear.
const request =
  /\b(GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS) {1,3}(?:https?:\/\/[^\s/?#]{1,253})?(\/[^\s?#:]{0,200})/

/** Method and path without query; a request that names nobody and pays nothing. */
function minimalRequest({ subject, evidence, text }: PhrasedFinding, hide: (text: string) => string): string {
  const named = [subject.route ?? '', subject.id, text, ...evidence.map(({ ref }) => ref)]
    .map((words) => request.exec(words))
    .find((match) => match !== null)
  if (named == null) return 'a request to the paid route, without body and without a payment header'
  return `${named[1]} ${inline(hide(named[2] ?? ''), 200)} without a payment header`
}

/** What the makers of others' software can do something about: not how the operator's own books were read. */
const isTheirs = ({ verdict, code }: PhrasedFinding) =>
  loud.includes(verdict) && !code.startsWith('RECONCILE_')

/**
 * The text of an issue for the makers of an SDK or a facilitator: code, message, SDK versions where they were
 * seen, a minimal request, network, expected and actual. It names no payer, no payment and no service. Pure.
 */
export function upstreamTicket(input: TicketInput): string {
  const { documents, version, logs } = input
  const hide = anonymous(input)
  const findings = new Map(
    documents
      .flatMap((document) => document.findings)
      .filter(isTheirs)
      .map((item) => [item.code, item] as const),
  )
  const reasons = [...new Set(input.cases.flatMap(({ facts }) => textOf(facts.settleReason) ?? []))].sort()
  const sdks = sdkVersions(logs)
  return [
    '## What happens',
    '',
    ...(findings.size === 0 ? ['No finding in the bundle asks for anything.', ''] : []),
    ...[...findings.values()]
      .slice(0, 5)
      .flatMap((item) => [
        `### ${inline(item.code, 60)}: ${inline(hide(item.title), 120)}`,
        '',
        `- request: ${minimalRequest(item, hide)}`,
        ...expectedActual(item, hide),
        '',
      ]),
    '## Where',
    '',
    `- network: ${networksOf(input)}`,
    `- message of the settlement: ${
      reasons
        .slice(0, 5)
        .map((words) => inline(hide(words)))
        .join('; ') || 'not seen'
    }`,
    `- SDK: ${sdks.map((name) => inline(name, 80)).join(', ') || 'version not seen; please add it'}`,
    `- found with: x402ops ${inline(version, 40)}`,
    '',
  ].join('\n')
}
