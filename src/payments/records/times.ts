/** A time as read from a row: Unix milliseconds, or why there is none. */
export type TimeReading =
  | { readonly kind: 'time'; readonly ms: number }
  | { readonly kind: 'no-zone' }
  | { readonly kind: 'not-a-time' }

const notATime = { kind: 'not-a-time' } as const
// RFC 3339 and its usual cousins (a blank instead of T, `+00`, `+0000`, ` UTC`): fixed widths and one
// bounded fraction, so linear.
const dateTime =
  /^(\d{4}-\d{2}-\d{2})[Tt ](\d{2}:\d{2}:\d{2})(?:[.,](\d{1,9}))? ?([Zz]|UTC|[+-]\d{2}(?::?\d{2})?)?$/
// The common log format of web servers: fixed widths, linear.
const commonLog = /^(\d{2})\/([A-Z][a-z]{2})\/(\d{4}):(\d{2}:\d{2}:\d{2}) ([+-]\d{4})$/
// Unix seconds (9 or 10 digits, bounded fraction) or milliseconds (12 or 13 digits); linear.
const unix = /^(\d{9,10}|\d{12,13})(?:\.(\d{1,9}))?$/
const offsetText = /^([+-])(\d{2}):?(\d{2})?$/
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

/** `Z`, `UTC`, `+02`, `+0200`, `+02:00` as `Z` or `+02:00`; undefined for anything else. */
export function normalZone(text: string): string | undefined {
  if (/^(?:z|utc)$/i.test(text)) return 'Z'
  const match = offsetText.exec(text)
  if (match === null) return undefined
  const [, sign = '', hours = '', minutes = '00'] = match
  return Number(hours) <= 14 && Number(minutes) <= 59 ? `${sign}${hours}:${minutes}` : undefined
}

function instant(date: string, time: string, fraction: string, zone: string): TimeReading {
  const day = new Date(`${date}T00:00:00Z`)
  if (Number.isNaN(day.getTime()) || !day.toISOString().startsWith(date)) return notATime
  const ms = Date.parse(`${date}T${time}.${fraction.padEnd(3, '0').slice(0, 3)}${zone}`)
  return Number.isNaN(ms) ? notATime : { kind: 'time', ms }
}

/**
 * Reads a time: RFC 3339 with a zone, the common log format, Unix seconds or milliseconds by the number of
 * digits. A time without a zone is read in `zone` (see `normalZone`), and is `no-zone` when that is null.
 */
export function readTime(value: string | number | boolean, zone: string | null): TimeReading {
  const text = String(value).trim()
  const digits = unix.exec(text)
  if (digits !== null) {
    const [, whole = '', fraction = ''] = digits
    if (whole.length > 10) return { kind: 'time', ms: Number(whole) }
    return { kind: 'time', ms: Number(whole) * 1000 + Number(fraction.padEnd(3, '0').slice(0, 3)) }
  }
  const logged = commonLog.exec(text)
  if (logged !== null) {
    const [, day = '', month = '', year = '', time = '', offset = ''] = logged
    const number = String(months.indexOf(month) + 1).padStart(2, '0')
    return instant(`${year}-${number}-${day}`, time, '', normalZone(offset) ?? 'Z')
  }
  const match = dateTime.exec(text)
  if (match === null) return notATime
  const [, date = '', time = '', fraction = '', written] = match
  const known = written === undefined ? zone : normalZone(written)
  if (known === undefined) return notATime
  if (known !== null) return instant(date, time, fraction, known)
  return instant(date, time, fraction, 'Z').kind === 'time' ? { kind: 'no-zone' } : notATime
}
