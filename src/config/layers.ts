import { OpsError } from '../core/errors.ts'
import { caip2 } from '../networks/lookup.ts'
import { type ConfigFile, configError, lineOf } from './config-file.ts'
import { type Path, type Problem, pathText } from './problem.ts'
import type { ProfileConfig } from './schema.ts'

/** Where a value came from. `text` is what people see: `--base-url`, `x402ops.yaml:12`, `preset mainnet`. */
export type Origin = {
  readonly kind: 'flag' | 'env' | 'file' | 'preset' | 'default'
  readonly text: string
  /** The file and the place in it, for errors; null elsewhere. */
  readonly place: { readonly file: ConfigFile; readonly path: Path } | null
}

/** Nested settings of one source, and where each of them came from. */
export type Layer = { readonly tree: Tree; readonly originOf: (path: Path) => Origin }

/** Settings as plain nested data. */
export type Tree = { readonly [key: string]: unknown }

type Filled<T> = { readonly [K in keyof T]-?: NonNullable<T[K]> }

type Block<Key extends keyof ProfileConfig> = Filled<NonNullable<ProfileConfig[Key]>>

/** The settings of a profile with all layers laid over each other. Same keys as in the file. */
export type ProfileTree = Omit<Filled<ProfileConfig>, 'extends' | 'baseUrl' | 'probes' | 'thresholds'> & {
  readonly baseUrl: string | null
  readonly probes: {
    readonly health: string
    readonly ready: { readonly path: string; readonly dependencies: readonly string[] }
    readonly status: {
      readonly path: string
      readonly expect: Readonly<Record<string, string | number | boolean>>
    }
  }
  readonly reconcile: Block<'reconcile'>
  readonly cache: Block<'cache'>
  readonly billing: Block<'billing'>
  readonly limits: Block<'limits'>
  readonly thresholds: Omit<Block<'thresholds'>, 'minimumAtomic'> & { readonly minimumAtomic: string | null }
}

const isBlock = (value: unknown): value is Tree =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !Object.hasOwn(value, 'secret')

function withPath(value: string | Tree | undefined): Tree | undefined {
  return typeof value === 'string' ? { path: value } : value
}

/** A profile as written, brought to one spelling, so that layers can be laid over each other key by key. */
export function normalTree(profile: ProfileConfig): Tree {
  const { extends: _base, probes, rpc, ...rest } = profile
  const ready = withPath(probes?.ready)
  const status = withPath(probes?.status)
  return {
    ...rest,
    ...(probes === undefined
      ? {}
      : { probes: { ...probes, ...(ready && { ready }), ...(status && { status }) } }),
    ...(rpc === undefined
      ? {}
      : { rpc: Object.fromEntries(Object.entries(rpc).map(([key, list]) => [caip2(key), list])) }),
  }
}

/** A layer that came from one place as a whole, such as a preset or the defaults. */
export function namedLayer(tree: Tree, kind: Origin['kind'], text: string): Layer {
  return { tree, originOf: () => ({ kind, text, place: null }) }
}

/** The layer of a profile in a file; origins carry the line. */
export function fileLayer(file: ConfigFile, name: string, profile: ProfileConfig): Layer {
  const originOf = (path: Path): Origin => {
    const whole = ['profiles', name, ...path]
    return { kind: 'file', text: `${file.path}:${lineOf(file.lines, whole)}`, place: { file, path: whole } }
  }
  return { tree: normalTree(profile), originOf }
}

function collect(layers: readonly Layer[], path: Path, owners: Map<string, Layer>): unknown {
  const valueIn = ({ tree }: Layer) =>
    path.reduce<unknown>((value, part) => (isBlock(value) ? value[part] : undefined), tree)
  const [top, ...lower] = layers.filter((layer) => valueIn(layer) !== undefined)
  if (top === undefined) return undefined
  const value = valueIn(top)
  if (!isBlock(value)) {
    owners.set(pathText(path), top)
    return value
  }
  const holding = [top, ...lower.filter((layer) => isBlock(valueIn(layer)))]
  const keys = [...holding].reverse().flatMap((layer) => Object.keys(valueIn(layer) as Tree))
  if (keys.length === 0) owners.set(pathText(path), top)
  return Object.fromEntries([...new Set(keys)].map((key) => [key, collect(holding, [...path, key], owners)]))
}

/**
 * Lays layers over each other, the highest first. Blocks are merged key by key; a list, a secret or a
 * single value of a higher layer replaces the lower one as a whole.
 */
export function mergeLayers(layers: readonly Layer[]): Layer {
  const owners = new Map<string, Layer>()
  const tree = collect(layers, [], owners) as Tree
  const bottom = layers[layers.length - 1]
  const originOf = (path: Path): Origin => {
    for (let length = path.length; length > 0; length -= 1) {
      const owner = owners.get(pathText(path.slice(0, length)))
      if (owner !== undefined) return owner.originOf(path)
    }
    return bottom?.originOf(path) ?? { kind: 'default', text: 'default', place: null }
  }
  return { tree, originOf }
}

/** The error for a value that cannot be used: with file and line, or with the flag or variable it came from. */
export function errorAt(origin: Origin, path: Path, found: Problem): OpsError {
  if (origin.place !== null) return configError(origin.place.file, { ...found, path: origin.place.path })
  const message = `${origin.text}: ${pathText(path)}: ${found.problem}. ${found.suggestion}`
  return new OpsError('USAGE', { message, command: '' })
}
