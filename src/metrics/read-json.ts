import { knownOf, type NumberName, numberNames } from './known-catalog.ts'
import type { Read } from './read.ts'

function own(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, key)
    ? (value as Readonly<Record<string, unknown>>)[key]
    : undefined
}

/** The value at a dot path; a key that holds the dots itself wins. Undefined when there is none. */
function valueAt(json: unknown, path: string): unknown {
  const whole = own(json, path)
  return whole === undefined ? path.split('.').reduce(own, json) : whole
}

// Anchored, two bounded classes with a point between them: linear.
const numberText = /^\d{1,15}(?:\.\d{1,15})?$/

function numberOf(value: unknown): number | null {
  if (typeof value === 'boolean') return Number(value)
  const number = typeof value === 'string' && numberText.test(value) ? Number(value) : value
  return typeof number === 'number' && Number.isFinite(number) && number >= 0 ? number : null
}

/** The numbers of a page in JSON: at the paths that the operator gave, else at the usual names. Never throws. */
export function readJson(json: unknown, fields: Readonly<Record<string, string>>): Read {
  const numbers: Record<string, number> = {}
  const odd: { name: string; place: string; why: string }[] = []
  const take = (name: NumberName, place: string, asked: 'mapped' | 'usual') => {
    const value = valueAt(json, place)
    if (value === undefined) {
      if (asked === 'mapped') odd.push({ name, place, why: 'it is not there' })
      return
    }
    const number = numberOf(value)
    if (number === null) odd.push({ name, place, why: 'it is no number from 0 on' })
    else numbers[name] = number
  }
  for (const name of numberNames) {
    const mapped = Object.hasOwn(fields, name) ? fields[name] : undefined
    if (mapped !== undefined) take(name, mapped, 'mapped')
    else for (const usual of knownOf(name).json ?? []) take(name, usual, 'usual')
  }
  return { numbers, histograms: {}, groups: {}, odd }
}
