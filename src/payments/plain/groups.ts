/** What plain payments are counted by, beside the hour. `token` is its number among the tokens of the run. */
export type PlainGroup = {
  readonly token: number
  readonly payTo: string
  readonly route: string
  readonly method: string | null
}

/** The groups of a run by number; grows while records are read. */
export type PlainGroups = {
  readonly list: PlainGroup[]
  /** The numbers of those of one route and recipient. */
  readonly numbers: Map<string, Map<string, number[]>>
}

/** No groups yet. */
export function noGroups(): PlainGroups {
  return { list: [], numbers: new Map() }
}

function numbersOf({ numbers }: PlainGroups, route: string, payTo: string): number[] {
  const ofRoute = numbers.get(route) ?? new Map<string, number[]>()
  const found = ofRoute.get(payTo) ?? []
  if (found.length === 0) {
    ofRoute.set(payTo, found)
    numbers.set(route, ofRoute)
  }
  return found
}

/** The number of a group, which is new when nobody asked for it before. */
export function plainGroup(groups: PlainGroups, group: PlainGroup): number {
  const { list } = groups
  // Texts as they are: to put them together for every record costs more than to compare them.
  const numbers = numbersOf(groups, group.route, group.payTo)
  for (const number of numbers) {
    const known = list[number] as PlainGroup
    if (known.token === group.token && known.method === group.method) return number
  }
  numbers.push(list.length)
  list.push(group)
  return list.length - 1
}
