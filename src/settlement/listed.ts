import { amountOf, formatAmount, type Unit } from '../core/money.ts'
import type { Block } from '../core/report.ts'
import { cutText, shortHex } from '../core/short.ts'
import { formatUtc } from '../core/time.ts'
import { timingOf } from '../networks/timing.ts'
import type { PaymentCase } from '../payments/case.ts'
import { readState } from '../payments/settlement/from-case.ts'
import { isEnded, settlementStates } from '../payments/settlement/states.ts'
import type { Track, TrackRef } from '../runs/tracks.ts'
import { standingOf } from './track.ts'

/** A payment as it was known last: followed, or only seen by a saved run. Times in RFC 3339. */
export type ListedPayment = {
  readonly id: string
  readonly state: string
  readonly firmness: string
  readonly ended: boolean
  readonly since: string
  readonly ref: TrackRef
  readonly nextPollAt: string | null
  readonly lastError: string | null
  /** `followed`, or the id of the run that saw it. */
  readonly from: string
}

/** What of a case says which payment it is. */
export function refOfCase(item: PaymentCase): TrackRef {
  const { payer, nonce, network, asset, payTo, validBefore, route, transfer } = item
  return {
    ...{ payer, nonce, network, asset, payTo, validBefore, route, transfer },
    tx: item.tx ?? item.claimedTx,
    amountAtomic: item.requiredAtomic ?? item.movedAtomic,
    recordId: item.recordIds[0] ?? null,
    requestId: item.requestIds[0] ?? null,
  }
}

function ofTrack(track: Track): ListedPayment {
  const { id, enteredAt: since, ref, nextPollAt, lastError } = track
  const { state, firmness } = standingOf(track)
  const ended = track.resolvedAt !== null
  return { id, state, firmness, ended, since, ref, nextPollAt, lastError, from: 'followed' }
}

/** The cases of a saved run with the state that they had when it looked (`at`, RFC 3339). */
export function ofRun(run: string, at: string, cases: readonly PaymentCase[]): readonly ListedPayment[] {
  return cases
    .filter(({ lines }) => lines.length > 0)
    .map((item) => {
      const { settleTimeoutMs } = timingOf(item.network)
      const reading = readState(item, { nowMs: Date.parse(at), settleTimeoutMs })
      const { state, firmness } = reading
      const about = { id: item.caseId, state, firmness, ended: isEnded(reading), since: at, from: run }
      return { ...about, ref: refOfCase(item), nextPollAt: null, lastError: null }
    })
}

/** Followed payments and those of runs, each once: what is followed is known better. In order of state, then time. */
export function listPayments(
  tracks: readonly Track[],
  seen: readonly ListedPayment[],
): readonly ListedPayment[] {
  const byId = new Map([...seen, ...tracks.map(ofTrack)].map((one) => [one.id, one]))
  const order: readonly string[] = settlementStates
  const key = ({ state, since, id }: ListedPayment) =>
    `${String(order.indexOf(state)).padStart(2, '0')} ${since} ${id}`
  return [...byId.values()].sort((a, b) => (key(a) < key(b) ? -1 : 1))
}

/** What people call a payment: its record or request, else its authorization or transaction, short. */
function nameOf({ recordId, requestId, payer, nonce, tx }: TrackRef): string {
  if (recordId !== null || requestId !== null) return cutText(recordId ?? requestId ?? '', 28)
  if (payer !== null && nonce !== null) return `${shortHex(payer)}:${shortHex(nonce)}`
  return tx === null ? '-' : `tx ${shortHex(tx)}`
}

function amountCell({ amountAtomic, asset, network }: TrackRef, units: readonly Unit[]): string {
  if (amountAtomic === null) return '-'
  const unit = units.find((one) => one.asset === asset && one.network === network)
  return unit === undefined ? `${amountAtomic} atomic` : formatAmount(amountOf(amountAtomic, unit))
}

/** The table of `settlement list`, 80 columns wide. */
export function listTable(payments: readonly ListedPayment[], units: readonly Unit[]): Block {
  return {
    kind: 'table',
    columns: [
      { title: 'STATE' },
      { title: 'SINCE', wrap: false },
      { title: 'PAYMENT' },
      { title: 'AMOUNT', align: 'right' },
      { title: 'FROM' },
    ],
    rows: payments.map(({ state, firmness, since, ref, from }) => [
      firmness === 'provisional' || state === 'idle' ? state : `${state}, ${firmness}`,
      formatUtc(new Date(since)).slice(5),
      nameOf(ref),
      amountCell(ref, units),
      from === 'followed' ? from : from.replace(/^\d{8}T\d{6}Z-/, ''),
    ]),
  }
}
