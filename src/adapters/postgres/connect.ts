import type { Options, Sql } from 'postgres'
import { OpsError } from '../../core/errors.ts'
import type { Secret } from '../../core/secret.ts'
import { dial, type Place } from './dial.ts'
import { databaseFailure } from './failure.ts'

/** A connection that is open, and its name for messages. The caller owes `close`. */
export type Database = {
  readonly sql: Sql
  /** How it is called in messages: never its address. */
  readonly name: string
  readonly limits: DatabaseLimits
  /** Ends all of its connections, also those that wait for an answer. Never rejects. */
  readonly close: () => Promise<void>
}

/** How long the database may take, in milliseconds. */
export type DatabaseLimits = { readonly connectMs: number; readonly statementMs: number }

/** What is usual: ten seconds to connect, ten minutes for the longest statement. */
export const usualLimits: DatabaseLimits = { connectMs: 10_000, statementMs: 600_000 }

// Words of other drivers' URLs that a server does not know and would refuse.
const foreign = ['channel_binding', 'gssencmode', 'sslcert', 'sslkey', 'sslrootcert', 'sslcrl', 'passfile']

/**
 * The address as the driver wants it. Without `sslmode` TLS is used where the server has it, as libpq does.
 * Throws `OpsError` STORE_URL_UNUSABLE.
 */
function driverUrl(text: string, name: string): { readonly url: string; readonly isTlsGiven: boolean } {
  const unusable = (reason: string) => new OpsError('STORE_URL_UNUSABLE', { flag: name, reason })
  // Anchored; two words: linear.
  if (!/^postgres(?:ql)?:\/\//.test(text))
    throw unusable('It does not begin with postgres:// or postgresql://')
  if (!URL.canParse(text))
    throw unusable('It is no whole address; special characters in it are written as %40.')
  const url = new URL(text)
  for (const key of foreign) url.searchParams.delete(key)
  return { url: url.href, isTlsGiven: url.searchParams.has('sslmode') || url.searchParams.has('ssl') }
}

/** What the driver understood of the address. */
type Understood = {
  readonly host: string[]
  readonly port: readonly number[]
  readonly path?: string | false
}

/** Makes the sockets of a driver, which would not set them up for small pieces. */
function socketMaker(connectMs: number) {
  let places: readonly Place[] | undefined
  return async ({ host, port, path }: Understood) => {
    places ??= path
      ? [{ host: null, path }]
      : host.map((name, at) => ({ host: name, port: port[at] ?? port[0] ?? 5432 }))
    // With several hosts the driver waits for an end of each that it never gets from a socket of ours.
    host.splice(1)
    return dial(places, connectMs)
  }
}

/**
 * Connects to a PostgreSQL server and asks it for a sign of life. Rejects with `OpsError` STORE_URL_UNUSABLE,
 * DATABASE_UNREACHABLE or DATABASE_REFUSED, none of which holds a part of the address.
 */
export async function openDatabase(
  address: Secret,
  limits: DatabaseLimits = usualLimits,
  options: Pick<Options<Record<string, never>>, 'max'> = {},
): Promise<Database> {
  const name = address.label
  const { url, isTlsGiven } = driverUrl(address.reveal().trim(), name)
  const { default: postgres } = await import('postgres')
  const socket = socketMaker(limits.connectMs)
  const settings: Options<Record<string, never>> & { readonly socket: typeof socket } = {
    max: options.max ?? 3,
    connect_timeout: Math.ceil(limits.connectMs / 1000),
    // A connection that is closed in the middle of a run took a lock with it, so none is replaced in silence.
    ...{ idle_timeout: 0, max_lifetime: null },
    ...(isTlsGiven ? {} : { ssl: 'prefer' as const }),
    connection: { application_name: 'x402ops', statement_timeout: limits.statementMs },
    onnotice: () => undefined,
    // Types of the server are told by the statements; asking for them needs rights on its catalogue.
    fetch_types: false,
    socket,
  }
  const sql = postgres(url, settings)
  const close = () => sql.end({ timeout: 2 }).catch(() => undefined)
  try {
    await sql`select 1`
  } catch (error) {
    await close()
    throw databaseFailure(error, { name, doing: 'connecting', limits })
  }
  return { sql, name, limits, close }
}
