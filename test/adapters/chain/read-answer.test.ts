import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readAnswer } from '../../../src/adapters/chain/read-answer.ts'

const asked = { id: 7, hide: (text: string) => text, now: new Date(0) }

function answer(body: string, status = 200) {
  const timing = { dnsMs: null, connectMs: null, tlsMs: null, firstByteMs: 1, totalMs: 1 }
  return { status, headers: [], body, bodyTruncated: false, timing, tlsValidUntil: null, receivedAt: '' }
}

const kindOf = (body: string, status?: number) => {
  const reply = readAnswer(answer(body, status), asked)
  return reply.ok ? 'ok' : `${reply.fault.kind} ${reply.fault.blind}`
}

describe('one answer', () => {
  test.each([
    ['a result', '{"jsonrpc":"2.0","id":7,"result":null}', 200, 'ok'],
    ['a result without the version, as old nodes send', '{"id":7,"result":"0x1"}', 200, 'ok'],
    ['another id', '{"jsonrpc":"2.0","id":8,"result":"0x1"}', 200, 'transient parse'],
    ['the id as text', '{"jsonrpc":"2.0","id":"7","result":"0x1"}', 200, 'transient parse'],
    ['a result for nobody', '{"jsonrpc":"2.0","id":null,"result":"0x1"}', 200, 'transient parse'],
    [
      'an error for nobody',
      '{"jsonrpc":"2.0","id":null,"error":{"code":-32016,"message":"over rate limit"}}',
      200,
      'rate rate',
    ],
    ['no result', '{"jsonrpc":"2.0","id":7}', 200, 'transient parse'],
    ['null', 'null', 200, 'transient parse'],
    ['a text', '"hello"', 200, 'transient parse'],
    ['a batch', '[{"jsonrpc":"2.0","id":7,"result":"0x1"}]', 200, 'transient parse'],
    ['a web page', '<html>login</html>', 200, 'transient parse'],
    ['nothing', '', 200, 'transient parse'],
    ['half a JSON', '{"jsonrpc":"2.0","id":7,"resu', 200, 'transient parse'],
    ['an error that is only a text', '{"id":7,"error":"Must be authenticated!"}', 200, 'auth auth'],
    ['an error code as text', '{"id":7,"error":{"code":"429","message":""}}', 200, 'rate rate'],
    ['a result under an error status', '{"jsonrpc":"2.0","id":7,"result":"0x1"}', 500, 'transient rpc'],
    ['401', 'no', 401, 'auth auth'],
    [
      '403 whatever it says',
      '{"id":7,"error":{"code":-32000,"message":"block range too large"}}',
      403,
      'auth auth',
    ],
    ['413 without words', '', 413, 'range rpc'],
    ['429', '', 429, 'rate rate'],
    ['503', 'down', 503, 'transient rpc'],
    ['404', 'nothing here', 404, 'final rpc'],
    ['a redirect', '', 307, 'final rpc'],
  ])('%s', (_name, body, status, expected) => {
    expect(kindOf(body, status)).toBe(expected)
  })

  test('an answer cut at the size cap asks for fewer blocks', () => {
    const reply = readAnswer({ ...answer('{"id":7'), bodyTruncated: true }, asked)
    expect(reply).toMatchObject({ ok: false, fault: { kind: 'range', blind: 'too-large' } })
  })

  test('no bytes make it throw, and only our own id is believed', () => {
    const body = fc.oneof(
      fc.string(),
      fc.json(),
      fc
        .record(
          { id: fc.constantFrom(7, 8, '7', null), result: fc.jsonValue(), error: fc.jsonValue() },
          { requiredKeys: [] },
        )
        .map((value) => JSON.stringify(value)),
    )
    fc.assert(
      fc.property(body, fc.constantFrom(200, 400, 500), (text, status) => {
        const reply = readAnswer(answer(text, status), asked)
        if (reply.ok) expect(JSON.parse(text)).toMatchObject({ id: 7 })
        else expect(reply.fault.detail).not.toBe('')
      }),
      { numRuns: 500 },
    )
  })
})
