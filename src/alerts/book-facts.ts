import type { CaseDocument } from '../core/report.ts'
import type { BookFact, BookFacts } from './facts.ts'

/** What the payments of a reconcile are asked with. Times in milliseconds. */
export type BookQuestion = {
  readonly at: string
  /** When a new version went out; null = nobody asks. */
  readonly deployAt: number | null
  /** Decimals of a token by `network/asset`. */
  readonly decimals: ReadonlyMap<string, number>
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
function limitedPayers(cases: readonly CaseDocument[]): BookFact {
  const known = cases.filter(({ payer }) => payer !== null)
  const settled = new Set(known.filter(isPaid).map(({ payer }) => payer))
  const limited = known.filter(({ responseStatus, payer }) => responseStatus === 429 && settled.has(payer))
  return { value: new Set(limited.map(({ payer }) => payer)).size, of: settled.size, why: '' }
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

/** Percentage points by which the share of 5xx answers rose; the smaller side says how much it is worth. */
function errorRise({ before, after }: Sides): BookFact {
  const [old, now] = [before.filter(answered), after.filter(answered)]
  const of = Math.min(old.length, now.length)
  if (of === 0) return { value: 0, of, why: '' }
  const share = (list: readonly CaseDocument[]) => (list.filter(isError).length * 100) / list.length
  return { value: Math.max(0, share(now) - share(old)), of, why: '' }
}

const isUnrecorded = ({ code }: CaseDocument) => code === 'UNRECORDED_RECEIPT'

/** Receipts without a record after the deploy where there was none before. */
function unrecorded({ before, after }: Sides): BookFact {
  const value = before.some(isUnrecorded) ? 0 : after.filter(isUnrecorded).length
  return { value, of: before.filter(isPaid).length, why: '' }
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

function largest(cases: readonly CaseDocument[], decimals: BookQuestion['decimals']): BookFact {
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
  return { value: Number(most), of: cases.length, why: '' }
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
  const { at, deployAt, decimals } = question
  const sides = deployAt === null ? null : aroundDeploy(cases, deployAt)
  const noTimes = sides !== null && sides.before.length + sides.after.length === 0 && cases.length > 0
  const sinceDeploy = (make: (sides: Sides) => BookFact) => {
    if (sides === null) return absent
    return noTimes ? unknown('no payment tells its time') : make(sides)
  }
  return {
    at,
    limitedPayers: limitedPayers(cases),
    errorRiseSinceDeploy: sinceDeploy(errorRise),
    unrecordedSinceDeploy: sinceDeploy(unrecorded),
    newPayers: newPayers(cases, Date.parse(at)),
    largestAmount: largest(cases, decimals),
    spike: spike(cases),
  }
}
