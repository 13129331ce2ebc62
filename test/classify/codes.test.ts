import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { type FailureClass, type Rule, ruleOf } from '../../src/classify/classes.ts'
import { codeLists } from '../../src/classify/codes/index.ts'
import { ruleOfCode, ruleOfReason } from '../../src/classify/codes/lookup.ts'
import { decide } from '../../src/classify/decide.ts'
import { readText } from '../../src/classify/read-text.ts'

/** Every reason of the specification, the packages and the facilitators, with its class: `class code` a line. */
const reasons = readFileSync(join(import.meta.dirname, 'reasons.txt'), 'utf8')
  .trim()
  .split('\n')
  .map((line) => line.split(' ') as [FailureClass, string])

const of = (text: string) => decide(readText(text))
const classOf = (text: string) => of(text).class
const body = (fields: object) => JSON.stringify(fields)

test('every known reason has its class', () => {
  expect(reasons.length).toBeGreaterThan(270)
  const wrong = reasons.filter(([name, code]) => ruleOfReason(code, 'anywhere')?.rule.class !== name)
  expect(wrong).toEqual([])
})

test('and the same one wherever it stands: alone, as a reason of verify or settle, in a sentence', () => {
  // A reason that no table lists is believed only where it stands alone.
  const listed = reasons.filter(([, code]) => ruleOfCode(code, 'anywhere') !== undefined)
  expect(listed.length).toBeGreaterThan(255)
  const wrong = listed.flatMap(([name, code]) =>
    [
      code,
      body({ isValid: false, invalidReason: code }),
      body({ success: false, errorReason: code, transaction: '0x01', network: 'base' }),
      `2026-11-20T07:00:00Z ERROR payment refused: ${code}, see above`,
    ]
      .filter((text) => classOf(text) !== name)
      .map((text) => `${name} ${text}`),
  )
  expect(wrong).toEqual([])
})

test('no code stands in two tables with two classes', () => {
  const seen = new Map<string, FailureClass>()
  const twice: string[] = []
  for (const { name, groups } of codeLists) {
    if (name === 'gate') continue
    for (const { class: own, prefix = '', codes } of groups)
      for (const code of codes.split(/\s+/).filter((word) => word !== '')) {
        const before = seen.get(prefix + code)
        if (before !== undefined && before !== own) twice.push(prefix + code)
        seen.set(prefix + code, own)
      }
  }
  expect(twice).toEqual([])
})

test('what could hide moved money is never answered with a fresh payment', () => {
  const rules: Rule[] = codeLists.flatMap(({ groups }) =>
    groups.map(({ class: name, means, prefix: _p, codes: _c, ...other }) => ruleOf(name, means, other)),
  )
  expect(rules.length).toBeGreaterThan(70)
  expect(rules.filter(({ retry }) => retry === 'SAFE_TO_RETRY')).toEqual([])
  const careful = rules.filter(({ class: name }) => name === 'indeterminate' || name === 'duplicate')
  expect(careful.filter(({ retry, breaker }) => retry === 'SAME_PAYMENT' || breaker !== 'no')).toEqual([])
})

describe('unknown stays unknown', () => {
  test.each([
    'a_reason_nobody_knows',
    'invalid_exact_evm_quux',
    'signature',
    'xinvalid_payload',
    'invalid_payloads',
    'T402-9999',
    'AA77',
    '-32510',
    'my_signature_was_lost',
  ])('%s', (code) => {
    expect(classOf(body({ success: false, errorReason: code, transaction: '0x01' }))).toBe('unknown')
  })
})

describe('ERC-4337, with the meanings that the contracts have', () => {
  test.each<[string, FailureClass, RegExp]>([
    ['AA21', 'permanent-client', /gas in advance/],
    ['AA22', 'permanent-client', /expired/],
    ['AA23', 'permanent-client', /refused/],
    ['AA24', 'permanent-client', /signature/],
    ['AA25', 'permanent-client', /no signature error/],
    ['AA26', 'permanent-client', /gas/],
    ['AA30', 'permanent-config', /not deployed/],
    ['AA31', 'infrastructure', /deposit.*not its stake/],
    ['AA32', 'infrastructure', /paymaster/],
    ['AA33', 'infrastructure', /paymaster/],
    ['AA34', 'permanent-config', /signature/],
    ['-32500', 'permanent-client', /EntryPoint/],
    ['-32501', 'infrastructure', /paymaster/],
    ['-32502', 'permanent-client', /instruction/],
    ['-32503', 'permanent-client', /time range/],
    ['-32504', 'transient', /throttled/],
    ['-32505', 'permanent-config', /stake/],
    ['-32506', 'permanent-config', /aggregator/],
    ['-32507', 'permanent-client', /signature/],
    ['-32508', 'infrastructure', /balance/],
    ['-32509', 'unknown', /no meaning/],
  ])('%s', (code, name, means) => {
    const asNumber = code.startsWith('-') ? body({ error: { code: Number(code), message: 'refused' } }) : code
    for (const text of [asNumber, `FailedOp(0, "${code} something")`]) {
      expect(of(text)).toMatchObject({ class: name, means: expect.stringMatching(means) })
    }
  })

  test.each([
    ['paymaster daily limit exceeded', 'transient'],
    ['paymaster: token is not on the allow-list', 'permanent-config'],
    ['paymaster: amount too high', 'permanent-client'],
  ])('%s', (text, name) => expect(classOf(text)).toBe(name))
})

describe('the numbers of T402', () => {
  const table: Readonly<Record<string, FailureClass>> = {
    '1001 1002 1004 1006 1009 1010 1011 3001 3003 3004 3005': 'permanent-client',
    '1003 1005 1007 1008': 'permanent-config',
    '1012 3006': 'duplicate',
    '2001 2002 2003 2004 2006 4001 4007': 'infrastructure',
    '2005 4004 4005 4006': 'transient',
    '3002 3007 3008 4002 4003': 'indeterminate',
    '5001 5002 5003 5004 5005': 'unknown',
  }
  test.each(Object.entries(table))('%s', (numbers, name) => {
    for (const number of numbers.split(' ')) {
      expect(classOf(body({ code: `T402-${number}`, message: 'see the guide', retry: true }))).toBe(name)
    }
  })
  test('only with the prefix', () => {
    expect(classOf(body({ code: 3007 }))).toBe('unknown')
  })
})

describe('the gate of PipRail', () => {
  const gate = (code: string) =>
    `HTTP/1.1 402 Payment Required\r\ncontent-type: application/json\r\n\r\n${body({
      x402Version: 2,
      accepts: [],
      extensions: { piprail: { name: 'x', code, detail: 'd' } },
    })}`
  test.each([
    ['tx_not_found', 'transient'],
    ['insufficient_confirmations', 'transient'],
    ['tx_reverted', 'permanent-client'],
    ['no_meta', 'permanent-client'],
    ['wrong_recipient', 'permanent-config'],
    ['amount_too_low', 'permanent-client'],
    ['transfer_not_found', 'permanent-client'],
    ['payment_expired', 'permanent-client'],
    ['tx_already_used', 'duplicate'],
    ['signature_invalid', 'permanent-client'],
  ])('%s', (code, name) => expect(classOf(gate(code))).toBe(name))

  test('the same word as a reason of a facilitator is about its smallest amount', () => {
    expect(classOf(body({ isValid: false, invalidReason: 'amount_too_low' }))).toBe('permanent-config')
  })

  test('its 502 says that the authorization is unused; that of others does not', () => {
    const its = { x402Version: 2, error: 'settlement_failed', detail: 'x', fallback: {} }
    expect(classOf(`HTTP/1.1 502 Bad Gateway\n\n${body(its)}`)).toBe('transient')
    expect(classOf(`HTTP/1.1 502 Bad Gateway\n\n${body({ error: 'settlement_failed' })}`)).toBe(
      'indeterminate',
    )
  })

  test.each(['PAYMENT_TIMEOUT', 'MAX_RETRIES_EXCEEDED', 'CONFIRMATION_TIMEOUT'])('its client: %s', (code) => {
    expect(classOf(body({ code, message: 'gave up', ref: '0x01' }))).toBe('indeterminate')
  })
})
