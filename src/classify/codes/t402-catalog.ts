import type { CodeGroup } from './group.ts'

const prefix = 'T402-'

/** The numbered errors of T402 (only with their prefix: another package of it uses the numbers otherwise). */
export const t402Codes: readonly CodeGroup[] = [
  {
    class: 'permanent-client',
    prefix,
    means: 'The payment is malformed or wrong: its form, signature, amount, address or time.',
    codes: '1001 1002 1004 1006 1009 1010 1011',
  },
  {
    class: 'permanent-config',
    prefix,
    means: 'The terms that the server sent along are missing, malformed, or not supported.',
    codes: '1003 1005 1007 1008',
  },
  { class: 'duplicate', prefix, means: 'The nonce is invalid or was used before.', codes: '1012 3006' },
  {
    class: 'infrastructure',
    prefix,
    means: 'The facilitator, its database, cache, node or chain connection failed.',
    codes: '2001 2002 2003 2004 2006 4001',
  },
  {
    class: 'transient',
    prefix,
    playbook: 'rate-limit-spike',
    means: 'The facilitator limits how often it is asked.',
    codes: '2005',
  },
  {
    class: 'permanent-client',
    prefix,
    means: 'The payment was looked at and refused: funds, allowance, or terms that differ.',
    codes: '3001 3003 3004 3005',
  },
  {
    class: 'indeterminate',
    prefix,
    means: 'Settlement failed or did not end in time; a fresh nonce before the chain is asked can pay twice.',
    codes: '3002 3007 3008',
  },
  {
    class: 'indeterminate',
    owner: 'chain',
    prefix,
    means: 'A transaction failed or reverted; that ends this transaction, not the payment.',
    codes: '4002 4003',
  },
  {
    class: 'transient',
    owner: 'chain',
    prefix,
    playbook: 'gas-estimation',
    means: 'The chain was congested, or gas or account nonce did not fit at that moment.',
    codes: '4004 4005 4006',
  },
  { class: 'infrastructure', prefix, retry: 'WAIT', means: 'A contract call failed.', codes: '4007' },
  {
    class: 'unknown',
    prefix,
    means: 'A bridge between chains failed; what became of the money is not on one chain.',
    codes: '5001 5002 5003 5004 5005',
  },
]

/** Reason words of T402 that x402 does not know. */
export const t402Reasons: readonly CodeGroup[] = [
  {
    class: 'permanent-client',
    means: 'The payment is malformed or names a version that the server does not speak.',
    codes: 'invalid_t402_version signature_invalid',
  },
  {
    class: 'permanent-config',
    means: 'The terms that the server sent along are malformed or not supported.',
    codes: 'invalid_payment_req unsupported_version',
  },
  {
    class: 'indeterminate',
    means: 'Settlement failed, and nobody says at which step.',
    codes: 'settlement_failed',
  },
]
