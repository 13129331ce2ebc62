import { createHash } from 'node:crypto'

/** Something that reads a text; `start` makes what it works with, which is not measured. */
export type Runner = { readonly name: string; readonly start: () => (text: string) => unknown }

/** The medians of some rounds, in megabytes per second. */
export type Speed = { readonly name: string; readonly wall: number; readonly cpu: number }

/** What this machine does with the same text at the same time: by these others can be told what they would see. */
export const yardsticks: readonly Runner[] = [
  { name: 'sha256', start: () => (text) => createHash('sha256').update(text).digest() },
  {
    name: 'JSON.parse',
    start: () => (text) => text.split('\n').map((line): unknown => (line === '' ? null : JSON.parse(line))),
  },
]

function median(list: readonly number[]): number {
  return [...list].sort((a, b) => a - b)[Math.floor(list.length / 2)] ?? 0
}

/** Reads a text with one runner after the other, round by round, so that a slow moment of the machine hits all. */
export async function speedsOf(
  runners: readonly Runner[],
  text: string,
  rounds: number,
): Promise<readonly Speed[]> {
  const seen = runners.map(() => ({ wall: [] as number[], cpu: [] as number[] }))
  for (let round = 0; round < rounds; round += 1) {
    for (const [index, { start }] of runners.entries()) {
      const read = start()
      const begin = performance.now()
      const before = process.cpuUsage()
      await read(text)
      const { user, system } = process.cpuUsage(before)
      seen[index]?.cpu.push(text.length / (user + system))
      seen[index]?.wall.push(text.length / 1e3 / (performance.now() - begin))
    }
  }
  return runners.map(({ name }, index) => ({
    name,
    wall: median(seen[index]?.wall ?? []),
    cpu: median(seen[index]?.cpu ?? []),
  }))
}
