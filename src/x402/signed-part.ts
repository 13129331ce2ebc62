import {
  field,
  idField,
  integerField,
  isJsonObject,
  type JsonObject,
  type Problems,
  secondsField,
} from './fields.ts'
import type { PaymentProof } from './payment-proof.ts'

type SignedPart = Pick<
  PaymentProof,
  'transfer' | 'asset' | 'payTo' | 'amountAtomic' | 'payer' | 'nonce' | 'validAfter' | 'validBefore'
>

type Echo = Pick<SignedPart, 'asset' | 'payTo' | 'amountAtomic'>

function readEcho(accepted: unknown, problems: Problems): Echo {
  return {
    asset: idField(accepted, 'asset', problems, 'accepted.asset'),
    payTo: idField(accepted, 'payTo', problems, 'accepted.payTo'),
    amountAtomic: integerField(accepted, 'amount', problems, 'accepted.amount'),
  }
}

function nonceOf(value: unknown, problems: Problems): string | null {
  const nonce = idField(value, 'nonce', problems, 'authorization.nonce')
  if (nonce === null) return null
  // bytes32 of EIP-3009: fixed length, so linear.
  if (/^0x[0-9a-f]{64}$/.test(nonce)) return nonce
  problems.push('authorization.nonce is not 32 bytes of hex')
  return null
}

function eip3009(authorization: JsonObject, echo: Echo, problems: Problems): SignedPart {
  const read = (key: string) => idField(authorization, key, problems, `authorization.${key}`)
  return {
    transfer: 'eip3009',
    asset: echo.asset,
    payTo: read('to'),
    amountAtomic: integerField(authorization, 'value', problems, 'authorization.value'),
    payer: read('from'),
    nonce: nonceOf(authorization, problems),
    validAfter: secondsField(authorization, 'validAfter', problems, 'authorization.validAfter'),
    validBefore: secondsField(authorization, 'validBefore', problems, 'authorization.validBefore'),
  }
}

function permit2(permit: JsonObject, problems: Problems): SignedPart {
  const permitted = field(permit, 'permitted')
  const witness = field(permit, 'witness')
  const nonce = integerField(permit, 'nonce', problems, 'permit2Authorization.nonce')
  return {
    transfer: 'permit2',
    asset: idField(permitted, 'token', problems, 'permitted.token'),
    payTo: idField(witness, 'to', problems, 'witness.to'),
    amountAtomic: integerField(permitted, 'amount', problems, 'permitted.amount'),
    payer: idField(permit, 'from', problems, 'permit2Authorization.from'),
    nonce: nonce === null ? null : nonce.toString(),
    validAfter: secondsField(witness, 'validAfter', problems, 'witness.validAfter'),
    validBefore: secondsField(permit, 'deadline', problems, 'permit2Authorization.deadline'),
  }
}

const forms = ['authorization', 'permit2Authorization', 'transaction']
const unsigned = { payer: null, nonce: null, validAfter: null, validBefore: null } as const

function compare(signed: SignedPart, echo: Echo, problems: Problems): void {
  const differs = (a: string | bigint | null, b: string | bigint | null) =>
    a !== null && b !== null && a !== b
  if (differs(signed.amountAtomic, echo.amountAtomic))
    problems.push('the signed amount differs from accepted.amount')
  if (differs(signed.payTo, echo.payTo)) problems.push('the signed recipient differs from accepted.payTo')
  if (differs(signed.asset, echo.asset)) problems.push('the signed token differs from accepted.asset')
}

/**
 * The part of a payload that the payer signed, by its shape: `authorization` is EIP-3009,
 * `permit2Authorization` Permit2, `transaction` Solana, anything else has no transfer we know. Where the
 * signed part does not name asset, recipient or amount, the echo of the terms in `accepted` does.
 */
export function readSigned(payload: JsonObject, accepted: unknown, problems: Problems): SignedPart {
  const echo = readEcho(accepted, problems)
  const authorization = field(payload, 'authorization')
  const permit = field(payload, 'permit2Authorization')
  if (isJsonObject(authorization) || isJsonObject(permit)) {
    // Programs differ in which form they look for first, and some only look whether the key is there.
    if (forms.filter((key) => Object.hasOwn(payload, key)).length > 1)
      problems.push('several forms of payment in one payload')
    const signed = isJsonObject(authorization)
      ? eip3009(authorization, echo, problems)
      : permit2(permit as JsonObject, problems)
    compare(signed, echo, problems)
    return signed
  }
  const transfer = typeof field(payload, 'transaction') === 'string' ? 'svm' : 'none'
  return { transfer, ...echo, ...unsigned }
}
