import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { describe, expect, test } from 'vitest'
import { type Parts, partsOf } from '../../../src/redact/deep/parts.ts'
import { hideFile, learnFile } from '../../../src/redact/structured/hide-file.ts'
import { createProvenance } from '../../../src/redact/structured/provenance.ts'
import { recognise } from '../../../src/redact/structured/recognise.ts'
import { smallRedactor } from './small-redactor.ts'

const records = resolve(import.meta.dirname, '../../fixtures/records')
const hash = `0x${'c3'.repeat(32)}`

function hidden(text: string, secrets: readonly string[] = []) {
  const { hide, counts, left } = smallRedactor(secrets)
  return { shown: [...hideFile(recognise(text), hide)].join(''), counts, left }
}

describe('JSON', () => {
  test('without a secret stays as it was written, to the last digit and blank', () => {
    const text = `{ "value" : 123456789012345678901234567890,\r\n  "tx": "${hash}" , "a":1, "a":2 }\n`
    expect(hidden(text).shown).toBe(text)
  })

  test('keeps its layout, its digits and its line end', () => {
    const text = '{\n  "password": "CANARY",\n  "value": 123456789012345678901234567890\n}\n'
    expect(hidden(text).shown).toBe(
      '{\n  "password": "[redacted:password]",\n  "value": 123456789012345678901234567890\n}\n',
    )
  })
})

describe('JSON per line', () => {
  test('a pino log: the payment without its signature, the receipt as it was, torn lines as text', () => {
    const line = readFileSync(resolve(records, 'pino-http.jsonl'), 'utf8').split('\n')[1]!
    const text = `${line}\nError: CANARY-value\n    at x\n{"msg":"torn CANARY-va`
    const { shown, counts } = hidden(text, ['CANARY-value'])
    const [first = '', ...rest] = shown.split('\n')
    expect(rest.join('\n')).toBe('Error: [redacted:known]\n    at x\n{"msg":"torn [redacted:known]')
    const before = JSON.parse(line) as { req: { headers: Record<string, string> }; res: unknown }
    const after = JSON.parse(first) as typeof before
    expect(after.res).toEqual(before.res)
    expect(after.req.headers.host).toBe('present')
    const payment = JSON.parse(after.req.headers['x-payment']!) as Record<string, unknown>
    expect(payment).toEqual({
      ...(JSON.parse(Buffer.from(before.req.headers['x-payment']!, 'base64').toString()) as object),
      payload: {
        signature: '[redacted:signature]',
        authorization: expect.objectContaining({ value: '1000', validBefore: '1795163760' }) as unknown,
      },
    })
    expect(counts).toEqual({ header: 1, signature: 1, text: 1 })
  })

  test('lines without a secret stay as they were written, with their line ends', () => {
    const text = `{"a": 1.10}\r\n\r\n{"tx" : "${hash}"}\r\n`
    expect(hidden(text).shown).toBe(text)
  })

  test('a rule that throws costs the one text', () => {
    const { shown, left } = hidden('{"msg":"THROW","tx":"a"}\n{"msg":"fine"}\n')
    expect(shown).toBe('{"msg":"[withheld]","tx":"a"}\n{"msg":"fine"}\n')
    expect(left.withheld).toBe(1)
  })

  test('the ids of every line are learned', () => {
    const provenance = createProvenance(() => false)
    learnFile(recognise(`{"tx":"${hash}"}\ntorn\n{"nonce":"${hash}","requestId":"req-1"}\n`), provenance)
    expect(provenance.originOf(hash)).toBe('payer')
    expect(provenance.originOf('req-1')).toBe('payer')
  })
})

describe('HAR', () => {
  const entry = (content: unknown) => ({
    log: {
      version: '1.2',
      entries: [
        {
          startedDateTime: '2026-11-21T07:40:02.000Z',
          request: {
            method: 'POST',
            url: 'https://api.example/v1/quote?api_key=CANARY123&size=10',
            headers: [
              { name: 'Authorization', value: 'Bearer CANARY' },
              { name: 'X-Request-Id', value: 'req-17' },
            ],
            queryString: [
              { name: 'api_key', value: 'CANARY' },
              { name: 'size', value: '10' },
            ],
            cookies: [{ name: 'session', value: 'CANARY', httpOnly: true }],
            postData: { mimeType: 'application/x-www-form-urlencoded', text: 'size=10&password=CANARY%21' },
          },
          response: { status: 402, content },
        },
      ],
    },
  })
  type Har = ReturnType<typeof entry>
  const shownOf = (content: unknown) => {
    const { shown, left } = hidden(JSON.stringify(entry(content)))
    return { har: JSON.parse(shown) as Har, shown, left }
  }

  test('headers, cookies, query and form', () => {
    const { har, shown } = shownOf({ mimeType: 'text/plain', text: 'fine' })
    expect(shown).not.toContain('CANARY')
    expect(har.log.entries[0]!.request).toEqual({
      method: 'POST',
      url: 'https://api.example/v1/quote?api_key=[redacted:url-key]&size=10',
      headers: [
        { name: 'Authorization', value: 'present' },
        { name: 'X-Request-Id', value: 'req-17' },
      ],
      queryString: [
        { name: 'api_key', value: '[redacted:key]' },
        { name: 'size', value: '10' },
      ],
      cookies: [{ name: 'session', value: '[redacted:cookie]', httpOnly: true }],
      postData: {
        mimeType: 'application/x-www-form-urlencoded',
        text: 'size=10&password=%5Bredacted%3Apassword%5D',
      },
    })
  })

  test('a body in base64 becomes text; one that is no text is withheld', () => {
    const body = JSON.stringify({ token: 'CANARY-0123', tx: hash })
    const text = Buffer.from(body).toString('base64')
    const { har } = shownOf({ mimeType: 'application/json', text, encoding: 'base64' })
    expect(har.log.entries[0]!.response.content).toEqual({
      mimeType: 'application/json',
      text: JSON.stringify({ token: '[redacted:token]', tx: hash }),
      encoding: 'utf-8',
    })
    const image = shownOf({ mimeType: 'image/png', text: '/wD/AP8A', encoding: 'base64' })
    expect(image.har.log.entries[0]!.response.content).toMatchObject({ text: '[withheld]' })
    expect(image.left.withheld).toBe(1)
  })
})

describe('.env', () => {
  const address = `0x${'ab'.repeat(20)}`

  test.each([
    ['ADMIN_TOKEN=CANARY', 'ADMIN_TOKEN=[redacted:env]'],
    ['export ADMIN_TOKEN = "CANARY" # note', 'export ADMIN_TOKEN = "[redacted:env]" # note'],
    ["DB_PASSWORD='12345678'", "DB_PASSWORD='[redacted:env]'"],
    ['# OLD_KEY=CANARY', '# OLD_KEY=[redacted:env]'],
    ['DB_PW=CANARY22', 'DB_PW=[redacted:env]'],
    ['KEY="CANARY\nCANARY"', 'KEY="[redacted:env]"'],
    ['KEY="CANARY \\" CANARY"', 'KEY="[redacted:env]"'],
    ['KEY="CANARY', 'KEY=[redacted:env]'],
    ['RPC_URL=https://rpc.example/v2/CANARY0123456789abcd', 'RPC_URL=https://rpc.example/v2/[redacted:env]'],
    [
      'DATABASE_URL=postgres://books:CANARYpass@db.example/pay',
      'DATABASE_URL=postgres://books:[redacted:env]@db.example/pay',
    ],
    [`X402_EVM_PAY_TO=${address}`, `X402_EVM_PAY_TO=${address}`],
    ['X402_ENABLED=true', 'X402_ENABLED=true'],
    ['X402_FACILITATOR_URL=https://facilitator.example', 'X402_FACILITATOR_URL=https://facilitator.example'],
    ['X402_NETWORK=eip155:8453', 'X402_NETWORK=eip155:8453'],
    ['PORT=4021', 'PORT=4021'],
    ['NODE_ENV=production', 'NODE_ENV=production'],
    [`TOKEN_ADDRESS=${address}`, `TOKEN_ADDRESS=${address}`],
    ['LOG_FILE=/var/log/pay.log', 'LOG_FILE=/var/log/pay.log'],
    ['EMPTY_TOKEN=', 'EMPTY_TOKEN='],
    ['# only a comment', '# only a comment'],
  ])('%s', (line, expected) => {
    for (const end of ['\n', '\r\n']) {
      expect(hidden(`A_FIRST=1${end}${line}${end}Z_LAST=2${end}`).shown).toBe(
        `A_FIRST=1${end}${expected}${end}Z_LAST=2${end}`,
      )
    }
  })
})

test('of a long text that fails halfway the rest is withheld', () => {
  const { hide, left } = smallRedactor()
  const lines = {
    memory: () => () => undefined,
    *long(text: Parts) {
      yield [...partsOf(text)].join('').slice(0, 5)
      throw new Error('a rule that throws')
    },
  }
  const text = 'line\nCANARY\n'.repeat(10_000)
  expect([...hideFile(recognise(text), hide, lines)].join('')).toBe('line\n[withheld]\n')
  expect(left.withheld).toBe(1)
})
