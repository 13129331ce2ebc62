import { OpsError } from '../../core/errors.ts'
import { safe } from '../../core/safe.ts'
import type { SourceField } from './aliases.ts'
import type { Picker } from './normalise-pick.ts'
import { type Reader, readDuration } from './normalise-values.ts'
import { readTime } from './times.ts'

/** When a request came, was worked on and answered, Unix milliseconds; and until when it could be paid, seconds. */
export type RowTimes = {
  readonly receivedAt: number | null
  readonly respondedAt: number | null
  readonly verifiedAt: number | null
  readonly workStartedAt: number | null
  readonly workEndedAt: number | null
  readonly settledAt: number | null
  readonly validBefore: number | null
}

const expected = 'a time (RFC 3339 with a zone, or Unix seconds or milliseconds)'

// Before 2001, and what would be a year beyond 5000 but is a time of ours in milliseconds or finer (12 to 19 digits).
const soonest = 1_000_000_000n
const odd = { from: 100_000_000_000n, to: 10_000_000_000_000_000_000n }

/**
 * `validBefore` counts in seconds, as it was signed; RFC 3339 is understood too. A number that is more likely a
 * length of time, or in milliseconds, is not known: taken as it stands it would declare a usable authorization
 * dead, or a dead one usable for ever. What was signed itself (the payload) is read as it stands.
 */
const readUntil: Reader<number> = (value) => {
  const text = String(value).trim()
  if (/^\d{1,78}$/.test(text)) {
    const number = BigInt(text)
    if (number < soonest || (number >= odd.from && number < odd.to)) return undefined
    return Math.min(Number(text), Number.MAX_SAFE_INTEGER)
  }
  const time = readTime(value, null)
  return time.kind === 'time' ? Math.floor(time.ms / 1000) : undefined
}

/**
 * The times of a row. A log line with a duration was written when the answer was out, so it gives both ends.
 * Throws `OpsError` TIME_ZONE_UNCLEAR for a time without a zone when `zone` is null.
 */
export function timesOf(picker: Picker, zone: string | null, file: string): RowTimes {
  const read =
    (field: SourceField): Reader<number> =>
    (value) => {
      const time = readTime(value, zone)
      if (time.kind === 'no-zone') {
        const path = picker.first(field)?.path ?? field
        throw new OpsError('TIME_ZONE_UNCLEAR', {
          file,
          field: safe(path, 80),
          value: safe(String(value), 40),
        })
      }
      return time.kind === 'time' ? time.ms : undefined
    }
  const time = (field: SourceField) => picker.pick(field, read(field), expected)
  const received = time('receivedAt')
  const responded = time('respondedAt')
  const logged = time('loggedAt')
  const seconds = picker.pick('durationSeconds', readDuration, 'a number of seconds')
  const ms = picker.pick('durationMs', readDuration, 'a number of milliseconds')
  const duration = ms ?? (seconds === null ? null : seconds * 1000)
  const end = responded ?? (duration === null ? null : logged)
  const begin = end === null || duration === null ? logged : Math.round(end - duration)
  return {
    receivedAt: received ?? begin,
    respondedAt: end,
    verifiedAt: time('verifiedAt'),
    workStartedAt: time('workStartedAt'),
    workEndedAt: time('workEndedAt'),
    settledAt: time('settledAt'),
    validBefore: picker.pick('validBefore', readUntil, 'a number of Unix seconds'),
  }
}
