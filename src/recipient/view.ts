import type { Subject } from '../core/finding.ts'
import type { PhrasedFinding } from '../core/phrase.ts'
import type { EvmSeen, Recipient, RecipientExpected, RecipientSeen, SolanaSeen } from './shapes.ts'

/** What a finding is about: one address that takes one token, and for what could be several, which of them. */
export function subjectOf(
  { network, unit, address }: Pick<Recipient, 'network' | 'unit' | 'address'>,
  what = '',
): Subject {
  const id = `${network} ${unit.symbol} ${address}`
  return { kind: 'endpoint', id: what === '' ? id : `${id} ${what}` }
}

/** Every recipient with what was seen of it. */
export function rowsOf(
  { rows }: RecipientSeen,
  { recipients }: RecipientExpected,
): readonly (readonly [Recipient, EvmSeen | SolanaSeen | null])[] {
  return recipients.map((one, at) => [one, rows[at] ?? null])
}

/** The answer for people and dashboards; `n/a` = nothing has to be set up. */
export type Readiness = 'ready' | 'not-ready' | 'n/a' | 'unknown'

/** Can it receive? A proven fault stands above what is not known; what is not read is not known. */
export function readinessOf(one: Recipient, findings: readonly PhrasedFinding[]): Readiness {
  const { id } = subjectOf(one)
  const own = findings.filter(
    ({ subject, code }) =>
      (subject.id === id || subject.id.startsWith(`${id} `)) && !code.startsWith('RECIPIENT_BALANCE'),
  )
  if (own.some(({ verdict }) => verdict === 'FAIL')) return 'not-ready'
  if (one.family === 'native') return 'n/a'
  const doubts = own.some(({ verdict, code }) => verdict === 'UNKNOWN' && !code.startsWith('RECIPIENT_DELTA'))
  return doubts || !own.some(({ code }) => code === 'RECIPIENT_READY') ? 'unknown' : 'ready'
}
