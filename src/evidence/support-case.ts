import type { CaseDocument } from '../core/report.ts'
import type { PaymentSources } from './timeline.ts'

/** A fact and where it was taken from; `value` null = not known, and `from` says why. */
export type Sourced = { readonly value: string | number | null; readonly from: string }

/** The nine facts that every support case about a payment needs. */
export type SupportCase = {
  readonly caseId: string
  readonly code: string
  readonly requestId: Sourced
  readonly route: Sourced
  readonly status: Sourced
  readonly time: Sourced
  readonly tx: Sourced
  readonly payer: Sourced
  readonly network: Sourced
  readonly asset: Sourced
  readonly settlement: Sourced
}

const known = (value: string | number | null, from: string, otherwise: string): Sourced =>
  value === null ? { value, from: otherwise } : { value, from }

function timeOf({ facts }: CaseDocument): Sourced {
  const at = (ms: number, from: string): Sourced | null =>
    Number.isNaN(new Date(ms).getTime()) ? null : { value: new Date(ms).toISOString(), from }
  const received = typeof facts.receivedAt === 'number' ? at(facts.receivedAt, 'record: received') : null
  const mined =
    typeof facts.blockTime === 'number' ? at(facts.blockTime * 1000, 'chain: time of the block') : null
  return received ?? mined ?? { value: null, from: 'neither the record nor a block tells it' }
}

function txOf({ tx, facts }: CaseDocument): Sourced {
  const claimed = typeof facts.claimedTx === 'string' ? facts.claimedTx : null
  if (tx !== null) return { value: tx, from: facts.effect === 'one' ? 'chain' : 'record: not seen on chain' }
  return known(claimed, 'record: not seen on chain', 'no transaction is known')
}

function settlementOf({ facts, moneyMoved, code }: CaseDocument): Sourced {
  const moved =
    { true: 'money moved', false: 'no money moved, proven' }[String(moneyMoved)] ??
    'not known whether money moved'
  const books = typeof facts.books === 'string' ? facts.books : 'unknown'
  return { value: `${moved}; books: ${books}; ${code}`, from: 'reconcile: records against the chain' }
}

/** The nine facts of one payment, each with its source. Pure. */
export function supportCaseOf(item: CaseDocument, { seen, record }: PaymentSources): SupportCase {
  const books = item.facts.books === 'absent' ? 'no record exists' : 'the record does not say'
  const onChain = item.facts.effect === 'one'
  const own = onChain ? 'chain' : 'record'
  return {
    caseId: item.caseId,
    code: item.code,
    requestId: known(item.requestIds[0] ?? null, 'record', books),
    route: known(seen?.route ?? record?.route ?? null, 'record', books),
    status: known(item.responseStatus, 'record: answer of the service', books),
    time: timeOf(item),
    tx: txOf(item),
    payer: known(item.payer, own, 'neither the record nor the chain tells it'),
    network: known(item.network, own, books),
    asset: known(item.asset, own, books),
    settlement: settlementOf(item),
  }
}
