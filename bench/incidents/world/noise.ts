import { transferEvent, usedEvent } from './abi.ts'
import { momentIn } from './calendar.ts'
import { mine, sendPlain, type World } from './world.ts'

/** What else happens on a chain: other shops, other tokens, sweeps of the operator. None of it is a payment to us. */
export function makeNoise(world: World, count: number): void {
  const { random, places, calendar } = world
  const { token, payTo, oldPayTo, treasury } = places
  for (let i = 0; i < count; i += 1) {
    const at = momentIn(calendar, random)
    const known = world.buyers.length > 0 && random.chance(0.5)
    const someone = known ? random.pick(world.buyers) : random.hex(20)
    const shop = random.hex(20)
    const value = BigInt(random.int(1, 5_000_000))
    switch (random.int(0, 5)) {
      case 0:
        sendPlain(world, someone, shop, value, at)
        break
      case 1:
        sendPlain(world, random.pick([payTo, oldPayTo]), treasury, value + 10_000_000n, at)
        break
      case 2:
        sendPlain(world, oldPayTo, payTo, value, at)
        break
      case 3:
        // A worthless token that calls itself by the same name.
        mine(world, at, [transferEvent(random.hex(20), someone, payTo, value)], { input: '0xa9059cbb' })
        break
      default:
        mine(world, at, [
          usedEvent(token, someone, random.hex(32)),
          transferEvent(token, someone, shop, value),
        ])
    }
  }
}
