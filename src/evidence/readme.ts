import type { LeftOut, ManifestFile, RuleCounts } from '../core/bundle.ts'
import type { Severity } from '../core/finding.ts'
import type { PhrasedFinding } from '../core/phrase.ts'
import type { CaseDocument, RunDocument } from '../core/report.ts'
import { formatUtc } from '../core/time.ts'
import { type Verdict, verdicts } from '../core/verdict.ts'
import { code, inline, table, verbatim } from './markdown.ts'

/** What the README tells. Everything in it is redacted already. */
export type ReadmeFacts = {
  readonly bundleId: string
  readonly version: string
  readonly profile: string
  readonly target: string | null
  readonly documents: readonly RunDocument[]
  readonly cases: readonly Pick<CaseDocument, 'code'>[]
  readonly narrowed: boolean
  readonly listed: readonly ManifestFile[]
  readonly redactions: RuleCounts
  readonly withheld: number
  readonly leftOut: readonly LeftOut[]
  readonly collectedAt: string | null
}

const plural = (count: number, word: string) => `${count} ${word}${count === 1 ? '' : 's'}`
const utc = (text: string) => formatUtc(new Date(text))
const rank = (verdict: Verdict) => verdicts.indexOf(verdict)

const severities: readonly Severity[] = ['critical', 'high', 'medium', 'low', 'none']

/** The worst verdict first, then the most severe; of two that are alike, the one about a payment. */
function worstFirst(documents: readonly RunDocument[]): readonly PhrasedFinding[] {
  const all = new Map(documents.flatMap(({ findings }) => findings).map((item) => [item.id, item]))
  const place = ({ verdict, severity, subject }: PhrasedFinding) =>
    (rank(verdict) * severities.length + severities.indexOf(severity)) * 2 +
    (subject.caseId === undefined ? 1 : 0)
  return [...all.values()].sort((a, b) => place(a) - place(b) || (a.id < b.id ? -1 : 1))
}

function countBy(items: readonly string[]): readonly (readonly [string, number])[] {
  const counts = new Map<string, number>()
  for (const item of items) counts.set(item, (counts.get(item) ?? 0) + 1)
  return [...counts].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1))
}

function paymentsLine({ cases, narrowed }: ReadmeFacts): string {
  if (cases.length === 0) return 'No single payment is in this bundle.'
  const classes = countBy(cases.map(({ code }) => code)).map(
    ([code, count]) => `${count} ${inline(code, 60)}`,
  )
  const others = narrowed ? ' No other payment is in it.' : ''
  return `${plural(cases.length, 'payment')}: ${classes.slice(0, 5).join(', ')}.${others}`
}

/**
 * The worst finding of each of the two worst kinds: two of one kind would hide the other. Its sentence stands as it is
 * in `run.json`, and no colon in front of it: to the gate a title that ends in `token` would be the name of a secret.
 */
function worstLines(findings: readonly PhrasedFinding[]): readonly string[] {
  const loud = findings.filter(({ verdict }) => verdict !== 'INFO' && verdict !== 'SKIP')
  return [...new Set(loud.map((item) => item.code))].slice(0, 2).flatMap((kind) => {
    const same = loud.filter((item) => item.code === kind)
    const [first] = same
    if (first === undefined) return []
    const count = same.length === 1 ? '' : ` (1 of ${same.length})`
    return `- ${first.verdict} ${inline(kind, 60)}${count}, ${inline(first.title, 120)}. ${verbatim(first.text, 600)}`
  })
}

/** At most five lines: about whom, how it stands, the payments, and the two worst findings. */
function whatHappened(facts: ReadmeFacts): readonly string[] {
  const { documents, profile, target } = facts
  const [first] = [...documents].sort((a, b) => (a.startedAt < b.startedAt ? -1 : 1))
  const newest = [...documents].sort((a, b) => (a.finishedAt < b.finishedAt ? -1 : 1)).at(-1)
  if (first === undefined || newest === undefined) return ['- No run is in this bundle.']
  const about =
    target === null
      ? `profile ${inline(profile, 60)}`
      : `profile ${inline(profile, 60)}, ${code(target, 200)}`
  const commands = countBy(documents.map(({ command }) => command)).map(([name]) => inline(name, 30))
  const findings = worstFirst(documents)
  const counts = countBy(findings.map(({ verdict }) => verdict)).map(
    ([verdict, count]) => `${count} ${verdict}`,
  )
  return [
    `- ${plural(documents.length, 'run')} (${commands.join(', ')}) about ${about}, ${utc(first.startedAt)} to ${utc(newest.finishedAt)}.`,
    `- The newest ended with ${newest.verdict}${newest.complete ? '' : ' and could not look at everything'}; findings of all: ${counts.join(', ') || 'none'}.`,
    `- ${paymentsLine(facts)}`,
    ...worstLines(findings),
  ]
}

const firstToRead: readonly (readonly [RegExp, string])[] = [
  [/^notes\/operator\.md$/, 'what the operator says about it'],
  [/^cases\/support\.json$/, 'each payment in nine facts, with the source of each'],
  [/^cases\/timeline\.json$/, 'what happened to each payment, in time'],
  [/^runs\/[^/]+\/run\.json$/, 'what was found, in sentences (`findings`) and what to do (`next`)'],
  [/^terms\/changes\.json$/, 'when price, recipient or network last changed'],
]

function readFirst({ listed, cases }: ReadmeFacts): readonly string[] {
  const rows = firstToRead.flatMap(([pattern, why]) => {
    if (cases.length === 0 && pattern.source.startsWith('^cases')) return []
    const path = listed.find((file) => pattern.test(file.path))?.path
    return path === undefined ? [] : [`\`${path}\`: ${why}`]
  })
  return rows.map((row, index) => `${index + 1}. ${row}`)
}

function hidden({ redactions, withheld }: ReadmeFacts): readonly string[] {
  const rows = Object.entries(redactions).map(([rule, count]) => [inline(rule, 60), String(count)])
  const lines = [
    'Secrets, signatures and whatever could be one were taken out before anything was written. In their place',
    'stands `[redacted:kind:tag]`. Equal tags are equal values inside this bundle and say nothing about any other;',
    'nobody can compute the value from the tag. Values that could be guessed have no tag.',
    '',
    ...(Object.hasOwn(redactions, 'header')
      ? ['A header that is not on the list of harmless ones keeps its name; its value is `(not kept)`.', '']
      : []),
    ...(rows.length === 0 ? ['Nothing had to be hidden.'] : table(['rule', 'places'], rows)),
  ]
  if (withheld === 0) return lines
  return [
    ...lines,
    '',
    `${plural(withheld, 'line')} could not be redacted and ${withheld === 1 ? 'is' : 'are'} therefore not here.`,
  ]
}

function notInIt({ leftOut, narrowed, collectedAt }: ReadmeFacts): readonly string[] {
  return [
    '- Private keys, recovery words, API keys, tokens, cookies and payment signatures, in any form.',
    '- Bodies of paid answers, and headers that are not on the list of harmless ones.',
    ...(narrowed ? ['- Payments, totals and accounts of anybody but the chosen payers.'] : []),
    ...(collectedAt === null
      ? ['- What chain and service say at the time of the export: nothing was asked (`--offline`).']
      : []),
    ...leftOut.map(({ what, why }) => `- ${inline(what, 120)} (${inline(why, 200)}).`),
  ]
}

function howToVerify({ bundleId }: ReadmeFacts): readonly string[] {
  return [
    'Without this tool, in the unpacked folder:',
    '',
    '```',
    'sha256sum -c SHA256SUMS',
    'ssh-keygen -Y verify -f allowed_signers -I SIGNER -n x402ops -s SHA256SUMS.sig < SHA256SUMS',
    '```',
    '',
    'The second line needs `SHA256SUMS.sig`, which is there when the bundle was signed, and the public key of the',
    'signer in `allowed_signers`, from somewhere else than this bundle. Digests alone show damage, not forgery.',
    '',
    'With it, offline:',
    '',
    '```',
    `x402ops evidence verify ${bundleId}.tar.gz`,
    `x402ops judge ${bundleId}.tar.gz`,
    '```',
    '',
    'The first checks every file, their order, the signature and the proofs in the payments. The second judges what',
    'was seen again and compares the result with the findings in here.',
  ]
}

/** `README.md`, for somebody who got the bundle by mail. Pure; whatever came from outside is escaped. */
export function readmeText(facts: ReadmeFacts): string {
  const section = (title: string, lines: readonly string[]) => [`## ${title}`, '', ...lines, '']
  const files = facts.listed.map(({ path, bytes, note }) => [`\`${path}\``, String(bytes), inline(note, 300)])
  return [
    `# ${facts.bundleId}`,
    '',
    `Evidence about an HTTP API that is paid with x402, made by x402ops ${inline(facts.version, 40)}. It is redacted: handle it as`,
    'confidential all the same, because it names payments and addresses.',
    '',
    ...section('What happened', whatHappened(facts)),
    ...section('What to read first', readFirst(facts)),
    ...section('What was hidden, and why', hidden(facts)),
    ...section('What is not in it', notInIt(facts)),
    ...section('How to verify it', howToVerify(facts)),
    ...section('All files', table(['file', 'bytes', 'note'], files)),
  ].join('\n')
}
