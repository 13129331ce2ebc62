import type { RecordsSource } from '../core/profile.ts'
import { safe } from '../core/safe.ts'
import type { GivenValue } from './given.ts'
import { errorAt, type Layer, type ProfileTree } from './layers.ts'
import { databaseOf } from './records-database.ts'
import { besideFile, pathBeside, referenceOf } from './secret-place.ts'

/** The commands that read the books, and so run the programs that print them. */
const readers: readonly string[] = ['reconcile', 'monitor', 'settlement', 'toggle']

/** What the rows of a program are named by: its own name, numbered when several sources run it. Arguments stay out. */
function nameOf(argv: readonly string[], taken: readonly RecordsSource[]): string {
  const program = safe((argv[0] ?? '').split(/[/\\]/).at(-1) ?? '', 80)
  const names = new Set(taken.map(({ file }) => file))
  let name = `exec:${program}`
  for (let number = 2; names.has(name); number += 1) name = `exec:${program}#${number}`
  return name
}

/**
 * The sources of records, with notes about programs that a file names (a flag is no news). Throws `OpsError`
 * CONFIG_INVALID for a source that says two things at once.
 */
export function recordsOf(
  merged: Layer,
  tree: ProfileTree,
  command: string,
  map: GivenValue<string> | undefined,
): { readonly sources: readonly RecordsSource[]; readonly notes: readonly string[] } {
  const sources: RecordsSource[] = []
  const notes: string[] = []
  tree.records.forEach((entry, index) => {
    const origin = merged.originOf(['records', index])
    if (entry.piprail !== undefined && entry.mapping !== undefined) {
      // Receipts have one form of their own: a mapping is for the books beside them.
      const suggestion = 'Leave the mapping out; signed receipts are read as they are.'
      throw errorAt(origin, ['records', index], { problem: 'a mapping for PipRail receipts', suggestion })
    }
    if (entry.piprail !== undefined && entry.postgres !== undefined) {
      const suggestion = 'Name the file or the program that holds the receipts: file, or exec.'
      throw errorAt(origin, ['records', index], { problem: 'PipRail receipts in a database', suggestion })
    }
    const written = entry.mapping === undefined ? null : pathBeside(entry.mapping, origin)
    if (entry.postgres !== undefined) {
      const database = databaseOf({ ...entry, postgres: entry.postgres }, origin, index, sources)
      sources.push({ ...database, mapping: map?.value ?? written })
      return
    }
    if (entry.query !== undefined || entry.table !== undefined) {
      const suggestion = 'Leave them out, or name the database: postgres: {secret: {env: NAME}}.'
      throw errorAt(origin, ['records', index], { problem: 'table and query are for postgres', suggestion })
    }
    const file = entry.exec === undefined ? pathBeside(entry.file ?? '', origin) : nameOf(entry.exec, sources)
    if (entry.exec !== undefined && origin.place !== null && readers.includes(command)) {
      notes.push(`records are what ${file.slice('exec:'.length)} prints, a program that ${origin.text} names`)
    }
    sources.push({
      file,
      ...(entry.exec === undefined ? {} : { exec: entry.exec }),
      ...(entry.piprail === undefined
        ? { mapping: map?.value ?? written }
        : { mapping: null, piprail: besideFile(referenceOf(entry.piprail.secret), origin) }),
    })
  })
  return { sources, notes }
}
