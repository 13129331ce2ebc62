import { transferEvent, usedEvent } from './abi.ts'
import { book } from './recorder.ts'
import { goodPayment } from './stories-settled.ts'
import type { Stories } from './story.ts'
import {
  type Authorization,
  freshId,
  mine,
  newcomer,
  paymentEvents,
  payToAt,
  sendPlain,
  settle,
  sign,
  truth,
  truthOfEvent,
  type World,
} from './world.ts'

/** The payer's leg to the router, and what the router then sends to whom. */
function throughHands(world: World, paid: Authorization, parts: readonly (readonly [string, bigint])[]) {
  const { router } = world.places
  const { token, payer, nonce, value, signedAt } = paid
  const onward = parts.map(([to, share]) => transferEvent(token, router, to, share))
  const events = [usedEvent(token, payer, nonce), transferEvent(token, payer, router, value), ...onward]
  return mine(world, signedAt + 3, events, { to: router, input: '0x1fad948c' })
}

/** Payments beside something that looks like them. */
export const trapStories: Stories = {
  'multicall-with-another-shop': (world) => {
    const ours = sign(world)
    const { payer, value, signedAt } = ours
    const theirs = sign(world, { payer, value, signedAt, to: world.random.hex(20) })
    const events = world.random.shuffle([ours, theirs]).flatMap(paymentEvents)
    const { hash } = mine(world, signedAt + 3, events, { to: world.places.multicall, input: '0x82ad56cb' })
    book(world, ours, { state: 'settled', status: 200, tx: hash })
    truth(world, ours, 'matched', value)
  },
  'plain-transfer-beside-a-payment-elsewhere': (world) => {
    const { payer, to, value, signedAt, token } = sign(world)
    const theirs = sign(world, { payer, value, signedAt, to: world.random.hex(20) })
    const events = [...paymentEvents(theirs), transferEvent(token, payer, to, value)]
    const { hash } = mine(world, signedAt + 3, events, { to: world.places.multicall, input: '0x82ad56cb' })
    truthOfEvent(world, { tx: hash, at: 2 }, 'unrelated_inflow', value)
  },
  'through-a-router-in-two-parts': (world) => {
    const paid = sign(world, { to: world.places.router })
    const shop = payToAt(world, paid.signedAt)
    const part = paid.value / 4n
    const { hash } = throughHands(world, paid, [
      [shop, part],
      [shop, paid.value - part],
    ])
    book(world, paid, { state: 'settled', status: 200, tx: hash })
    truth(world, paid, 'matched', paid.value)
  },
  'through-a-router-that-gives-change': (world) => {
    const paid = sign(world, { to: world.places.router })
    const change = paid.value / 10n
    const { hash } = throughHands(world, paid, [
      [payToAt(world, paid.signedAt), paid.value - change],
      [paid.payer, change],
    ])
    book(world, paid, { state: 'settled', status: 200, tx: hash, amountAtomic: paid.value - change })
    truth(world, paid, 'matched', paid.value - change)
  },
  'two-payments-pooled-by-a-router': (world) => {
    const { router } = world.places
    const one = sign(world, { payer: newcomer(world), to: router })
    const two = sign(world, { payer: newcomer(world), to: router, signedAt: one.signedAt })
    const pooled = transferEvent(one.token, router, payToAt(world, one.signedAt), one.value + two.value - 2n)
    const events = [...paymentEvents(one), ...paymentEvents(two), pooled]
    const { hash } = mine(world, one.signedAt + 3, events, { to: router, input: '0x1fad948c' })
    for (const paid of [one, two]) {
      book(world, paid, { state: 'settled', status: 200, tx: hash })
      // What the router kept of whose money stands nowhere.
      truth(world, paid, 'ambiguous', paid.value, false)
    }
  },
  'address-that-forwards-at-once': (world) => {
    const paid = sign(world)
    const onward = transferEvent(paid.token, paid.to, world.places.treasury, paid.value)
    const events = [...paymentEvents(paid), onward]
    const { hash } = mine(world, paid.signedAt + 3, events)
    book(world, paid, { state: 'settled', status: 200, tx: hash })
    truth(world, paid, 'matched', paid.value)
  },
  'refund-older-than-the-payment': (world) => {
    const paid = sign(world, { payer: newcomer(world) })
    const { hash } = settle(world, paid, 3)
    sendPlain(world, payToAt(world, paid.signedAt), paid.payer, paid.value, paid.signedAt - 300)
    book(world, paid, { state: 'refunded', status: 500, tx: hash })
    truth(world, paid, 'refund_missing', paid.value)
  },
  'nonce-copied-by-another-payer': (world) => {
    const unpaid = sign(world, { payer: newcomer(world) })
    book(world, unpaid, { state: 'failed', status: 502, took: 31 })
    // Nothing moved; but books that name a wrong payer would look the same, so who doubts is right as well.
    truth(world, unpaid, 'no_charge', null, false)
    const copy = sign(world, { payer: newcomer(world), nonce: unpaid.nonce, signedAt: unpaid.signedAt + 60 })
    settle(world, copy, 3)
    truth(world, copy, 'unrecorded_receipt', copy.value)
  },
  'record-id-used-twice': (world) => {
    const recordId = freshId(world, 'rec')
    goodPayment(world, { recordId })
    goodPayment(world, { recordId })
  },
  'request-ids-start-again': (world) => {
    const requestId = freshId(world, 'req')
    const first = goodPayment(world, { requestId, instance: 'shop-a' }, { payer: newcomer(world) })
    const paid = sign(world, { payer: newcomer(world), signedAt: first.signedAt + 300 })
    const { hash } = settle(world, paid, 3)
    book(world, paid, { state: 'settled', status: 200, tx: hash, requestId, instance: 'shop-b' })
    // Two purchases: one request carries one payment, and a server that counts anew names two requests alike.
    truth(world, paid, 'matched', paid.value)
  },
  'no-ids-at-all': (world) => {
    const none = { recordId: null, requestId: '-' }
    goodPayment(world, none, { payer: newcomer(world) })
    goodPayment(world, none, { payer: newcomer(world) })
  },
}
