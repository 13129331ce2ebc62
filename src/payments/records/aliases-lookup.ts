import { aliases, type SourceField, sourceFields } from './aliases.ts'

/** A field that a path may hold. Lower `rank` is the better name; only a `strict` name makes a bad value a bad row. */
export type Match = { readonly field: SourceField; readonly rank: number; readonly strict: boolean }

const nestedRank = 1000
const deepest = 3
const cacheLimit = 10_000

// Loggers put a whole record under one key, as in `log.info({payment: record})`.
const wrappers: ReadonlySet<string> = new Set(['payment', 'paymentrecord', 'record', 'x402'])

/** A name without case and punctuation. A character class without repetition: linear. */
function canonical(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9]/g, '')
}

const exact = new Map<string, Match[]>()
const nested = new Map<string, Match[]>()

function add(index: Map<string, Match[]>, name: string, match: Match): void {
  const list = index.get(name)
  if (list === undefined) index.set(name, [match])
  else if (!list.some((known) => known.field === match.field)) list.push(match)
}

for (const field of sourceFields) {
  for (const [rank, alias] of aliases[field].entries()) {
    const name = canonical(alias)
    add(exact, name, { field, rank, strict: !alias.includes('?') })
    if (alias.startsWith('*')) add(nested, name, { field, rank: nestedRank + rank, strict: false })
  }
}

function look(path: string): readonly Match[] {
  const found: Match[] = [...(exact.get(canonical(path)) ?? [])]
  const segments = path.split('.')
  const note = (match: Match) => {
    if (!found.some((known) => known.field === match.field)) found.push(match)
  }
  if (segments.length > 1 && wrappers.has(canonical(segments[0] ?? ''))) {
    for (const { field, rank } of exact.get(canonical(segments.slice(1).join('.'))) ?? []) {
      note({ field, rank: nestedRank + rank, strict: false })
    }
  }
  for (let take = Math.min(deepest, segments.length - 1); take > 0; take -= 1) {
    for (const match of nested.get(canonical(segments.slice(-take).join('.'))) ?? []) note(match)
  }
  return found
}

/**
 * A function that gives the fields a dot path may hold, by its name alone; empty when the name says
 * nothing. It remembers a bounded number of paths, because every row of a log has the same ones.
 */
export function makeAliasLookup(): (path: string) => readonly Match[] {
  const known = new Map<string, readonly Match[]>()
  return (path) => {
    const before = known.get(path)
    if (before !== undefined) return before
    const matches = look(path)
    if (known.size < cacheLimit) known.set(path, matches)
    return matches
  }
}
