/**
 * Does a piece of work for every item, at most `lanes` at once; the results stand in the order of the items.
 * Rejects as the first piece that rejects.
 */
export async function sideBySide<Item, Result>(
  items: readonly Item[],
  lanes: number,
  work: (item: Item) => Promise<Result>,
): Promise<readonly Result[]> {
  const done = new Map<number, Result>()
  const waiting = [...items.entries()]
  const worker = async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift())
      done.set(next[0], await work(next[1]))
  }
  await Promise.all(Array.from({ length: Math.max(1, lanes) }, worker))
  return items.map((_item, at) => done.get(at) as Result)
}
