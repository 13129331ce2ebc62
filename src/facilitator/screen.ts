import { formatAmount } from '../core/money.ts'
import type { PhrasedFinding } from '../core/phrase.ts'
import type { Block, Cell } from '../core/report.ts'
import { shortHex } from '../core/short.ts'
import { formatDuration } from '../core/time.ts'
import { type Verdict, worst } from '../core/verdict.ts'
import { gasLevel } from './gas.ts'
import { kindText, listed } from './kinds.ts'
import { outcomeOf, type Pair, pairs, supportedOf } from './page.ts'
import type { FacilitatorExpected, FacilitatorSeen, Looks, SignerSeen } from './shapes.ts'

const quiet: readonly Verdict[] = ['INFO', 'SKIP']

/** Does a finding speak of this facilitator? Its subject begins with the address, or names it at the end. */
function isAbout({ subject }: PhrasedFinding, label: string): boolean {
  return subject.id === label || subject.id.startsWith(`${label} `) || subject.id.endsWith(` at ${label}`)
}

/** The worst verdict of each host: a circuit breaker opens per host, and so does an outage. */
export function hostVerdicts(
  findings: readonly PhrasedFinding[],
  { targets }: FacilitatorExpected,
): ReadonlyMap<string, Verdict> {
  const hosts = [...new Set(targets.map(({ host }) => host))]
  return new Map(
    hosts.map((host) => {
      const labels = targets.filter((target) => target.host === host).map(({ label }) => label)
      const loud = findings
        .filter((finding) => labels.some((label) => isAbout(finding, label)))
        .map(({ verdict }): Verdict => (quiet.includes(verdict) ? 'PASS' : verdict))
      return [host, worst(loud)]
    }),
  )
}

function pageCell(looks: Looks<unknown> | null): string {
  if (looks === null) return '-'
  const outcome = outcomeOf(looks)
  if (outcome.kind !== 'answer') {
    const last = looks.looks.at(-1)
    return last?.seen === true ? String(last.value.status) : 'no answer'
  }
  return `${outcome.answer.status} in ${formatDuration(outcome.answer.totalMs)}`
}

function kindCell(pair: Pair, wanted: FacilitatorExpected['kinds'][number]): string {
  const supported = supportedOf(pair)
  if (supported === null) return '?'
  const words = {
    yes: 'advertised',
    no: 'missing',
    'other-version': 'other version',
    'other-name': 'other name',
  }
  return words[listed(supported.kinds, wanted)]
}

function limitCell({ seen }: Pair): string {
  const rates = [...(seen.closed ?? seen.open).looks].flatMap((look) =>
    look.seen ? (look.value.rate ?? []) : [],
  )
  const rate = rates.at(-1)
  return rate === undefined ? '-' : `${rate.remaining ?? '?'} of ${rate.limit ?? '?'} left`
}

function extensionsCell(pair: Pair): string {
  const supported = supportedOf(pair)
  if (supported === null) return '?'
  return supported.extensions.length === 0 ? 'none' : supported.extensions.join(', ')
}

function verifyCell({ seen }: Pair): string {
  const last = seen.verify?.looks.at(-1)
  if (last === undefined) return '-'
  if (!last.seen) return 'no answer'
  const { isValid } = last.value.said
  return isValid === false
    ? 'refused, as it must'
    : isValid === true
      ? 'ACCEPTED'
      : `${last.value.status}, no verdict`
}

function facilitatorTable(
  seen: FacilitatorSeen,
  expected: FacilitatorExpected,
  findings: readonly PhrasedFinding[],
): Block {
  const all = pairs(seen, expected)
  const verdicts = hostVerdicts(findings, expected)
  const row = (title: string, cell: (pair: Pair) => Cell): readonly Cell[] => [title, ...all.map(cell)]
  const withKey = all.some(({ seen: one }) => one.closed !== null)
  const asked = all.some(({ seen: one }) => one.verify !== null)
  return {
    kind: 'table',
    columns: [
      { title: '' },
      ...all.map(({ target }) => ({ title: target.label.replace(/^https?:\/\//, '') })),
    ],
    rows: [
      row('verdict of the host', ({ target }) => ({ verdict: verdicts.get(target.host) ?? 'SKIP' })),
      row('/supported', ({ seen: one }) => pageCell(one.open)),
      ...(withKey ? [row('with credential', ({ seen: one }) => pageCell(one.closed))] : []),
      ...expected.kinds.map((wanted) => row(kindText(wanted), (pair) => kindCell(pair, wanted))),
      ...(asked ? [row('/verify', verifyCell)] : []),
      row('/ready', ({ seen: one }) => pageCell(one.ready)),
      row('/health (proves nothing)', ({ seen: one }) => pageCell(one.health)),
      row('least amount', ({ target }) =>
        target.minimum === null ? 'not known' : `${target.minimum.atomic} atomic`,
      ),
      row('limit', limitCell),
      row('extensions', extensionsCell),
    ],
  }
}

function signerRow({ address, network, balance, nonces }: SignerSeen): readonly Cell[] {
  const { decimals, symbol } = gasLevel(network)
  const held = balance.seen
    ? formatAmount({ atomic: balance.value, decimals, symbol, asset: 'native', network })
    : 'not seen'
  const last = nonces.at(-1)
  const waiting = last?.seen === true ? String(last.value.pending - last.value.latest) : '-'
  return [shortHex(address), network, held, waiting]
}

/** One column per facilitator, and one line per signer. */
export function facilitatorScreen(
  seen: FacilitatorSeen,
  expected: FacilitatorExpected,
  findings: readonly PhrasedFinding[],
): readonly Block[] {
  const signers: readonly Block[] =
    seen.signers.length === 0
      ? []
      : [
          {
            kind: 'table',
            columns: [
              { title: 'SIGNER' },
              { title: 'NETWORK' },
              { title: 'GAS', align: 'right' },
              { title: 'WAITING', align: 'right' },
            ],
            rows: seen.signers.map(signerRow),
          },
        ]
  const asked = expected.verifyReachability
    ? 'Read-only but for one synthetic /verify each, which counts there as a refused verification. Nothing is settled.'
    : 'Read-only: no payment was verified or settled.'
  return [{ kind: 'lines', lines: [asked] }, facilitatorTable(seen, expected, findings), ...signers]
}

/** What could not be seen, in one line for each facilitator in place of a finding for each question. */
export function notSeenLines(findings: readonly PhrasedFinding[]): readonly Block[] {
  const unseen = new Map<string, string[]>()
  for (const { code, args } of findings) {
    const { of, what } = args
    if (code !== 'FACILITATOR_NOT_SEEN' || !Array.isArray(of) || typeof what !== 'string') continue
    for (const label of of) unseen.set(label, [...(unseen.get(label) ?? []), what])
  }
  const lines = [...unseen].map(([label, what]) => `UNKNOWN of ${label}: ${what.sort().join(', ')}.`)
  return lines.length === 0 ? [] : [{ kind: 'lines', lines }]
}
