import type { CaseDocument } from '../core/report.ts'
import type { PaymentCase } from '../payments/case.ts'
import type { PaymentRecord } from '../payments/record.ts'

/** Something that happened to a payment: when (RFC 3339), what, and who says so. */
export type Moment = { readonly at: string; readonly what: string; readonly source: string }

/** The stations of a payment, in the order of the protocol. */
export type Station = 'intent' | 'verify' | 'settle' | 'delivery' | 'refund'

/**
 * One payment from its terms to its end. A station is null where its time is not known, and `why` says why;
 * `order` names those that are known as they followed each other.
 */
export type Timeline = Readonly<Record<Station, Moment | null>> & {
  readonly caseId: string
  readonly code: string
  readonly why: Readonly<Partial<Record<Station, string>>>
  readonly order: readonly Station[]
}

/** What is known of a payment beside its document: as the reconcile saw it, and its record where that was kept. */
export type PaymentSources = {
  readonly seen: PaymentCase | null
  readonly record: PaymentRecord | null
}

type Known = Moment | { readonly why: string }

const stations: readonly Station[] = ['intent', 'verify', 'settle', 'delivery', 'refund']

/** A time in milliseconds as RFC 3339; null where it is none that a date can hold. */
function iso(ms: unknown): string | null {
  if (typeof ms !== 'number' || Number.isNaN(new Date(ms).getTime())) return null
  return new Date(ms).toISOString()
}

const seconds = (value: unknown) => (typeof value === 'number' ? iso(value * 1000) : null)
const unlessNull = (at: string | null, what: string, source: string, why: string): Known =>
  at === null ? { why } : { at, what, source }

function intent({ facts }: CaseDocument): Known {
  const until = seconds(facts.validBefore)
  const what =
    until === null
      ? 'paid request received'
      : `paid request received; its authorization is valid until ${until}`
  if (facts.books === 'absent') return { why: 'no record of the request exists' }
  return unlessNull(iso(facts.receivedAt), what, 'record', 'the record does not say when the request came')
}

function verify({ record }: PaymentSources): Known {
  const said = record?.verify ?? null
  const what = said === null ? 'payment verified' : `payment verified: ${said}`
  return unlessNull(iso(record?.verifiedAt), what, 'record', 'no record says when the payment was verified')
}

function settle(item: CaseDocument, { record }: PaymentSources): Known {
  const { facts, tx, block } = item
  const mined = seconds(facts.blockTime)
  if (mined !== null)
    return {
      at: mined,
      what: `money moved in ${tx ?? 'a transaction'}, block ${block ?? 'unknown'}`,
      source: 'chain',
    }
  const answered = iso(record?.settledAt)
  if (answered !== null) return { at: answered, what: 'the settlement answered', source: 'record' }
  const reason =
    typeof facts.settleReason === 'string' ? `; the books give as reason: ${facts.settleReason}` : ''
  if (facts.effect === 'one') return { why: `money moved, and the time of its block was not read${reason}` }
  if (facts.effect === 'unknown') return { why: `whether money moved is not known${reason}` }
  return { why: `no transfer was seen${reason}` }
}

function delivery({ facts, responseStatus }: CaseDocument): Known {
  const what = responseStatus === null ? 'answered' : `answered with HTTP ${responseStatus}`
  const status = responseStatus === null ? '' : ` (HTTP ${responseStatus})`
  return unlessNull(
    iso(facts.respondedAt),
    what,
    'record',
    `no record says when the request was answered${status}`,
  )
}

function refund(item: CaseDocument, { seen }: PaymentSources): Known {
  const at = seen?.refund
  const claimed = seen?.refundTx
  if (at !== undefined)
    return { why: `paid back in ${at.tx}, block ${at.block}; the time of that block was not read` }
  if (claimed !== undefined)
    return { why: `the books name ${claimed} as refund, which was not seen on chain` }
  const books =
    item.facts.books === 'refunded' ? 'the books say refunded and name no transaction' : 'none is known'
  return { why: books }
}

/** The stations of one payment. Pure; what is not known is said and never filled in. */
export function timelineOf(item: CaseDocument, sources: PaymentSources): Timeline {
  const known: Readonly<Record<Station, Known>> = {
    intent: intent(item),
    verify: verify(sources),
    settle: settle(item, sources),
    delivery: delivery(item),
    refund: refund(item, sources),
  }
  const at = (station: Station) => ('at' in known[station] ? known[station] : null)
  const order = stations
    .flatMap((station) => ({ station, at: at(station)?.at ?? null }))
    .filter((one) => one.at !== null)
    .sort((a, b) => Date.parse(a.at ?? '') - Date.parse(b.at ?? ''))
  const why = stations.flatMap((station) => {
    const one = known[station]
    return 'why' in one ? [[station, one.why] as const] : []
  })
  return {
    caseId: item.caseId,
    code: item.code,
    intent: at('intent'),
    verify: at('verify'),
    settle: at('settle'),
    delivery: at('delivery'),
    refund: at('refund'),
    why: Object.fromEntries(why),
    order: order.map(({ station }) => station),
  }
}
