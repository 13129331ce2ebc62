import type { WindowLeft, WindowSeen } from '../../payments/plain/sieve-port.ts'
import { ask } from '../postgres/ask.ts'
import type { Database } from '../postgres/connect.ts'
import { copyIn } from '../postgres/copy.ts'
import {
  authorizationColumns,
  authorizationLines,
  countTxs,
  type IsSingle,
  type Part,
  type TxCounts,
  transferColumns,
  transferLines,
} from './lines.ts'
import { type MergedLogs, mergeNodes } from './merge-nodes.ts'
import { authorizationsLeft, pairWindow, takeBack, transfersLeft } from './statements.ts'

const doing = 'pairing a window of blocks'

/** One transfer and one authorization: more are not told apart, and none is no payment. */
function singles(transfers: readonly MergedLogs[], authorizations: MergedLogs): IsSingle {
  const moved: TxCounts = new Map()
  const used: TxCounts = new Map()
  for (const list of transfers) countTxs(list, moved)
  countTxs(authorizations, used)
  return (tx) => moved.get(tx) === 1 && used.get(tx) === 1
}

/**
 * Tells the planner how much there is now: what it knows of tables that were empty a second ago is wrong by orders of
 * magnitude. Who may not do that gets a note of the server, and worse plans.
 */
export async function countRows(database: Database, tables: readonly string[]): Promise<void> {
  for (const table of tables) await ask(database, 'counting rows', `analyze x402ops.${table}`)
}

// In the windows 1, 2, 4, 8 and so on: then the tables have doubled.
const isDoubled = (part: number) => (part & (part - 1)) === 0

const entries = (rows: readonly Readonly<Record<string, unknown>>[]) => rows.map(({ entry }) => Number(entry))

/**
 * Loads one window and pairs it where it stands. What comes back are the rows that stay, by node; what was paired stays
 * in the database. What the operator sent is no payment and is not loaded. Rejects with a DATABASE_* `OpsError`.
 */
export async function loadWindow(
  database: Database,
  { run, part, token }: Part,
  { nodes, sound }: WindowSeen,
): Promise<readonly WindowLeft[]> {
  const income = mergeNodes(nodes.map((node) => node.income))
  const outgo = mergeNodes(nodes.map((node) => node.outgo))
  const authorizations = mergeNodes(nodes.map((node) => node.authorizations))
  const isSingle = singles([income, outgo], authorizations)
  const own = { run, part, token }
  const into = (table: string, columns: readonly string[]) => ({
    ...{ table: `x402ops.${table}`, columns, doing: 'loading a window of blocks' },
  })
  await copyIn(
    database,
    into('pairing_authorizations', authorizationColumns),
    authorizationLines(own, authorizations, isSingle, sound),
  )
  await copyIn(database, into('pairing_transfers', transferColumns), transferLines(own, income, isSingle))
  if (isDoubled(part)) await countRows(database, ['pairing_authorizations', 'pairing_transfers'])
  await ask(database, doing, pairWindow, [run, part, 2 ** nodes.length - 1])
  if (isDoubled(part)) await countRows(database, ['pairing_pairs'])
  await ask(database, doing, takeBack, [run, part])
  const used = entries(await ask(database, doing, authorizationsLeft, [run, part]))
  const moved = entries(await ask(database, doing, transfersLeft, [run, part]))
  const everything = Array.from(outgo.nodes.keys())
  return nodes.map((_node, number) => ({
    income: income.rowsOf(number, moved),
    outgo: outgo.rowsOf(number, everything),
    authorizations: authorizations.rowsOf(number, used),
  }))
}
