import { safe } from '../../core/safe.ts'
import type { SourceField } from './aliases.ts'
import { type Match, makeAliasLookup } from './aliases-lookup.ts'
import type { Mapping } from './mapping.ts'
import type { FlatRow, Leaf } from './normalise-flatten.ts'
import { isBlank, type Reader } from './normalise-values.ts'

/** Where a value of a row came from, and which other names held a different one. */
export type Origin = {
  readonly field: SourceField
  readonly from: string
  readonly by: 'name' | 'mapping' | 'profile'
  readonly differs: readonly string[]
}

type Candidate = {
  readonly path: string
  readonly value: Leaf | null
  readonly rank: number
  readonly strict: boolean
}

/** The form a value should have ("an address"), or a function that says what is wrong with one. */
export type Expected = string | ((value: Leaf) => string)

/** One row, ready to be asked for fields. `problems` says why the row cannot be used; empty when it can. */
export type Picker = {
  /** The best value of a field that fits, in normal form; null when there is none. `expected` says what is wrong otherwise. */
  readonly pick: <T>(field: SourceField, read: Reader<T>, expected: Expected) => T | null
  /** The best path and value of a field, blank or not, unread; null when no name fits. */
  readonly first: (field: SourceField) => { readonly path: string; readonly value: Leaf | null } | null
  readonly isMapped: (field: SourceField) => boolean
  readonly note: (origin: Origin) => void
  readonly refuse: (problem: string) => void
  readonly problems: readonly string[]
  readonly origins: readonly Origin[]
}

// Only these decide what a row says about money; elsewhere a value that does not fit is left out, so that
// nobody can make his payment vanish from the books with an odd route or request id.
const decisive: ReadonlySet<SourceField> = new Set([
  'payer',
  'nonce',
  'tx',
  'network',
  'asset',
  'amountAtomic',
  'amount',
  'receivedAt',
  'respondedAt',
  'loggedAt',
  'state',
])

const none: readonly string[] = []

function comparable(value: unknown): string {
  return String(value).toLowerCase()
}

/** Makes pickers for the rows of one source; the mapping's fields are fixed to their path, all others go by name. */
export function makePickers(mapping: Mapping | null): (row: FlatRow) => Picker {
  const lookup = makeAliasLookup()
  const mapped = new Map(Object.entries(mapping?.fields ?? {}) as [SourceField, string][])

  function candidatesOf(row: FlatRow): Map<SourceField, Candidate[]> {
    const found = new Map<SourceField, Candidate[]>()
    const add = (match: Match, path: string, value: Leaf | null) => {
      const list = found.get(match.field) ?? []
      list.push({ path, value, rank: match.rank, strict: match.strict })
      found.set(match.field, list)
    }
    for (const [path, value] of row.leaves) {
      for (const match of lookup(path)) if (!mapped.has(match.field)) add(match, path, value)
    }
    for (const [field, path] of mapped) {
      const value = row.leaves.get(path)
      if (value !== undefined) add({ field, rank: 0, strict: true }, path, value)
    }
    for (const list of found.values()) if (list.length > 1) list.sort((a, b) => a.rank - b.rank)
    return found
  }

  return (row) => {
    const found = candidatesOf(row)
    const problems: string[] = []
    const origins: Origin[] = []
    const pick = <T>(field: SourceField, read: Reader<T>, expected: Expected): T | null => {
      let best: { value: T; path: string } | null = null
      let differs = none
      for (const { path, value, strict } of found.get(field) ?? []) {
        if (value === null || isBlank(value)) continue
        const fits = read(value, path)
        if (fits === undefined) {
          if (strict && best === null && decisive.has(field)) {
            const wrong = typeof expected === 'string' ? `is not ${expected}` : expected(value)
            problems.push(`"${safe(path, 80)}" ${wrong}`)
            return null
          }
        } else if (best === null) best = { value: fits, path }
        else if (comparable(fits) !== comparable(best.value)) differs = [...differs, path]
      }
      if (best === null) return null
      origins.push({ field, from: best.path, by: mapped.has(field) ? 'mapping' : 'name', differs })
      return best.value
    }
    return {
      pick,
      first: (field) => {
        const list = found.get(field) ?? []
        return list.find(({ value }) => !isBlank(value)) ?? list[0] ?? null
      },
      isMapped: (field) => mapped.has(field),
      note: (origin) => origins.push(origin),
      refuse: (problem) => problems.push(problem),
      problems,
      origins,
    }
  }
}
