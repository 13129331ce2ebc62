import { durationMs } from '../core/duration.ts'
import { OpsError } from '../core/errors.ts'

function refuse(flag: string, value: string, example: string): OpsError {
  return new OpsError('NUMBER_EXPECTED', { flag, value, example: `${flag} ${example}` })
}

/** A parser for flags that hold a length of time; it throws `OpsError` NUMBER_EXPECTED. */
export function durationFlag(flag: string, example: string) {
  return (value: string): number => {
    const ms = durationMs(value)
    if (ms === undefined) throw refuse(flag, value, `${example} (units: ms, s, m, h)`)
    return ms
  }
}

/** A parser for whole numbers from 1 to 10,000; it throws `OpsError` NUMBER_EXPECTED. */
export function integerFlag(flag: string, example: string) {
  return (value: string): number => {
    const number = /^\d{1,5}$/.test(value) ? Number(value) : 0
    if (number < 1 || number > 10_000) throw refuse(flag, value, example)
    return number
  }
}

/** A parser for decimal numbers above 0 and up to 10,000; it throws `OpsError` NUMBER_EXPECTED. */
export function numberFlag(flag: string, example: string) {
  return (value: string): number => {
    const number = /^\d{1,5}(?:\.\d{1,6})?$/.test(value) ? Number(value) : 0
    if (number <= 0 || number > 10_000) throw refuse(flag, value, example)
    return number
  }
}
