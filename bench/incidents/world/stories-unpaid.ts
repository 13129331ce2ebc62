import { authorizationInput } from './abi.ts'
import { book } from './recorder.ts'
import type { Stories } from './story.ts'
import {
  type Authorization,
  cancel,
  mine,
  newcomer,
  paymentEvents,
  payToAt,
  sendPlain,
  sign,
  truth,
  truthOfEvent,
  type World,
} from './world.ts'

function reverted(world: World, paid: Authorization, wait: number) {
  const input = authorizationInput(paid, 'key')
  return mine(world, paid.signedAt + wait, paymentEvents(paid), { to: paid.token, input, status: false })
}

/** Payments that never moved money. */
export const unpaidStories: Stories = {
  'refused-by-verify': (world) => {
    const paid = sign(world)
    book(world, paid, { state: 'failed', status: 402, took: 1, plain: true })
    truth(world, paid, 'no_charge', null)
  },
  'timeout-and-never-mined': (world) => {
    const paid = sign(world)
    book(world, paid, { state: 'failed', status: 502, took: 91, plain: true })
    truth(world, paid, 'no_charge', null)
  },
  'pending-and-never-mined': (world) => {
    const paid = sign(world)
    book(world, paid, { state: 'pending', status: null, respondedAt: null })
    truth(world, paid, 'no_charge', null)
  },
  'reverted-and-refused': (world) => {
    const paid = sign(world)
    const { hash } = reverted(world, paid, 3)
    const settleReason = 'invalid_exact_evm_transaction_failed'
    book(world, paid, { state: 'failed', status: 402, took: 6, tx: hash, settleReason })
    truth(world, paid, 'no_charge', null)
  },
  'reverted-but-served': (world) => {
    const paid = sign(world)
    const { hash } = reverted(world, paid, 3)
    book(world, paid, { state: 'settled', status: 200, took: 2, tx: hash })
    truth(world, paid, 'reverted_settlement', null)
  },
  'phantom-with-unknown-hash': (world) => {
    const paid = sign(world)
    book(world, paid, { state: 'settled', status: 200, tx: world.random.hex(32), plain: true })
    truth(world, paid, 'phantom_settlement', null)
  },
  'phantom-with-empty-hash': (world) => {
    const paid = sign(world)
    book(world, paid, { state: 'settled', status: 200, tx: '' })
    truth(world, paid, 'phantom_settlement', null)
  },
  'phantom-with-the-hash-of-another': (world) => {
    const paid = sign(world, { payer: newcomer(world) })
    const other = sign(world, { payer: newcomer(world), signedAt: paid.signedAt })
    const { hash } = mine(world, other.signedAt + 3, paymentEvents(other))
    truth(world, other, 'unrecorded_receipt', other.value)
    book(world, paid, { state: 'settled', status: 200, tx: hash })
    truth(world, paid, 'phantom_settlement', null)
  },
  'served-before-settling-never-paid': (world) => {
    const paid = sign(world)
    book(world, paid, { state: 'failed', status: 200, took: 1 })
    truth(world, paid, 'phantom_settlement', null)
  },
  'cancelled-after-service': (world) => {
    const paid = sign(world)
    cancel(world, paid, 3)
    book(world, paid, { state: 'settled', status: 200, took: 1, tx: null })
    truth(world, paid, 'cancelled_after_service', null)
  },
  'cancelled-and-refused': (world) => {
    const paid = sign(world, { life: 300 })
    cancel(world, paid, 2)
    book(world, paid, { state: 'failed', status: 402, took: 5 })
    truth(world, paid, 'no_charge', null)
  },
  'cancelled-though-valid-for-years': (world) => {
    const paid = sign(world, { life: 300_000_000 })
    cancel(world, paid, 60)
    book(world, paid, { state: 'failed', status: 502, took: 31 })
    truth(world, paid, 'no_charge', null)
  },
  'signed-for-years': (world) => {
    const paid = sign(world, { life: 300_000_000 })
    book(world, paid, { state: 'failed', status: 502, took: 31 })
    truth(world, paid, 'open', null)
  },
  'equal-transfer-beside-an-unpaid-one': (world) => {
    const paid = sign(world, { payer: newcomer(world) })
    book(world, paid, { state: 'failed', status: 502, took: 31 })
    truth(world, paid, 'no_charge', null)
    const { hash } = sendPlain(world, paid.payer, paid.to, paid.value, paid.signedAt + 10)
    truthOfEvent(world, { tx: hash, at: 0 }, 'unrelated_inflow', paid.value)
  },
  'refund-without-payment': (world) => {
    const paid = sign(world, { payer: newcomer(world) })
    const from = payToAt(world, paid.signedAt)
    const { hash } = sendPlain(world, from, paid.payer, paid.value, paid.signedAt + 200)
    book(world, paid, { state: 'refunded', status: 502, took: 31, refundTx: hash })
    truth(world, paid, 'refund_without_payment', null)
  },
}
