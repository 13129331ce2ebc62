import { formatUtc } from '../core/time.ts'
import type { PaymentCase } from '../payments/case.ts'
import type { PaymentRecord } from '../payments/record.ts'
import { givenSource, type StateReading } from '../payments/settlement/from-case.ts'
import { isPaid } from '../payments/settlement/states.ts'
import type { SettlementSeen } from './shapes.ts'

/** The stations of a payment, in the order in which they come. */
export const stations = [
  'signed',
  'received',
  'verified',
  'settle asked',
  'settle answered',
  'mined',
  'final',
  'delivered',
  'refunded',
] as const

/** One station: when it was reached (RFC 3339, null = not known or not reached), who says so, and what is known. */
export type LifeStep = {
  readonly step: (typeof stations)[number]
  readonly at: string | null
  readonly source: string | null
  readonly what: string
}

const unknown = 'not known'
const iso = (ms: number) => new Date(ms).toISOString()
const moment = (seconds: number) => formatUtc(new Date(seconds * 1000))

/** The record of a case, where the books hold one. */
function recordOf(item: PaymentCase, records: readonly PaymentRecord[]): PaymentRecord | null {
  const isOf = ({ file, line }: { readonly file: string; readonly line: number }) =>
    item.lines.some((one) => one.file === file && one.line === line)
  return records.find(({ source, lines }) => source.file !== givenSource && lines.some(isOf)) ?? null
}

type Known = { readonly at: string | null; readonly source: string | null; readonly what: string }
const none = (what = unknown): Known => ({ at: null, source: null, what })

function fromRecord(at: number | null, record: PaymentRecord | null, what: string): Known {
  if (record === null) return none()
  const source = `${record.source.file}:${record.source.line}`
  return { at: at === null ? null : iso(at), source, what }
}

function signed({ validBefore }: PaymentCase): Known {
  return none(validBefore === null ? unknown : `${unknown}; good until ${moment(validBefore)}`)
}

function verified(item: PaymentCase, record: PaymentRecord | null): Known {
  const at = record?.verifiedAt ?? item.verifiedAt ?? null
  const said = record?.verify ?? null
  if (said === null && at === null) return none()
  return fromRecord(at, record, said === null ? 'verified' : `the facilitator said ${said}`)
}

function settleAsked(record: PaymentRecord | null): Known {
  if (record?.workEndedAt == null) return none()
  return fromRecord(null, record, `after the work ended, ${moment(record.workEndedAt / 1000)}`)
}

function settleAnswered(record: PaymentRecord | null): Known {
  if (record === null) return none()
  const { settledAt, settleReason, state } = record
  if (settledAt === null && settleReason === null && state === null) return none()
  const said = settleReason ?? (state === null ? 'answered' : `the books say ${state}`)
  return fromRecord(settledAt, record, said)
}

function mined(item: PaymentCase, { state }: StateReading, { chains }: SettlementSeen): Known {
  const { block, tx, logIndex, blockTime, facts } = item
  const chain = chains.find(({ network, asset }) => network === item.network && asset === item.asset)
  const source = chain === undefined || chain.endpoints.length === 0 ? null : chain.endpoints.join(', ')
  if (facts.effect === 'one' && block !== null && tx !== null) {
    const at = blockTime === null ? null : iso(blockTime * 1000)
    return { at, source, what: `block ${block}, log ${logIndex ?? '?'}` }
  }
  if (state === 'reversed') return { at: null, source, what: 'was mined, and taken back by a reorganisation' }
  if (state === 'cancelled') return { at: null, source, what: 'never: the authorization was cancelled' }
  if (state === 'expired_unused' || state === 'failed') return { at: null, source, what: 'never' }
  return { ...none(state === 'not_found' ? 'not yet' : unknown), source }
}

function final(item: PaymentCase, reading: StateReading, { chains }: SettlementSeen): Known {
  const chain = chains.find(({ network, asset }) => network === item.network && asset === item.asset)
  const upTo = chain?.finalized ?? null
  const head = upTo === null ? 'no finalized block is known' : `finalized up to block ${upTo.number}`
  const source = chain === undefined || chain.endpoints.length === 0 ? null : chain.endpoints.join(', ')
  if (isPaid(reading.state)) {
    const level = item.finalityLevel ?? 'latest'
    const word = reading.firmness === 'finalized' ? 'final' : `not yet: ${level}`
    return { at: null, source, what: `${word}, ${head}` }
  }
  return { at: null, source, what: reading.firmness === 'finalized' ? `proven, ${head}` : head }
}

function delivered(item: PaymentCase, record: PaymentRecord | null): Known {
  const { responseStatus, respondedAt } = item
  if (responseStatus === null) return none()
  const isOk = responseStatus >= 200 && responseStatus < 300 && responseStatus !== 202
  return fromRecord(respondedAt, record, `${isOk ? '' : 'not delivered: '}HTTP ${responseStatus}`)
}

function refunded({ refund, refundTx, facts }: PaymentCase): Known {
  if (refund !== undefined) {
    const at = refund.time === undefined ? null : iso(refund.time * 1000)
    return { at, source: 'chain', what: `tx ${refund.tx}` }
  }
  if (facts.books === 'refunded') {
    return none(`the books say so${refundTx === undefined ? '' : `, tx ${refundTx}`}; not seen on chain`)
  }
  return none('no refund seen')
}

/** The life of a payment, every station with its time and source; what is not known says so. Pure. */
export function lifeOf(item: PaymentCase, reading: StateReading, seen: SettlementSeen): readonly LifeStep[] {
  const record = recordOf(item, seen.records)
  const known: Readonly<Record<LifeStep['step'], Known>> = {
    signed: signed(item),
    received:
      record?.receivedAt == null ? none() : fromRecord(record.receivedAt, record, record.route ?? 'request'),
    verified: verified(item, record),
    'settle asked': settleAsked(record),
    'settle answered': settleAnswered(record),
    mined: mined(item, reading, seen),
    final: final(item, reading, seen),
    delivered: delivered(item, record),
    refunded: refunded(item),
  }
  return stations.map((step) => ({ step, ...known[step] }))
}
