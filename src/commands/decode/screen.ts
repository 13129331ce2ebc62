import type { Block, ExitCode } from '../../core/report.ts'
import type { Intake, TakenIn } from '../../x402/intake.ts'
import { decodePairs } from './pairs.ts'

const kinds: Readonly<Record<Intake['kind'], string>> = {
  payment: 'payment',
  'onchain-proof': 'on-chain proof of payment',
  required: 'terms of a 402',
  'settle-answer': 'settlement response',
  'verify-answer': 'verify response',
  'settlement-record': 'delivered receipt',
  'mpp-challenge': 'payment challenge',
  'mpp-credential': 'payment credential',
  'mpp-receipt': 'payment receipt',
}

const dialects: Readonly<Record<Intake['dialect'], string>> = {
  'x402-v1': 'x402 version 1',
  'x402-v2': 'x402 version 2',
  t402: 'T402',
  piprail: 'PipRail',
  mpp: 'MPP',
  unknown: 'of no named version',
}

const shownAtMost = 50

function title({ kind, dialect }: Intake): string {
  return kind === 'verify-answer' ? kinds[kind] : `${kinds[kind]}, ${dialects[dialect]}`
}

function documentBlocks(intake: Intake, now: Date): readonly Block[] {
  const problems = intake.problems.map((problem) => `  - ${problem}`)
  return [
    { kind: 'lines', lines: [title(intake)] },
    { kind: 'pairs', pairs: decodePairs(intake, now) },
    ...(problems.length === 0 ? [] : [{ kind: 'lines', lines: ['Does not conform:', ...problems] } as const]),
  ]
}

const tried =
  'Tried: base64 and base64url of JSON, JSON, lists of headers and HAR, HTTP as curl -i and curl -v print it, ' +
  'log lines, and WWW-Authenticate: Payment.'

function undecodedBlocks({ found, problems }: TakenIn): readonly Block[] {
  const shown = problems.slice(0, shownAtMost).map((problem) => `  - ${problem}`)
  const lines = [
    ...(shown.length === 0 ? [] : ['Could not be decoded:', ...shown]),
    ...(found.length === 0 ? [tried] : []),
  ]
  return lines.length === 0 ? [] : [{ kind: 'lines', lines }]
}

const plural = (count: number, word: string) => `${count} ${word}${count === 1 ? '' : 's'}`

function summary({ found, problems }: TakenIn, exitCode: ExitCode): Block {
  const odd = found.filter((intake) => intake.problems.length > 0).length
  const decoded =
    found.length === 0 ? 'no payment document found' : `${plural(found.length, 'document')} decoded`
  const parts = [
    decoded,
    ...(odd === 0
      ? []
      : [odd === found.length && odd === 1 ? 'it does not conform' : `${odd} of them not conforming`]),
    ...(problems.length === 0 || found.length === 0 ? [] : [`${problems.length} not decoded`]),
  ]
  const verdict = exitCode === 1 ? 'FAIL' : odd > 0 ? 'WARN' : 'PASS'
  return { kind: 'summary', text: parts.join(', '), verdict, exitCode }
}

/** What `decode` shows: each document, what does not conform, what could not be decoded, and the count. */
export function decodeScreen(seen: {
  readonly taken: TakenIn
  readonly now: Date
  readonly exitCode: ExitCode
}): readonly Block[] {
  const { taken, now, exitCode } = seen
  const more = taken.found.length - shownAtMost
  return [
    ...taken.found.slice(0, shownAtMost).flatMap((intake) => documentBlocks(intake, now)),
    ...(more > 0
      ? [{ kind: 'lines', lines: [`... ${more} more documents (-o json has all)`] } as const]
      : []),
    ...undecodedBlocks(taken),
    summary(taken, exitCode),
  ]
}
