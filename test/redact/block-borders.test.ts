import { wordlist } from '@scure/bip39/wordlists/english'
import { describe, expect, test } from 'vitest'
import { createEvidenceRedactor } from '../../src/redact/evidence.ts'

const block = 262_144
const known = [{ label: 'PASSPHRASE', value: 'CANARYfirst line of it\nCANARYsecond line\nCANARYthird line' }]
const armour = (line: string) =>
  [
    `-----BEGIN ${line}-----`,
    ...Array.from({ length: 4 }, (_, at) => `CANARY${at}`.repeat(9)),
    `-----END ${line}-----`,
  ].join('\n')
const phrase = wordlist.slice(0, 12)

const secrets: readonly (readonly [string, string, readonly string[]])[] = [
  ['a key in armour', armour('EC PRIVATE KEY'), ['CANARY']],
  ['a known value of three lines', known[0]?.value ?? '', ['CANARY']],
  ['a seed phrase, one word on each line', phrase.join('\n'), phrase],
]

/** Whole lines of a log, then as much as is needed for a text of a length. */
function lines(length: number): string {
  const line = '2026-11-20 08:00:00 info paid 12 in 3ms\n'
  const text = line.repeat(Math.floor(length / line.length) - 1)
  return `${text}${'.'.repeat(length - text.length - 1)}\n`
}

describe('what reaches over the border of two blocks', () => {
  test.each(secrets)('%s is hidden wherever the border falls', (_name, secret, words) => {
    for (let shift = -10; shift <= secret.length + 10; shift += 13) {
      const text = `${lines(block - shift)}${secret}\n${lines(400)}`
      const { value } = createEvidenceRedactor({ known, key: new Uint8Array(32) }).file(text)
      const found = value.split('\n').filter((line) => words.some((word) => line.includes(word)))
      expect(found, `border ${shift} behind its beginning`).toEqual([])
      expect(value.split('\n')).toHaveLength(text.split('\n').length)
    }
  })

  test('part by part as in one piece, also behind lines of JSON', () => {
    const secret = secrets.map(([, text]) => text).join('\nzzz\n')
    const object = `${JSON.stringify({ level: 30, msg: 'started' })}\n`
    const text = `${object}${lines(block - 200)}${secret}\n${lines(block - 100)}${secret}\nzzz\n${object}`
    const redactor = createEvidenceRedactor({ known, key: new Uint8Array(32) })
    const parts: string[] = []
    const { redactions } = redactor.fileInto(text, (part) => parts.push(part))
    const whole = createEvidenceRedactor({ known, key: new Uint8Array(32) }).text(text)
    expect(parts.length).toBeGreaterThan(2)
    expect(parts.join('')).toBe(whole.value)
    expect(redactions).toEqual(whole.redactions)
    expect(whole.value).not.toContain('CANARY')
  })
})
