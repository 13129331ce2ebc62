import type { RecordState } from '../record.ts'
import type { SourceField } from './aliases.ts'
import type { TableQuestion } from './table-question.ts'

/**
 * What the operator said about the records, read from a mapping file. `fields` names, per field of ours,
 * the dot path of theirs; `states` says what a word means (`none` = no state); `where` keeps only rows
 * whose values equal the given ones.
 */
export type Mapping = {
  readonly file: string
  readonly fields: Readonly<Partial<Record<SourceField, string>>>
  readonly states: Readonly<Record<string, RecordState | 'none'>>
  readonly amountUnit: 'atomic' | 'token' | null
  /** `Z` or an offset such as `+02:00`, for times without a zone. */
  readonly timeZone: string | null
  readonly constants: { readonly network: string | null; readonly asset: string | null }
  readonly where: Readonly<Record<string, string | number | boolean>>
  /** What of a database holds the records; without meaning for other sources. */
  readonly database?: TableQuestion
}

/** Does a row pass the filter? Values are compared as text, because CSV knows nothing else. */
export function passesWhere(where: Mapping['where'], valueAt: (path: string) => unknown): boolean {
  return Object.entries(where).every(([path, wanted]) => {
    const value = valueAt(path)
    return value !== undefined && value !== null && String(value) === String(wanted)
  })
}
