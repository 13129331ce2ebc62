import type { Pays } from '../../src/core/profile.ts'
import type { PaymentRecord } from '../../src/payments/record.ts'

export const usdc = '0x833589fcd6edb6e08f4c7c32d4f71b54bda02913'
export const payTo = '0x90f79bf6eb2c4f870365e785982e1f101e93b906'
export const payer = `0x${'1a'.repeat(20)}`
export const nonce = `0x${'2b'.repeat(32)}`
export const tx = `0x${'3c'.repeat(32)}`

export const basePays: Pays = {
  network: 'eip155:8453',
  unit: { decimals: 6, symbol: 'USDC', asset: usdc, network: 'eip155:8453' },
  eip712: { name: 'USD Coin', version: '2' },
  payTo: [{ address: payTo, from: null, until: null }],
  forbiddenPayTo: [],
  refundFrom: [],
}

const empty: PaymentRecord = {
  source: { file: 'a.jsonl', line: 1 },
  lines: [],
  recordId: null,
  requestId: null,
  paymentIdentifier: null,
  instance: null,
  route: null,
  method: null,
  receivedAt: null,
  respondedAt: null,
  verifiedAt: null,
  workStartedAt: null,
  workEndedAt: null,
  settledAt: null,
  x402Version: null,
  scheme: null,
  transfer: 'eip3009',
  network: 'eip155:8453',
  asset: usdc,
  payTo: null,
  amountAtomic: null,
  settledAtomic: null,
  payer: null,
  nonce: null,
  validBefore: null,
  verify: null,
  state: null,
  stateDerived: false,
  responseStatus: null,
  settleReason: null,
  facilitator: null,
  tx: null,
  paymentResponsePresent: null,
  refundTx: null,
}

export function record(line: number, parts: Partial<PaymentRecord> = {}): PaymentRecord {
  const source = { file: 'a.jsonl', line, ...parts.source }
  return { ...empty, ...parts, source, lines: [source] }
}
