import { OpsError } from '../../core/errors.ts'
import type { Database } from '../postgres/connect.ts'
import { databaseFailure } from '../postgres/failure.ts'

const doing = 'records were read'

const reasons: Readonly<Record<string, string>> = {
  '3F000': 'there is no such schema',
  '42P01': 'there is no such table',
  42703: 'there is no such column',
  42702: 'the name of a column is not unique',
  42883: 'there is no such function or operator',
  42501: 'its user may not read that',
  42601: 'it is not one SELECT that the server understands',
  25006: 'it would write, and records are only read',
  '0A000': 'the server does not walk over it',
  42809: 'that is nothing which holds rows',
}

// What stands at a place of the statement: a quoted or plain name, nothing that could be a value. Bounded: linear.
const nameAt = /^(?:"(?:[^"]|""){1,60}"|[A-Za-z_][\w.$]{0,60})/

/** The name in the operator's own words about which the server complains. */
function nameIn(statement: string, position: unknown): string {
  // The server counts characters, not code units.
  const at = typeof position === 'string' ? Number(position) - 1 : Number.NaN
  if (!Number.isSafeInteger(at) || at < 0) return ''
  const [name] =
    nameAt.exec(
      Array.from(statement)
        .slice(at, at + 70)
        .join(''),
    ) ?? []
  return name === undefined ? '' : ` (at ${name})`
}

/**
 * What a failed reading means: RECORDS_QUERY_REFUSED when the question is wrong, else a DATABASE_* `OpsError`. What
 * the server says is kept as the cause and never shown: it may hold a row.
 */
export function refusal(error: unknown, { name, limits }: Database, statement: string): OpsError {
  const { code, position } = (error ?? {}) as { readonly code?: unknown; readonly position?: unknown }
  const reason = typeof code === 'string' ? reasons[code] : undefined
  if (reason !== undefined) {
    const words = { name, reason: `${reason}${nameIn(statement, position)}` }
    return new OpsError('RECORDS_QUERY_REFUSED', words, { cause: error })
  }
  // A value that cannot be computed, or a word the server does not know: both are of the question.
  if (typeof code === 'string' && /^(?:22|42)[0-9A-Z]{3}$/.test(code)) {
    const words = { name, reason: `the server cannot carry it out (${code})` }
    return new OpsError('RECORDS_QUERY_REFUSED', words, { cause: error })
  }
  // The cursor is gone: what answers is another connection than the one that opened it.
  if (code === '34000') {
    const words = { name, doing, reason: 'the connection was closed' }
    return new OpsError('DATABASE_LOST', words, { cause: error })
  }
  return databaseFailure(error, { name, doing, limits })
}
