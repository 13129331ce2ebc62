import { shortHash } from '../core/id.ts'
import { toJson } from '../core/json.ts'

/** The payment that is followed, as far as it is known. Hex in lower case, `validBefore` in Unix seconds. */
export type TrackRef = {
  readonly payer: string | null
  readonly nonce: string | null
  readonly network: string | null
  readonly asset: string | null
  readonly tx: string | null
  readonly payTo: string | null
  readonly amountAtomic: bigint | null
  readonly validBefore: number | null
  readonly recordId: string | null
  readonly requestId: string | null
  readonly route: string | null
  /** How the money moves, in the word of its record; without it an unused nonce proves nothing. */
  readonly transfer?: string | null
}

/** One move from a state to the next, and the reason in our words. Times in RFC 3339. */
export type TrackMove = {
  readonly at: string
  readonly from: string
  readonly to: string
  readonly because: string
}

/**
 * A payment that is followed until a proof ends it. The words of its states belong to the payments; here they
 * are texts. Times in RFC 3339; `resolvedAt` null = not ended yet.
 */
export type Track = {
  readonly id: string
  readonly ref: TrackRef
  readonly state: string
  /** How firm the state is: its block may still go, it counts, or nothing can change it. */
  readonly firmness: string
  readonly enteredAt: string
  readonly submittedAt: string | null
  readonly resolvedAt: string | null
  readonly pollAttempts: number
  readonly nextPollAt: string | null
  /** Why the last look saw nothing; null when it saw something. */
  readonly lastError: string | null
  /** The first move and the newest ones, at most 100. */
  readonly history: readonly TrackMove[]
  /** The run or command that asked for it. */
  readonly source: string | null
}

/** The tracks of a profile. `damaged` says why a file that is there cannot be understood; null when it is sound. */
export type Tracks = { readonly tracks: readonly Track[]; readonly damaged: string | null }

/** How many ended tracks are remembered; those that have not ended are never dropped. */
export const keptTracks = 20_000
const longestHistory = 100
const schema = 'x402ops.tracks/v1'

/**
 * The id of a track: that of its payment's case where the key is known, else of its transaction, record or
 * request. Null when the reference names nothing.
 */
export function trackId(ref: TrackRef): string | null {
  const { network, asset, payer, nonce, tx, recordId, requestId } = ref
  if (network !== null && asset !== null && payer !== null && nonce !== null) {
    return shortHash(`${network}/${asset}/${payer}/${nonce}`.toLowerCase())
  }
  if (tx !== null) return shortHash('tx', network ?? '', tx.toLowerCase())
  if (payer !== null && nonce !== null) return shortHash('key', payer.toLowerCase(), nonce.toLowerCase())
  if (recordId !== null) return shortHash('record', recordId)
  return requestId === null ? null : shortHash('request', requestId)
}

/** A history with one more move: the first one and the newest 99 stay. */
export function withMove(history: readonly TrackMove[], move: TrackMove): readonly TrackMove[] {
  const all = [...history, move]
  const [first] = all
  if (all.length <= longestHistory || first === undefined) return all
  return [first, ...all.slice(1 - longestHistory)]
}

const newestFirst = (a: Track, b: Track) =>
  a.enteredAt === b.enteredAt ? (a.id < b.id ? -1 : 1) : a.enteredAt < b.enteredAt ? 1 : -1

/** The tracks to keep, in id order: all that have not ended, and the newest that have. One of each id, the last. */
export function boundTracks(tracks: readonly Track[], limit = keptTracks): readonly Track[] {
  const byId = [...new Map(tracks.map((track) => [track.id, track])).values()]
  const open = byId.filter(({ resolvedAt }) => resolvedAt === null)
  const ended = byId.filter(({ resolvedAt }) => resolvedAt !== null).sort(newestFirst)
  const kept = [...open, ...ended.slice(0, Math.max(0, limit - open.length))]
  return kept.sort((a, b) => (a.id < b.id ? -1 : 1))
}

/** The text of `tracks.json`. */
export function tracksText(tracks: readonly Track[]): string {
  const lines = tracks.map((track) => `  ${toJson(track)}`)
  return `{"schema":"${schema}","tracks":[\n${lines.join(',\n')}\n]}\n`
}

// Fixed or bounded classes, anchored: linear.
const digits = /^\d{1,78}$/
const word = /^[a-z_]{1,32}$/
// 32 bytes of EIP-3009, or the number of Permit2.
const aNonce = /^(?:0x[0-9a-f]{1,64}|\d{1,4096})$/
const id = /^[0-9a-f]{16}$/
// RFC 3339 as `toISOString` writes it: what Date.parse also takes (`1`, `21 Nov`) is no time of ours.
const moment = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d{3})?Z$/

type Fields<T> = Partial<Record<keyof T, unknown>>

const isText = (value: unknown): value is string => typeof value === 'string' && value.length <= 4096
const isWord = (value: unknown): boolean => isText(value) && word.test(value)
const isCount = (value: unknown): boolean => Number.isSafeInteger(value) && Number(value) >= 0
const isTime = (value: unknown): boolean =>
  isText(value) && moment.test(value) && !Number.isNaN(Date.parse(value))
const orNull = (test: (value: unknown) => boolean) => (value: unknown) => value === null || test(value)
const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const refTexts = [
  'payer',
  'nonce',
  'network',
  'asset',
  'tx',
  'payTo',
  'recordId',
  'requestId',
  'route',
] as const

function isRef(value: unknown): boolean {
  if (!isObject(value)) return false
  const ref = value as Fields<TrackRef>
  const amount = ref.amountAtomic
  return (
    refTexts.every((name) => orNull(isText)(ref[name])) &&
    orNull(isText)(ref.transfer ?? null) &&
    (ref.nonce === null || aNonce.test(String(ref.nonce))) &&
    orNull(isCount)(ref.validBefore) &&
    (amount === null || (isText(amount) && digits.test(amount)))
  )
}

function isMove(value: unknown): boolean {
  if (!isObject(value)) return false
  const move = value as Fields<TrackMove>
  return isTime(move.at) && isWord(move.from) && isWord(move.to) && isText(move.because)
}

function parseOne(value: unknown): Track {
  const item = (isObject(value) ? value : {}) as Fields<Track>
  const whole =
    isText(item.id) &&
    id.test(item.id) &&
    isRef(item.ref) &&
    [item.state, item.firmness].every(isWord) &&
    isTime(item.enteredAt) &&
    [item.submittedAt, item.resolvedAt, item.nextPollAt].every(orNull(isTime)) &&
    isCount(item.pollAttempts) &&
    [item.lastError, item.source].every(orNull(isText)) &&
    Array.isArray(item.history) &&
    item.history.length <= longestHistory &&
    item.history.every(isMove)
  if (!whole) throw new SyntaxError('an entry is not a track')
  const track = value as Track
  const amount = track.ref.amountAtomic as unknown as string | null
  return { ...track, ref: { ...track.ref, amountAtomic: amount === null ? null : BigInt(amount) } }
}

/** The tracks in the text of `tracks.json`. Throws `SyntaxError` when it is not such a file. */
export function parseTracks(text: string): readonly Track[] {
  const file = JSON.parse(text) as { schema?: unknown; tracks?: unknown } | null
  if (file?.schema !== schema || !Array.isArray(file.tracks)) throw new SyntaxError(`this is not ${schema}`)
  return file.tracks.map(parseOne)
}
