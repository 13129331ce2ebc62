import type { CaseDocument } from '../core/report.ts'
import type { PaymentCase } from '../payments/case.ts'
import type { PaymentRecord } from '../payments/record.ts'

/** Something that happened to a payment: when (RFC 3339), what, and who says so. */
export type Moment = { readonly at: string; readonly what: string; readonly source: string }

/** The stations of a payment, in the order of the protocol. */
export type Station = 'intent' | 'verify' | 'settle' | 'delivery' | 'refund'

/**
 * One payment from its terms to its end. A station is null where its time is not known, and `why` says why;
 * `order` names those that are known as they followed each other, in the protocol's order within a block's second.
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

function verify({ facts }: CaseDocument, { seen, record }: PaymentSources): Known {
  const said = record?.verify ?? null
  const what = said === null ? 'payment verified' : `payment verified: ${said}`
  if (facts.books === 'absent') return { why: 'no record of the request exists' }
  const untimed =
    said === null
      ? 'the record does not say when the payment was verified'
      : `the record says ${said}, and not when`
  return unlessNull(iso(seen?.verifiedAt ?? record?.verifiedAt), what, 'record', untimed)
}

/** What else is known of a settlement that is not on the chain as a transfer. */
function unsettled({ facts, tx }: CaseDocument): string {
  if (facts.reverted === true) return `the transaction ${tx ?? 'of it'} reverted, so no money moved`
  if (facts.nonce === 'cancelled') return 'no transfer was seen: the payer cancelled the authorization'
  const told = tx ?? facts.claimedTx
  return typeof told === 'string' ? `no transfer was seen; the books name ${told}` : 'no transfer was seen'
}

function settle(item: CaseDocument, { seen, record }: PaymentSources): Known {
  const { facts, tx, block } = item
  const mined = seconds(facts.blockTime)
  if (mined !== null)
    return {
      at: mined,
      what: `money moved in ${tx ?? 'a transaction'}, block ${block ?? 'unknown'}`,
      source: 'chain',
    }
  const answered = iso(seen?.settledAt ?? record?.settledAt)
  if (answered !== null) return { at: answered, what: 'the settlement answered', source: 'record' }
  const reason =
    typeof facts.settleReason === 'string' ? `; the books give as reason: ${facts.settleReason}` : ''
  if (facts.effect === 'one') return { why: `money moved, and the time of its block was not read${reason}` }
  if (facts.effect === 'unknown') return { why: `whether money moved is not known${reason}` }
  return { why: `${unsettled(item)}${reason}` }
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
  if (at !== undefined) {
    const what = `paid back in ${at.tx}, block ${at.block}`
    return unlessNull(seconds(at.time), what, 'chain', `${what}; the time of that block was not read`)
  }
  if (claimed !== undefined)
    return { why: `the books name ${claimed} as refund, which was not seen on chain` }
  const books =
    item.facts.books === 'refunded' ? 'the books say refunded and name no transaction' : 'none is known'
  return { why: books }
}

/**
 * The stations that have a time, as they followed each other. A block tells whole seconds: whether something of the
 * same second came before it or after, nobody can know, and the order is that of the protocol then.
 */
function inTime(
  all: readonly { readonly station: Station; readonly moment: Moment | null }[],
): readonly Station[] {
  const known = all.flatMap(({ station, moment }) =>
    moment === null ? [] : [{ station, ms: Date.parse(moment.at), isBlock: moment.source === 'chain' }],
  )
  const second = ({ ms }: { readonly ms: number }) => Math.floor(ms / 1000)
  const rank = (station: Station) => stations.indexOf(station)
  const ordered = known.filter(({ isBlock }) => !isBlock).sort((a, b) => a.ms - b.ms)
  for (const block of known.filter(({ isBlock }) => isBlock)) {
    const after = ordered.findLastIndex(
      (one) =>
        second(one) < second(block) ||
        (second(one) === second(block) && rank(one.station) < rank(block.station)),
    )
    ordered.splice(after + 1, 0, block)
  }
  return ordered.map(({ station }) => station)
}

/** The stations of one payment. Pure; what is not known is said and never filled in. */
export function timelineOf(item: CaseDocument, sources: PaymentSources): Timeline {
  const known: Readonly<Record<Station, Known>> = {
    intent: intent(item),
    verify: verify(item, sources),
    settle: settle(item, sources),
    delivery: delivery(item),
    refund: refund(item, sources),
  }
  const at = (station: Station) => ('at' in known[station] ? known[station] : null)
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
    order: inTime(stations.flatMap((station) => ({ station, moment: at(station) }))),
  }
}
