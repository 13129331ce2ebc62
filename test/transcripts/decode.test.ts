import { join } from 'node:path'
import { expect, test } from 'vitest'
import { headersOf, type Wire, wire } from '../x402/wire.ts'
import { checkTranscript } from './transcript.ts'

/** An answer of a real server as `curl -si` prints it. */
function curled(exchange: Wire): string {
  const lines = headersOf(exchange).map(([name, value]) => `${name}: ${value}`)
  return [`HTTP/1.1 ${exchange.status} X`, ...lines, '', exchange.body].join('\r\n')
}

const paid = wire('v2-200-paid')
const payment = paid.request.headers?.['PAYMENT-SIGNATURE'] ?? ''
const answer = headersOf(paid).find(([name]) => name === 'payment-response')?.[1] ?? ''

function har(): string {
  const pairs = (list: readonly (readonly [string, string])[]) =>
    list.map(([name, value]) => ({ name, value }))
  const request = {
    method: 'GET',
    url: 'https://api.example/',
    headers: pairs([['PAYMENT-SIGNATURE', payment]]),
  }
  const response = { status: 200, headers: pairs(headersOf(paid)), content: { text: paid.body } }
  return JSON.stringify({ log: { version: '1.2', entries: [{ request, response }] } })
}

const files = {
  '402.txt': curled(wire('v2-402-unpaid-get')),
  'payment.txt': `PAYMENT-SIGNATURE: ${payment}\n`,
  'answer.txt': `${answer}\n`,
  'session.har': har(),
  'odd.txt': curled(wire('v1-402-price-2.01')),
  'half.txt': `X-PAYMENT: ${payment.slice(0, 200)}\n`,
}

test('decode.md, in 80 columns', async () => {
  const { written, played, printed } = await checkTranscript(join(import.meta.dirname, 'decode/decode.md'), {
    files,
    // How long ago it expired depends on today.
    hide: [[/expired [\d.]+ (?:h|d) ago/g, 'expired <long> ago']],
  })
  expect(played).toBe(written)

  const signature = JSON.parse(Buffer.from(payment, 'base64').toString()).payload.signature as string
  expect(printed).not.toContain(signature.slice(2, 30))
  expect(printed).not.toContain(payment.slice(0, 60))
})
