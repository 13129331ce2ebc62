import { type LogColumns, sliceColumns } from '../../core/log-columns.ts'
import { ask } from '../postgres/ask.ts'
import type { Database } from '../postgres/connect.ts'
import { copyIn } from '../postgres/copy.ts'
import { askedColumns, askedLines, type Part } from './lines.ts'
import { askedLeft } from './statements.ts'

const doing = 'looking authorizations up'
// Some 250 bytes each as text.
const mostAtOnce = 50_000

const removal = 'delete from x402ops.pairing_asked where run = $1 and part = $2'

/** The places in a slice that are not those of plain pairs, as texts. */
async function placesLeft(
  database: Database,
  { run, part, token }: Part,
  columns: LogColumns,
): Promise<ReadonlySet<string>> {
  await copyIn(
    database,
    { table: 'x402ops.pairing_asked', columns: askedColumns, doing },
    askedLines(run, part, columns),
  )
  const blocks = columns.block.subarray(0, columns.count)
  const [first, last] = [blocks.reduce((a, b) => Math.min(a, b)), blocks.reduce((a, b) => Math.max(a, b))]
  const rows = await ask(database, doing, askedLeft, [run, part, token, first, last])
  await ask(database, doing, removal, [run, part])
  return new Set(rows.map(({ nonce, block, log_index: index }) => `${nonce} ${block} ${index}`))
}

/**
 * Which of these authorizations are those of plain pairs; see `Sieve.hasLeft`. They are loaded and
 * compared in the database, a slice at a time. Rejects with a DATABASE_* `OpsError`.
 */
export async function hasLeft(
  database: Database,
  part: Part,
  authorizations: LogColumns,
): Promise<Uint8Array> {
  const { count, block, logIndex, second } = authorizations
  const left = new Uint8Array(count)
  for (let from = 0; from < count; from += mostAtOnce) {
    const to = Math.min(count, from + mostAtOnce)
    const stays = await placesLeft(database, part, sliceColumns(authorizations, from, to))
    for (let row = from; row < to; row += 1) {
      const nonce = Buffer.from(second.buffer, second.byteOffset + row * 32, 32).toString('hex')
      left[row] = stays.has(`0x${nonce} ${block[row]} ${logIndex[row]}`) ? 0 : 1
    }
  }
  return left
}
