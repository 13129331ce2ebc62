import { readdirSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Ajv2020 } from 'ajv/dist/2020.js'
import formats from 'ajv-formats'
import { describe, expect, test } from 'vitest'
import { foldRecords } from '../../../src/payments/records/fold.ts'
import { normaliseRows } from '../../../src/payments/records/normalise.ts'
import { recordDocument } from '../../../src/payments/records/record-document.ts'
import { basePays } from '../../payments/records-testkit.ts'
import { errorOf, fixtures, found, readRecords } from './records-testkit.ts'

describe('records that are not ours', () => {
  test('an nginx JSON access log: headers are decoded, unpaid lines ignored', async () => {
    const read = await readRecords('nginx-access.jsonl')
    expect([read.rows, read.used, read.ignored, read.rejected.length]).toEqual([7, 4, 3, 0])
    expect(
      read.records.map((one) => [one.x402Version, one.state, one.stateDerived, one.responseStatus]),
    ).toEqual([
      [2, 'settled', false, 200],
      [2, 'failed', true, 402],
      [1, 'settled', false, 200],
      [2, 'settled', true, 200],
    ])
    expect(read.records.map((one) => one.paymentResponsePresent)).toEqual([true, false, true, false])
    expect(
      read.records.every((one) => one.payer !== null && one.nonce !== null && one.validBefore !== null),
    ).toBe(true)
    expect(read.records[1]).toMatchObject({ route: '/v1/quote', method: 'GET' })
    expect((read.records[1]?.respondedAt ?? 0) - (read.records[1]?.receivedAt ?? 0)).toBe(8000)
    expect(found(read)).toMatchInlineSnapshot(`
      [
        "asset <- (payment payload) (name, 3)",
        "asset <- 0x833589fcd6edb6e08f4c7c32d4f71b54bda02913 (profile, 1)",
        "durationSeconds <- request_time (name, 4)",
        "loggedAt <- time_iso8601 (name, 4)",
        "method <- request_method (name, 4)",
        "network <- (payment payload) (name, 4)",
        "nonce <- (payment payload) (name, 4)",
        "payer <- (payment payload) (name, 4)",
        "paymentHeader <- http_payment_signature (name, 3)",
        "paymentHeader <- http_x_payment (name, 1)",
        "requestId <- request_id (name, 4)",
        "responseStatus <- status (name, 4)",
        "route <- request_uri (name, 4)",
        "settleHeader <- sent_http_payment_response (name, 1)",
        "settleHeader <- sent_http_x_payment_response (name, 1)",
        "validBefore <- (payment payload) (name, 4)",
      ]
    `)
  })

  test('pino lines: two lines of one request fold into one record', async () => {
    const read = await readRecords('pino-http.jsonl')
    expect([read.rows, read.used, read.ignored]).toEqual([5, 3, 2])
    const folded = foldRecords(read.records)
    expect(
      folded.map((one) => [one.requestId, one.state, one.responseStatus, one.lines.map(({ line }) => line)]),
    ).toEqual([
      ['req-1', 'settled', 200, [2]],
      ['req-3', 'pending', 402, [4, 5]],
    ])
    expect(folded[1]).toMatchObject({ settleReason: 'settlement_pending', instance: 'api-1' })
  })

  test('a payment provider: its words are known, one is not and is named by line', async () => {
    const read = await readRecords('provider.csv')
    expect(read.records.map((one) => [one.recordId, one.state, one.amountAtomic, one.source.line])).toEqual([
      ['ch_21', 'settled', 10000n, 2],
      ['ch_22', 'failed', 10000n, 4],
      ['ch_23', 'refunded', 10000n, 6],
    ])
    expect(read.rejected).toEqual([
      {
        file: 'provider.csv',
        line: 8,
        why: 'the state "requires_review" is not known; say in the mapping file what it means',
      },
    ])
    expect(read.mapping.states).toContainEqual({ word: 'requires_review', count: 1, state: null })
    expect(read.mapping.amountUnit).toBe('token')
    expect(found(read)).toMatchInlineSnapshot(`
      [
        "amount <- amount (name, 4)",
        "asset <- currency (name, 4)",
        "network <- eip155:8453 (profile, 4)",
        "payer <- wallet (name, 4)",
        "receivedAt <- created (name, 4)",
        "recordId <- charge_id (name, 4)",
        "settleReason <- failure_message (name, 1)",
        "state <- status (name, 4)",
        "tx <- transaction_hash (name, 3)",
      ]
    `)
  })

  test('the same provider with a mapping file', async () => {
    const read = await readRecords('provider.csv', { mapping: 'provider.yaml' })
    expect(read.records.map((one) => one.state)).toEqual(['settled', 'failed', 'refunded', 'pending'])
    expect(found(read)).toContain('recordId <- charge_id (mapping, 4)')
  })

  test('a provider without payer, nonce and transaction: the run stops and says what is missing', async () => {
    expect(await errorOf(readRecords('provider-without-key.csv'))).toMatchInlineSnapshot(`
      [
        "RECORDS_WITHOUT_KEY",
        "provider-without-key.csv holds no field that could join a record to the chain",
        "Fields seen: charge_id, created, status, amount, currency, customer_email.",
        "Log payer and nonce (x402ops init --recorder prints the code), or map your names with --map mapping.yaml.",
      ]
    `)
  })

  test('thirty shuffled columns, semicolons, names in all spellings', async () => {
    const read = await readRecords('shuffled-30-columns.csv')
    expect([read.rows, read.used]).toEqual([3, 3])
    expect(read.records[1]).toMatchObject({
      recordId: 'rec-32',
      state: 'failed',
      tx: null,
      responseStatus: 402,
    })
    expect(found(read)).toMatchInlineSnapshot(`
      [
        "amountAtomic <- Max_Amount_Required (name, 3)",
        "asset <- Asset_Address (name, 3)",
        "instance <- pod_name (name, 3)",
        "method <- Http_Method (name, 3)",
        "network <- chain_id (name, 3)",
        "nonce <- Nonce (name, 3)",
        "payTo <- Pay-To (name, 3)",
        "payer <- PAYER_ADDRESS (name, 3)",
        "receivedAt <- Received_At (name, 3)",
        "recordId <- Record_Id (name, 3)",
        "requestId <- X-Request-Id (name, 3)",
        "responseStatus <- Response_Status (name, 3)",
        "route <- endpoint (name, 3)",
        "state <- Payment_State (name, 3)",
        "tx <- Transaction_Hash (name, 2)",
        "validBefore <- Valid_Before (name, 3)",
        "x402Version <- x402_version (name, 3)",
      ]
    `)
  })

  test('local times: the run stops; the mapping file gives the zone', async () => {
    expect(await errorOf(readRecords('local-times.csv'))).toMatchInlineSnapshot(`
      [
        "TIME_ZONE_UNCLEAR",
        "local-times.csv: the time "2026-11-20 09:01:00" in "created_at" has no zone",
        "The window would be off by hours.",
        "Say which in the mapping file: timeZone: UTC, or timeZone: "+02:00".",
      ]
    `)
    const read = await readRecords('local-times.csv', { mapping: 'local-times.yaml' })
    expect(read.records[0]?.receivedAt).toBe(Date.parse('2026-11-20T09:01:00+02:00'))
  })

  test('missing nonces: the run stops and names the fields that are there', async () => {
    expect(await errorOf(readRecords('missing-nonces.jsonl'))).toMatchInlineSnapshot(`
      [
        "RECORDS_WITHOUT_KEY",
        "missing-nonces.jsonl holds no field that could join a record to the chain",
        "Fields seen: requestId, time, route, status, payer, amountAtomic.",
        "Log payer and nonce (x402ops init --recorder prints the code), or map your names with --map mapping.yaml.",
      ]
    `)
  })

  test('v1 and v2 mixed in one file', async () => {
    const read = await readRecords('mixed-versions.jsonl')
    expect(read.records.map((one) => [one.x402Version, one.state, one.transfer, one.network])).toEqual([
      [1, 'settled', 'eip3009', 'eip155:8453'],
      [2, 'settled', 'eip3009', 'eip155:8453'],
      [2, 'failed', 'eip3009', 'eip155:8453'],
    ])
  })

  test('a torn last line and a line that is no JSON are named, blank lines are not rows', async () => {
    const read = await readRecords('torn.jsonl')
    expect([read.rows, read.used]).toEqual([4, 2])
    expect(read.rejected).toEqual([
      { file: 'torn.jsonl', line: 3, why: 'the line is not JSON' },
      { file: 'torn.jsonl', line: 5, why: 'the last line is cut off' },
    ])
  })

  test('CRLF and a byte order mark', async () => {
    const read = await readRecords('crlf-bom.csv')
    expect(read.records.map((one) => [one.requestId, one.state, one.amountAtomic])).toEqual([
      ['rq-81', 'settled', 1000n],
      ['rq-82', null, 1000n],
    ])
    expect(read.mapping.states).toContainEqual({ word: 'unpaid', count: 1, state: null, noState: true })
  })

  test('one JSON array, with the line of each row', async () => {
    const read = await readRecords('array.json')
    expect(read.records.map((one) => [one.recordId, one.state, one.source.line])).toEqual([
      ['91', 'pending', 2],
      ['92', 'not_charged', 9],
    ])
  })
})

describe('the published schema', async () => {
  const schema = JSON.parse(
    await readFile(join(fixtures, '../../../schemas/record.schema.json'), 'utf8'),
  ) as object
  const ajv = new Ajv2020({ allErrors: true, strict: true, allowUnionTypes: true })
  formats.default(ajv)
  const validate = ajv.compile(schema)

  const readable = [...readdirSync(fixtures).filter((name) => /\.(jsonl|csv|json)$/.test(name))].filter(
    (name) => !['provider-without-key.csv', 'local-times.csv', 'missing-nonces.jsonl'].includes(name),
  )

  test.each(readable)(
    'the records of %s are valid, and reading them back gives the same records',
    async (name) => {
      const { records } = await readRecords(name)
      const documents = records.map(recordDocument)
      for (const document of documents) expect(validate(document) ? [] : validate.errors).toEqual([])
      const again = normaliseRows(
        documents.map((document) => ({
          source: document.source,
          data: JSON.parse(JSON.stringify(document)) as unknown,
        })),
        { name, pays: [basePays], mapping: null },
      )
      const { records: back, rejected } = again
      expect(rejected).toEqual([])
      expect(back.map((one) => ({ ...one, stateDerived: false }))).toEqual(
        records.map((one) => ({ ...one, stateDerived: false })),
      )
    },
  )

  test.each([
    { amountAtomic: 1000 },
    { amountAtomic: '0.5' },
    { receivedAt: '2026-11-20 09:00:00' },
    { state: 'paid' },
    { payer: 'alice' },
    { nonce: '0x12' },
    { responseStatus: 42 },
  ])('%j is not valid', (document) => {
    expect(validate(document)).toBe(false)
  })

  test('nothing of a signature is in any record', async () => {
    for (const name of readable) {
      const { records, mapping, rejected } = await readRecords(name)
      const text = JSON.stringify([records.map(recordDocument), mapping.fields, mapping.states, rejected])
      expect(text).not.toContain('CANARY')
    }
  })
})
