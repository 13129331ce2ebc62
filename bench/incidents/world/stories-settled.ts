import { book, type Visit } from './recorder.ts'
import type { Stories } from './story.ts'
import {
  type Authorization,
  mine,
  newcomer,
  paymentEvents,
  settle,
  sign,
  truth,
  type World,
} from './world.ts'

/** A payment as it should be: signed, settled, booked, served. Returns the authorization. */
export function goodPayment(world: World, visit: Partial<Visit> = {}, part: Partial<Authorization> = {}) {
  const paid = sign(world, part)
  const { hash } = settle(world, paid, world.random.int(2, 5))
  book(world, paid, { state: 'settled', status: 200, took: 6, tx: hash, ...visit })
  truth(world, paid, 'matched', paid.value)
  return paid
}

/** Payments that are in order, however odd they look. */
export const settledStories: Stories = {
  clean: (world) => {
    goodPayment(world, { plain: true })
  },
  'clean-v1': (world) => {
    goodPayment(world, { plain: true, x402Version: 1, network: 'base' })
  },
  'network-and-asset-not-logged': (world) => {
    goodPayment(world, { network: null, asset: null })
  },
  'response-not-logged': (world) => {
    goodPayment(world, { status: null })
  },
  'hash-not-logged': (world) => {
    goodPayment(world, { tx: null })
  },
  'validity-not-logged-but-mined': (world) => {
    goodPayment(world, { validBefore: null })
  },
  'nonce-not-logged-but-hash': (world) => {
    goodPayment(world, { nonce: null })
  },
  'contract-wallet': (world) => {
    const paid = sign(world)
    const { hash } = settle(world, paid, 3, { signer: 'contract' })
    book(world, paid, { state: 'settled', status: 200, tx: hash, plain: true })
    truth(world, paid, 'matched', paid.value)
  },
  'wallet-deployed-first': (world) => {
    const paid = sign(world)
    mine(world, paid.signedAt + 2, [], { to: world.random.hex(20), input: '0xdeadbeef' })
    const { hash } = settle(world, paid, 4, { signer: 'contract' })
    book(world, paid, { state: 'settled', status: 200, tx: hash })
    truth(world, paid, 'matched', paid.value)
  },
  'honest-repeat-buyer': (world) => {
    const first = goodPayment(world)
    for (const wait of [10, 20]) {
      const { payer, value, signedAt } = first
      goodPayment(world, {}, { payer, value, signedAt: signedAt + wait })
    }
  },
  'wrong-hash-logged': (world) => {
    const other = goodPayment(world)
    const paid = sign(world, { signedAt: other.signedAt + 20 })
    settle(world, paid, 3)
    book(world, paid, { state: 'settled', status: 200, tx: world.random.hex(32) })
    truth(world, paid, 'matched', paid.value)
  },
  'hash-of-another-payment-logged': (world) => {
    const other = sign(world)
    const first = settle(world, other, 3)
    book(world, other, { state: 'settled', status: 200, tx: first.hash })
    truth(world, other, 'matched', other.value)
    const paid = sign(world, { payer: newcomer(world), signedAt: other.signedAt + 20 })
    settle(world, paid, 3)
    book(world, paid, { state: 'settled', status: 200, tx: first.hash })
    truth(world, paid, 'matched', paid.value)
  },
  'wrong-payer-logged': (world) => {
    const paid = sign(world)
    const { hash } = settle(world, paid, 3, { signer: 'contract' })
    book(world, paid, { state: 'settled', status: 200, tx: hash, payer: world.random.hex(20) })
    truth(world, paid, 'matched', paid.value)
  },
  'two-hashes-for-one-nonce': (world) => {
    const paid = sign(world)
    const lost = mine(world, paid.signedAt + 5, paymentEvents(paid), { status: false })
    const { hash } = settle(world, paid, 3)
    const row = book(world, paid, { state: 'failed', status: 502, took: 4, tx: lost.hash })
    const { requestId, recordId, instance } = row
    book(world, paid, { state: 'settled', status: 200, took: 9, tx: hash, requestId, recordId, instance })
    truth(world, paid, 'matched', paid.value)
  },
  'multicall-of-many-payers': (world) => {
    const first = sign(world)
    const others = [1, 2].map(() => sign(world, { payer: newcomer(world), signedAt: first.signedAt }))
    payTogether(world, [first, ...others])
  },
  'multicall-of-one-payer-and-amount': (world) => {
    const first = sign(world)
    const { payer, value, signedAt } = first
    payTogether(world, [
      first,
      sign(world, { payer, value, signedAt }),
      sign(world, { payer, value, signedAt }),
    ])
  },
  'paid-by-the-shop-itself': (world) => {
    const { to, signedAt } = sign(world)
    const paid = sign(world, { payer: to, to, signedAt })
    const { hash } = settle(world, paid, 3)
    book(world, paid, { state: 'settled', status: 200, tx: hash })
    // The shop paid itself: by the net credit of its address, which is what counts, it has nothing.
    truth(world, paid, 'amount_short', 0n)
  },
  'old-address-while-in-force': (world) => {
    const { calendar, places } = world
    if (calendar.rotatedAt < calendar.since) goodPayment(world)
    else goodPayment(world, {}, { signedAt: calendar.rotatedAt - 1500, to: places.oldPayTo })
  },
}

function payTogether(world: World, payments: readonly Authorization[]): void {
  const { places, random } = world
  const [first] = payments
  if (first === undefined) return
  const events = payments.flatMap(paymentEvents)
  const { hash } = mine(world, first.signedAt + 3, events, { to: places.multicall, input: '0x82ad56cb' })
  for (const paid of payments) {
    const lost = random.chance(0.3)
    if (lost) book(world, paid, { state: 'failed', status: 502, took: 95 })
    else book(world, paid, { state: 'settled', status: 200, tx: hash })
    truth(world, paid, lost ? 'orphaned_payment' : 'matched', paid.value)
  }
}
