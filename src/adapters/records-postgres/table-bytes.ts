import { OpsError } from '../../core/errors.ts'
import { safe } from '../../core/safe.ts'
import type { Secret } from '../../core/secret.ts'
import type { TableQuestion } from '../../payments/records/table-question.ts'
import { onAbort } from '../on-abort.ts'
import { type Database, type DatabaseLimits, openDatabase, usualLimits } from '../postgres/connect.ts'
import { refusal } from './refusal.ts'
import { type Column, lineWriter, nameTwice, type RawRow } from './row-lines.ts'
import { cursorName, statementOf } from './statement.ts'

/** Rows of the first batch, and of the largest one. */
const [fewest, most] = [250, 5000]
// A batch is held as a whole: wide rows come in smaller ones.
const batchBytes = 4 * 1_048_576

const settings = [
  // Of all rows as of one moment, and unable to write.
  'begin transaction isolation level repeatable read, read only',
  "set local timezone to 'UTC'",
  'set local datestyle to ISO',
  "set local bytea_output to 'hex'",
]

// A simple query may hold several statements. The driver knows this word, its types do not.
const oneStatement: object = { simple: false }

type Batch = { readonly columns: readonly Column[]; readonly rows: readonly RawRow[] }

/** Asks the server in one transaction on one connection. Throws as `refusal` has it. */
function asker(database: Database, statement: string) {
  const run = async (text: string) => {
    try {
      return await database.sql.unsafe(text, [], oneStatement).raw()
    } catch (error) {
      throw refusal(error, database, statement)
    }
  }
  const batch = async (size: number): Promise<Batch> => {
    const rows = await run(`fetch forward ${size} from ${cursorName}`)
    return {
      columns: rows.columns.map(({ name, type }) => ({ name, type })),
      rows: rows as unknown as readonly RawRow[],
    }
  }
  return { run, batch }
}

function nextSize(size: number, bytes: number): number {
  if (bytes > batchBytes) return Math.max(1, Math.floor(size / 2))
  return bytes * 2 <= batchBytes ? Math.min(most, size * 2) : size
}

async function* linesIn(database: Database, question: TableQuestion): AsyncGenerator<Buffer> {
  const statement = statementOf(question)
  const { run, batch } = asker(database, statement)
  for (const setting of settings) await run(setting)
  await run(statement)
  let size = fewest
  let write: ReturnType<typeof lineWriter> | null = null
  while (true) {
    // One by one and not by the driver's cursor: a connection that is lost between two of its batches looks like the
    // end of the rows, while a cursor of the server is then no longer there.
    const { columns, rows } = await batch(size)
    if (write === null) {
      const twice = nameTwice(columns)
      if (twice !== null) {
        const reason = `two columns are called "${safe(twice, 60)}"`
        throw new OpsError('RECORDS_QUERY_REFUSED', { name: database.name, reason })
      }
      write = lineWriter(columns)
    }
    if (rows.length === 0) break
    const bytes = Buffer.from(rows.map(write).join(''))
    yield bytes
    size = nextSize(size, bytes.length)
  }
  await run('commit')
}

/**
 * The rows of a table, or of a SELECT, as JSON lines: read in one transaction that cannot write, some thousand at a
 * time. The connection ends with the reading, or when the signal aborts. Throws `OpsError` STORE_URL_UNUSABLE,
 * RECORDS_QUERY_REFUSED or DATABASE_* (at the end too: what was made of the rows until then is void), and the
 * signal's reason.
 */
export async function* tableBytes(
  address: Secret,
  question: TableQuestion,
  signal: AbortSignal,
  limits: DatabaseLimits = usualLimits,
): AsyncGenerator<Buffer> {
  signal.throwIfAborted()
  const database = await openDatabase(address, limits, { max: 1 })
  // Who does not want the rows any more does not wait for those that are on their way.
  const cut = () => database.sql.end({ timeout: 0 }).catch(() => undefined)
  const release = onAbort(signal, () => void cut())
  try {
    signal.throwIfAborted()
    yield* linesIn(database, question)
    await database.close()
  } catch (error) {
    signal.throwIfAborted()
    throw error
  } finally {
    release()
    await cut()
  }
}
