import { transferEvent, usedEvent } from './abi.ts'
import { book } from './recorder.ts'
import type { Stories } from './story.ts'
import {
  type Authorization,
  mine,
  newcomer,
  payToAt,
  sendPlain,
  settle,
  sign,
  truth,
  truthOfEvent,
  type World,
} from './world.ts'

/** The payer pays a router, which passes on what it does not keep. */
function throughRouter(world: World, paid: Authorization, fee: bigint) {
  const { router } = world.places
  const { token, payer, nonce, value, signedAt } = paid
  const events = [
    usedEvent(token, payer, nonce),
    transferEvent(token, payer, router, value),
    transferEvent(token, router, payToAt(world, signedAt), value - fee),
  ]
  return mine(world, signedAt + 3, events, { to: router, input: '0x1fad948c' })
}

/** Payments that went elsewhere, in other money, or in other amounts; and refunds. */
export const termsStories: Stories = {
  'address-hijacked': (world) => {
    const { attacker } = world.places
    const paid = sign(world, { to: attacker })
    const { hash } = settle(world, paid, 3)
    book(world, paid, { state: 'settled', status: 200, tx: hash, payTo: attacker })
    truth(world, paid, 'recipient_mismatch', paid.value)
  },
  'address-of-last-year': (world) => {
    const { calendar, places, random } = world
    const signedAt = random.int(Math.max(calendar.since, calendar.rotatedAt) + 1300, calendar.until - 3000)
    const paid = sign(world, { to: places.oldPayTo, signedAt })
    const { hash } = settle(world, paid, 3)
    book(world, paid, { state: 'settled', status: 200, tx: hash, payTo: places.oldPayTo })
    truth(world, paid, 'recipient_mismatch', paid.value)
  },
  'paid-elsewhere': (world) => {
    const paid = sign(world, { to: world.random.hex(20) })
    const { hash } = settle(world, paid, 3)
    book(world, paid, { state: 'settled', status: 200, tx: hash })
    truth(world, paid, 'recipient_mismatch', paid.value)
  },
  'other-token': (world) => {
    const paid = sign(world, { token: world.places.otherToken })
    const { hash } = settle(world, paid, 3)
    book(world, paid, { state: 'settled', status: 200, tx: hash })
    truth(world, paid, 'asset_or_network_mismatch', paid.value)
  },
  'paid-too-little': (world) => {
    const paid = sign(world)
    const { hash } = settle(world, paid, 3)
    book(world, paid, { state: 'settled', status: 200, tx: hash, amountAtomic: paid.value * 2n })
    truth(world, paid, 'amount_short', paid.value)
  },
  'paid-too-much': (world) => {
    const paid = sign(world)
    const { hash } = settle(world, paid, 3)
    book(world, paid, { state: 'failed', status: 502, tx: hash, amountAtomic: paid.value - 1n })
    truth(world, paid, 'amount_over', paid.value)
  },
  'through-a-router': (world) => {
    const paid = sign(world, { to: world.places.router })
    const { hash } = throughRouter(world, paid, 0n)
    book(world, paid, { state: 'settled', status: 200, tx: hash })
    truth(world, paid, 'matched', paid.value)
  },
  'through-a-router-with-fee-on-top': (world) => {
    const paid = sign(world, { to: world.places.router })
    const { hash } = throughRouter(world, paid, 10n)
    book(world, paid, { state: 'settled', status: 200, tx: hash, amountAtomic: paid.value - 10n })
    truth(world, paid, 'matched', paid.value - 10n)
  },
  'through-a-router-that-keeps-a-part': (world) => {
    const paid = sign(world, { to: world.places.router })
    const { hash } = throughRouter(world, paid, 10n)
    book(world, paid, { state: 'settled', status: 200, tx: hash })
    truth(world, paid, 'amount_short', paid.value - 10n)
  },
  'timeout-through-a-router': (world) => {
    const paid = sign(world, { to: world.places.router })
    throughRouter(world, paid, 0n)
    book(world, paid, { state: 'failed', status: 502, took: 31 })
    truth(world, paid, 'orphaned_payment', paid.value)
  },
  refunded: (world) => {
    const paid = sign(world, { payer: newcomer(world) })
    const { hash } = settle(world, paid, 3)
    const from = world.random.pick([payToAt(world, paid.signedAt), world.places.refunder])
    const back = sendPlain(world, from, paid.payer, paid.value, paid.signedAt + 300)
    book(world, paid, { state: 'refunded', status: 500, tx: hash, refundTx: back.hash })
    truth(world, paid, 'refunded', paid.value)
  },
  'refund-claimed': (world) => {
    const paid = sign(world, { payer: newcomer(world) })
    const { hash } = settle(world, paid, 3)
    book(world, paid, { state: 'refunded', status: 500, tx: hash })
    truth(world, paid, 'refund_missing', paid.value)
  },
  'refund-of-another-amount': (world) => {
    const paid = sign(world, { payer: newcomer(world) })
    const { hash } = settle(world, paid, 3)
    sendPlain(world, payToAt(world, paid.signedAt), paid.payer, paid.value - 1n, paid.signedAt + 300)
    book(world, paid, { state: 'refunded', status: 500, tx: hash })
    truth(world, paid, 'refund_missing', paid.value)
  },
  'plain-transfer': (world) => {
    const { payer, to, value, signedAt } = sign(world)
    const { hash } = sendPlain(world, payer, to, value, signedAt)
    truthOfEvent(world, { tx: hash, at: 0 }, 'unrelated_inflow', value)
  },
  'paid-by-plain-transfer': (world) => {
    const paid = sign(world, { payer: newcomer(world) })
    const { hash } = sendPlain(world, paid.payer, paid.to, paid.value, paid.signedAt)
    const terms = { nonce: null, validBefore: null, transfer: null, scheme: null }
    book(world, paid, { state: 'settled', status: 200, tx: hash, ...terms })
    truthOfEvent(world, { tx: hash, at: 0 }, 'matched', paid.value)
  },
}
