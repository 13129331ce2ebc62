import type { PaymentRecord } from '../payments/record.ts'
import { believedEnd } from './made-record.ts'
import type { GivenPayment } from './shapes.ts'

/** What names a payment: its authorization, else its transaction; null when neither is known. */
export function givenKey({ payer, nonce, tx }: Pick<GivenPayment, 'payer' | 'nonce' | 'tx'>): string | null {
  return payer !== null && nonce !== null ? `${payer}/${nonce}` : tx
}

type End = Pick<GivenPayment, 'validBefore' | 'endFrom'>

/** The later of two ends: it is vouched for when somebody vouches for one of them, since a later end clears nothing. */
function laterEnd(a: End, b: End): End {
  const ends = [a, b].filter(({ validBefore }) => validBefore !== null)
  const vouched = ends.find(({ endFrom }) => endFrom !== 'nobody')
  const times = ends.map(({ validBefore }) => validBefore ?? 0)
  return {
    validBefore: times.length === 0 ? null : Math.max(...times),
    endFrom: vouched?.endFrom ?? 'nobody',
  }
}

/** The same authorization with another token, or on another network, is another payment. */
function isSame(a: GivenPayment, b: GivenPayment): boolean {
  const fits = (x: string | null, y: string | null) => x === null || y === null || x === y
  return givenKey(a) === givenKey(b) && fits(a.network, b.network) && fits(a.asset, b.asset)
}

/** Each payment once: what is said first counts, what it leaves open is filled, and of several ends the latest. */
export function joinGiven(all: readonly GivenPayment[]): readonly GivenPayment[] {
  const joined: GivenPayment[] = []
  for (const one of all.filter((given) => givenKey(given) !== null)) {
    const at = joined.findIndex((other) => isSame(other, one))
    const before = joined[at]
    if (before === undefined) {
      joined.push(one)
      continue
    }
    const filled = Object.entries(one).filter(([name]) => before[name as keyof GivenPayment] === null)
    joined[at] = { ...before, ...Object.fromEntries(filled), ...laterEnd(before, one) }
  }
  return joined
}

/**
 * What the books leave open and the reference tells: an end that no record knows would leave the payment open, and
 * one that they know too early would make it look dead.
 */
export function completed(record: PaymentRecord, given: readonly GivenPayment[]): PaymentRecord {
  const { payer, nonce, network, asset } = record
  const own = given.find(
    (one) =>
      one.nonce !== null &&
      one.nonce === nonce &&
      one.payer === payer &&
      (network ?? one.network) === (one.network ?? network) &&
      (asset ?? one.asset) === (one.asset ?? asset),
  )
  if (own === undefined) return record
  return {
    ...record,
    network: network ?? own.network,
    asset: asset ?? own.asset,
    payTo: record.payTo ?? own.payTo,
    transfer: record.transfer ?? own.transfer,
    validBefore:
      record.validBefore === null ? believedEnd(own) : Math.max(record.validBefore, own.validBefore ?? 0),
  }
}
