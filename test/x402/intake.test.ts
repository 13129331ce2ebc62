import { describe, expect, test } from 'vitest'
import { takeIn } from '../../src/x402/intake.ts'
import { bytesOf, forms } from './forms.ts'
import { documents, offer, payment, proof } from './samples.ts'
import { headersOf, wire, wireNames } from './wire.ts'

const take = (text: string | Uint8Array) => takeIn(bytesOf(text))
const header = (json: unknown) => Buffer.from(JSON.stringify(json)).toString('base64')
const problemsOf = (json: unknown) => take(JSON.stringify(json)).found.flatMap(({ problems }) => problems)

describe('one document, in whatever form it comes', () => {
  test.each(
    documents.flatMap((sample) => forms.map((form) => [sample.name, form.name, sample, form] as const)),
  )('%s: %s', (_sample, _form, sample, form) => {
    const plain = take(JSON.stringify(sample.json)).found[0]
    const { found, problems } = take(form.text(sample))
    expect(problems).toEqual([])
    expect(found.map(({ kind, value, hidden }) => ({ kind, value, hidden }))).toEqual([
      { kind: plain?.kind, value: { ...plain?.value, ...changed(found[0], plain) }, hidden: plain?.hidden },
    ])
  })

  /** An offer says whether it was read in a header; nothing else may differ. */
  function changed(one: { value: object } | undefined, other: { value: object } | undefined): object {
    if (one === undefined || other === undefined || !('where' in one.value)) return {}
    const { where, problems } = one.value as { where: string; problems: readonly string[] }
    return { where, problems }
  }
})

describe('what real servers sent', () => {
  test.each(wireNames())('%s', (name) => {
    const exchange = wire(name)
    const lines = headersOf(exchange).map(([key, value]) => `${key}: ${value}`)
    const { found, problems } = take(
      [`HTTP/1.1 ${exchange.status} X`, ...lines, '', exchange.body].join('\r\n'),
    )
    const sent = Object.keys(exchange.decoded ?? {}).filter((key) => !key.startsWith('request'))
    const named = found.filter((intake) => intake.header !== null).map((intake) => intake.header)
    expect(named).toEqual(sent.map((key) => key.toLowerCase()))
    expect(problems).toEqual([])
    expect(
      found.map(({ kind, dialect, problems: odd }) => [kind, dialect, ...odd].join(' | ')),
    ).toMatchSnapshot()
  })

  test('a payment shows who pays what until when, never the signature', () => {
    const sent = wire('v2-200-paid').request.headers?.['PAYMENT-SIGNATURE'] ?? ''
    const [intake] = take(`PAYMENT-SIGNATURE: ${sent}`).found
    expect(intake).toMatchObject({
      kind: 'payment',
      dialect: 'x402-v2',
      header: 'payment-signature',
      where: 'line 1',
      sha256: 'f5e7fd8cd987764bde6f7bcbc9589f5794a056eee8a820ba8be688b24d955654',
      hidden: [{ what: 'signature', bytes: 65 }],
      problems: [],
      value: { payer: '0xbcd4042de499d14e55001ccbb24a551f3b954096', validBefore: 1795247093 },
    })
  })
})

describe('several documents in one input', () => {
  test('an exchange: payment, terms and settlement answer, each where it stood', () => {
    const text = [
      `> GET /v1/quote HTTP/1.1`,
      `> PAYMENT-SIGNATURE: ${header(payment)}`,
      '> ',
      '* a word of curl',
      '< HTTP/1.1 402 Payment Required',
      `< PAYMENT-RESPONSE: ${header(documents[2]?.json)}`,
      `< WWW-Authenticate: Basic realm="x", Payment id="a", realm="r", method="tempo", intent="charge", request="e30"`,
      '< ',
      `${JSON.stringify(offer)}* Connection #0 to host api.example left intact`,
    ].join('\n')
    const { found, problems } = take(text)
    expect(problems).toEqual([])
    expect(found.map(({ kind, where }) => `${kind} ${where}`)).toEqual([
      'payment line 2',
      'settle-answer line 6',
      'mpp-challenge line 7',
      'required line 9',
    ])
  })

  test('one value on each line is not one broken value', () => {
    const { found } = take(
      documents
        .slice(0, 3)
        .map(({ json }) => header(json))
        .join('\n'),
    )
    expect(found.map(({ kind }) => kind)).toEqual(['payment', 'required', 'settle-answer'])
  })

  test('the same header twice is one document', () => {
    const line = `X-PAYMENT: ${header({ ...payment, x402Version: 2 })}`
    expect(take(`${line}\n${line}`).found).toHaveLength(1)
  })
})

describe('what cannot be decoded is said, in our words', () => {
  test.each([
    ['nothing', '', 'empty'],
    ['a header of garbage', 'X-PAYMENT: not-a-payment!', 'X-PAYMENT (line 1): not base64'],
    [
      'a header of other JSON',
      `PAYMENT-REQUIRED: ${header({ a: 1 })}`,
      'PAYMENT-REQUIRED (line 1): JSON, but no payment document',
    ],
    [
      'half a value',
      header(payment).slice(0, 99),
      'a value that begins like base64 of JSON (line 1): base64 of text that is not JSON',
    ],
    [
      'a version from the future',
      header({ ...payment, x402Version: 3 }),
      'a value that begins like base64 of JSON (line 1): x402Version is neither 1 nor 2',
    ],
  ])('%s', (_name, text, problem) => {
    expect(take(text)).toEqual({ found: [], problems: [problem] })
  })

  test.each(['hello', 'eyes\nears', '{"a":1}', 'Authorization: Bearer CANARY', '<html>payment</html>'])(
    '%s claims nothing',
    (text) => expect(take(text)).toEqual({ found: [], problems: [] }),
  )
})

describe('what does not conform', () => {
  const entry = offer.accepts[0]
  const auth = payment.payload.authorization
  const settle = documents[2]?.json as object
  const withAuth = (more: object) => ({
    ...payment,
    payload: { ...payment.payload, authorization: { ...auth, ...more } },
  })
  const withEntry = (more: object) => ({ ...offer, accepts: [{ ...entry, ...more }] })

  test('the samples conform', () => {
    for (const { json } of documents.slice(0, 3)) expect(problemsOf(json)).toEqual([])
  })

  test.each([
    ['no amount', withEntry({ amount: undefined }), 'accepts[0]: amount is missing'],
    [
      'letters',
      withEntry({ amount: 'abc' }),
      'accepts[0]: amount is not an unsigned decimal integer of at most 256 bits',
    ],
    ['a number', withEntry({ amount: 1000 }), 'accepts[0]: amount is a number instead of a decimal text'],
    ['v1 network', withEntry({ network: 'base' }), 'version 2 terms with a version 1 network name'],
    [
      'v1 amount name',
      withEntry({ maxAmountRequired: '1000' }),
      'accepts[0]: maxAmountRequired is the version 1 name of amount',
    ],
    [
      'no time',
      withEntry({ maxTimeoutSeconds: '60' }),
      'accepts[0]: maxTimeoutSeconds is not a positive number',
    ],
    [
      'no domain',
      withEntry({ extra: {} }),
      'accepts[0]: extra.name or extra.version is missing, so payers cannot sign',
    ],
    [
      'wrong domain',
      withEntry({ extra: { name: 'USDC', version: '2' } }),
      "accepts[0]: extra.name and extra.version are not the token's own, so signatures will not verify",
    ],
    ['odd extra', withEntry({ extra: 'x' }), 'accepts[0]: extra is a text instead of an object'],
    ['bad address', withEntry({ payTo: 'me' }), 'accepts[0]: payTo is no EVM address'],
    ['no resource', { ...offer, resource: undefined }, 'resource.url is missing'],
    [
      'v1 resource',
      { ...offer, resource: 'https://a.example' },
      'resource is a text instead of an object with a url',
    ],
    [
      'long service name',
      { ...offer, resource: { ...offer.resource, serviceName: 'x'.repeat(33) } },
      'resource.serviceName is not 1 to 32 printable ASCII characters',
    ],
    ['nothing accepted', { ...offer, accepts: [] }, 'accepts is empty'],
    ['odd extensions', { ...offer, extensions: [] }, 'extensions is a list instead of an object'],
    [
      'T402',
      { ...offer, x402Version: undefined, t402Version: 2 },
      't402Version instead of x402Version: stock x402 clients do not read it',
    ],
    ['bare', entry, 'one requirement without its envelope'],
    ['no nonce', withAuth({ nonce: undefined }), 'authorization.nonce is missing'],
    ['short nonce', withAuth({ nonce: '0x12' }), 'authorization.nonce is not 32 bytes of hex'],
    ['number value', withAuth({ value: 1000 }), 'authorization.value is a number instead of a decimal text'],
    [
      'never valid',
      withAuth({ validAfter: auth.validBefore }),
      'it is never valid: validBefore is not after validAfter',
    ],
    ['no signature', { ...payment, payload: { authorization: auth } }, 'payload.signature is missing'],
    ['version text', { ...payment, x402Version: '2' }, 'x402Version is a text instead of a number'],
    ['no version', { ...payment, x402Version: undefined }, 'x402Version is missing; read as version 2'],
    ['v1 top', { ...payment, scheme: 'exact' }, 'scheme and network at the top are the version 1 form'],
    ['not accepted', { ...payment, accepted: undefined }, 'accepted is not an object'],
    [
      'v1 name',
      { ...payment, accepted: { ...payment.accepted, network: 'base' } },
      'a version 1 network name in a version 2 payment',
    ],
    [
      'no tx',
      { ...settle, transaction: '' },
      'success without a transaction: legal only for amount 0 and for batch-settlement',
    ],
    ['no tx at all', { ...settle, transaction: undefined }, 'transaction is missing'],
    [
      'batch id',
      { ...settle, transaction: 'b7d1c1e0-0000-4000-8000-000000000000' },
      'transaction is no hash of an EVM chain (a batch of the facilitator has ids of its own)',
    ],
    ['no reason', { ...settle, success: false }, 'a failure without an errorReason'],
    ['proof', { ...proof, x402Version: 1 }, 'x402Version is not 2'],
  ])('%s', (_name, json, problem) => {
    expect(problemsOf(json)).toContain(problem)
  })

  test.each([
    [
      'a v2 payment in the v1 header',
      `X-PAYMENT: ${header(payment)}`,
      'a version 2 payment in the version 1 header X-PAYMENT',
    ],
    [
      'terms in the header of payments',
      `PAYMENT-SIGNATURE: ${header(offer)}`,
      'it stands in PAYMENT-SIGNATURE, where this does not belong',
    ],
    [
      'plain JSON in a header',
      `HTTP/1.1 200 OK\npayment-required: ${JSON.stringify(offer)}\n\n`,
      'JSON instead of base64 of JSON',
    ],
    [
      'a cacheable 402',
      `HTTP/1.1 402 X\nCache-Control: max-age=60\nPAYMENT-REQUIRED: ${header(offer)}\n\n`,
      'the 402 may be cached: its Cache-Control lacks no-store',
    ],
    [
      'v2 terms in the body alone',
      `HTTP/1.1 402 X\nCache-Control: no-store\n\n${JSON.stringify(offer)}`,
      'version 2 terms in the body, where stock clients do not look',
    ],
    [
      'a challenge without terms',
      'WWW-Authenticate: Payment id="a", realm="r", method="m", intent="charge"',
      'request is missing',
    ],
  ])('%s', (_name, text, problem) => {
    expect(take(text).found.flatMap(({ problems }) => problems)).toContain(problem)
  })
})
