import {
  exactPermitInput,
  type PermitTerms,
  permitSettledEvent,
  transferEvent,
  uptoPermitInput,
  wrappedInput,
} from './abi.ts'
import { book, type Visit } from './recorder.ts'
import type { Stories } from './story.ts'
import { type Authorization, mine, newcomer, sign, truth, truthOfEvent, type World } from './world.ts'

/** A Permit2 payment: its nonce is a number and stands in no log. */
function permit(world: World): Authorization {
  return sign(world, { payer: newcomer(world), nonce: BigInt(world.random.hex(32)).toString() })
}

function termsOf(
  { token, payer, to, value, nonce, validBefore }: Authorization,
  amount: bigint,
): PermitTerms {
  return { token, payer, to, permitted: value, amount, nonce: BigInt(nonce), deadline: validBefore }
}

/** The proxy settles; `wrapped` = somebody's contract calls the proxy. */
function settlePermit(world: World, paid: Authorization, how: 'exact' | 'upto' | 'wrapped', amount: bigint) {
  const { exactProxy, uptoProxy, multicall, facilitators } = world.places
  const [from = ''] = facilitators
  const proxy = how === 'upto' ? uptoProxy : exactProxy
  const terms = termsOf(paid, amount)
  const inner = how === 'upto' ? uptoPermitInput(terms, from) : exactPermitInput(terms)
  const wrapped = how === 'wrapped'
  const events = [transferEvent(paid.token, paid.payer, paid.to, amount), permitSettledEvent(proxy)]
  return mine(world, paid.signedAt + 4, events, {
    from,
    to: wrapped ? multicall : proxy,
    input: wrapped ? wrappedInput(proxy, inner) : inner,
  })
}

const permit2 = { transfer: 'permit2' } as const

function bookPermit(world: World, paid: Authorization, visit: Visit) {
  return book(world, paid, { ...permit2, ...visit })
}

/** Payments by Permit2, which leave no nonce in any log. */
export const permitStories: Stories = {
  'permit2-clean': (world) => {
    const paid = permit(world)
    const { hash } = settlePermit(world, paid, 'exact', paid.value)
    bookPermit(world, paid, { state: 'settled', status: 200, tx: hash })
    truth(world, paid, 'matched', paid.value)
  },
  'permit2-handler-fails': (world) => {
    const paid = permit(world)
    const { hash } = settlePermit(world, paid, 'exact', paid.value)
    bookPermit(world, paid, { state: 'settled', status: 500, tx: hash })
    truth(world, paid, 'charged_not_delivered', paid.value)
  },
  'permit2-timeout-then-mined': (world) => {
    const paid = permit(world)
    settlePermit(world, paid, 'exact', paid.value)
    bookPermit(world, paid, { state: 'failed', status: 502, took: 31 })
    truth(world, paid, 'orphaned_payment', paid.value)
  },
  'permit2-timeout-inside-another-contract': (world) => {
    const paid = permit(world)
    const { hash } = settlePermit(world, paid, 'wrapped', paid.value)
    bookPermit(world, paid, { state: 'failed', status: 502, took: 31 })
    // Without a trace nobody can prove which of the payer's permits this transfer used.
    truth(world, paid, 'indeterminate', paid.value, false)
    truthOfEvent(world, { tx: hash, at: 0 }, 'unrecorded_receipt', paid.value, false)
  },
  'permit2-never-settled': (world) => {
    const paid = permit(world)
    bookPermit(world, paid, { state: 'failed', status: 502, took: 31 })
    truth(world, paid, 'no_charge', null)
  },
  'permit2-phantom': (world) => {
    const paid = permit(world)
    bookPermit(world, paid, { state: 'settled', status: 200, tx: '' })
    truth(world, paid, 'phantom_settlement', null)
  },
  'permit2-without-a-row': (world) => {
    const paid = permit(world)
    const { hash } = settlePermit(world, paid, 'exact', paid.value)
    truthOfEvent(world, { tx: hash, at: 0 }, 'unrecorded_receipt', paid.value)
  },
  'up-to-a-limit': (world) => {
    const paid = permit(world)
    const amount = paid.value / 4n
    const { hash } = settlePermit(world, paid, 'upto', amount)
    bookPermit(world, paid, { scheme: 'upto', state: 'settled', status: 200, tx: hash })
    truth(world, paid, 'matched', amount)
  },
  'up-to-nothing': (world) => {
    const paid = permit(world)
    bookPermit(world, paid, { scheme: 'upto', state: 'not_charged', status: 200, tx: '', amountAtomic: 0n })
  },
}
