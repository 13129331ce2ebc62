/** Runs work while fewer than the allowed number are running; the rest waits in order of arrival. */
export type Slots = <T>(work: () => Promise<T>) => Promise<T>

/** Slots for at most `count` works at once (at least one). A work that rejects frees its slot too. */
export function createSlots(count: number): Slots {
  let free = Math.max(1, Math.floor(count))
  const waiting: (() => void)[] = []
  const leave = () => {
    const next = waiting.shift()
    if (next === undefined) free += 1
    else next()
  }
  return async (work) => {
    if (free > 0) free -= 1
    else await new Promise<void>((resolve) => waiting.push(resolve))
    try {
      return await work()
    } finally {
      leave()
    }
  }
}
