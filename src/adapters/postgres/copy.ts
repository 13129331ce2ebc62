import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { OpsError } from '../../core/errors.ts'
import type { Database } from './connect.ts'
import { databaseFailure } from './failure.ts'

// A row that the server refuses is never told by the driver: only the time tells. Measured: 200,000 rows take half a
// second, so a batch that takes minutes is one that will never end.
const deadlineMs = 120_000

// One message for each piece: a piece a line would be a message a line.
const linesInPiece = 500

function* piecesOf(lines: readonly string[]): Iterable<string> {
  for (let from = 0; from < lines.length; from += linesInPiece)
    yield lines.slice(from, from + linesInPiece).join('')
}

/**
 * Loads lines in the text form of COPY, each with its end of line. The caller owes that every line fits its table:
 * rows that the server refuses show as DATABASE_TIMEOUT only. Rejects with a DATABASE_* `OpsError`.
 */
export async function copyIn(
  { sql, name, limits, close }: Database,
  into: { readonly table: string; readonly columns: readonly string[]; readonly doing: string },
  lines: readonly string[],
): Promise<void> {
  if (lines.length === 0) return
  const { doing } = into
  const ms = Math.min(deadlineMs, limits.statementMs)
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      reject(new OpsError('DATABASE_TIMEOUT', { name, doing, seconds: ms / 1000 }))
      // The connection waits for an answer that does not come; nothing more can be asked over it.
      void close()
    }, ms)
  })
  const copy = async () => {
    const target = await sql.unsafe(`copy ${into.table} (${into.columns.join(', ')}) from stdin`).writable()
    await pipeline(Readable.from(piecesOf(lines)), target)
  }
  try {
    await Promise.race([copy(), late])
  } catch (error) {
    throw databaseFailure(error, { name, doing, limits })
  } finally {
    clearTimeout(timer)
  }
}
