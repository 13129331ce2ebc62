import { safe } from '../../core/safe.ts'
import type { PaymentRecord, RecordState, RowSource } from '../record.ts'
import { amountProblem, readAtomic, readWrittenAmount, type WrittenAmount } from './amount-unit.ts'
import type { Mapping } from './mapping.ts'
import { type Evidence, evidenceOf } from './normalise-evidence.ts'
import type { FlatRow, Leaf } from './normalise-flatten.ts'
import type { Picker } from './normalise-pick.ts'
import { timesOf } from './normalise-times.ts'
import type { Defaults } from './normalise-token.ts'
import * as read from './normalise-values.ts'
import { meaningOf, stateOf, type WordMeaning } from './states.ts'

/** A row that is a payment: the record, and an amount whose unit is decided when all rows are known. */
export type Draft = { readonly record: PaymentRecord; readonly amount: WrittenAmount | null }

/** The state word of a row as it was written. */
export type StateWord = { readonly word: string; readonly means: WordMeaning }

/** What became of a row. A problem is said by the picker. */
export type RowResult = {
  readonly kind: 'payment' | 'ignored' | 'rejected'
  readonly draft: Draft | null
  readonly word: StateWord | null
}

/** What all rows of a source share. */
export type RowContext = {
  readonly name: string
  readonly mapping: Mapping | null
  readonly defaults: Defaults
}

const readOpenAmount: read.Reader<WrittenAmount> = (value, path) => {
  const amount = readWrittenAmount(path, value)
  return typeof amount === 'string' ? undefined : amount
}

const expected = {
  address: 'an address',
  nonce: '32 bytes of hex (or the decimal nonce of Permit2)',
  tx: 'a transaction hash of 32 bytes',
  network: 'a network id',
  text: 'a short text',
} as const

function isHttpStatus(value: Leaf): boolean {
  return /^[1-5]\d\d$/.test(String(value).trim())
}

/** A word for people: one that is long enough to be a header or a key is not repeated. */
function shownWord(word: string): string {
  return word.length > 40 ? `(a text of ${word.length} characters)` : safe(word, 40)
}

/** The state word of a value, and what it means. */
export function stateWordOf(value: Leaf, mapping: Mapping | null): StateWord {
  const word = read.isBlank(value) ? '' : String(value)
  return { word: shownWord(word), means: meaningOf(word, mapping?.states ?? {}) }
}

function wordOf(picker: Picker, mapping: Mapping | null): StateWord | null {
  const found = picker.first('state')
  if (found === null || found.value === null) return null
  const generic = !picker.isMapped('state') && /(?:^|\.)\$?status$/i.test(found.path)
  if (generic && isHttpStatus(found.value)) return null
  picker.note({
    field: 'state',
    from: found.path,
    by: picker.isMapped('state') ? 'mapping' : 'name',
    differs: [],
  })
  return stateWordOf(found.value, mapping)
}

/** The state that a word says; null when it says none. */
export function written(word: StateWord | null): RecordState | null {
  return word === null || word.means === 'none' || word.means === 'unknown' ? null : word.means
}

/** The wire wins over what a log says in its own words: payer and nonce must come from one signature. */
function signed<T extends string | number>(
  picker: Picker,
  field: 'payer' | 'nonce' | 'network' | 'asset' | 'validBefore',
  fromProof: T | null | undefined,
  told: T | null,
): T | null {
  if (fromProof === null || fromProof === undefined || picker.isMapped(field)) return told
  if (told === null) picker.note({ field, from: '(payment payload)', by: 'name', differs: [] })
  else if (told !== fromProof) {
    const from = picker.origins.find((origin) => origin.field === field)?.from ?? field
    picker.note({ field, from: '(payment payload)', by: 'name', differs: [from] })
  }
  return fromProof
}

function keyOf(picker: Picker, { proof, settle }: Evidence) {
  const payer = picker.pick('payer', read.readAddress, expected.address)
  const nonce = picker.pick('nonce', read.readNonce, expected.nonce)
  const tx = picker.pick('tx', read.readTx, expected.tx)
  return {
    payer: signed(picker, 'payer', proof?.payer, payer) ?? settle?.payer ?? null,
    nonce: signed(picker, 'nonce', proof?.nonce, nonce),
    tx: tx ?? settle?.tx ?? null,
  }
}

function placeOf(picker: Picker, { proof, settle }: Evidence, defaults: Defaults) {
  const told = picker.pick('network', read.readNetwork, expected.network)
  const network = signed(picker, 'network', proof?.network, told) ?? settle?.network ?? null
  if (network === null && defaults.network !== null) {
    picker.note({ field: 'network', from: defaults.network, by: defaults.networkBy, differs: [] })
  }
  const on = network ?? defaults.network
  const readAsset = (value: Leaf) => defaults.resolveAsset(String(value), on)
  const written = picker.pick('asset', readAsset, 'an address or a token symbol of this network')
  const asset = signed(picker, 'asset', proof?.asset, written)
  if (asset !== null) return { network: on, asset }
  const usual = defaults.assetOn(on)
  if (usual !== null) picker.note({ field: 'asset', from: usual, by: defaults.assetBy, differs: [] })
  return { network: on, asset: usual }
}

function transferOf(picker: Picker, evidence: Evidence, nonce: string | null, eip3009: boolean) {
  const proof = evidence.proof?.transfer ?? 'none'
  const told = picker.pick('transfer', read.readTransfer, expected.text)
  if (proof !== 'none') return proof
  if (told !== null || nonce === null) return told
  // On the wire a Permit2 nonce is decimal and an EIP-3009 nonce is 32 bytes of hex: the forms are disjoint.
  if (!nonce.startsWith('0x')) return 'permit2'
  return eip3009 ? 'eip3009' : null
}

/** The nonce of EIP-3009 is 32 bytes; a database may have kept it as a number. One that is too large stays as it is. */
function wordOfNonce(nonce: string): string {
  const hex = BigInt(nonce).toString(16)
  return hex.length > 64 ? nonce : `0x${hex.padStart(64, '0')}`
}

function recordOf(
  picker: Picker,
  source: RowSource,
  evidence: Evidence,
  key: ReturnType<typeof keyOf>,
  word: StateWord | null,
  context: RowContext,
): Draft {
  const { proof, settle } = evidence
  const place = placeOf(picker, evidence, context.defaults)
  const token = context.defaults.token(place.network, place.asset)
  const times = timesOf(picker, context.mapping?.timeZone ?? null, context.name)
  const scheme = picker.pick('scheme', read.readScheme, expected.text) ?? proof?.scheme ?? null
  const atomic = picker.pick('amountAtomic', readAtomic, amountProblem)
  const amount = atomic === null ? picker.pick('amount', readOpenAmount, amountProblem) : null
  const charged = picker.pick('settledAmount', readAtomic, amountProblem) ?? settle?.amountAtomic ?? null
  const required = scheme === 'upto' && charged !== null ? charged : (atomic ?? null)
  const reason = picker.pick('settleReason', read.readText, expected.text) ?? settle?.reason ?? null
  const status = picker.pick('responseStatus', read.readStatus, 'an HTTP status')
  const success = picker.pick('settleSuccess', read.readFlag, 'true or false') ?? settle?.success ?? null
  const { state, derived } = stateOf({
    written: written(word),
    settleSuccess: success,
    settleReason: reason,
    responseStatus: status,
    scheme,
    settledAtomic: charged ?? atomic,
  })
  const text = (field: 'recordId' | 'requestId' | 'paymentIdentifier' | 'instance') =>
    picker.pick(field, read.readText, expected.text)
  const named = transferOf(picker, evidence, key.nonce, token.movesByEip3009)
  // Only Permit2 has numbers on the wire. Who says EIP-3009 of one is wrong about the form or about the method.
  const isTorn = named === 'eip3009' && key.nonce !== null && !key.nonce.startsWith('0x')
  const transfer = isTorn ? null : named
  const record: PaymentRecord = {
    source,
    lines: [source],
    recordId: text('recordId'),
    requestId: text('requestId'),
    paymentIdentifier: text('paymentIdentifier'),
    instance: text('instance'),
    route: picker.pick('route', read.readRoute, 'a path') ?? routeOf(proof?.resource ?? null),
    method: picker.pick('method', read.readMethod, 'an HTTP method'),
    receivedAt: times.receivedAt,
    respondedAt: times.respondedAt,
    verifiedAt: times.verifiedAt,
    workStartedAt: times.workStartedAt,
    workEndedAt: times.workEndedAt,
    settledAt: times.settledAt,
    x402Version: picker.pick('x402Version', read.readVersion, '1 or 2') ?? proof?.x402Version ?? null,
    scheme,
    transfer,
    ...place,
    payTo: picker.pick('payTo', read.readAddress, expected.address) ?? proof?.payTo ?? null,
    amountAtomic: required ?? (amount === null ? (proof?.amountAtomic ?? null) : null),
    settledAtomic: charged,
    payer: key.payer,
    nonce: isTorn ? wordOfNonce(key.nonce ?? '') : key.nonce,
    validBefore: signed(picker, 'validBefore', proof?.validBefore, times.validBefore),
    verify: picker.pick('verify', read.readVerify, 'valid or invalid'),
    state,
    stateDerived: derived,
    responseStatus: status,
    settleReason: reason,
    facilitator: picker.pick('facilitator', read.readFacilitator, expected.text),
    tx: key.tx,
    paymentResponsePresent:
      picker.pick('paymentResponsePresent', read.readFlag, 'true or false') ?? evidence.answered,
    refundTx: picker.pick('refundTx', read.readTx, expected.tx),
  }
  return { record, amount: required === null ? amount : null }
}

function routeOf(resource: string | null): string | null {
  return resource === null ? null : (read.readRoute(resource) ?? null)
}

/**
 * Reads one row. A row without payer, nonce, transaction, payment header and state is not a payment and is
 * ignored; a row with an unknown state word, or with a value of the key that does not fit, is rejected and
 * the picker says why. Throws `OpsError` TIME_ZONE_UNCLEAR.
 */
export function readRow(row: FlatRow, picker: Picker, source: RowSource, context: RowContext): RowResult {
  const evidence = evidenceOf(row, picker)
  const key = keyOf(picker, evidence)
  const word = wordOf(picker, context.mapping)
  const marks = [key.payer, key.nonce, key.tx, written(word), evidence.settle]
  const isPayment =
    evidence.offered ||
    marks.some((mark) => mark !== null) ||
    word?.means === 'unknown' ||
    picker.problems.length > 0
  if (!isPayment) return { kind: 'ignored', draft: null, word }
  if (word?.means === 'unknown') {
    picker.refuse(`the state "${word.word}" is not known; say in the mapping file what it means`)
  }
  const draft = recordOf(picker, source, evidence, key, word, context)
  return { kind: picker.problems.length > 0 ? 'rejected' : 'payment', draft, word }
}
