import { appendFileSync } from 'node:fs'
import { type Address, encodeFunctionData, type Hex } from 'viem'
import { accountAt, type RigAccount, roles } from './accounts.ts'
import { freshNonce, type Paid } from './payer.ts'
import type { PayOptions, Rig } from './rig.ts'
import type { Truth } from './scenario.ts'
import { inOneCall, readerOf, router, signTransfer, tokenAbi, usdc, writerOf } from './token.ts'

/** What really happened, and the flags that must stand beside the class. */
export type OddTruth = Truth & { readonly flags?: readonly string[] }

type Written = Readonly<Record<string, unknown>>

type Stage = {
  readonly rig: Rig
  readonly truths: OddTruth[]
  readonly nextPayer: () => RigAccount
  /** Pays through a server; `books` replaces fields of the record, as a later line of the same books. */
  readonly act: (what: string, code: string, options?: PayOptions, books?: Written) => Promise<Paid>
  readonly write: (record: Written) => void
}

const otherToken = '0x60a3e35cc302bfa44cb288bc5a4f316fdb1adb42'

function newStage(rig: Rig): Stage {
  const truths: OddTruth[] = []
  let used = 0
  const nextPayer = () => {
    const payer = rig.payers[used]
    used += 1
    if (payer === undefined) throw new Error('the day needs more payers than the rig has')
    return payer
  }
  // Not through the recorder: it would drop or complete what this day wants as it is.
  const write = (record: Written) => appendFileSync(rig.recordsFile, `${JSON.stringify(record)}\n`)
  const act = async (
    what: string,
    code: string,
    options: PayOptions = {},
    books?: Written,
  ): Promise<Paid> => {
    const lost = books === undefined ? {} : { loseRecord: true }
    const paid = await rig.pay({ payer: nextPayer(), ...options, ...lost })
    const record = await rig.records.of(paid.nonce)
    if (books !== undefined) write({ ...record, ...books })
    const tx = typeof record.tx === 'string' ? record.tx : null
    const { payer, nonce, requestId, amountAtomic } = paid
    truths.push({ what, expectedCode: code, payer, nonce, requestId, amountAtomic, tx })
    return paid
  }
  return { rig, truths, nextPayer, act, write }
}

async function differingBooks({ act, truths, write, rig, nextPayer }: Stage): Promise<void> {
  await act('served and paid, booked as failed', 'UNBOOKED_DELIVERY', {}, { state: 'failed' })
  await act('booked with a higher price', 'AMOUNT_SHORT', {}, { amountAtomic: '10001' })
  await act('booked with a lower price', 'AMOUNT_OVER', {}, { amountAtomic: '9999' })
  await act('booked in another token', 'ASSET_OR_NETWORK_MISMATCH', {}, { asset: otherToken })
  await act('booked without a network', 'MATCHED', {}, { network: null, asset: null })
  await act('booked without price', 'MATCHED', {}, { amountAtomic: null, value: null })
  const wrongPayer = accountAt(roles.stranger).address.toLowerCase()
  await act('booked under another payer', 'MATCHED', {}, { payer: wrongPayer })
  const wrongHash = `0x${'ab'.repeat(32)}`
  await act('booked with another transaction', 'MATCHED', {}, { tx: wrongHash })
  await act('booked without a transaction', 'MATCHED', {}, { tx: null })
  await act('the settlement header was stripped', 'MATCHED', {}, { paymentResponsePresent: false })
  await act(
    'refused, and nobody logged how long it lives',
    'INDETERMINATE',
    { fault: 'gas' },
    { validBefore: null },
  )
  const free = await rig.pay({ payer: nextPayer(), fault: 'gas', loseRecord: true })
  write({ ...(await rig.records.of(free.nonce)), state: 'free_tier', responseStatus: 200 })

  const shared = await act('one proof, two instances: the first', 'MATCHED', {}, { instance: 'a' })
  const record = await rig.records.of(shared.nonce)
  const again = { requestId: 'req_again_0001', recordId: 'again-1', instance: 'b' }
  const receivedAt = new Date(Date.parse(String(record.receivedAt)) + 1000).toISOString()
  write({ ...record, ...again, receivedAt })
  truths.push({
    ...{ what: 'one proof, two instances: the second', expectedCode: 'DUPLICATE_CLAIM', tx: null },
    ...{ payer: null, nonce: null, requestId: again.requestId, amountAtomic: 0n, flags: ['second_delivery'] },
  })
}

async function repetitions({ rig, act, nextPayer }: Stage): Promise<void> {
  const payer = nextPayer()
  const lost = await act('timed out, signed again: the late one', 'ORPHANED_PAYMENT', {
    ...{ payer, fault: 'timeout-then-confirm', hold: true },
  })
  await act('timed out, signed again: the served one', 'MATCHED', { payer })
  rig.faults.release(lost.nonce)
  await rig.idle()
}

/** Two payments in one transaction, one of them logged by its transaction only. */
async function together({ act }: Stage): Promise<void> {
  const batched = { fault: 'batched' } as const
  await Promise.all([
    act('settled together, logged without payer and nonce', 'AMBIGUOUS', batched, {
      payer: null,
      nonce: null,
    }),
    act('settled together, logged in full', 'MATCHED', batched),
  ])
}

/** A transaction of the router: somebody's signed transfer to it, and what it passes on. */
async function throughRouter(rig: Rig, payer: RigAccount, value: bigint, passedOn: bigint) {
  const signed = await signTransfer(payer, {
    ...{ to: router as Address, value, validAfter: 0n, nonce: freshNonce() },
    validBefore: BigInt((await rig.chain.timestamp()) + 60),
  })
  const { from, to, validAfter, validBefore, nonce, signature } = signed
  const calls: readonly Hex[] = [
    encodeFunctionData({
      abi: tokenAbi,
      functionName: 'transferWithAuthorization',
      args: [from, to, value, validAfter, validBefore, nonce, signature],
    }),
    encodeFunctionData({ abi: tokenAbi, functionName: 'transfer', args: [rig.payTo as Address, passedOn] }),
  ]
  const data = inOneCall(calls.map((callData) => ({ target: usdc as Address, callData })))
  const hash = await writerOf(rig.rpcUrl, accountAt(roles.stranger)).sendTransaction({
    to: router as Address,
    data,
  })
  const receipt = await readerOf(rig.rpcUrl).waitForTransactionReceipt({ hash })
  if (receipt.status !== 'success') throw new Error('the router did not pass it on')
  return { ...signed, tx: hash }
}

async function routers({ rig, truths, nextPayer, write }: Stage): Promise<void> {
  for (const [what, passedOn, expectedCode] of [
    ['through a router that keeps nothing', 10_000n, 'MATCHED'],
    ['through a router that keeps a fee', 9_500n, 'AMOUNT_SHORT'],
  ] as const) {
    const paid = await throughRouter(rig, nextPayer(), 10_000n, passedOn)
    const requestId = `req_router_${passedOn}`
    const at = new Date((await rig.chain.timestamp()) * 1000).toISOString()
    write({
      ...{ requestId, route: '/by-hand', method: 'GET', receivedAt: at, respondedAt: at, scheme: 'exact' },
      ...{
        transfer: 'eip3009',
        network: rig.network,
        asset: rig.asset,
        payTo: rig.payTo,
        amountAtomic: '10000',
      },
      ...{ payer: paid.from, nonce: paid.nonce, validBefore: Number(paid.validBefore), state: 'settled' },
      ...{ responseStatus: 200, tx: paid.tx, paymentResponsePresent: true },
    })
    truths.push({
      ...{ what, expectedCode, requestId, amountAtomic: passedOn, tx: paid.tx, flags: ['via_router'] },
      ...{ payer: paid.from.toLowerCase(), nonce: paid.nonce },
    })
  }
}

const flagsOf: Readonly<Record<string, readonly string[]>> = {
  'booked without price': ['amount_not_compared'],
  'booked under another payer': ['payer_differs'],
  'booked with another transaction': ['tx_hash_wrong'],
  'booked without a transaction': ['tx_hash_missing'],
  'the settlement header was stripped': ['missing_payment_response'],
  'timed out, signed again: the served one': ['possible_duplicate'],
  'settled together, logged in full': ['batched'],
}

/**
 * Plays a day on which the payments are good and the books are odd, and lets every authorization end. What
 * the books say about each payment differs from what happened; the truths say what happened.
 */
export async function playOddDay(rig: Rig): Promise<readonly OddTruth[]> {
  const stage = newStage(rig)
  await differingBooks(stage)
  await together(stage)
  await repetitions(stage)
  await routers(stage)
  await rig.idle()
  const ends = rig.records.all().map(({ validBefore }) => Number(validBefore ?? 0))
  await rig.chain.warpTo(Math.max(...ends) + 30)
  await rig.chain.mine(5, 2)
  return stage.truths.map((truth) => ({ ...truth, flags: truth.flags ?? flagsOf[truth.what] ?? [] }))
}
