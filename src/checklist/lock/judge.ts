import { type KnownBad, knownBad } from './known-bad-catalog.ts'
import type { Locked } from './packages.ts'

function parts(version: string): readonly number[] {
  return (version.split(/[-+]/, 1)[0] ?? '').split('.').map(Number)
}

/** Is a version below another one? What is before a release (`2.6.0-rc.1`) is below it. */
export function isBelow(version: string, fixed: string): boolean {
  const [a, b] = [parts(version), parts(fixed)]
  for (let at = 0; at < 3; at += 1) {
    const [mine = 0, theirs = 0] = [a[at], b[at]]
    if (mine !== theirs) return mine < theirs
  }
  return version.includes('-') && !fixed.includes('-')
}

/** What is known against a package; undefined when nothing is. */
export function knownAgainst({ name, version }: Locked): KnownBad | undefined {
  return knownBad.find(
    ({ names, fixed }) => names.includes(name) && (fixed === null || isBelow(version, fixed)),
  )
}
