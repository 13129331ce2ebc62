import type { CaseDocument } from '../core/report.ts'
import type { BookFact, BookFacts } from './facts.ts'

/** What the payments of a reconcile are asked with. Times in milliseconds. */
export type BookQuestion = {
  readonly at: string
  /** When a new version went out; null = nobody asks. */
  readonly deployAt: number | null
  /** Decimals of a token by `network/asset`. */
  readonly decimals: ReadonlyMap<string, number>
  /** Payments that match and are no cases: the run only counts them. */
  readonly counted: number
}

const absent: BookFact = { value: null, of: 0, why: '' }
const unknown = (why: string): BookFact => ({ value: null, of: 0, why })

function timeOf({ facts }: CaseDocument): number | null {
  if (typeof facts.receivedAt === 'number') return facts.receivedAt
  return typeof facts.blockTime === 'number' ? facts.blockTime * 1000 : null
}

const isPaid = ({ moneyMoved, code }: CaseDocument) => moneyMoved === true || code === 'MATCHED'
const answered = ({ responseStatus }: CaseDocument) => responseStatus !== null
const isError = ({ responseStatus }: CaseDocument) => (responseStatus ?? 0) >= 500

/** Payers whose money arrived for some call and who were answered 429 on another one that carried a payment. */
function limitedPayers(cases: readonly CaseDocument[], more: number): BookFact {
  const known = cases.filter(({ payer }) => payer !== null)
  const settled = new Set(known.filter(isPaid).map(({ payer }) => payer))
  const limited = new Set(
    known.filter(({ responseStatus }) => responseStatus === 429).map(({ payer }) => payer),
  )
  const value = [...limited].filter((payer) => settled.has(payer)).length
  // Any of them may have settled by a payment that was only counted.
  const upTo = more === 0 ? value : limited.size
  return { value, upTo, of: settled.size, more, why: '' }
}

type Sides = { readonly before: readonly CaseDocument[]; readonly after: readonly CaseDocument[] }

function aroundDeploy(cases: readonly CaseDocument[], deployAt: number): Sides {
  const timed = cases.flatMap((item) => {
    const time = timeOf(item)
    return time === null ? [] : [{ item, time }]
  })
  return {
    before: timed.filter(({ time }) => time < deployAt).map(({ item }) => item),
    after: timed.filter(({ time }) => time >= deployAt).map(({ item }) => item),
  }
}

const percentOf = (part: number, all: number) => (all === 0 ? 0 : (part * 100) / all)

/** Percentage points by which the share of 5xx answers rose; the smaller side says how much it is worth. */
function errorRise({ before, after }: Sides, more: number): BookFact {
  const [old, now] = [before.filter(answered), after.filter(answered)]
  const of = Math.min(old.length, now.length)
  if (of + more === 0) return { value: 0, of, why: '' }
  const [was, is] = [old.filter(isError).length, now.filter(isError).length]
  // What was only counted was answered well, on one side or the other: the more of it came before, the more it rose.
  const rise = (later: number) =>
    Math.max(0, percentOf(is, now.length + later) - percentOf(was, old.length + more - later))
  return { value: rise(more), upTo: rise(0), of, more, why: '' }
}

const isUnrecorded = ({ code }: CaseDocument) => code === 'UNRECORDED_RECEIPT'

/** Receipts without a record after the deploy where there was none before. */
function unrecorded({ before, after }: Sides, more: number): BookFact {
  const value = before.some(isUnrecorded) ? 0 : after.filter(isUnrecorded).length
  return { value, of: before.filter(isPaid).length, more, why: '' }
}

const recentMs = 3_600_000

function newPayers(cases: readonly CaseDocument[], now: number): BookFact {
  const first = new Map<string, number>()
  for (const item of cases) {
    const time = timeOf(item)
    if (item.payer === null || time === null || !isPaid(item)) continue
    first.set(item.payer, Math.min(time, first.get(item.payer) ?? time))
  }
  const value = [...first.values()].filter((time) => time > now - recentMs).length
  return { value, of: first.size, why: '' }
}

function largest(cases: readonly CaseDocument[], { decimals, counted }: BookQuestion): BookFact {
  let most = 0n
  for (const { network, asset, amountAtomic, moneyMoved } of cases) {
    const places = decimals.get(`${network}/${asset}`)
    // Anchored and bounded: linear.
    if (moneyMoved !== true || places === undefined || !/^\d{1,78}$/.test(amountAtomic ?? '')) continue
    const unit = 10n ** BigInt(places)
    const tokens = (BigInt(amountAtomic ?? '0') + unit - 1n) / unit
    if (tokens > most) most = tokens
  }
  // Whole tokens, only to be compared with a limit.
  const upTo = counted === 0 ? Number(most) : null
  return { value: Number(most), upTo, of: cases.length, more: counted, why: '' }
}

const spikeMs = 600_000

/** How many times faster payments came in the last ten minutes than in the rest of the window. */
function spike(cases: readonly CaseDocument[]): BookFact {
  const times = cases.filter(isPaid).flatMap((item) => timeOf(item) ?? [])
  const [first, last] = [Math.min(...times), Math.max(...times)]
  if (times.length === 0 || last - first < 2 * spikeMs) return { value: 0, of: times.length, why: '' }
  const recent = times.filter((time) => time > last - spikeMs).length
  const rest = ((times.length - recent) * spikeMs) / (last - first - spikeMs)
  return { value: rest === 0 ? recent : recent / rest, of: times.length, why: '' }
}

/** What the payments of one reconcile tell. Pure. */
export function bookFacts(cases: readonly CaseDocument[], question: BookQuestion): BookFacts {
  const { at, deployAt, counted } = question
  const sides = deployAt === null ? null : aroundDeploy(cases, deployAt)
  const noTimes = sides !== null && sides.before.length + sides.after.length === 0 && cases.length > 0
  const uncounted = (make: () => BookFact) =>
    counted === 0 ? make() : unknown(`${counted} payments that match are only counted`)
  const sinceDeploy = (make: (sides: Sides, more: number) => BookFact) => {
    if (sides === null) return absent
    return noTimes ? unknown('no payment tells its time') : make(sides, counted)
  }
  return {
    at,
    limitedPayers: limitedPayers(cases, counted),
    errorRiseSinceDeploy: sinceDeploy(errorRise),
    unrecordedSinceDeploy: sinceDeploy(unrecorded),
    newPayers: uncounted(() => newPayers(cases, Date.parse(at))),
    largestAmount: largest(cases, question),
    spike: uncounted(() => spike(cases)),
  }
}
