import { timingOf } from '../networks/timing.ts'
import type { PaymentCase } from '../payments/case.ts'
import type { PaymentRecord } from '../payments/record.ts'
import { type Advice, advise } from '../payments/settlement/advice.ts'
import { readState } from '../payments/settlement/from-case.ts'
import type { TrackRef } from '../runs/tracks.ts'
import { recordsBeside, recordsOfPayers } from './match.ts'
import type { ChainHeads, OnePayment } from './shapes.ts'
import type { Subject } from './subjects.ts'
import type { TrackLook } from './track.ts'
import { windowFor } from './window.ts'

/** A look at one followed payment, and what to do by it; null when nothing was seen. */
export type SubjectLook = { readonly look: TrackLook; readonly advice: Advice | null }

/** Payments that are asked about together: of one network, made within two hours, at most 200. */
export type Batch = { readonly subjects: readonly Subject[]; readonly since: number; readonly until: number }

const mostTogether = 200
const spanSeconds = 7200
const batchesAtOnce = 2

type Placed = { readonly subject: Subject; readonly since: number; readonly until: number }

function placed(subject: Subject, nowSeconds: number, fallback: number): Placed {
  const window = windowFor({ records: subject.records, given: [], minedAt: null, nowSeconds, fallback })
  return { subject, since: window.since, until: window.until }
}

/**
 * What is asked together, so that one reading of the chain serves many payments and no window grows wide for the
 * sake of an old one. `fallback` = where to begin when nothing says when a payment was (Unix seconds). Pure.
 */
export function batchesOf(
  subjects: readonly Subject[],
  nowSeconds: number,
  fallback: number,
): readonly Batch[] {
  const batches: Batch[] = []
  const networks = new Set(subjects.map(({ track }) => track.ref.network))
  for (const network of networks) {
    const own = subjects
      .filter(({ track }) => track.ref.network === network)
      .map((subject) => placed(subject, nowSeconds, fallback))
      .sort((a, b) => a.since - b.since)
    let open: Placed[] = []
    const close = () => {
      if (open.length === 0) return
      const since = Math.min(...open.map((one) => one.since))
      const until = Math.max(...open.map((one) => one.until))
      batches.push({ subjects: open.map(({ subject }) => subject), since, until })
      open = []
    }
    for (const one of own) {
      const first = open[0]
      if (first !== undefined && (one.since - first.since > spanSeconds || open.length === mostTogether))
        close()
      open.push(one)
    }
    close()
  }
  return batches
}

/** The case of a subject: the one that has its rows, else the one of its authorization. */
function caseOf({ records }: Subject, cases: readonly PaymentCase[]): PaymentCase | undefined {
  const lines = new Set(records.flatMap((record) => record.lines.map(({ file, line }) => `${file}:${line}`)))
  const own = cases.filter((item) => item.lines.some(({ file, line }) => lines.has(`${file}:${line}`)))
  const byKey = cases.filter((item) =>
    records.some(({ payer, nonce }) => nonce !== null && item.payer === payer && item.nonce === nonce),
  )
  // Another record may have the payment already: then it is not this one's.
  const first = (cases: readonly PaymentCase[]) => cases.find(({ facts }) => facts.isFirstClaim) ?? cases[0]
  return first(own) ?? first(byKey)
}

/** Why nobody could look; null when an endpoint of the network was believed. */
function blindness(network: string | null, chains: readonly ChainHeads[]): string | null {
  const own = chains.filter((chain) => network === null || chain.network === network)
  if (own.some(({ endpoints }) => endpoints.length > 0)) return null
  const silent = own.flatMap((chain) => chain.silent.map(({ label, why }) => `${label}: ${why}`))
  return silent.length > 0 ? [...new Set(silent)].join('; ') : 'no endpoint is configured for its network'
}

function foundIn(item: PaymentCase): Partial<TrackRef> {
  const { tx, network, asset, payTo } = item
  return {
    ...(tx === null ? {} : { tx }),
    ...(network === 'unknown' ? {} : { network }),
    ...(asset === 'unknown' ? {} : { asset }),
    ...(payTo === null ? {} : { payTo }),
  }
}

function lookOf(
  subject: Subject,
  { cases, chains }: Awaited<ReturnType<OnePayment>>,
  nowMs: number,
): SubjectLook {
  const why = blindness(subject.track.ref.network, chains)
  if (why !== null) return { look: { seen: false, why }, advice: null }
  const item = caseOf(subject, cases)
  if (item === undefined) {
    return { look: { seen: false, why: 'the reconciler has no case for it' }, advice: null }
  }
  const timing = timingOf(item.network)
  const reading = readState(item, { nowMs, settleTimeoutMs: timing.settleTimeoutMs })
  return { look: { seen: true, reading, found: foundIn(item) }, advice: advise(item, reading, timing) }
}

/**
 * Looks at followed payments, many with one question, at most two questions at a time. A payment that could not
 * be seen says why. Throws as `onePayment` does.
 */
export async function lookAtSubjects(
  subjects: readonly Subject[],
  ports: {
    readonly onePayment: OnePayment
    readonly nowMs: number
    readonly fallback: number
    /** Records that may tell of the same payments and purchases. */
    readonly near?: readonly PaymentRecord[]
  },
  signal: AbortSignal,
): Promise<ReadonlyMap<string, SubjectLook>> {
  const { onePayment, nowMs, fallback, near = [] } = ports
  const waiting = [...batchesOf(subjects, Math.floor(nowMs / 1000), fallback)]
  const looks = new Map<string, SubjectLook>()
  const work = async () => {
    for (let batch = waiting.shift(); batch !== undefined && !signal.aborted; batch = waiting.shift()) {
      const { since, until } = batch
      const own = batch.subjects.flatMap((subject) => subject.records)
      const records = [...own, ...recordsBeside(near, own)]
      const others = recordsOfPayers(near, own, batch)
      const seen = await onePayment({ records, others, since, until }, signal)
      for (const subject of batch.subjects) looks.set(subject.track.id, lookOf(subject, seen, nowMs))
    }
  }
  await Promise.all(Array.from({ length: batchesAtOnce }, work))
  return looks
}
