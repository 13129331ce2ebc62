import type { Placed, TokenSifted } from '../../payments/plain/sieve-port.ts'
import { ask, type Row } from '../postgres/ask.ts'
import type { Database } from '../postgres/connect.ts'
import { placedOf } from './give-back.ts'
import { pairAt, pairBlocks, pairStates, pairsTaken, recordsUnpaired } from './statements.ts'

const doing = 'reading what was paired'

/** The blocks of a token in which pairs stand. */
export type SiftedBlocks = { readonly blocks: readonly number[] }

/** The plain pairs at both ends; one that was taken back stands for none. */
async function endsOf(database: Database, run: number, token: number): Promise<readonly Placed[]> {
  const rows: Row[] = []
  for (const end of ['first', 'last'] as const) {
    rows.push(...(await ask(database, doing, pairAt(end), [run, token])))
  }
  const plain = rows.filter(({ state }) => Number(state) === pairStates.plain).map(placedOf)
  return plain.filter(({ ordinal }, at) => plain.findIndex((one) => one.ordinal === ordinal) === at)
}

/** What the windows of a token left; see `Sieve.windowsDone`. Rejects with a DATABASE_* `OpsError`. */
export async function siftToken(
  database: Database,
  run: number,
  token: number,
): Promise<{ readonly found: TokenSifted; readonly blocks: SiftedBlocks }> {
  const unpaired = await ask(database, doing, recordsUnpaired, [run, token])
  const taken = await ask(database, doing, pairsTaken, [run, token])
  const rows = await ask(database, doing, pairBlocks, [run, token])
  const hashes = new Uint8Array(rows.length * 32)
  for (const [at, row] of rows.entries()) {
    hashes.set(Buffer.from(String(row.block_hash).slice(2), 'hex'), at * 32)
  }
  const blocks = rows.map(({ block }) => Number(block))
  return {
    blocks: { blocks },
    found: {
      unpaired: unpaired.map(({ record }) => Number(record)),
      taken: taken.map(placedOf),
      blocks: Float64Array.from(blocks),
      counts: Uint32Array.from(rows, ({ count }) => Number(count)),
      hashes,
      ends: await endsOf(database, run, token),
      isTorn: rows.some(({ torn }) => torn === true),
    },
  }
}
