import type { SimChain } from '../shapes.ts'
import { authorizationInput } from './abi.ts'
import { book, goodClock } from './recorder.ts'
import type { Stories } from './story.ts'
import {
  type Authorization,
  type DraftTx,
  newcomer,
  numberLogs,
  paymentEvents,
  sign,
  truth,
  type World,
} from './world.ts'

/** A payment just before the operator looked, mined in a block of the branch that did not last. */
function minedInVain(world: World): { readonly paid: Authorization; readonly tx: DraftTx } {
  const { calendar, places, random, history } = world
  const signedAt = calendar.lookedAt - random.int(60, 90)
  const paid = sign(world, { payer: newcomer(world), signedAt, life: 300 })
  const tx: DraftTx = {
    hash: random.hex(32),
    block: calendar.blockOf(signedAt + 4),
    from: random.pick(places.facilitators),
    to: paid.token,
    input: authorizationInput(paid, 'key'),
    status: true,
    events: paymentEvents(paid),
  }
  history.vanished.push(tx)
  return { paid, tx }
}

const instance = goodClock

/** Payments that the operator saw arrive, in blocks that the chain gave up afterwards. */
export const reorgStories: Stories = {
  'taken-back-by-a-reorganisation': (world) => {
    const { paid, tx } = minedInVain(world)
    book(world, paid, { state: 'settled', status: 200, tx: tx.hash, instance })
    truth(world, paid, 'reversed_by_reorg', null)
  },
  'lost-and-taken-back': (world) => {
    const { paid } = minedInVain(world)
    book(world, paid, { state: 'failed', status: 502, took: 31, instance })
    truth(world, paid, 'reversed_by_reorg', null)
  },
  'mined-again-after-a-reorganisation': (world) => {
    const { paid, tx } = minedInVain(world)
    world.history.txs.push({ ...tx, block: tx.block + world.random.int(5, 40) })
    book(world, paid, { state: 'settled', status: 200, tx: tx.hash, instance })
    truth(world, paid, 'matched', paid.value)
  },
}

/** The chain as the operator saw it then: what lasted, and the end that did not. */
export function earlierChain({ calendar, history }: World, now: SimChain): SimChain {
  const { branchFrom, lookedAt } = calendar
  const head = calendar.blockOf(lookedAt)
  const again = new Set(history.vanished.map(({ hash }) => hash))
  const lasted = history.txs.filter(({ block, hash }) => block <= head && !again.has(hash))
  const txs = numberLogs([...lasted, ...history.vanished])
  return { ...now, branchFrom, head, safe: head - 60, finalized: head - 300, txs }
}
