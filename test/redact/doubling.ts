const leastMs = 20
const length = 16_384
const runs = 5
const attempts = 3

/** The most that twice the text may take. */
export const mostForTwice = 2.2

/** Time of the processor: what other processes do meanwhile does not count. */
function timeOf(work: () => unknown): number {
  const before = process.cpuUsage()
  work()
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1_000
}

/** Flat in memory: what puts the pieces together is no part of what is measured. */
function repeated(seed: string, length: number): string {
  const text = seed.repeat(Math.ceil(length / seed.length)).slice(0, length)
  return Buffer.from(text, 'utf8').toString('utf8')
}

/** The beginnings that take longest, tried on short texts. */
export function worstSeeds(
  seeds: readonly string[],
  work: (text: string) => unknown,
  most: number,
): readonly string[] {
  const timed = [...new Set(seeds)].map((seed) => {
    const text = repeated(seed, 16_384)
    work(text)
    return {
      seed,
      ms: Math.min(
        timeOf(() => work(text)),
        timeOf(() => work(text)),
      ),
    }
  })
  return timed
    .sort((a, b) => b.ms - a.ms)
    .slice(0, most)
    .map(({ seed }) => seed)
}

/**
 * How many times as long twice the text takes: the best of 5 runs each, every run as many times over as take 20 ms
 * and more. Longer texts instead would measure how much memory the hits of a whole log take. A busy machine may
 * spoil an attempt, so there are three, and the best counts.
 */
export function ratioForTwice(seed: string, work: (text: string) => unknown): number {
  const once = repeated(seed, length)
  const twice = repeated(seed, length * 2)
  // The first runs compile.
  work(twice)
  work(once)
  const times = Math.ceil(
    leastMs /
      Math.max(
        0.05,
        Math.min(
          timeOf(() => work(once)),
          timeOf(() => work(once)),
        ),
      ),
  )
  const many = (text: string) =>
    timeOf(() => {
      for (let count = 0; count < times; count += 1) work(text)
    })
  let best = Number.POSITIVE_INFINITY
  for (let attempt = 0; attempt < attempts && best > mostForTwice; attempt += 1) {
    let onceMs = Number.POSITIVE_INFINITY
    let twiceMs = Number.POSITIVE_INFINITY
    for (let run = 0; run < runs; run += 1) {
      onceMs = Math.min(onceMs, many(once))
      twiceMs = Math.min(twiceMs, many(twice))
    }
    best = Math.min(best, twiceMs / onceMs)
  }
  return best
}
