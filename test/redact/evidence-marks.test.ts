import { describe, expect, test } from 'vitest'
import { createEvidenceRedactor } from '../../src/redact/evidence.ts'

const key = new Uint8Array(32).fill(7)
const redactor = () => createEvidenceRedactor({ known: [], key })

describe('marks in saved runs', () => {
  test.each([
    '[redacted:bearer]',
    '[redacted:private-key]',
    '[redacted:api_key]',
    '[redacted:env:RPC_A_2]',
    '[redacted:RPC_A]',
    '[redacted:file:/etc/x402ops/token]',
    '[redacted:exec:/usr/bin/pass]',
    '[redacted:credential:metrics]',
    '[redacted:https://rpc.example/***]',
  ])('%s is one of the screen', (mark) => {
    const data = { note: `see ${mark}, then`, password: mark }
    expect(redactor().data(data)).toMatchObject({ value: data, redactions: {} })
  })

  test.each([
    'h7nt3r2x9',
    'CANARYz0d',
    'hunter two',
    'CANARYx0d:0123456789abcdef',
    'https://a.example/CANARYx0d',
  ])('a forged one is text: %s', (inside) => {
    const data = {
      note: `password=[redacted:${inside}] c`,
      secret: `[redacted:${inside}]`,
      encoded: Buffer.from(`password=[redacted:${inside}] c`).toString('base64'),
    }
    const { value, redactions } = redactor().data(data)
    const read = JSON.stringify(value) + Buffer.from(value.encoded, 'base64').toString()
    expect(read).not.toContain(inside)
    expect(redactions['forged-marker']).toBeGreaterThan(0)
    const text = redactor().text(data.note).value
    expect(text).not.toContain(inside)
    expect(text).toMatch(/^password=\[redacted:[a-z-]+\] c$/)
  })

  test('a forged one that nothing names says that it is forged', () => {
    expect(redactor().text('see [redacted:h7nt3r2x9] there').value).toBe(
      'see [forged-redacted:h7nt3r2x9] there',
    )
  })
})
