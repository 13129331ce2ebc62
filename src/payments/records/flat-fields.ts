import { atomicFromText } from '../../core/money.ts'
import type { SourceField } from './aliases.ts'
import * as flat from './flat-values.ts'
import { type StateWord, stateWordOf } from './normalise-row.ts'
import type { WordCount } from './normalise-shown.ts'
import * as read from './normalise-values.ts'

/** A state word, and its counter once it was counted. */
export type FlatWord = { readonly word: StateWord; count: WordCount | null }

const mostWords = 1000

/** Atomic units: a service has a few prices, and each is read once. */
function makeAmounts(): flat.FlatValue<bigint> {
  const texts = flat.flatWord((text) => atomicFromText(String(text)))
  return (value) => {
    if (typeof value !== 'number') return texts(value)
    return Number.isSafeInteger(value) && value >= 0 ? BigInt(value) : undefined
  }
}

/** A name that means nothing: only what stands behind it could mean something. */
export const flatNothing: flat.FlatValue<never> = (value) =>
  value === undefined || (typeof value === 'object' && value !== null) ? undefined : null

/** State words by how they are written. One with a digit goes the long way: under some names it is an HTTP status. */
function makeWords(): flat.FlatValue<FlatWord> {
  const words = new Map<string, FlatWord>()
  return (value) => {
    if (value === null) return null
    if (typeof value !== 'string') return undefined
    const before = words.get(value)
    if (before !== undefined) return before
    const word = stateWordOf(value, null)
    if (word.means === 'unknown' || /\d/.test(value)) return undefined
    const found = { word, count: null }
    if (words.size < mostWords) words.set(value, found)
    return found
  }
}

/** How each field of a flat row is read; what is remembered belongs to one source. The asset needs its network. */
export function makeFlatFields() {
  return {
    recordId: flat.flatText,
    requestId: flat.flatText,
    paymentIdentifier: flat.flatText,
    instance: flat.flatText,
    route: flat.flatWord(read.readRoute),
    method: flat.flatWord(read.readMethod),
    receivedAt: flat.makeFlatTime(),
    respondedAt: flat.makeFlatTime(),
    verifiedAt: flat.makeFlatTime(),
    workStartedAt: flat.makeFlatTime(),
    workEndedAt: flat.makeFlatTime(),
    settledAt: flat.makeFlatTime(),
    x402Version: flat.flatVersion,
    scheme: flat.flatWord(read.readScheme),
    transfer: flat.flatWord(read.readTransfer),
    network: flat.flatWord(read.readNetwork),
    asset: flat.flatWord(String),
    payTo: flat.flatWord(read.readAddress),
    amountAtomic: makeAmounts(),
    settledAmount: makeAmounts(),
    payer: flat.flatAddress,
    nonce: flat.flatNonce,
    validBefore: flat.flatUntil,
    verify: flat.flatWord(read.readVerify),
    state: makeWords(),
    responseStatus: flat.flatStatus,
    settleReason: flat.flatText,
    facilitator: flat.flatWord(read.readFacilitator),
    tx: flat.flatTx,
    paymentResponsePresent: flat.flatFlag,
    refundTx: flat.flatTx,
  } as const satisfies Partial<Record<SourceField, flat.FlatValue<unknown>>>
}

/** A field that a flat row is read for, each from one name. */
export type FlatField = keyof ReturnType<typeof makeFlatFields>

/** What one row holds; null = nothing. */
export type FlatValues = {
  -readonly [F in FlatField]: Exclude<ReturnType<ReturnType<typeof makeFlatFields>[F]>, undefined>
}

/** The values of a row that holds nothing. */
export function noFlatValues(): FlatValues {
  const none = Object.keys(makeFlatFields()).map((field) => [field, null])
  return Object.fromEntries(none) as FlatValues
}
