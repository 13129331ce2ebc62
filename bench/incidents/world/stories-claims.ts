import { book } from './recorder.ts'
import { goodPayment } from './stories-settled.ts'
import type { Stories } from './story.ts'
import {
  type Authorization,
  freshId,
  mine,
  newcomer,
  paymentEvents,
  sendPlain,
  settle,
  sign,
  truth,
  truthOfEvent,
  truthOfRecord,
  type World,
} from './world.ts'

const moment = ({ payer, value, signedAt }: Authorization, wait: number) => ({
  payer,
  value,
  signedAt: signedAt + wait,
})

/** A second server gets the same proof, later than any clock of the shop is wrong. */
function replay(world: World, paid: Authorization, answer: { state: 'settled' | 'failed'; status: number }) {
  const receivedAt = paid.signedAt + 600
  const recordId = freshId(world, 'rec')
  book(world, paid, { ...answer, receivedAt, respondedAt: receivedAt + 2, instance: 'shop-b', recordId })
  truthOfRecord(world, recordId, 'duplicate_claim', true)
}

/** One payment claimed twice, and rows that are no payments at all. */
export const claimStories: Stories = {
  'replay-refused-by-another-server': (world) => {
    const paid = goodPayment(world, { instance: 'shop-a' })
    replay(world, paid, { state: 'failed', status: 402 })
  },
  'replay-served-by-another-server': (world) => {
    const paid = goodPayment(world, { instance: 'shop-a' })
    replay(world, paid, { state: 'settled', status: 200 })
  },
  'hash-of-a-plain-transfer-claimed-twice': (world) => {
    const paid = sign(world, { payer: newcomer(world) })
    const { hash } = sendPlain(world, paid.payer, paid.to, paid.value, paid.signedAt)
    const terms = { nonce: null, validBefore: null, transfer: null, scheme: null, tx: hash }
    book(world, paid, { state: 'settled', status: 200, instance: 'shop-a', ...terms })
    truthOfEvent(world, { tx: hash, at: 0 }, 'matched', paid.value)
    const recordId = freshId(world, 'rec')
    const receivedAt = paid.signedAt + 600
    const respondedAt = receivedAt + 2
    const times = { receivedAt, respondedAt, instance: 'shop-b', recordId }
    book(world, paid, { state: 'settled', status: 200, ...terms, ...times })
    truthOfRecord(world, recordId, 'duplicate_claim', true)
  },
  'refused-retry-of-a-served-payment': (world) => {
    const paid = goodPayment(world, { instance: 'shop-c' })
    const receivedAt = paid.signedAt + 30
    const times = { receivedAt, respondedAt: receivedAt + 1, instance: 'shop-c', recordId: null }
    book(world, paid, { state: 'failed', status: 402, ...times })
  },
  'free-tier': (world) => {
    const paid = sign(world)
    const none = { payer: null, nonce: null, validBefore: null, scheme: null, transfer: null }
    book(world, paid, { state: 'not_charged', status: 200, ...none })
  },
  'paid-from-credit': (world) => {
    const paid = sign(world)
    book(world, paid, { state: 'not_charged', status: 200, nonce: null, validBefore: null })
  },
  'voucher-of-a-channel': (world) => {
    const paid = sign(world)
    const none = { nonce: null, validBefore: null, transfer: null }
    book(world, paid, { state: 'not_charged', status: 200, scheme: 'batch-settlement', ...none })
  },
  'gateway-batch': (world) => {
    const paid = sign(world)
    const id = world.random.hex(16).slice(2)
    const uuid = [id.slice(0, 8), id.slice(8, 12), id.slice(12, 16), id.slice(16, 20), id.slice(20)].join('-')
    book(world, paid, { state: 'settled', status: 200, tx: uuid, transfer: 'none' })
    truth(world, paid, 'indeterminate', null, false)
  },
  'key-not-logged-but-mined': (world) => {
    const paid = sign(world, { payer: newcomer(world) })
    settle(world, paid, 20)
    const row = book(world, paid, { state: 'failed', status: 502, took: 31, nonce: null, validBefore: null })
    truthOfRecord(world, row.recordId ?? '', 'invalid_record', false)
    truth(world, paid, 'unrecorded_receipt', paid.value)
  },
  'key-not-logged-never-mined': (world) => {
    const paid = sign(world)
    const row = book(world, paid, { state: 'failed', status: 502, took: 31, payer: null, nonce: null })
    truthOfRecord(world, row.recordId ?? '', 'invalid_record', false)
  },
  'validity-not-logged': (world) => {
    const paid = sign(world)
    book(world, paid, { state: 'failed', status: 502, took: 31, validBefore: null })
    truth(world, paid, 'indeterminate', null, false)
  },
  'only-a-hash-that-nobody-knows': (world) => {
    const paid = sign(world)
    const tx = world.random.hex(32)
    const row = book(world, paid, { state: 'settled', status: 200, tx, nonce: null, validBefore: null })
    truthOfRecord(world, row.recordId ?? '', 'indeterminate', false)
  },
  'two-payments-in-one-hash-without-nonce': (world) => {
    const first = sign(world, { payer: newcomer(world) })
    const second = sign(world, moment(first, 0))
    const events = [first, second].flatMap(paymentEvents)
    const { multicall } = world.places
    const { hash } = mine(world, first.signedAt + 3, events, { to: multicall, input: '0x82ad56cb' })
    const row = book(world, first, { state: 'settled', status: 200, tx: hash, nonce: null })
    truthOfRecord(world, row.recordId ?? '', 'ambiguous', false)
  },
  'proof-from-before-the-window': (world) => {
    const { since } = world.calendar
    const old = sign(world, { signedAt: since - 30_000, life: 300, payer: newcomer(world) })
    settle(world, old, 3)
    const receivedAt = sign(world).signedAt
    const settleReason = 'invalid_exact_evm_nonce_already_used'
    book(world, old, { state: 'failed', status: 402, receivedAt, respondedAt: receivedAt + 1, settleReason })
    truth(world, old, 'indeterminate', null, false)
  },
}
