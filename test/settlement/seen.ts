import type { CaseFacts, PaymentCase } from '../../src/payments/case.ts'
import type {
  ChainHeads,
  GivenPayment,
  SettlementExpected,
  SettlementSeen,
} from '../../src/settlement/shapes.ts'
import { caseWith } from '../payments/settlement/case-with.ts'

const network = 'eip155:8453'
const asset = '0x833589fcd6edb6e08f4c7c32d4f71b54bda02913'
const nowSeconds = 1_790_000_000

/** A profile that takes USDC on Base, asked about a request. */
export const expected: SettlementExpected = {
  reference: { kind: 'id', text: 'req_0042' },
  pays: [
    {
      ...{ network, eip712: null, forbiddenPayTo: [], refundFrom: [] },
      unit: { decimals: 6, symbol: 'USDC', asset, network },
      payTo: [{ address: `0x${'22'.repeat(20)}`, from: null, until: null }],
    },
  ],
  since: nowSeconds - 86_400,
}

const block = (number: number) => ({ number, hash: `0x${'0b'.repeat(32)}`, timestamp: nowSeconds })

/** Two honest endpoints. */
export const heads: ChainHeads = {
  ...{ network, asset, silent: [], disputed: 0, forked: false, holes: 0 },
  endpoints: ['https://one.example/***', 'https://two.example/***'],
  ...{ latest: block(100), safe: block(95), finalized: block(90) },
}

/** What was seen of one payment with these facts, by two endpoints. */
export function seeing(
  facts: Partial<CaseFacts>,
  change: { readonly item?: Partial<PaymentCase>; readonly seen?: Partial<SettlementSeen> } = {},
): SettlementSeen {
  const item = caseWith({ requestIds: ['req_0042'], validBefore: nowSeconds + 60, ...change.item, facts })
  return {
    at: new Date(nowSeconds * 1000).toISOString(),
    places: [{ where: 'records payments.jsonl', found: 1, failed: null }],
    ...{ rivals: [], transaction: null, records: [], chains: [heads] },
    window: { since: nowSeconds - 600, until: nowSeconds, assumed: false },
    cases: [item],
    ...change.seen,
  }
}

const unused = { nonce: 'unused', effect: 'none', covered: true, books: 'failed' } as const
const moved = { nonce: 'used', effect: 'one', books: 'settled', response: 'ok' } as const

/** One fixture for each thing that can be found, by its code. */
export const fixtures: Readonly<Record<string, SettlementSeen>> = {
  SETTLEMENT_IDLE: seeing(unused, { item: { flags: ['never_submitted'] } }),
  SETTLEMENT_PENDING: seeing(
    { ...unused, books: 'pending' },
    { item: { receivedAt: (nowSeconds - 5) * 1000 } },
  ),
  SETTLEMENT_UNRESOLVED: seeing({ ...unused, covered: false }, { item: { reasons: ['NODES_DISAGREE'] } }),
  SETTLEMENT_CONFIRMED: seeing(moved),
  SETTLEMENT_CONFIRMED_LATE: seeing({ ...moved, books: 'failed', response: 'error' }),
  SETTLEMENT_FAILED: seeing({ ...unused, reverted: true, expired: true }),
  SETTLEMENT_NOT_FOUND: seeing(unused),
  SETTLEMENT_CANCELLED: seeing({ ...unused, nonce: 'cancelled' }),
  SETTLEMENT_EXPIRED_UNUSED: seeing({ ...unused, expired: true }),
  SETTLEMENT_REVERSED: seeing({ ...unused, finality: 'removed' }),
  SETTLEMENT_SERVED_UNPAID: seeing({ ...unused, expired: true, response: 'ok' }),
  SETTLEMENT_TERMS_DIFFER: seeing({ ...moved, amount: 'short' }),
  SETTLEMENT_REFERENCE_UNKNOWN: seeing({}, { seen: { cases: [], window: null, chains: [] } }),
  SETTLEMENT_REFERENCE_AMBIGUOUS: seeing(
    {},
    {
      seen: {
        ...{ cases: [], window: null, chains: [] },
        rivals: [1, 2].map((n) => ({
          ...{
            name: 'req_0042',
            place: `payments.jsonl:${n}`,
            payer: `0x${`0${n}`.repeat(20)}`,
            nonce: `0x${`0${n}`.repeat(32)}`,
          },
          ...{ tx: null, receivedAt: null },
        })),
      },
    },
  ),
  SETTLEMENT_CHAIN_NOT_READ: seeing(
    { effect: 'unknown' },
    {
      seen: {
        chains: [{ ...heads, endpoints: [], silent: [{ label: 'https://one.example/***', why: 'rate' }] }],
      },
    },
  ),
  SETTLEMENT_ENDPOINTS_DISAGREE: seeing(
    { effect: 'unknown' },
    { seen: { chains: [{ ...heads, disputed: 1 }] } },
  ),
  SETTLEMENT_ONE_ENDPOINT: seeing(moved, {
    seen: { chains: [{ ...heads, endpoints: ['https://one.example/***'] }] },
  }),
  SETTLEMENT_WINDOW_ASSUMED: seeing(unused, {
    seen: { window: { since: nowSeconds - 86_400, until: nowSeconds, assumed: true } },
  }),
  SETTLEMENT_TIMING_ASSUMED: seeing(unused, { item: { network: 'eip155:31337' } }),
}

/** A payment of which everything is known. */
export const given: GivenPayment = {
  ...{ payer: `0x${'11'.repeat(20)}`, nonce: `0x${'33'.repeat(32)}`, network, asset, tx: null },
  ...{ payTo: `0x${'22'.repeat(20)}`, amountAtomic: 10_000n, scheme: 'exact', transfer: 'eip3009' },
  ...{ validAfter: nowSeconds - 600, validBefore: nowSeconds + 60, endFrom: 'books' },
}
