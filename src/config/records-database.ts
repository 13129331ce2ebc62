import { OpsError } from '../core/errors.ts'
import type { RecordsDatabase, RecordsSource } from '../core/profile.ts'
import { errorAt, type Origin } from './layers.ts'
import { besideFile, referenceOf } from './secret-place.ts'
import { storeUrlProblem } from './store-url.ts'

/** How the settings name a database: by an open address, or by where a whole one is kept. */
type Place = {
  readonly url?: string | undefined
  readonly secret?: Parameters<typeof referenceOf>[0] | undefined
}

/** One source of records as the settings have it, when it is a database. */
export type DatabaseEntry = {
  readonly postgres: Place
  readonly table?: string | undefined
  readonly query?: string | undefined
}

// Two words: linear. Anywhere, so that no address is ever taken for a path and shown.
const address = /postgres(?:ql)?:\/\//i
// One class, bounded, anchored: linear.
const reference = /^env:([A-Za-z_][A-Za-z0-9_]{0,127})$/

/**
 * The database that a value of `--records` or X402OPS_RECORDS names: `env:NAME`, or an address without a password (a
 * variable may hold a whole one); null when it is a path. Throws `OpsError` STORE_URL_UNUSABLE, which never shows it.
 */
export function databasePlace(value: string, label: string): Place | null {
  const [, env] = reference.exec(value) ?? []
  if (env !== undefined) return { secret: { env } }
  if (!address.test(value)) return null
  const found = storeUrlProblem(value)
  if (found === undefined) return { url: value }
  throw new OpsError('STORE_URL_UNUSABLE', { flag: label, reason: `${found.problem}.` })
}

function nameOf({ url, secret }: Place): string {
  if (url === undefined) return secret?.env === undefined ? 'database' : `env:${secret.env}`
  const { host, pathname } = new URL(url)
  return `postgres://${host}${pathname}`
}

/**
 * The database of a source, and what its rows are named by: numbered where another source has that name. Throws
 * `OpsError` CONFIG_INVALID.
 */
export function databaseOf(
  { postgres, table, query }: DatabaseEntry,
  origin: Origin,
  index: number,
  taken: readonly RecordsSource[],
): { readonly file: string; readonly postgres: RecordsDatabase } {
  if (table !== undefined && query !== undefined) {
    const suggestion = 'Give one of them.'
    throw errorAt(origin, ['records', index], { problem: 'table and query at once', suggestion })
  }
  const { url, secret } = postgres
  const place = url === undefined ? besideFile(referenceOf(secret ?? {}), origin) : { url }
  const names = new Set(taken.map(({ file }) => file))
  const name = nameOf(postgres)
  let file = name
  for (let number = 2; names.has(file); number += 1) file = `${name}#${number}`
  return { file, postgres: { address: place, table: table ?? null, select: query ?? null } }
}
