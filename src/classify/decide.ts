import { classOrder, type Rule, ruleOf } from './classes.ts'
import { type Matched, ruleOfCode, ruleOfReason } from './codes/lookup.ts'
import { type Sentence, strongSentences, weakSentences } from './sentences-catalog.ts'
import type { Signals } from './signals.ts'
import { ruleOfStatus } from './status-rules.ts'
import { transportCodes } from './transport-catalog.ts'

/** Which kind of evidence decided, strongest first. */
export type Stage = 'chain' | 'code' | 'status' | 'transport' | 'text' | 'none'

/** What one failure is, and which row of which table said so. */
export type Classification = Rule & {
  readonly stage: Stage
  readonly row: string
  /** Rows of other classes that fitted too and were outweighed. */
  readonly others: readonly string[]
}

const byClass = (a: Matched, b: Matched) =>
  classOrder.indexOf(a.rule.class) - classOrder.indexOf(b.rule.class)

function sentencesIn(sentences: readonly Sentence[], { texts, phase }: Signals): readonly Matched[] {
  const found: Matched[] = []
  for (const text of texts) {
    for (const { name, pattern, rule } of sentences) {
      const match = pattern.exec(text)
      const said = match === null ? undefined : rule(phase, match)
      if (said !== undefined) found.push({ rule: said, row: `text "${name}"` })
    }
  }
  return found
}

function codesIn({ codes }: Signals): readonly Matched[] {
  return codes.flatMap(({ code, place, alone }) => {
    const rule = alone ? ruleOfReason(code, place) : ruleOfCode(code, place)
    return rule === undefined ? [] : [rule]
  })
}

const noTx =
  'Settle says that it succeeded and names no transaction: only the nonce can tell whether it was paid.'

// An error text of a program instead of a reason, in the answer to settle, without a transaction.
function lostInWords(signals: Signals): readonly Matched[] {
  const { phase, settled, about, texts } = signals
  if (signals.settledWithoutTx)
    return [{ rule: ruleOf('indeterminate', noTx), row: 'success without transaction' }]
  if (settled !== false || about.tx !== null || !texts.some((text) => /\S\s+\S/.test(text))) return []
  const means = 'Settle failed with the error text of a program and without a transaction.'
  const isSettle = phase === null || phase === 'settle'
  return isSettle ? [{ rule: ruleOf('indeterminate', means), row: 'settle answer without transaction' }] : []
}

function transportIn({ transports, phase }: Signals): readonly Matched[] {
  return transports.flatMap((code) => {
    const known = transportCodes.get(code)
    if (known === undefined) return []
    if (phase !== 'settle' || !known.sent) return [{ rule: known.rule, row: `transport ${code}` }]
    const means = 'The connection broke after settle was asked: the money may have moved.'
    return [{ rule: ruleOf('indeterminate', means), row: `transport ${code} of settle` }]
  })
}

function decided(stage: Stage, found: readonly Matched[]): Classification | undefined {
  const sorted = [...found].sort(byClass)
  const [first] = sorted
  if (first === undefined) return undefined
  const others = sorted.filter(({ rule }) => rule.class !== first.rule.class).map(({ row }) => row)
  return { ...first.rule, stage, row: first.row, others: [...new Set(others)].slice(0, 5) }
}

/** Does the text say that something failed, known or not? A 402 to somebody who has not paid does not. */
export function isFailure(signals: Signals): boolean {
  const { status, verified, settled, complains, gate, transports, codes } = signals
  if (isChallenge(signals)) return false
  if (signals.settledWithoutTx) return true
  if (settled === true && (status === null || status < 400)) return false
  if (verified === false || settled === false || gate !== null || transports.length > 0) return true
  if (status !== null) return status >= 400 || status === 202 || complains
  const known = codes.some(({ code, place }) => ruleOfCode(code, place) !== undefined)
  return complains || known || sentencesIn(strongSentences, signals).length > 0
}

const hasPayment = ({ paid, about }: Signals) => paid || about.nonce !== null

/** Is it the answer to a request without a payment? Nothing failed then. */
export function isChallenge(signals: Signals): boolean {
  const { status, settled, verified, complains, codes, transports } = signals
  if (status !== 402 || hasPayment(signals) || settled !== null || verified !== null || complains)
    return false
  const known = codes.some(({ code, place }) => ruleOfCode(code, place) !== undefined)
  return !known && transports.length === 0 && sentencesIn(strongSentences, signals).length === 0
}

const unanswered: Matched = {
  rule: ruleOf('indeterminate', 'A payment was sent, and the 402 does not say what became of it.'),
  row: 'status 402 to a payment',
}

const charged: Matched = {
  rule: ruleOf(
    'infrastructure',
    'The payment was settled and the request failed afterwards: charged, not served.',
    {
      ...{ owner: 'us', breaker: 'no', retry: 'DO_NOT_RETRY', playbook: 'paid-route-errors' },
    },
  ),
  row: 'settled with an error status',
}

const nothing: Classification = {
  ...ruleOf('unknown', 'No rule knows this failure, so nothing is said about the money.'),
  ...{ stage: 'none', row: 'none', others: [] },
}

/**
 * The class of one failure: machine codes and the wordings of facilitators first, then status and headers, then
 * broken connections, then plain words. Where several of one kind disagree, what could hide money that moved wins.
 * Total: what nobody knows is `unknown`.
 */
export function decide(signals: Signals): Classification {
  if (isChallenge(signals)) return unpaid
  if (signals.settled === true && (signals.status ?? 0) >= 400) return decided('status', [charged]) ?? nothing
  const strong = sentencesIn(strongSentences, signals)
  const known = [...codesIn(signals), ...strong]
  const codes = decided('code', known.length > 0 ? known : lostInWords(signals))
  if (codes !== undefined) {
    return codes.row.startsWith('text') ? { ...codes, stage: 'text' } : codes
  }
  const status = ruleOfStatus(signals)
  if (status !== undefined) return decided('status', [status]) ?? nothing
  const transport = decided('transport', transportIn(signals))
  if (transport !== undefined) return transport
  const speaks = signals.status === null || signals.status >= 400 || signals.complains
  const said = speaks ? decided('text', sentencesIn(weakSentences, signals)) : undefined
  if (said !== undefined) return said
  return (signals.status === 402 ? decided('status', [unanswered]) : undefined) ?? nothing
}

/** What is said of a request without a payment. */
export const unpaid: Classification = {
  ...ruleOf(
    'unknown',
    'A price list, as for somebody who has not paid. If a payment was sent, this does not say what became of it.',
  ),
  ...{ stage: 'none', row: 'payment required', others: [], retry: 'UNKNOWN' },
}
