/** A source of choices that a seed decides wholly. */
export type Random = {
  /** A number in [0, 1). */
  readonly next: () => number
  /** A whole number from `low` to `high`, both included. */
  readonly int: (low: number, high: number) => number
  readonly chance: (share: number) => boolean
  readonly pick: <T>(list: readonly T[]) => T
  /** `0x` and that many random bytes. */
  readonly hex: (bytes: number) => string
  readonly shuffle: <T>(list: readonly T[]) => T[]
}

/** Steele, Lea, Flood: "Fast splittable pseudorandom number generators" (2014), the 32-bit variant. */
export function randomFrom(seed: number): Random {
  let state = (seed ^ 0x9e3779b9) | 0
  const bits = () => {
    state = (state + 0x9e3779b9) | 0
    let z = state
    z = Math.imul(z ^ (z >>> 16), 0x21f0aaad)
    z = Math.imul(z ^ (z >>> 15), 0x735a2d97)
    return (z ^ (z >>> 15)) >>> 0
  }
  const next = () => bits() / 2 ** 32
  const int = (low: number, high: number) => low + Math.floor(next() * (high - low + 1))
  return {
    next,
    int,
    chance: (share) => next() < share,
    pick: (list) => {
      const item = list[int(0, list.length - 1)]
      if (item === undefined) throw new Error('nothing to pick from')
      return item
    },
    hex: (bytes) => {
      let text = ''
      while (text.length < bytes * 2) text += bits().toString(16).padStart(8, '0')
      return `0x${text.slice(0, bytes * 2)}`
    },
    shuffle: (list) => {
      const mixed = [...list]
      for (let last = mixed.length - 1; last > 0; last -= 1) {
        const other = int(0, last)
        const [a, b] = [mixed[last], mixed[other]]
        if (a === undefined || b === undefined) continue
        mixed[last] = b
        mixed[other] = a
      }
      return mixed
    },
  }
}
