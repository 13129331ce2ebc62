import fc from 'fast-check'
import { expect, test } from 'vitest'
import { logOf } from '../../bench/redaction/log.ts'
import { createEvidenceRedactor, type Hidden } from '../../src/redact/evidence.ts'

const secret = 'CANARY-8f2k1m9q7w3e5r'
const key = new Uint8Array(32).fill(7)
const redactor = () => createEvidenceRedactor({ known: [{ label: 'RPC_KEY', value: secret }], key })

/** The text in parts of whole lines, each of about so many characters. */
function* inParts(text: string, length: number): Generator<string> {
  for (let from = 0; from < text.length; ) {
    const feed = text.indexOf('\n', from + length)
    const to = feed < 0 ? text.length : feed + 1
    yield text.slice(from, to)
    from = to
  }
}

function read(given: Generator<string, Hidden<null>>): Hidden<string> {
  let shown = ''
  for (;;) {
    const next = given.next()
    if (next.done === true) return { ...next.value, value: shown }
    shown += next.value
  }
}

const stack = '    at settle (/srv/app/pay.js:12:9)\n'.repeat(40)
const wrapped = `key is\n${secret.slice(0, 12)}\\\n${secret.slice(12)} and on\n`
const pem = `-----BEGIN PRIVATE KEY-----\n${'CANARYcanary0123456789ABCDEFGHIJabcdefghij0123456789CANARYabcdef\n'.repeat(3)}-----END PRIVATE KEY-----\n`
const lines = ['plain words\n', '\n', stack, wrapped, pem, `Authorization: Bearer ${secret}\n`, '{"torn":\n']
const json = logOf(0.02)

test('a text in parts is hidden as the whole text is, wherever its parts end', () => {
  const piece = fc.oneof(fc.constantFrom(...lines), fc.constant(json), fc.constant(`{"key":"${secret}"}\n`))
  fc.assert(
    fc.property(
      fc.array(piece, { minLength: 1, maxLength: 12 }),
      fc.nat({ max: 90_000 }),
      fc.constantFrom('', 'filler line of a log\n'.repeat(16_000)),
      (pieces, length, filler) => {
        const text = `x ${filler}${pieces.join('')}`
        const whole = redactor().file(text)
        const long = read(redactor().longFile(() => inParts(text, length)))
        expect(long).toEqual(whole)
        expect(long.value).not.toContain(secret)
      },
    ),
    { numRuns: 25 },
  )
})

test('JSON per line in parts, with what is learnt of all lines before any is hidden', () => {
  const late = `{"transaction":"0x${'ab12'.repeat(16)}","payer":"0x${'cd34'.repeat(10)}"}\n`
  const text = `${json}{"note":"${'ab12'.repeat(16)}"}\n${stack.repeat(60)}${json}${late}`
  const whole = redactor().file(text)
  for (const length of [1, 500, 70_000]) {
    expect(read(redactor().longFile(() => inParts(text, length)))).toEqual(whole)
  }
  expect(whole.value).toContain(`"note":"${'ab12'.repeat(16)}"`)
})
