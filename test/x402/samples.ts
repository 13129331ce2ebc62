import type { Sample } from './forms.ts'

/** Terms as a v2 server sends them. */
export const offer = {
  x402Version: 2,
  error: 'Payment required',
  resource: { url: 'https://api.example/v1/quote', description: 'Quote', mimeType: 'application/json' },
  accepts: [
    {
      scheme: 'exact',
      network: 'eip155:8453',
      amount: '25000',
      asset: '0x833589fCD6eDb6E08f4c7C32D4f71b54bdA02913',
      payTo: '0x7b1E0b2b1d6a4c0E9b5f0c3a2D1e4F5061728394',
      maxTimeoutSeconds: 120,
      extra: { name: 'USD Coin', version: '2' },
    },
  ],
}

/** A payment for it; the signature is a repeated byte that signs nothing. */
export const payment = {
  x402Version: 2,
  resource: offer.resource,
  accepted: offer.accepts[0],
  payload: {
    signature: `0x${'ca'.repeat(65)}`,
    authorization: {
      from: '0x1111222233334444555566667777888899990000',
      to: '0x7b1E0b2b1d6a4c0E9b5f0c3a2D1e4F5061728394',
      value: '25000',
      validAfter: '0',
      validBefore: '1795000120',
      nonce: `0x${'5e'.repeat(32)}`,
    },
  },
}

/** A PipRail payment: the money moved before, the hash proves it. */
export const proof = {
  x402Version: 2,
  accepted: { ...offer.accepts[0], scheme: 'onchain-proof', extra: { nonce: 'n-1', decimals: 6 } },
  payload: { nonce: 'n-1', txHash: `0x${'7a'.repeat(32)}` },
}

const v1 = {
  x402Version: 1,
  scheme: 'exact',
  network: 'base',
  payload: payment.payload,
}

const settled = {
  success: true,
  transaction: `0x${'7a'.repeat(32)}`,
  network: 'eip155:8453',
  payer: payment.payload.authorization.from,
}

/** One of each, as header and as JSON. The first three are the plain v2 payment, its terms and its settlement. */
export const documents: readonly Sample[] = [
  { name: 'a v2 payment', header: 'PAYMENT-SIGNATURE', json: payment, status: null },
  { name: 'v2 terms', header: 'PAYMENT-REQUIRED', json: offer, status: 402 },
  { name: 'a settlement answer', header: 'PAYMENT-RESPONSE', json: settled, status: 200 },
  { name: 'a v1 payment', header: 'X-PAYMENT', json: v1, status: null },
  {
    name: 'a failed settlement',
    header: 'X-PAYMENT-RESPONSE',
    json: { success: false, errorReason: 'insufficient_funds', transaction: '', network: 'base' },
    status: 402,
  },
  {
    name: 'T402 terms',
    header: 'PAYMENT-REQUIRED',
    json: { ...offer, x402Version: undefined, t402Version: 2 },
    status: 402,
  },
  {
    name: 'a Solana payment',
    header: 'PAYMENT-SIGNATURE',
    json: {
      x402Version: 2,
      accepted: {
        scheme: 'exact',
        network: 'solana:5eykt4UsFv8P8NJdTREpY1vzqKqZKvdp',
        amount: '25000',
        asset: 'EPjFWdd5AufqSSqeM2qN1xzybapC8G4wEGGkZwyTDt1v',
        payTo: '7xKXtg2CW87d97TXJSDpbD5jBkheTqA83TZRuJosgAsU',
        maxTimeoutSeconds: 60,
      },
      payload: { transaction: Buffer.from('CANARY'.repeat(60)).toString('base64') },
    },
    status: null,
  },
  { name: 'an on-chain proof', header: 'PAYMENT-SIGNATURE', json: proof, status: null },
  {
    name: 'an MPP receipt',
    header: 'Payment-Receipt',
    json: {
      method: 'tempo',
      reference: `0x${'7a'.repeat(32)}`,
      status: 'success',
      timestamp: '2026-11-21T07:40:02Z',
    },
    status: 200,
  },
]
