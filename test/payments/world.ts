import type { BlockRef } from '../../src/core/ports.ts'
import type { Pays } from '../../src/core/profile.ts'
import { type ChainView, mergeScans, type NodeScan, type TxState } from '../../src/payments/chain-view.ts'
import type { Authorization, Transfer } from '../../src/payments/effect.ts'
import type { PaymentPolicy } from '../../src/payments/policy.ts'
import type { PaymentRecord } from '../../src/payments/record.ts'

export const network = 'eip155:8453'
export const usdc = '0x833589fcd6edb6e08f4c7c32d4f71b54bda02913'
export const shop = `0x${'5'.repeat(40)}`
export const alice = `0x${'a'.repeat(40)}`
export const bob = `0x${'b'.repeat(40)}`
export const router = `0x${'7'.repeat(40)}`
export const genesis = 1_795_000_000

export const hash = (n: number) => `0x${n.toString(16).padStart(64, '0')}`
const blockHash = (n: number) => `0x${'b10c'.repeat(8)}${n.toString(16).padStart(32, '0')}`

/** Block `n` of a chain with two seconds a block. */
export const block = (n: number): BlockRef => ({ number: n, hash: blockHash(n), timestamp: genesis + 2 * n })

export const pays: Pays = {
  network,
  unit: { decimals: 6, symbol: 'USDC', asset: usdc, network },
  eip712: { name: 'USD Coin', version: '2' },
  payTo: [{ address: shop, from: null, until: null }],
  forbiddenPayTo: [],
  refundFrom: [],
}

export const policy: PaymentPolicy = {
  since: genesis,
  until: genesis + 4000,
  finality: 'safe',
  settleMode: 'sync',
  lateAfterSeconds: 2,
  pays: [pays],
}

/** A record of a settled, served payment; every part can be replaced. */
export function record(part: Partial<PaymentRecord> = {}): PaymentRecord {
  const source = part.source ?? { file: 'pay.jsonl', line: 1 }
  return {
    source,
    lines: [source],
    recordId: null,
    requestId: 'req-1',
    paymentIdentifier: null,
    instance: null,
    route: 'GET /quote',
    method: 'GET',
    receivedAt: (genesis + 200) * 1000,
    respondedAt: (genesis + 205) * 1000,
    verifiedAt: null,
    workStartedAt: null,
    workEndedAt: null,
    settledAt: null,
    x402Version: 2,
    scheme: 'exact',
    transfer: 'eip3009',
    network,
    asset: usdc,
    payTo: shop,
    amountAtomic: 10_000n,
    settledAtomic: null,
    payer: alice,
    nonce: hash(1),
    validBefore: genesis + 300,
    verify: 'valid',
    state: 'settled',
    stateDerived: false,
    responseStatus: 200,
    settleReason: null,
    facilitator: null,
    tx: hash(0x7001),
    paymentResponsePresent: true,
    refundTx: null,
    ...part,
  }
}

type Place = { readonly tx?: string; readonly block?: number; readonly logIndex?: number }

export function used(authorizer: string, nonce: string, place: Place = {}): Authorization {
  const number = place.block ?? 101
  return {
    network,
    asset: usdc,
    kind: 'used',
    authorizer,
    nonce,
    tx: place.tx ?? hash(0x7001),
    block: number,
    blockHash: block(number).hash,
    logIndex: place.logIndex ?? 0,
  }
}

export function transfer(from: string, to: string, value: bigint, place: Place = {}): Transfer {
  const number = place.block ?? 101
  return {
    network,
    asset: usdc,
    from,
    to,
    value,
    tx: place.tx ?? hash(0x7001),
    block: number,
    blockHash: block(number).hash,
    logIndex: place.logIndex ?? 1,
  }
}

/** A payment as the chain shows it: the used authorization and its transfer. */
export function payment(payer: string, nonce: string, value = 10_000n, place: Place = {}, to = shop) {
  const first = place.logIndex ?? 0
  return {
    authorizations: [used(payer, nonce, { ...place, logIndex: first })],
    transfers: [transfer(payer, to, value, { ...place, logIndex: first + 1 })],
  }
}

type ChainParts = {
  readonly label?: string
  readonly authorizations?: readonly Authorization[]
  readonly transfers?: readonly Transfer[]
  readonly nonces?: Readonly<Record<string, boolean | null>>
  readonly txs?: Readonly<Record<string, TxState>>
  readonly holes?: NodeScan['holes']
  readonly latest?: number
  readonly safe?: number
  readonly finalized?: number | null
  readonly toHash?: string
}

/** What one node saw of blocks 0 to `latest` (2000). */
export function scan(parts: ChainParts = {}): NodeScan {
  const latest = block(parts.latest ?? 2000)
  const finalized = parts.finalized === null ? null : block(parts.finalized ?? 1900)
  const events = [...(parts.authorizations ?? []), ...(parts.transfers ?? [])]
  const numbers = [0, latest.number, ...events.map((item) => item.block)]
  return {
    label: parts.label ?? 'http://one/***',
    network,
    asset: usdc,
    latest,
    safe: block(parts.safe ?? 1950),
    finalized,
    range: { from: 0, to: latest.number },
    fromHash: block(0).hash,
    toHash: parts.toHash ?? latest.hash,
    transfers: parts.transfers ?? [],
    authorizations: parts.authorizations ?? [],
    holes: parts.holes ?? [],
    dropped: 0,
    nonces: parts.nonces ?? {},
    txs: parts.txs ?? {},
    times: Object.fromEntries(numbers.map((number) => [number, block(number).timestamp])),
  }
}

export function view(...scans: readonly NodeScan[]): ChainView {
  return mergeScans(scans)
}
