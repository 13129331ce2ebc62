// The shop in which the scenarios written by hand take place: one API on Base that sells for 0.01 USDC. Its
// clock is right, and its recorder writes rows in the normal form.
import type { Exchange, Scenario, SimTx, Truth } from '../shapes.ts'
import { address, usdc } from './chain-words.ts'

/** The chain begins here; block n has the time `at(n)`. */
export const genesis = 1_795_000_000
export const shop = address('5b')
export const facilitator = address('fa')
export const alice = address('a1')
export const bob = address('b0')
export const carol = address('ca')

/** Unix seconds of a block. */
export function at(block: number): number {
  return genesis + 2 * block
}

type Row = Readonly<Record<string, unknown>>

/**
 * One row of the recorder: a payment of 0.01 USDC to the shop, received with the block that is named and
 * valid for two minutes. What `part` names is replaced; what it sets to undefined was not written.
 */
export function row(block: number, part: Row): Row {
  const whole: Row = {
    route: '/v1/quote',
    method: 'GET',
    receivedAt: new Date(at(block) * 1000).toISOString(),
    respondedAt: new Date((at(block) + 3) * 1000).toISOString(),
    x402Version: 2,
    scheme: 'exact',
    transfer: 'eip3009',
    network: 'eip155:8453',
    asset: usdc,
    payTo: shop,
    amountAtomic: '10000',
    validBefore: at(block) + 120,
    verify: 'valid',
    ...part,
  }
  return Object.fromEntries(Object.entries(whole).filter(([, value]) => value !== undefined))
}

/** The same request as a proxy saw it. */
export function exchange(
  block: number,
  part: Pick<Exchange, 'requestId' | 'status' | 'payer' | 'nonce'> & Partial<Exchange>,
): Exchange {
  const base = { paidAt: at(block), closedAt: at(block) + 3, payTo: shop, amountAtomic: 10_000n, tx: null }
  return { ...base, ...part }
}

type Story = Pick<Scenario, 'name' | 'rows' | 'exchanges'> & {
  readonly txs: readonly SimTx[]
  readonly truths: readonly Omit<Truth, 'story'>[]
} & Partial<Pick<Scenario, 'payTo' | 'refundFrom'>>

/**
 * A whole scenario: 3,000 blocks, of which the last hundred are not final and the last ten not safe; the
 * window is blocks 300 to 2,000.
 */
export function scenario({ name, rows, exchanges, txs, truths, ...part }: Story): Scenario {
  return {
    name,
    seed: 0,
    chain: {
      chainId: 8453,
      network: 'eip155:8453',
      genesisTime: genesis,
      blockSeconds: 2,
      head: 3000,
      safe: 2990,
      finalized: 2900,
      txs: [...txs].sort((a, b) => a.block - b.block),
    },
    asset: { address: usdc, symbol: 'USDC', decimals: 6 },
    payTo: part.payTo ?? [{ address: shop, from: null, until: null }],
    refundFrom: part.refundFrom ?? [],
    rows,
    exchanges,
    window: { since: at(300), until: at(2000) },
    truths: truths.map((truth) => ({ story: name, ...truth })),
  }
}

/** The truth of a payment that has an authorization. */
export function paid(
  payer: string,
  nonce: string,
  outcome: string,
  movedAtomic: bigint | null,
): Omit<Truth, 'story'> {
  return { subject: { by: 'authorization', payer, nonce }, outcome, decidable: true, movedAtomic }
}

/** The truth of money that came without an authorization in the books. */
export function came(
  tx: string,
  logIndex: number,
  outcome: string,
  movedAtomic: bigint,
): Omit<Truth, 'story'> {
  return { subject: { by: 'log', tx, logIndex }, outcome, decidable: true, movedAtomic }
}
