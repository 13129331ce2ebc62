import type { RecordState } from '../record.ts'
import type { Mapping } from './mapping.ts'

/** The words that systems use for each state. `credit` and `credited` are one letter apart, on purpose. */
export const stateWords = {
  settled: ['settled', 'success', 'succeeded', 'completed', 'paid', 'confirmed', 'true'],
  failed: ['failed', 'failure', 'error', 'timeout', 'rejected', 'expired', 'false'],
  pending: [
    'pending',
    'processing',
    'submitted',
    'settling',
    'queued',
    'unresolved',
    'timeout_pending',
    'settlement_pending',
    '202',
  ],
  refunded: ['refunded', 'credited', 'reversed'],
  not_charged: ['not_charged', 'free', 'free_tier', 'credit', 'waived', 'voucher'],
} as const satisfies Readonly<Record<RecordState, readonly string[]>>

/** Words that say "no payment was made": the row has no state. */
export const noStateWords: readonly string[] = ['none', 'unpaid', 'required', '']

/** What a state word means: a state, `none` (no state), or `unknown` (the row cannot be used). */
export type WordMeaning = RecordState | 'none' | 'unknown'

const byWord = new Map<string, WordMeaning>([
  ...noStateWords.map((word) => [word, 'none'] as const),
  ...Object.entries(stateWords).flatMap(([state, words]) =>
    words.map((word) => [word, state as RecordState] as const),
  ),
])

/** A word as it is compared: lower case, blanks and dashes as underscores. */
export function normalWord(word: string): string {
  return word.trim().toLowerCase().replace(/[\s-]/g, '_')
}

/** What a word means; the mapping file is asked first. Unknown words are never guessed. */
export function meaningOf(word: string, states: Mapping['states']): WordMeaning {
  const normal = normalWord(word)
  for (const [written, state] of Object.entries(states)) {
    if (normalWord(written) === normal) return state
  }
  return byWord.get(normal) ?? 'unknown'
}

/** What decides a state. `settledAtomic` is what was charged in the end, where that is known. */
export type StateInput = {
  readonly written: RecordState | null
  readonly settleSuccess: boolean | null
  readonly settleReason: string | null
  readonly responseStatus: number | null
  readonly scheme: string | null
  readonly settledAtomic: bigint | null
}

function fromResponse(status: number | null): RecordState | null {
  if (status === null) return null
  if (status === 202) return 'pending'
  if (status >= 200 && status <= 299) return 'settled'
  return status === 402 || (status >= 500 && status <= 599) ? 'failed' : null
}

function fromSettlement(success: boolean | null, reason: string | null): RecordState | null {
  if (success === null) return null
  if (success) return 'settled'
  return reason === 'settlement_pending' ? 'pending' : 'failed'
}

/**
 * The state of a payment row: as written, else by the settle result, else by the response (2xx settled,
 * 202 pending, 402 or 5xx failed; only this is `derived`). A settled `upto` payment of amount 0 is not charged.
 */
export function stateOf(input: StateInput): {
  readonly state: RecordState | null
  readonly derived: boolean
} {
  const told = input.written ?? fromSettlement(input.settleSuccess, input.settleReason)
  const state = told ?? fromResponse(input.responseStatus)
  const free = state === 'settled' && input.scheme === 'upto' && input.settledAtomic === 0n
  return { state: free ? 'not_charged' : state, derived: told === null && state !== null }
}
