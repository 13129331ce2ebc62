import { decide } from '../../src/classify/decide.ts'
import { readLine, readText } from '../../src/classify/read-text.ts'
import { looksLikeSecret } from '../../src/commands/secret-argument.ts'
import { isOpsError } from '../../src/core/errors.ts'
import { makeNormaliser } from '../../src/payments/records/normalise.ts'
import { readEvents } from '../../src/refund/read-events.ts'
import { referenceOf } from '../../src/settlement/reference.ts'
import { readStatus } from '../../src/settlement/status-page.ts'
import { readVerify } from '../../src/verify/read.ts'
import { inputText } from '../../src/x402/intake/input-text.ts'
import { readTranscript } from '../../src/x402/intake/transcript.ts'
import { takeIn } from '../../src/x402/intake.ts'
import { readMppChallenges } from '../../src/x402/mpp.ts'
import { readChallenge } from '../../src/x402/payment-required.ts'
import { decodePaidReceipt } from '../../src/x402/piprail.ts'
import { decodePaymentProof } from '../../src/x402/read-payment-proof.ts'
import { decodeSettleAnswer } from '../../src/x402/read-settle-answer.ts'

/** A parser of bytes from outside. What it throws counts, unless it may refuse with an `OpsError`. */
export type Parser = {
  readonly name: string
  readonly run: (bytes: Uint8Array, text: string) => unknown
  /** Its contract lets it refuse a whole file with an error of the catalogue. */
  readonly mayRefuse?: true
}

const at = '2026-11-21T07:40:02Z'
const timing = { dnsMs: null, connectMs: null, tlsMs: null, firstByteMs: 1, totalMs: 1 }

function jsonOrText(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return { requestId: 'req_1', nonce: text, paymentHeader: text, amount: text, receivedAt: text }
  }
}

function normalise(text: string): unknown {
  const normaliser = makeNormaliser({ name: 'fuzz', pays: [], mapping: null })
  for (const [line, part] of text.split('\n').slice(0, 20).entries())
    normaliser.add({ source: { file: 'fuzz', line }, data: jsonOrText(part) })
  return normaliser.finish()
}

/** Every parser that reads what strangers wrote. */
export const parsers: readonly Parser[] = [
  { name: 'takeIn', run: (bytes) => takeIn(bytes) },
  { name: 'HTTP transcript', run: (bytes) => readTranscript(inputText(bytes)) },
  { name: 'payment header', run: (_bytes, text) => decodePaymentProof(text) },
  { name: 'settlement header', run: (_bytes, text) => decodeSettleAnswer(text) },
  {
    name: '402 answer',
    run: (_bytes, text) =>
      readChallenge({
        headers: [
          ['payment-required', text],
          ['www-authenticate', text],
        ],
        body: text,
      }),
  },
  { name: 'MPP challenge', run: (_bytes, text) => readMppChallenges(text.slice(0, 65_536)) },
  { name: 'PipRail receipt', run: (_bytes, text) => decodePaidReceipt(text) },
  {
    name: 'verify',
    run: (bytes) =>
      readVerify({ payment: bytes, requirements: bytes }, { nowSeconds: 1795000000, minimumAtomic: null }),
  },
  { name: 'classify, a text', run: (_bytes, text) => decide(readText(text)) },
  { name: 'classify, a line', run: (_bytes, text) => decide(readLine(text)) },
  { name: 'record normaliser', run: (_bytes, text) => normalise(text), mayRefuse: true },
  { name: 'refund events', run: (_bytes, text) => readEvents('fuzz', text) },
  { name: 'settlement reference', run: (_bytes, text) => referenceOf(text) },
  {
    name: 'status page',
    run: (_bytes, text) =>
      readStatus({
        seen: true,
        at,
        value: {
          status: 200,
          headers: [],
          body: text,
          bodyTruncated: false,
          timing,
          tlsValidUntil: null,
          receivedAt: at,
        },
      } as never),
  },
  { name: 'argument guard', run: (_bytes, text) => looksLikeSecret(text, 'other') },
]

/** What went wrong in a parser; null when it did what it promises. */
export function failureOf(parser: Parser, bytes: Uint8Array, text: string): unknown {
  try {
    parser.run(bytes, text)
    return null
  } catch (error) {
    return parser.mayRefuse && isOpsError(error) ? null : error
  }
}
