import type { Offer } from './challenge.ts'
import { identify } from './intake/identify.ts'
import { inputText } from './intake/input-text.ts'
import { maxPieces, piecesIn } from './intake/pieces.ts'
import type { MppChallenge, MppCredential, MppReceipt } from './mpp.ts'
import type { OnchainProof } from './onchain-proof.ts'
import type { PaymentProof } from './payment-proof.ts'
import type { PaidReceipt } from './piprail.ts'
import type { SettleAnswer } from './settle-answer.ts'
import type { VerifyAnswer } from './verify-answer.ts'

/** The words a document speaks. `unknown` = it does not say, or a version nobody has heard of. */
export type IntakeDialect = 'x402-v1' | 'x402-v2' | 't402' | 'piprail' | 'mpp' | 'unknown'

/** A part of a document that is never handed on: what it is, and how long (0 = it cannot be measured). */
export type HiddenPart = { readonly what: string; readonly bytes: number }

/** What is known about a document apart from its content. */
export type IntakeSource = {
  readonly dialect: IntakeDialect
  /** The header in which it stood, in lower case; null when it came as plain JSON or as a bare value. */
  readonly header: string | null
  /** Where in the input: `line 3`, `log.entries[0].response`; empty for the whole. Our words only. */
  readonly where: string
  /** SHA-256 of the header value as it travelled (without white space and quotes); null for plain JSON. */
  readonly sha256: string | null
  readonly hidden: readonly HiddenPart[]
  /** What does not conform, in our words; nothing of the content stands in them. */
  readonly problems: readonly string[]
}

/** One payment document and its public part. */
export type Intake = IntakeSource &
  (
    | { readonly kind: 'payment'; readonly value: PaymentProof }
    | { readonly kind: 'onchain-proof'; readonly value: OnchainProof }
    | { readonly kind: 'required'; readonly value: Offer }
    | { readonly kind: 'settle-answer'; readonly value: SettleAnswer }
    | { readonly kind: 'verify-answer'; readonly value: VerifyAnswer }
    | { readonly kind: 'settlement-record'; readonly value: PaidReceipt }
    | { readonly kind: 'mpp-challenge'; readonly value: MppChallenge }
    | { readonly kind: 'mpp-credential'; readonly value: MppCredential }
    | { readonly kind: 'mpp-receipt'; readonly value: MppReceipt }
  )

/** Everything that was found in an input, and what looked like a payment document but could not be read. */
export type TakenIn = { readonly found: readonly Intake[]; readonly problems: readonly string[] }

/** The largest input that is looked into: 16 MiB, enough for the HAR of a long session. */
export const maxIntakeBytes = 16_777_216

const maxFound = 1000

/**
 * Every payment document in bytes of any form: a header value (base64 or base64url, quoted, broken over lines), JSON,
 * a `curl -i` or `curl -v` transcript, HAR, log lines, several documents in one input. Never throws; linear in the
 * length. Nothing secret comes back: no signature, no signed transaction, no query of a URL.
 *
 * @example takeIn(Buffer.from('PAYMENT-REQUIRED: eyJ4NDAy..')).found[0]?.kind // 'required'
 */
export function takeIn(bytes: Uint8Array): TakenIn {
  if (bytes.length > maxIntakeBytes) return { found: [], problems: [`longer than ${maxIntakeBytes} bytes`] }
  const text = inputText(bytes)
  if (text.trim() === '') return { found: [], problems: ['empty'] }
  const found: Intake[] = []
  const problems: string[] = []
  const seen = new Set<string>()
  const pieces = piecesIn(text)
  for (const piece of pieces.slice(0, maxPieces)) {
    for (const result of identify(piece)) {
      if ('problem' in result) problems.push(result.problem)
      else if (found.length < maxFound && !isRepeated(result.intake, seen)) found.push(result.intake)
    }
  }
  if (found.length === maxFound) problems.push(`more than ${maxFound} documents: the others were not read`)
  if (pieces.length > maxPieces)
    problems.unshift(`more than ${maxPieces} candidates: the others were not read`)
  return { found, problems: problems.slice(0, maxFound) }
}

/** The same header value twice, as in a log that repeats its request, is one document. */
function isRepeated({ sha256, header, kind }: Intake, seen: Set<string>): boolean {
  if (sha256 === null) return false
  const key = `${kind} ${header} ${sha256}`
  const repeated = seen.has(key)
  seen.add(key)
  return repeated
}
