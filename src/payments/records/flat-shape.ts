import type { SourceField } from './aliases.ts'
import type { Match } from './aliases-lookup.ts'

/**
 * What a list of names means in which every field has at most one name: decided once for all rows that have them.
 */
export type FlatShape<Field extends SourceField> = {
  /** The field that each name holds; null for a name that means nothing. */
  readonly fields: readonly (Field | null)[]
  /** Does one word name the method of the request and, perhaps, the way of transfer? */
  readonly sharedMethod: boolean
}

const mostNames = 64

/** The shape of these names, when all their fields are among the `known`; null when rows must be read the long way. */
export function flatShapeOf<Field extends SourceField>(
  names: readonly string[],
  known: ReadonlySet<SourceField>,
  lookup: (path: string) => readonly Match[],
): FlatShape<Field> | null {
  // Beside a transaction, `success` would make the whole row a settlement result.
  if (names.length > mostNames || names.includes('success')) return null
  const fields: (Field | null)[] = []
  let sharedMethod = false
  for (const path of names) {
    const meant = lookup(path).map(({ field }) => field)
    const isShared = meant.length === 2 && meant.includes('method') && meant.includes('transfer')
    const field = (isShared ? 'method' : (meant[0] ?? null)) as Field | null
    sharedMethod ||= isShared
    if (field !== null && ((meant.length > 1 && !isShared) || !known.has(field) || fields.includes(field))) {
      return null
    }
    fields.push(field)
  }
  return { fields, sharedMethod }
}

function sameNames(a: readonly string[], b: readonly string[]): boolean {
  if (a.length !== b.length) return false
  for (let index = 0; index < a.length; index += 1) if (a[index] !== b[index]) return false
  return true
}

const mostShapes = 16

/** What is known of lists of names: a bounded number of them, the oldest goes first. */
export type ShapeMemory<T> = {
  /** Undefined for a list that is not known. */
  readonly known: (names: readonly string[]) => T | undefined
  readonly learn: (names: readonly string[]) => T
}

/** Remembers what `make` says of the lists that it is taught. */
export function makeShapeMemory<T>(make: (names: readonly string[]) => T): ShapeMemory<T> {
  type Known = readonly [names: readonly string[], made: T]
  const all: Known[] = []
  return {
    known: (names) => all.find(([known]) => sameNames(known, names))?.[1],
    learn: (names) => {
      if (all.length >= mostShapes) all.shift()
      const made = make(names)
      all.push([names, made])
      return made
    },
  }
}
