import { paymentHeaders } from '../headers.ts'

/** The answer that a piece came in, as far as it is known. */
export type AnswerAround = {
  readonly status: number | null
  readonly cacheControl: string | null
  /** Does its header PAYMENT-REQUIRED speak? */
  readonly speaksV2: boolean
}

/** Where a piece lay: in words, without anything of its content. */
export type Place = { readonly where: string; readonly answer: AnswerAround | null }

/**
 * What may be a payment document: the value of a header (`name` null = a bare value without a name), or JSON.
 * Holds secrets: pieces stay inside the intake.
 */
export type Piece =
  | { readonly kind: 'header'; readonly name: string | null; readonly value: string; readonly at: Place }
  | {
      readonly kind: 'json'
      readonly json: unknown
      readonly at: Place
      readonly problems: readonly string[]
    }

/** Headers of other protocols that are recognised beside those of x402, in lower case. */
export const neighbourHeaders = ['www-authenticate', 'authorization', 'payment-receipt'] as const

const known: ReadonlySet<string> = new Set([...Object.values(paymentHeaders), ...neighbourHeaders])

/** The name of a header that the intake reads, in lower case and with hyphens; null for any other. */
export function readHeaderName(name: string): string | null {
  if (name.length > 40) return null
  const plain = name.trim().toLowerCase().replaceAll('_', '-')
  return known.has(plain) ? plain : null
}

/** Could this text be base64 of a JSON object? Says nothing about what is inside. */
export function looksEncoded(text: string): boolean {
  // `{"`, `{ "` and `{` with a line feed begin so, behind a byte order mark or not. One class, at most 70,000 characters: linear.
  return /^(?:77u\/)?e[yw][A-Za-z0-9+/_-]{6,70000}={0,2}$/.test(text)
}
