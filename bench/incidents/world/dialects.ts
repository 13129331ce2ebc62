import type { Booked, BookWord } from './booked.ts'
import { shopToken } from './places.ts'
import type { Random } from './random.ts'

/** One row of the books as some operator writes it. */
export type Row = Readonly<Record<string, unknown>>

const words: Readonly<Record<BookWord, readonly string[]>> = {
  settled: ['settled', 'success', 'succeeded', 'completed', 'Paid', 'CONFIRMED', 'true'],
  failed: ['failed', 'failure', 'error', 'timeout', 'Rejected', 'false'],
  pending: ['pending', 'processing', 'submitted', 'Settling', 'queued', 'timeout_pending'],
  refunded: ['refunded', 'credited', 'Reversed'],
  not_charged: ['free', 'free_tier', 'credit', 'waived', 'voucher', 'not-charged'],
}

const iso = (seconds: number | null) => (seconds === null ? null : new Date(seconds * 1000).toISOString())
const text = (value: bigint | null) => (value === null ? null : value.toString())

/** Hex as people paste it: digits in capitals, the prefix not. */
const capitals = (hex: string | null) =>
  hex?.startsWith('0x') === true ? `0x${hex.slice(2).toUpperCase()}` : hex

type Dialect = (row: Booked, word: string | null) => Row

const recorder: Dialect = ({ status, amountAtomic, receivedAt, respondedAt, plain: _, ...row }, word) => ({
  ...row,
  receivedAt: iso(receivedAt),
  respondedAt: iso(respondedAt),
  amountAtomic: text(amountAtomic),
  state: word,
  responseStatus: status,
})

const snake: Dialect = (row, word) => ({
  record_id: row.recordId,
  request_id: row.requestId,
  payment_identifier: row.paymentIdentifier,
  instance: row.instance,
  received_at: row.receivedAt,
  responded_at: row.respondedAt === null ? null : row.respondedAt * 1000,
  x402_version: row.x402Version,
  scheme: row.scheme,
  transfer_method: row.transfer,
  network: row.network === 'eip155:8453' ? 'base' : row.network,
  asset_address: row.asset,
  pay_to: row.payTo,
  max_amount_required: text(row.amountAtomic),
  payer_address: row.payer,
  payment_nonce: row.nonce,
  valid_before: row.validBefore,
  payment_status: word,
  response_status: row.status === null ? null : String(row.status),
  error_reason: row.settleReason,
  tx_hash: row.tx,
  refund_tx_hash: row.refundTx,
})

const nested: Dialect = (row, word) => ({
  id: row.recordId,
  reqId: row.requestId,
  paymentIdentifier: row.paymentIdentifier,
  hostname: row.instance,
  startedAt: row.receivedAt * 1000,
  completedAt: iso(row.respondedAt),
  x402Version: row.x402Version,
  paymentScheme: row.scheme,
  transferMethod: row.transfer,
  payment: { network: row.network, asset: row.asset, payTo: row.payTo, payer: row.payer, tx: row.tx },
  nonce: row.nonce,
  value: text(row.amountAtomic),
  validBefore: row.validBefore,
  state: word,
  statusCode: row.status,
  errorReason: row.settleReason,
  refundTx: row.refundTx,
})

const loud: Dialect = (row, word) => {
  const { payer, nonce, tx, payTo, asset } = row
  return recorder(
    {
      ...row,
      payer: capitals(payer),
      nonce: capitals(nonce),
      tx: capitals(tx),
      payTo: capitals(payTo),
      asset: capitals(asset),
    },
    word,
  )
}

/** Amounts in whole tokens, as price lists have them; always with a decimal point. */
const priced: Dialect = (row, word) => {
  // Nobody knows how many decimals some other token has.
  if (row.asset !== null && row.asset !== shopToken) return recorder(row, word)
  const { amountAtomic, ...rest } = recorder(row, word)
  const digits = (row.amountAtomic ?? 0n).toString().padStart(7, '0')
  const amount = row.amountAtomic === null ? null : `${digits.slice(0, -6)}.${digits.slice(-6)}`
  return { ...rest, amount }
}

/** The word CANARY in hex, over and over: what must never come out again. */
const signature = `0x${'43414e415259'.repeat(11)}`.slice(0, 132)

/** An access log that keeps the whole payment header of version 2 and hardly anything else. */
const header: Dialect = (row, word) => {
  const { scheme, network, asset, payTo, amountAtomic, payer, nonce, validBefore } = row
  const value = text(amountAtomic)
  const accepted = { scheme, network, asset, payTo, amount: value, maxTimeoutSeconds: 60, extra: {} }
  const authorization = {
    from: payer,
    to: payTo,
    value,
    validAfter: '0',
    validBefore: String(validBefore),
    nonce,
  }
  const payment = { x402Version: 2, accepted, payload: { signature, authorization } }
  return {
    record_id: row.recordId,
    request_id: row.requestId,
    paymentIdentifier: row.paymentIdentifier,
    instance: row.instance,
    receivedAt: iso(row.receivedAt),
    respondedAt: iso(row.respondedAt),
    http_payment_signature: Buffer.from(JSON.stringify(payment)).toString('base64'),
    state: word,
    status_code: row.status,
    settleReason: row.settleReason,
    tx: row.tx,
    refundTx: row.refundTx,
  }
}

function fitsHeader(row: Booked): boolean {
  const { scheme, network, asset, payTo, amountAtomic, payer, nonce, validBefore, transfer } = row
  const parts = [network, asset, payTo, amountAtomic, payer, nonce, validBefore]
  return (
    transfer === 'eip3009' &&
    scheme === 'exact' &&
    row.x402Version === 2 &&
    parts.every((part) => part !== null)
  )
}

const dialects: readonly Dialect[] = [recorder, recorder, snake, nested, loud, priced]

/** Fields that a recorder may leave out without taking anything from what can be known. */
const droppable = ['payment_identifier', 'refund_tx_hash', 'settle_reason', 'x402Version', 'x402_version']

function withoutSome(row: Row, random: Random): Row {
  const kept = Object.entries(row).filter(
    ([name, value]) =>
      !(value === null && random.chance(0.5)) && !(droppable.includes(name) && value === null),
  )
  return Object.fromEntries(kept)
}

/** May the state be left to the response? Only where the response says the same. */
function followsFromResponse({ state, status, transfer, scheme }: Booked): boolean {
  if (transfer !== 'eip3009' || scheme !== 'exact' || status === null) return false
  if (state === 'settled') return status >= 200 && status <= 299 && status !== 202
  return state === 'failed' && (status === 402 || status >= 500)
}

function writeRow(row: Booked, alone: boolean, random: Random): Row {
  // Beside a line that says "pending" the last word must be written: nothing else ends that state.
  const implied = alone && row.plain && followsFromResponse(row) && random.chance(0.1)
  const word = row.state === null || implied ? null : random.pick(words[row.state])
  const dialect = fitsHeader(row) && random.chance(0.1) ? header : random.pick(dialects)
  return withoutSome(dialect(row, word), random)
}

/** One line when the payment came in and one when it was over, as ledgers keep them. */
function inTwoLines(row: Booked): readonly Booked[] {
  const { status: _status, tx: _tx, settleReason: _reason, ...rest } = row
  const before: Booked = {
    ...rest,
    state: 'pending',
    status: null,
    tx: null,
    settleReason: null,
    respondedAt: null,
  }
  return [before, row]
}

/**
 * The books as files hold them: every row in the dialect of some service, by its server's clock, some in two
 * lines, some twice, all in no order.
 */
export function writeBooks(
  booked: readonly Booked[],
  clockErrors: Readonly<Record<string, number>>,
  random: Random,
): readonly Row[] {
  const rows = booked.flatMap((row) => {
    const error = clockErrors[row.instance] ?? 0
    const told: Booked = {
      ...row,
      receivedAt: row.receivedAt + error,
      respondedAt: row.respondedAt === null ? null : row.respondedAt + error,
    }
    const lines = row.plain && row.respondedAt !== null && random.chance(0.15) ? inTwoLines(told) : [told]
    return lines.flatMap((line) => {
      const written = writeRow(line, lines.length === 1, random)
      return random.chance(0.04) ? [written, written] : [written]
    })
  })
  return random.shuffle(rows)
}
