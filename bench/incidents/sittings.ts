// A long benchmark is done in sittings: each appends one line to bench/results, and the sum of all lines of one
// commit is the figure.
import { execFileSync } from 'node:child_process'
import { appendFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** What every line says of itself; the figures of a benchmark stand beside it. */
export type Sitting = {
  readonly bench: string
  /** The commit that was measured; with `-dirty` when the sources differed from it. */
  readonly commit: string
  readonly node: string
  /** What else must be equal for two sittings to belong together. */
  readonly setting: string
  /** The first and the last seed that was run. */
  readonly from: number
  readonly to: number
  readonly seconds: number
}

const root = join(import.meta.dirname, '../..')
const file = join(root, 'bench/results/incidents.ndjson')

function git(...args: readonly string[]): string {
  return execFileSync('git', args, { cwd: root, encoding: 'utf8' }).trim()
}

/** The commit whose code is being measured. Throws when this is no git checkout. */
export function measuredCommit(): string {
  const changed = git('status', '--porcelain', '--', 'src', 'bench/incidents')
  return `${git('rev-parse', '--short=12', 'HEAD')}${changed === '' ? '' : '-dirty'}`
}

/** Writes one line. */
export function appendSitting(sitting: Sitting): void {
  mkdirSync(dirname(file), { recursive: true })
  appendFileSync(file, `${JSON.stringify(sitting)}\n`)
}

/** The sittings of one benchmark, commit and setting, oldest first. */
export function sittingsOf<T extends Sitting>(
  like: Pick<Sitting, 'bench' | 'commit' | 'setting'>,
): readonly T[] {
  if (!existsSync(file)) return []
  const lines = readFileSync(file, 'utf8').split('\n').filter(Boolean)
  return lines
    .map((line) => JSON.parse(line) as T)
    .filter(({ bench, commit, setting }) => {
      return bench === like.bench && commit === like.commit && setting === like.setting
    })
}

/** The seed with which to go on: behind the highest of these sittings, else `first`. */
export function nextSeed(sittings: readonly Sitting[], first: number): number {
  return sittings.reduce((next, { to }) => Math.max(next, to + 1), first)
}
