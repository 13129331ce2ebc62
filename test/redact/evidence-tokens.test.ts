import { describe, expect, test } from 'vitest'
import { createEvidenceRedactor } from '../../src/redact/evidence.ts'

const key = new Uint8Array(32).fill(7)
const redactor = () => createEvidenceRedactor({ known: [], key })
const shown = (text: string) => ({
  data: JSON.stringify(redactor().data({ note: text }).value),
  text: redactor().text(text).value,
  file: redactor().file(`first line\n${text}\n`).value,
})

describe('a value at the end of a line', () => {
  test.each([
    ['Authorization: Basic Q0FOQVJZLWNhbmFyeTE=', 'password: CANARYz0d'],
    ['warn Authorization: Basic Q0FOQVJZLWNhbmFyeTExMjIz', 'password: CANARYz0d'],
    ['Cookie: sid=CANARY91rbm61y7dtz', 'admin-token: CANARYz0d1'],
    ['authorization: bearer CANARY7lj7f2qpye2ardtx3sfi2', 'x-api-key=CANARYz0d1'],
  ])('does not take the name of the next line with it: %s', (above, below) => {
    const { value } = redactor().file(`first line\n${above}\n${below}\n`)
    expect(value).not.toMatch(/CANARY|Q0FOQVJZ/)
    expect(value).toMatch(/\[redacted:[^\]]+\]\n.*\[redacted:[^\]]+\]\n$/)
  })
})

describe('what holds letters and digits and is no word', () => {
  test.each([
    'x CANARYsecretvalue0123 y',
    'x token=CANARYtok0123456789',
    'at /srv/app.js:1:2 token=CANARYtok0123456789',
    'key=CANARYval01',
    'admin-token: CANARYz0d1',
    'SERVICE_TOKEN=CANARYz0d1',
    '"token": "CANARYz0d11"',
    'down: redis-CANARYabc0123456789',
    'ADMIN_PASSWORD\tCANARYz0d',
    'k\tADMIN_PASSWORD\tCANARYz0d',
    '| ADMIN_PASSWORD | CANARYz0d |',
    '|ADMIN_PASSWORD|CANARYz0d|',
  ])('goes: %s', (text) => {
    for (const one of Object.values(shown(text))) expect(one).not.toMatch(/CANARY\w/)
  })

  test('goes below any name, and as a name', () => {
    const data = {
      extra: { key: 'CANARYsecretvalue0123' },
      dependencies: { 'redis-CANARYabc0123456789': 'down' },
    }
    expect(JSON.stringify(redactor().data(data).value)).not.toContain('CANARY')
  })

  test.each([
    'x402Version 2, transferWithAuthorization and erc20TokenProgram',
    'took 1795290000000ms on worker10, base64 and utf8, nodejs20',
    'token=USDC key=quote key=402 token: 0x833589fcd6edb6e08f4c7c32d4f71b54bda02913',
    'token=EPjFWdd5AufqSSqeM2qN1xzybapC8G4wEGGkZwyTDt1v',
    'the key is not the token, cache key: prices',
    '| NAME | value |\n| --- | --- |\n| password | required |',
    'kubectl\tpod\tREADY\t1/1',
  ])('stays: %s', (text) => {
    expect(redactor().text(text).value).toBe(text)
  })

  test('a field called key that names another field stays', () => {
    const data = [{ key: 'x402Version', value: '2' }]
    expect(redactor().data(data).value).toEqual(data)
  })
})
