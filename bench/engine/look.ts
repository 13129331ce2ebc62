import postgres from 'postgres'
import { pairWindow } from '../../src/adapters/pairing-postgres/statements.ts'

/** What was seen of the tables while a run filled them. */
export type Looked = {
  /** The largest size of all tables with their indexes, in bytes. */
  readonly bytes: number
  /** The last plan of the pairing that the server made over full tables. */
  readonly plan: readonly string[]
}

const sizes = `select coalesce(sum(pg_total_relation_size(c.oid)), 0) as bytes from pg_class c
  where c.relnamespace = 'x402ops'::regnamespace and c.relkind = 'r'`

/** Looks at the tables of the store every half second until it is told to stop. */
export function lookAtStore(url: string): { readonly stop: () => Promise<Looked> } {
  const sql = postgres(url, { max: 1, onnotice: () => undefined })
  let [bytes, parts, isOver] = [0, 0, false]
  let plan: readonly string[] = []
  const look = async () => {
    const [there] = await sql`select to_regclass('x402ops.pairing_pairs') is not null as there`
    if (there?.there !== true) return
    const [size] = await sql.unsafe(sizes)
    bytes = Math.max(bytes, Number(size?.bytes))
    const [last] = await sql`select run, max(part) as part from x402ops.pairing_pairs group by run`
    if (last === undefined || Number(last.part) <= parts) return
    parts = Number(last.part)
    const rows = await sql.unsafe(`explain (costs off) ${pairWindow}`, [last.run, last.part, 3])
    plan = rows.map((row) => String(row['QUERY PLAN']).replaceAll(String(last.run), 'RUN'))
  }
  const watching = (async () => {
    while (!isOver) {
      await look().catch(() => undefined)
      await new Promise((resolve) => setTimeout(resolve, 500))
    }
  })()
  return {
    stop: async () => {
      isOver = true
      await watching
      await sql.end({ timeout: 2 })
      return { bytes, plan }
    },
  }
}
