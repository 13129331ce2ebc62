import { ask } from '../postgres/ask.ts'
import type { Database } from '../postgres/connect.ts'
import { type Asking, inTransaction } from '../postgres/transaction.ts'
import { type RunsPlace, runsNote, withRuns } from './connection.ts'

/** One thing that the runs of a profile share, kept as the text that its file holds. */
export type Book<T> = {
  readonly name: string
  readonly parse: (text: string) => readonly T[]
  readonly write: (items: readonly T[]) => string
}

/** What a book holds. `damaged` says why nothing of it is believed; null when it is sound. */
export type BookRead<T> = { readonly items: readonly T[]; readonly damaged: string | null }

const oneBook = 'select body from x402ops.run_books where profile = $1 and name = $2'
const putBook = `insert into x402ops.run_books (profile, name, body) values ($1, $2, $3)
  on conflict (profile, name) do update set body = excluded.body`

/** The text of a book; null when there is none. Rejects with a DATABASE_* `OpsError`. */
export async function bookText(database: Database, profile: string, name: string): Promise<string | null> {
  const [row] = await ask(database, `reading ${name}`, oneBook, [profile, name])
  return typeof row?.body === 'string' ? row.body : null
}

/** Puts the text of a book in its place. Rejects with a DATABASE_* `OpsError`. */
export async function putText(
  database: Database,
  profile: string,
  name: string,
  text: string,
): Promise<void> {
  await ask(database, `keeping ${name}`, putBook, [profile, name, text])
}

function itemsIn<T>({ name, parse }: Pick<Book<T>, 'name' | 'parse'>, text: unknown): BookRead<T> {
  if (typeof text !== 'string') return { items: [], damaged: null }
  try {
    return { items: parse(text), damaged: null }
  } catch {
    return { items: [], damaged: `${name} in the shared runs cannot be understood` }
  }
}

/** The items of a book over a connection that is open. Rejects with a DATABASE_* `OpsError`. */
export async function bookIn<T>(database: Database, profile: string, book: Book<T>): Promise<BookRead<T>> {
  return itemsIn(book, await bookText(database, profile, book.name))
}

/** The items of a book; one that is not there is empty. Never rejects: why it cannot be read is `damaged`. */
export async function readBook<T>(place: RunsPlace, profile: string, book: Book<T>): Promise<BookRead<T>> {
  try {
    return await withRuns(place, (database) => bookIn(database, profile, book))
  } catch (error) {
    return { items: [], damaged: runsNote(error) }
  }
}

/** Holds what a profile shares until the transaction ends: whoever comes next sees what this one did. */
export async function holdProfile(within: Asking, profile: string): Promise<void> {
  // A machine that drops off the network tells nobody: others would wait for it as long as the connection lasts.
  await within("set local idle_in_transaction_session_timeout = '30s'")
  await within('insert into x402ops.run_profiles values ($1) on conflict do nothing', [profile])
  await within('select profile from x402ops.run_profiles where profile = $1 for update', [profile])
}

/** The items of a book within a transaction. */
export async function sharedItems<T>(within: Asking, profile: string, book: Book<T>): Promise<BookRead<T>> {
  const [row] = await within(oneBook, [profile, book.name])
  return itemsIn(book, row?.body)
}

/**
 * Changes a book within a transaction that holds its profile: `change` gets what stands there now. One that cannot be
 * understood is kept under another name.
 */
export async function changeBook<T>(
  within: Asking,
  profile: string,
  book: Book<T>,
  change: (items: readonly T[]) => readonly T[],
): Promise<void> {
  const [row] = await within(oneBook, [profile, book.name])
  const known = itemsIn(book, row?.body)
  const next = change(known.items)
  if (known.damaged !== null) await within(putBook, [profile, `${book.name}.damaged`, String(row?.body)])
  else if (known.items.length + next.length === 0) return
  await within(putBook, [profile, book.name, book.write(next)])
}

/** Changes what a profile shares, one program at a time, whole or not at all. Rejects as `withRuns` does. */
export async function changeProfile<T>(
  place: RunsPlace,
  profile: string,
  doing: string,
  body: (within: Asking) => Promise<T>,
): Promise<T> {
  return withRuns(place, (database) =>
    inTransaction(database, { way: 'change', doing }, async (within) => {
      await holdProfile(within, profile)
      return body(within)
    }),
  )
}
