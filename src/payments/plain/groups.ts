/** What plain payments are counted by, beside the hour. `token` is its number among the tokens of the run. */
export type PlainGroup = {
  readonly token: number
  readonly payTo: string
  readonly route: string
  readonly method: string | null
}

/** The groups of a run by number; grows while records are read. */
export type PlainGroups = { readonly list: PlainGroup[]; readonly numbers: Map<string, number> }

/** No groups yet. */
export function noGroups(): PlainGroups {
  return { list: [], numbers: new Map() }
}

/** The number of a group, which is new when nobody asked for it before. */
export function plainGroup({ list, numbers }: PlainGroups, group: PlainGroup): number {
  const { token, payTo, route, method } = group
  // No address and no method holds a blank, so the route at the end cannot be mistaken.
  const name = `${token} ${payTo} ${method ?? ''} ${route}`
  const known = numbers.get(name)
  if (known !== undefined) return known
  numbers.set(name, list.length)
  list.push(group)
  return list.length - 1
}
