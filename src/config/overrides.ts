import { durationMs } from '../core/duration.ts'
import { OpsError } from '../core/errors.ts'
import { safe } from '../core/safe.ts'
import { commandWords } from './command-words.ts'
import type { Given, GivenValue } from './given.ts'
import { type Layer, namedLayer } from './layers.ts'
import { databasePlace } from './records-database.ts'
import { engineNamed, runsPlace, storePlace } from './store.ts'
import { httpUrl, normalServiceUrl, printableUrl, serviceUrlProblem } from './url.ts'

type Make = (layer: unknown) => Layer['tree']

function layer<T>(given: GivenValue<T> | undefined, make: (value: T, label: string) => unknown, put: Make) {
  if (given === undefined) return []
  return [namedLayer(put(make(given.value, given.label)), given.by, given.label)]
}

/** A base URL that is whole and names nobody. Throws `OpsError` URL_UNUSABLE. */
function baseUrl(value: string, label: string): string {
  const found = serviceUrlProblem(value)
  if (found === undefined) return normalServiceUrl(value)
  throw new OpsError('URL_UNUSABLE', { flag: label, url: printableUrl(value), reason: `${found.problem}.` })
}

function origin(value: string, label: string): string {
  if (httpUrl(value)?.origin === value) return value
  const reason = 'An origin is scheme and host only, such as https://app.example.dev'
  throw new OpsError('URL_UNUSABLE', { flag: label, url: printableUrl(value), reason })
}

function duration(value: string | number, label: string): string {
  const text = typeof value === 'number' ? `${value}ms` : value
  if (durationMs(text) !== undefined) return text
  throw new OpsError('NUMBER_EXPECTED', {
    flag: label,
    value: safe(text, 40),
    example: `${label} 10s (units: ms, s, m, h)`,
  })
}

function amount(value: string | number, label: string, most: number, digits: RegExp): number {
  const number = digits.test(String(value)) ? Number(value) : 0
  if (number > 0 && number <= most) return number
  throw new OpsError('NUMBER_EXPECTED', {
    flag: label,
    value: safe(String(value), 40),
    example: `${label} 2`,
  })
}

function finality(value: string, label: string): string | number {
  if (['latest', 'safe', 'finalized'].includes(value)) return value
  if (/^\d{1,5}$/.test(value)) return Number(value)
  const message = `${label} is latest, safe, finalized or a number of blocks below the head`
  throw new OpsError('USAGE', { message, command: '' })
}

function program(text: string, label: string): readonly string[] {
  const split = commandWords(text)
  if (split.ok) return split.words
  throw new OpsError('RECORDS_EXEC_UNCLEAR', { flag: label, reason: split.reason })
}

/** Files, databases and programs that are named on the command line are the books together, whatever a file says. */
function books({ records, recordsExec, map }: Given): readonly Layer[] {
  const mapping = map === undefined ? {} : { mapping: map.value }
  const files = (records?.value ?? []).map((value) => {
    const postgres = databasePlace(value, records?.label ?? '')
    return postgres === null ? { file: value, ...mapping } : { postgres, ...mapping }
  })
  const programs = (recordsExec?.value ?? []).map((text) => ({
    exec: program(text, recordsExec?.label ?? ''),
    ...mapping,
  }))
  const first = records ?? recordsExec
  if (first === undefined) return []
  return [namedLayer({ records: [...files, ...programs] }, first.by, first.label)]
}

/**
 * The layers that flags and variables lay over the files, for the settings that stand for themselves.
 * Throws `OpsError` URL_UNUSABLE, STORE_URL_UNUSABLE, NUMBER_EXPECTED, RECORDS_EXEC_UNCLEAR or USAGE, each naming the
 * flag or the variable.
 */
export function overrideLayers(given: Given): readonly Layer[] {
  const limit =
    (key: string): Make =>
    (value) => ({ limits: { [key]: value } })
  return [
    ...layer(given.baseUrl, baseUrl, (value) => ({ baseUrl: value })),
    ...layer(
      given.browserOrigin,
      (list, label) => list.map((item) => origin(item, label)),
      (value) => ({ browserOrigins: value }),
    ),
    ...books(given),
    ...layer(given.finality, finality, (value) => ({ reconcile: { finality: value } })),
    ...layer(given.engine, engineNamed, (value) => ({ engine: value })),
    ...layer(given.store, storePlace, (value) => ({ store: value })),
    ...layer(given.runsStore, runsPlace, (value) => ({ runsStore: value })),
    ...layer(given.timeout, duration, limit('timeout')),
    ...layer(given.deadline, duration, limit('deadline')),
    ...layer(given.concurrency, (v, label) => amount(v, label, 10_000, /^\d{1,5}$/), limit('concurrency')),
    ...layer(given.rate, (v, label) => amount(v, label, 10_000, /^\d{1,5}(?:\.\d{1,6})?$/), limit('rate')),
    ...layer(
      given.allowHttp,
      (value) => value,
      (value) => ({ allowHttp: value }),
    ),
    ...layer(
      given.allowPrivate,
      (value) => value,
      (value) => ({ allowPrivate: value }),
    ),
  ]
}
