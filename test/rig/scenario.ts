import type { RigAccount } from './accounts.ts'
import { placeContractWallet } from './contract-wallet.ts'
import type { Buyer, Paid, SignedTerms } from './payer.ts'
import type { PayOptions, Rig } from './rig.ts'
import { rigRoutes } from './routes.ts'

/** What really happened to one payment, and the class a reconciler must give it. */
export type Truth = {
  readonly what: string
  /** Null for what is not an x402 payment, and for a record that does not know. */
  readonly payer: string | null
  readonly nonce: string | null
  /** Null when no record was written. */
  readonly requestId: string | null
  readonly amountAtomic: bigint
  readonly tx: string | null
  readonly expectedCode: string
}

type Stage = {
  readonly rig: Rig
  readonly truths: Truth[]
  /** A payer who has bought nothing yet: no two stories share one. */
  readonly nextPayer: () => RigAccount
  /** Pays and notes the truth. */
  readonly act: (what: string, expectedCode: string, options?: PayOptions) => Promise<Paid>
}

const secondsLate = 14

function newStage(rig: Rig, signed: SignedTerms[]): Stage {
  const truths: Truth[] = []
  let used = 0
  const nextPayer = () => {
    const payer = rig.payers[used]
    used += 1
    if (payer === undefined) throw new Error('the scenario needs more payers than the rig has')
    return payer
  }
  const act = async (what: string, expectedCode: string, options: PayOptions = {}): Promise<Paid> => {
    const paid = await rig.pay({ ...options, payer: options.payer ?? nextPayer() })
    const record = await rig.records.of(paid.nonce)
    signed.push(paid)
    const keyless = options.forget?.includes('nonce') === true
    truths.push({
      ...{ what, expectedCode, amountAtomic: paid.amountAtomic },
      ...{ payer: keyless ? null : paid.payer, nonce: keyless ? null : paid.nonce },
      requestId: options.loseRecord === true ? null : paid.requestId,
      tx: typeof record.tx === 'string' ? record.tx : null,
    })
    return paid
  }
  return { rig, truths, nextPayer, act }
}

async function healthyDay({ rig, act, nextPayer }: Stage): Promise<void> {
  for (const route of rigRoutes) await act(`healthy, version 2, ${route.id}`, 'MATCHED', { route: route.id })
  for (const route of rigRoutes.slice(0, 4)) {
    await act(`healthy, version 1, ${route.id}`, 'MATCHED', { version: 1, route: route.id })
  }
  const regular = nextPayer()
  await act('a regular customer, first purchase', 'MATCHED', { payer: regular })
  await act('a regular customer, second purchase', 'MATCHED', { payer: regular })
  await act('pending, then settled in the second asking', 'MATCHED', { fault: 'settlement-pending-once' })
  const poor = ['verify', 'facilitator', 'settleReason', 'method']
  const batched = { fault: 'batched' } as const
  await Promise.all([
    act('settled together with another payment', 'MATCHED', batched),
    act('settled together with one payment before', 'MATCHED', batched),
  ])
  const wallet: Buyer = await placeContractWallet(rig.chain, nextPayer())
  await rig.token.mint(wallet.address, 1_000_000n)
  await act('paid by a contract wallet', 'MATCHED', { payer: wallet })
  await act('healthy, a record with holes', 'MATCHED', { forget: poor })
}

/** Lets some chain time pass before the held-back transaction of this payment is mined. */
async function confirmLate({ rig }: Stage, nonce: string): Promise<void> {
  await rig.chain.warpTo((await rig.chain.timestamp()) + secondsLate)
  rig.faults.release(nonce)
  await rig.idle()
}

async function timeoutRace(stage: Stage): Promise<void> {
  const { act } = stage
  for (const version of [2, 1] as const) {
    const options = { version, fault: 'timeout-then-confirm', hold: true } as const
    const paid = await act(`timed out, confirmed late, version ${version}`, 'ORPHANED_PAYMENT', options)
    await confirmLate(stage, paid.nonce)
  }
  await act('a stranger executed it first, our transaction reverted', 'ORPHANED_PAYMENT', {
    fault: 'front-run',
  })
  const pending = await act('pending for the server, mined later', 'SETTLED_UNACKNOWLEDGED', {
    ...{ fault: 'settlement-pending', hold: true },
  })
  await confirmLate(stage, pending.nonce)
}

async function doubleCharges(stage: Stage): Promise<void> {
  const { act, nextPayer } = stage
  const twice = { payer: nextPayer(), requestId: 'req_double_0001' }
  await act('one purchase paid twice: the one that counts', 'MATCHED', twice)
  await act('one purchase paid twice: the one too many', 'DUPLICATE_CHARGE', twice)
  const again = { payer: nextPayer(), requestId: 'req_double_0002' }
  const lost = { ...again, fault: 'timeout-then-confirm', hold: true } as const
  const first = await act('signed again after a time-out: the late one', 'DUPLICATE_CHARGE', lost)
  await act('signed again after a time-out: the served one', 'MATCHED', again)
  await confirmLate(stage, first.nonce)
}

async function booksThatLie({ rig, act, nextPayer }: Stage): Promise<void> {
  await act('success claimed, hash of nothing', 'PHANTOM_SETTLEMENT', { fault: 'phantom' })
  await act('success claimed, no hash', 'PHANTOM_SETTLEMENT', { fault: 'phantom-empty', version: 1 })
  await act('success claimed, transaction reverted', 'REVERTED_SETTLEMENT', {
    fault: 'revert-claimed-success',
  })
  await act('settled, then the answer broke', 'CHARGED_NOT_DELIVERED', { breakAt: 'after-settle' })
  const thief = nextPayer()
  const stolen = await act('served, then the authorization cancelled', 'CANCELLED_AFTER_SERVICE', {
    ...{ payer: thief, fault: 'phantom-empty' },
  })
  await rig.cancel(thief, stolen.nonce)
}

async function nothingMoved({ rig, act, nextPayer }: Stage): Promise<void> {
  await act('the handler failed, nothing was settled', 'NO_CHARGE', { breakAt: 'in-handler' })
  await act('no gas estimate', 'NO_CHARGE', { fault: 'gas' })
  await act('settle refused after a good verify', 'NO_CHARGE', { fault: 'verify-ok-settle-reject' })
  await act('reverted on chain', 'NO_CHARGE', { fault: 'revert' })
  await act('broadcast, never mined', 'NO_CHARGE', { fault: 'never-mine' })
  await act('the facilitator hung up', 'NO_CHARGE', { fault: 'reset' })
  await act('no gas estimate, version 1', 'NO_CHARGE', { fault: 'gas', version: 1 })
  const careful = nextPayer()
  const given = await act('refused, then cancelled', 'NO_CHARGE', { payer: careful, fault: 'gas' })
  await rig.cancel(careful, given.nonce)
}

async function unwritten(stage: Stage): Promise<void> {
  const { rig, truths, nextPayer, act } = stage
  await act('settled, the record was lost', 'UNRECORDED_RECEIPT', { loseRecord: true })
  const payer = nextPayer()
  const value = 10_000n
  const paid = await rig.payUnrecorded({ payer, value })
  const unrecorded = { expectedCode: 'UNRECORDED_RECEIPT', requestId: null, amountAtomic: value }
  truths.push({
    ...{ what: 'settled by somebody else, without our servers', payer: payer.address.toLowerCase() },
    ...{ ...unrecorded, nonce: paid.nonce, tx: paid.tx },
  })
  const keyless = await act('timed out, and logged without payer and nonce: the record', 'INVALID_RECORD', {
    ...{ fault: 'timeout-then-confirm', hold: true, forget: ['payer', 'nonce', 'tx'] },
  })
  rig.faults.release(keyless.nonce)
  await rig.idle()
  truths.push({
    ...{ what: 'timed out, and logged without payer and nonce: the money', payer: keyless.payer, tx: null },
    ...{ ...unrecorded, nonce: keyless.nonce, amountAtomic: keyless.amountAtomic },
  })
  const from = nextPayer()
  const tx = await rig.sendPlain(3_000_000n, from)
  truths.push({
    ...{ what: 'a transfer that is no x402 payment', payer: null, nonce: null, requestId: null, tx },
    ...{ amountAtomic: 3_000_000n, expectedCode: 'UNRELATED_INFLOW' },
  })
}

async function refunds({ rig, act }: Stage): Promise<void> {
  const booked = async (nonce: string, refundTx: string | null) => {
    const record = await rig.records.of(nonce)
    rig.records.write(JSON.stringify({ ...record, state: 'refunded', refundTx }))
  }
  const repaid = await act('settled, broken, refunded', 'REFUNDED', { breakAt: 'after-settle' })
  await booked(repaid.nonce, await rig.refund(repaid.payer, repaid.amountAtomic))
  const promised = await act('settled, broken, the refund only in the books', 'REFUND_MISSING', {
    breakAt: 'after-settle',
  })
  await booked(promised.nonce, null)
  const generous = await act('never paid, refunded all the same', 'REFUND_WITHOUT_PAYMENT', { fault: 'gas' })
  await booked(generous.nonce, await rig.refund(generous.payer, generous.amountAtomic))
}

async function elsewhere({ rig, act }: Stage): Promise<void> {
  const astray = await rig.startServer(2, { wrongPayTo: 'create-page-proof' })
  await act('paid to an address that is not ours', 'RECIPIENT_MISMATCH', {
    ...{ baseUrl: astray.url, route: 'create-page-proof' },
  })
}

/**
 * Plays a bad day on a running rig: over forty payments through the real servers, then moves the chain past
 * the end of every authorization but one, and far enough that this is final. Returns what really happened.
 * The chain is afterwards some minutes ahead of the clock, so no further payment can be made.
 */
export async function playIncident(rig: Rig): Promise<readonly Truth[]> {
  const signed: SignedTerms[] = []
  const stage = newStage(rig, signed)
  await healthyDay(stage)
  // Before anything is late: what has no record of ours must fall into a window that ends now.
  await unwritten(stage)
  await timeoutRace(stage)
  await doubleCharges(stage)
  await booksThatLie(stage)
  await nothingMoved(stage)
  await refunds(stage)
  await elsewhere(stage)
  const end = Math.max(...signed.map((terms) => terms.validBefore))
  const patient = await rig.startServer(2, { maxTimeoutSeconds: 86_400 })
  await stage.act('refused, but its authorization lives for a day', 'OPEN', {
    ...{ baseUrl: patient.url, fault: 'gas' },
  })
  await rig.idle()
  await rig.chain.warpTo(end + 30)
  await rig.chain.mine(5, 2)
  return stage.truths
}
