import type { Resolved } from './resolve.ts'

/** What `config show` prints for each value; `shared` is true when the row above came from the same place. */
export type ConfigRow = {
  readonly path: string
  readonly value: string
  readonly origin: string
  readonly shared: boolean
}

/** The rows of `config show --origin`, in the order of the settings. Pure; secrets stand as their labels. */
export function configRows(resolved: Pick<Resolved, 'origins' | 'profile'>): readonly ConfigRow[] {
  const { name, preset } = resolved.profile
  const head = { path: 'profile', value: name, origin: preset === name ? `preset ${preset}` : 'chosen' }
  const rows = [head, ...resolved.origins]
  return rows.map((row, index) => ({ ...row, shared: rows[index - 1]?.origin === row.origin }))
}
