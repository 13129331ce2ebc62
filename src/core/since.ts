import { OpsError } from './errors.ts'

/** The start or the end of a window as the operator wrote it, resolved as far as it goes without a chain. */
export type Moment =
  | { readonly kind: 'time'; readonly at: Date }
  | { readonly kind: 'block'; readonly number: number }
  | { readonly kind: 'tx'; readonly hash: string }
  | { readonly kind: 'last' }

const unitMs = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 } as const
const duration = /^(?:\d{1,6}[smhdw]){1,5}$/
const durationPart = /(\d{1,6})([smhdw])/g
const dateOnly = /^\d{4}-\d{2}-\d{2}$/
const dateTime = /^(\d{4}-\d{2}-\d{2})[Tt ](\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?)([Zz]|[+-]\d{2}:\d{2})?$/

function notUnderstood(flag: string, value: string, suggestion: string): OpsError {
  return new OpsError('SINCE_NOT_UNDERSTOOD', { flag, value, suggestion })
}

function parseDuration(text: string): number {
  let total = 0
  for (const [, count, unit] of text.matchAll(durationPart)) {
    total += Number(count) * unitMs[unit as keyof typeof unitMs]
  }
  return total
}

function parseUnix(flag: string, digits: string): Date {
  if (/^\d{13}$/.test(digits)) {
    throw notUnderstood(
      flag,
      `@${digits}`,
      `13 digits are milliseconds; @${digits.slice(0, 10)} means that second.`,
    )
  }
  if (!/^\d{9,10}$/.test(digits))
    throw notUnderstood(flag, `@${digits}`, 'Unix seconds look like @1763700000.')
  return new Date(Number(digits) * 1000)
}

/** The calendar instant of an RFC 3339 text; undefined when the date does not exist (2026-02-30). */
function instant(date: string, time: string, zone: string): Date | undefined {
  const withSeconds = time.length === 5 ? `${time}:00` : time
  const at = new Date(`${date}T${withSeconds}${zone.toUpperCase()}`)
  const calendar = new Date(`${date}T00:00:00Z`)
  const exists = !Number.isNaN(calendar.getTime()) && calendar.toISOString().startsWith(date)
  return exists && !Number.isNaN(at.getTime()) ? at : undefined
}

function parseTime(flag: string, value: string): Date | undefined {
  if (dateOnly.test(value)) {
    const at = instant(value, '00:00', 'Z')
    if (at === undefined) throw notUnderstood(flag, value, 'There is no such day.')
    return at
  }
  const match = dateTime.exec(value)
  if (match === null) return undefined
  const [, date = '', time = '', zone] = match
  if (zone === undefined) {
    const offset = new Date(`${date}T${time}`).getTimezoneOffset()
    const sign = offset > 0 ? '-' : '+'
    const hours = String(Math.floor(Math.abs(offset) / 60)).padStart(2, '0')
    const minutes = String(Math.abs(offset) % 60).padStart(2, '0')
    const local = `${date}T${time}${sign}${hours}:${minutes}`
    throw new OpsError('SINCE_WITHOUT_ZONE', { flag, value, utc: `${date}T${time}Z`, local })
  }
  const at = instant(date, time, zone)
  if (at === undefined) throw notUnderstood(flag, value, 'There is no such day or time.')
  return at
}

/**
 * Reads the value of `--since` or `--until` (grammar: `x402ops help since`).
 * Throws `OpsError` SINCE_* for everything that is not exactly one of the forms: a window that is
 * silently empty would read as "all clear".
 *
 * @example parseMoment('--since', '1h30m', now) // {kind: 'time', at: 90 minutes before now}
 */
export function parseMoment(flag: string, value: string, now: Date): Moment {
  if (value === 'last') return { kind: 'last' }
  if (/^0x[0-9a-fA-F]{64}$/.test(value)) return { kind: 'tx', hash: value.toLowerCase() }
  const block = /^block:(\d{1,12})$/.exec(value)
  if (block !== null) return { kind: 'block', number: Number(block[1]) }
  const at = value.startsWith('@') ? parseUnix(flag, value.slice(1)) : parseTime(flag, value)
  if (at !== undefined) return past(flag, value, at, now)
  if (duration.test(value)) {
    const ms = parseDuration(value)
    if (ms === 0) throw notUnderstood(flag, value, 'A window of no length holds no payment; try 1h.')
    return past(flag, value, new Date(now.getTime() - ms), now)
  }
  if (/^[1-9]\d{0,5}$/.test(value)) throw new OpsError('SINCE_WITHOUT_UNIT', { flag, value })
  throw notUnderstood(flag, value, suggestionFor(flag, value))
}

function past(flag: string, value: string, at: Date, now: Date): Moment {
  if (at.getTime() > now.getTime()) throw new OpsError('SINCE_IN_FUTURE', { flag, value })
  if (at.getTime() < 0 || Number.isNaN(at.getTime())) {
    throw notUnderstood(flag, value, 'That is before 1970.')
  }
  return { kind: 'time', at }
}

function suggestionFor(flag: string, value: string): string {
  if (/^-\d/.test(value)) return `Leave out the sign: ${value.slice(1)}.`
  if (/^\d{1,6}[A-Z]$/.test(value)) return `Units are lower case: ${value.toLowerCase()} (m is minutes).`
  if (value.trim() === '') return 'Give a length such as 24h.'
  const forms = 'Try 24h, 1h30m, 7d, 2026-11-20, 2026-11-20T10:00:00Z, @1763700000'
  return flag === '--since' ? `${forms}, block:38123456 or last.` : `${forms} or block:38123456.`
}
