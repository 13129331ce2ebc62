import { book } from './recorder.ts'
import { goodPayment } from './stories-settled.ts'
import type { Stories } from './story.ts'
import { freshId, newcomer, payToAt, sendPlain, settle, sign, truth } from './world.ts'

/** Money that moved while books or buyer know nothing of it. */
export const lostStories: Stories = {
  'timeout-then-mined': (world) => {
    const paid = sign(world, { life: 300 })
    settle(world, paid, world.random.int(92, 120))
    book(world, paid, { state: 'failed', status: 502, took: 91, plain: true })
    truth(world, paid, 'orphaned_payment', paid.value)
  },
  'mined-before-the-timeout': (world) => {
    const paid = sign(world)
    settle(world, paid, 4)
    book(world, paid, { state: 'failed', status: 502, took: 12, plain: true })
    truth(world, paid, 'orphaned_payment', paid.value)
  },
  'mined-at-the-last-moment': (world) => {
    const paid = sign(world, { life: 300 })
    settle(world, paid, 296)
    book(world, paid, { state: 'failed', status: 502, took: 31 })
    truth(world, paid, 'orphaned_payment', paid.value)
  },
  'aborted-by-the-buyer': (world) => {
    const paid = sign(world)
    settle(world, paid, 6)
    book(world, paid, { state: 'failed', status: null, respondedAt: null })
    truth(world, paid, 'orphaned_payment', paid.value)
  },
  'v1-raw-error-then-mined': (world) => {
    const paid = sign(world)
    settle(world, paid, 20)
    const settleReason = 'Timed out while waiting for transaction to be confirmed.'
    book(world, paid, { state: 'failed', status: 402, took: 15, x402Version: 1, settleReason, tx: '' })
    truth(world, paid, 'orphaned_payment', paid.value)
  },
  'settlement-pending-booked-failed': (world) => {
    const paid = sign(world)
    const { hash } = settle(world, paid, 30)
    const settleReason = 'settlement_pending'
    book(world, paid, { state: 'failed', status: 402, took: 12, settleReason, tx: hash })
    truth(world, paid, 'orphaned_payment', paid.value)
  },
  'settlement-pending-booked-pending': (world) => {
    const paid = sign(world)
    const { hash } = settle(world, paid, 30)
    const settleReason = 'settlement_pending'
    book(world, paid, { state: 'pending', status: 402, took: 12, settleReason, tx: hash })
    truth(world, paid, 'settled_unacknowledged', paid.value)
  },
  'crash-after-settle': (world) => {
    const paid = sign(world)
    settle(world, paid, 3)
    book(world, paid, { state: 'pending', status: null, respondedAt: null })
    truth(world, paid, 'settled_unacknowledged', paid.value)
  },
  'accepted-and-never-followed-up': (world) => {
    const paid = sign(world)
    settle(world, paid, 8)
    book(world, paid, { state: 'pending', status: 202, took: 2 })
    truth(world, paid, 'settled_unacknowledged', paid.value)
  },
  'crash-before-the-row': (world) => {
    const paid = sign(world)
    settle(world, paid, 3)
    truth(world, paid, 'unrecorded_receipt', paid.value)
  },
  'submitted-by-a-stranger': (world) => {
    const paid = sign(world)
    settle(world, paid, 2, { from: world.random.hex(20) })
    const settleReason = 'invalid_exact_evm_nonce_already_used'
    book(world, paid, { state: 'failed', status: 402, settleReason })
    truth(world, paid, 'orphaned_payment', paid.value)
  },
  'handler-fails-after-settle': (world) => {
    const paid = sign(world)
    const { hash } = settle(world, paid, 3)
    book(world, paid, { state: 'settled', status: 500, took: 20, tx: hash, plain: true })
    truth(world, paid, 'charged_not_delivered', paid.value)
  },
  'served-but-booked-failed': (world) => {
    const paid = sign(world)
    settle(world, paid, 9)
    book(world, paid, { state: 'failed', status: 200, took: 2 })
    truth(world, paid, 'unbooked_delivery', paid.value)
  },
  'retry-without-a-shared-id': (world) => {
    const paid = sign(world, { life: 300 })
    settle(world, paid, 40)
    book(world, paid, { state: 'failed', status: 502, took: 31 })
    truth(world, paid, 'orphaned_payment', paid.value)
    goodPayment(world, {}, { payer: paid.payer, value: paid.value, signedAt: paid.signedAt + 35 })
  },
  'charged-twice-by-identifier': (world) => {
    const paid = sign(world, { payer: newcomer(world) })
    const paymentIdentifier = freshId(world, 'pay')
    settle(world, paid, 5)
    book(world, paid, { state: 'failed', status: 502, took: 31, paymentIdentifier })
    truth(world, paid, 'duplicate_charge', paid.value)
    const { payer, value, signedAt } = paid
    goodPayment(world, { paymentIdentifier }, { payer, value, signedAt: signedAt + 35 })
  },
  'charged-twice-by-request': (world) => {
    const paid = sign(world, { payer: newcomer(world) })
    const first = settle(world, paid, 5)
    const requestId = freshId(world, 'req')
    book(world, paid, { state: 'settled', status: 504, took: 31, requestId, tx: first.hash })
    truth(world, paid, 'duplicate_charge', paid.value)
    const { payer, value, signedAt } = paid
    goodPayment(world, { requestId }, { payer, value, signedAt: signedAt + 40 })
  },
  'charged-three-times-none-delivered': (world) => {
    const first = sign(world, { payer: newcomer(world) })
    const paymentIdentifier = freshId(world, 'pay')
    for (const wait of [0, 40, 80]) {
      const { payer, value, signedAt } = first
      const paid = wait === 0 ? first : sign(world, { payer, value, signedAt: signedAt + wait })
      settle(world, paid, 4)
      book(world, paid, { state: 'failed', status: 502, took: 31, paymentIdentifier })
      truth(world, paid, wait === 0 ? 'orphaned_payment' : 'duplicate_charge', paid.value)
    }
  },
  'orphan-refunded-quietly': (world) => {
    const paid = sign(world, { payer: newcomer(world), life: 300 })
    settle(world, paid, 100)
    book(world, paid, { state: 'failed', status: 502, took: 91 })
    sendPlain(world, payToAt(world, paid.signedAt), paid.payer, paid.value, paid.signedAt + 400)
    truth(world, paid, 'orphaned_payment', paid.value)
  },
}
