import { OpsError } from '../../core/errors.ts'

/** What was being done with which database, for the message. */
export type DatabaseDoing = {
  readonly name: string
  readonly doing: string
  readonly limits: { readonly connectMs: number; readonly statementMs: number }
}

const unreachable: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing listens there',
  ENOTFOUND: 'the name of its host is not known',
  EAI_AGAIN: 'the name of its host could not be looked up',
  EHOSTUNREACH: 'there is no way to its host',
  ENETUNREACH: 'there is no way to its network',
  ENOENT: 'its socket is not there',
  EACCES: 'its socket may not be used',
  CONNECT_TIMEOUT: 'it did not answer in time',
  ETIMEDOUT: 'it did not answer in time',
  53300: 'it has no connection free',
  57003: 'it is starting or stopping',
  '57P03': 'it is starting or stopping',
}

const refused: Readonly<Record<string, string>> = {
  '28P01': 'it does not take this user with this password',
  28000: 'it does not let this user in',
  '3D000': 'it has no database of this name',
  '42P08': 'it does not understand the settings of the address',
  42704: 'it does not know a setting of the address',
  SASL_SIGNATURE_MISMATCH: 'it could not prove that it knows the password',
}

const tls = /^(?:ERR_TLS|ERR_SSL|CERT_|UNABLE_TO_|SELF_SIGNED|DEPTH_ZERO|EPROTO)/

const lost: Readonly<Record<string, string>> = {
  CONNECTION_CLOSED: 'the connection was closed',
  CONNECTION_ENDED: 'the connection was closed',
  CONNECTION_DESTROYED: 'the connection was closed',
  ECONNRESET: 'the connection was cut',
  EPIPE: 'the connection was cut',
  '57P01': 'the server was stopped',
  '57P02': 'the server crashed',
}

function codeOf(error: unknown): string {
  const code = (error as { readonly code?: unknown } | null)?.code
  // A SQLSTATE, or a word of Node or the driver: nothing else may stand in a message. Anchored, bounded: linear.
  return typeof code === 'string' && /^[A-Z0-9_]{2,60}$/.test(code) ? code : 'unknown'
}

/**
 * The failure of a database in our words: DATABASE_UNREACHABLE, DATABASE_REFUSED, DATABASE_LOST, DATABASE_TIMEOUT,
 * STORE_RIGHTS or DATABASE_FAILED. What the server or the driver says is kept as the cause and never shown: it may
 * hold an address or a row.
 */
export function databaseFailure(error: unknown, { name, doing, limits }: DatabaseDoing): OpsError {
  if (error instanceof OpsError) return error
  const code = codeOf(error)
  const cause = { cause: error }
  if (code in refused) return new OpsError('DATABASE_REFUSED', { name, reason: refused[code] ?? '' }, cause)
  if (tls.test(code)) {
    return new OpsError('DATABASE_REFUSED', { name, reason: `TLS failed (${code})` }, cause)
  }
  const isStart = doing === 'connecting'
  const reason = unreachable[code] ?? (isStart ? lost[code] : undefined)
  if (reason !== undefined) return new OpsError('DATABASE_UNREACHABLE', { name, reason }, cause)
  if (code in lost) return new OpsError('DATABASE_LOST', { name, doing, reason: lost[code] ?? '' }, cause)
  if (code === '57014' || code === '55P03') {
    return new OpsError('DATABASE_TIMEOUT', { name, doing, seconds: limits.statementMs / 1000 }, cause)
  }
  return new OpsError('DATABASE_FAILED', { name, doing, code }, cause)
}
