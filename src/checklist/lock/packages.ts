/** A package and the version that a lock file holds. */
export type Locked = { readonly name: string; readonly version: string }

/** The lock files that are read, and how. */
export const lockFiles = ['package-lock.json', 'npm-shrinkwrap.json', 'pnpm-lock.yaml', 'yarn.lock'] as const

const most = 500
// Names of packages of this protocol: bounded, anchored.
const ours = /^(?:@x402\/[a-z0-9-]{1,40}|x402(?:-[a-z0-9-]{1,40})?|@coinbase\/x402)$/
const version = /^\d{1,6}\.\d{1,6}\.\d{1,6}(?:[-+][0-9A-Za-z.+-]{1,60})?$/

function kept(list: readonly Locked[]): readonly Locked[] {
  const fit = list.filter((one) => ours.test(one.name) && version.test(one.version))
  const unlike = new Map(fit.map((one) => [`${one.name}@${one.version}`, one]))
  return [...unlike.values()].sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0)).slice(0, most)
}

type NpmTree = Readonly<Record<string, { readonly version?: unknown } | null>>

function isTree(value: unknown): value is NpmTree {
  return typeof value === 'object' && value !== null
}

function fromNpm(text: string): readonly Locked[] | null {
  let file: unknown
  try {
    file = JSON.parse(text)
  } catch {
    return null
  }
  const { packages, dependencies } = (file ?? {}) as { packages?: unknown; dependencies?: unknown }
  const tree = isTree(packages) ? packages : isTree(dependencies) ? dependencies : null
  if (tree === null) return null
  return Object.entries(tree).flatMap(([path, value]) => {
    const at = path.lastIndexOf('node_modules/')
    const name = at === -1 ? path : path.slice(at + 'node_modules/'.length)
    return typeof value?.version === 'string' ? [{ name, version: value.version }] : []
  })
}

// A key of pnpm's packages: `/@x402/core@2.0.0:`, `'@x402/core@2.0.0(peer)':`, `/@x402/core/2.0.0:`. Bounded classes
// that exclude the separators behind them: linear.
const pnpmKey =
  /^ {2}['"]?\/?((?:@[a-z0-9-]{1,40}\/)?[a-z0-9-]{1,60})[@/](\d{1,6}\.\d{1,6}\.\d{1,6}[0-9A-Za-z.+-]{0,60})/

function fromPnpm(text: string): readonly Locked[] | null {
  if (!/^lockfileVersion:/m.test(text)) return null
  return text.split('\n').flatMap((line) => {
    const [, name, found] = pnpmKey.exec(line.slice(0, 400)) ?? []
    return name !== undefined && found !== undefined ? [{ name, version: found }] : []
  })
}

// A key of yarn: `"@x402/core@^2.0.0":` or `"@x402/core@npm:^2.0.0":`, then `  version "2.0.0"` or `  version: 2.0.0`.
const yarnKey = /^"?((?:@[a-z0-9-]{1,40}\/)?[a-z0-9-]{1,60})@/
const yarnVersion = /^ {2}version:? "?([0-9A-Za-z.+-]{1,80})"?$/

function fromYarn(text: string): readonly Locked[] | null {
  if (!/^# yarn lockfile v1$|^__metadata:$/m.test(text)) return null
  const found: Locked[] = []
  let name: string | undefined
  for (const line of text.split('\n')) {
    const short = line.slice(0, 400)
    if (!short.startsWith(' ')) name = yarnKey.exec(short)?.[1]
    const value = yarnVersion.exec(short)?.[1]
    if (name !== undefined && value !== undefined) found.push({ name, version: value })
  }
  return found
}

const readers: Readonly<Record<(typeof lockFiles)[number], (text: string) => readonly Locked[] | null>> = {
  'package-lock.json': fromNpm,
  'npm-shrinkwrap.json': fromNpm,
  'pnpm-lock.yaml': fromPnpm,
  'yarn.lock': fromYarn,
}

/** The packages of this protocol that a lock file holds, by name; null when it is no such file. Never throws. */
export function lockedPackages(file: (typeof lockFiles)[number], text: string): readonly Locked[] | null {
  const found = readers[file](text)
  return found === null ? null : kept(found)
}
