import { expect, test } from 'vitest'
import { aliases } from '../../../src/payments/records/aliases.ts'
import { classOfField } from '../../../src/redact/structured/field-class.ts'

test.each([
  // Our own documents.
  ['caseId', 'public-id'],
  ['recordIds', 'public-id'],
  ['runId', 'public-id'],
  ['blockHash', 'public-id'],
  ['topics', 'public-id'],
  ['accountProof', 'public-id'],
  ['candidates', 'public-id'],
  ['amountAtomic', 'amount'],
  ['requiredAtomic', 'amount'],
  ['logIndex', 'amount'],
  ['startedAt', 'time'],
  ['validBefore', 'time'],
  ['text', 'text'],
  ['flags', 'unknown'],
  // The wire.
  ['payTo', 'public-id'],
  ['authorization.nonce', 'public-id'],
  ['permit2Authorization.nonce', 'public-id'],
  ['maxAmountRequired', 'amount'],
  ['payload.signature', 'secret'],
  ['voucher.signature', 'secret'],
  ['payload.transaction', 'secret'],
  ['settle.transaction', 'public-id'],
  ['permissionContext', 'secret'],
  ['result.signature', 'signature'],
  ['transaction.signatures', 'signature'],
  ['permitted.token', 'token'],
  // Records, logs, environments.
  ['req.id', 'public-id'],
  ['payment_nonce', 'public-id'],
  ['x-request-id', 'public-id'],
  ['traceparent', 'public-id'],
  ['txSignature', 'public-id'],
  ['cookie', 'secret'],
  ['set-cookie', 'secret'],
  ['http_cookie', 'secret'],
  ['password', 'secret'],
  ['dbPassword', 'secret'],
  ['ADMIN_METRICS_TOKEN', 'secret'],
  ['accessToken', 'secret'],
  ['private_key', 'secret'],
  ['privateKey', 'secret'],
  ['mnemonic', 'secret'],
  ['X-Api-Key', 'secret'],
  ['clientSecret', 'secret'],
  ['auth.token', 'secret'],
  ['wallet.key', 'secret'],
  ['http_x_payment', 'secret'],
  ['tokenAddress', 'public-id'],
  ['publicKey', 'public-id'],
  ['idempotencyKey', 'unknown'],
  ['PASS', 'secret'],
  ['passed', 'unknown'],
  ['signer', 'public-id'],
  ['design', 'unknown'],
])('%s is %s', (name, expected) => {
  expect(classOfField(name.split('.')).class).toBe(expected)
  expect(classOfField(['before', name]).class).toBe(expected)
})

test('a big number of ours has the class of the field that it stands in', () => {
  expect(classOfField(['amountAtomic', '$bigint']).class).toBe('amount')
})

const publicNames = ['requestId', 'network', 'asset', 'payTo', 'payer', 'nonce', 'tx', 'refundTx'] as const

test.each(publicNames)('every name under which records hold %s keeps it public', (field) => {
  const names = aliases[field].map((name) => name.replace(/^[*?]{1,2}/, ''))
  const wrong = names.filter((name) => {
    const found = classOfField(name.split('.')).class
    return found !== 'public-id' && found !== 'token'
  })
  // The symbol of a currency is a word and stays as text.
  expect(wrong.filter((name) => name !== 'currency' && name !== 'symbol')).toEqual([])
})

test('the name of a secret never stands in its kind', () => {
  const found = classOfField(['CANARYvaluePassword'])
  expect(found).toEqual({ class: 'secret', kind: 'password', strict: true })
})
