import { book, goodClock } from './recorder.ts'
import type { Stories } from './story.ts'
import { cancel, settle, sign, truth, type World } from './world.ts'

// A server whose clock is right: so near to the end of the window a wrong one would put the payment outside.
const instance = goodClock

/** A moment so close to the head that what happens then is not safe yet. */
function lastMinute({ calendar, random }: World): number {
  return calendar.until - random.int(70, 100)
}

/** Payments at the edges of the window and of finality. */
export const timeStories: Stories = {
  'settled-a-minute-ago': (world) => {
    const paid = sign(world, { signedAt: lastMinute(world), life: 300 })
    const { hash } = settle(world, paid, 4)
    book(world, paid, { state: 'settled', status: 200, tx: hash, instance })
    truth(world, paid, 'pending_finality', paid.value)
  },
  'lost-a-minute-ago': (world) => {
    const paid = sign(world, { signedAt: lastMinute(world), life: 300 })
    settle(world, paid, 25)
    book(world, paid, { state: 'failed', status: 502, took: 20, instance })
    truth(world, paid, 'pending_finality', paid.value)
  },
  'unrecorded-a-minute-ago': (world) => {
    const paid = sign(world, { signedAt: lastMinute(world), life: 300 })
    settle(world, paid, 5)
    truth(world, paid, 'pending_finality', paid.value)
  },
  'refused-a-minute-ago': (world) => {
    const paid = sign(world, { signedAt: lastMinute(world), life: 300 })
    book(world, paid, { state: 'failed', status: 502, took: 20, instance })
    truth(world, paid, 'open', null)
  },
  'said-to-be-settled-a-minute-ago': (world) => {
    const paid = sign(world, { signedAt: lastMinute(world), life: 300 })
    book(world, paid, { state: 'settled', status: 200, tx: world.random.hex(32), instance })
    truth(world, paid, 'open', null)
  },
  'expired-but-not-finally': (world) => {
    const signedAt = world.calendar.until - world.random.int(300, 400)
    const paid = sign(world, { signedAt, life: 60 })
    book(world, paid, { state: 'pending', status: 202, took: 2, instance })
    truth(world, paid, 'open', null)
  },
  'settled-before-the-window': (world) => {
    const paid = sign(world, { signedAt: world.calendar.since - world.random.int(4000, 60_000) })
    const { hash } = settle(world, paid, 3)
    book(world, paid, { state: 'settled', status: 200, tx: hash })
    truth(world, paid, 'out_of_window', paid.value)
  },
  'lost-before-the-window': (world) => {
    const paid = sign(world, { signedAt: world.calendar.since - world.random.int(4000, 60_000) })
    settle(world, paid, 30)
    book(world, paid, { state: 'failed', status: 502, took: 31 })
    truth(world, paid, 'out_of_window', paid.value)
  },
  'cancelled-in-time': (world) => {
    const paid = sign(world, { life: 60 })
    cancel(world, paid, 30)
    book(world, paid, { state: 'pending', status: null, respondedAt: null })
    truth(world, paid, 'no_charge', null)
  },
}
