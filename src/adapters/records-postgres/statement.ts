import type { TableQuestion } from '../../payments/records/table-question.ts'

/** The name of the cursor that walks over the rows. */
export const cursorName = 'x402ops_records'

/** A name as SQL: quoted, so that it is one name whatever it holds. */
function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`
}

/**
 * Why a text is no SELECT; null when the server may be asked. Whether it is a single one, and reads only, is told by
 * the server: it takes one statement at a time, in parentheses, within a transaction that cannot write.
 */
export function selectProblem(text: string): string | null {
  // Anchored; two words: linear.
  if (!/^(?:select|with)\b/i.test(text.trim())) return 'it does not begin with SELECT or WITH'
  return text.includes('\0') ? 'it holds a zero byte' : null
}

/** The statement that opens the cursor. The caller owes a `select` that `selectProblem` has nothing against. */
export function statementOf({ table, select, columns, orderBy }: TableQuestion): string {
  const list = columns === null ? '*' : columns.map(quoted).join(', ')
  const from =
    table === null
      ? // On lines of their own, so that a comment at its end swallows nothing of ours.
        `(\n${(select ?? '').trim().replace(/;$/, '')}\n) as books`
      : table.split('.').map(quoted).join('.')
  const order = orderBy === null ? '' : ` order by ${quoted(orderBy)}`
  return `declare ${cursorName} no scroll cursor for select ${list} from ${from}${order}`
}
