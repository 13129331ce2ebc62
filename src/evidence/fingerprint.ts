import { sha256Hex } from '../core/digest.ts'
import type { Profile } from '../core/profile.ts'
import { Secret } from '../core/secret.ts'
import { type SecretReference, secretReferenceLabel } from '../core/secret-reference.ts'

/** `config/fingerprint.json`: what is configured, by name. No value but networks, tokens and receiving addresses. */
export type Fingerprint = {
  readonly profile: string
  readonly preset: string | null
  /** Paths of what is set, sorted; `[]` stands for every entry of a list. */
  readonly set: readonly string[]
  /** How many entries each list has. */
  readonly lists: Readonly<Record<string, number>>
  /** Secrets by the place they come from (`env:RPC_A`, `https://host/***`), never by value. */
  readonly keptIn: readonly { readonly setting: string; readonly place: string }[]
  readonly pays: readonly {
    readonly network: string
    readonly asset: string
    readonly payTo: readonly string[]
  }[]
  /** SHA-256 over all of the above. */
  readonly sha256: string
}

type Walk = {
  readonly set: Set<string>
  readonly lists: Map<string, number>
  readonly secrets: { readonly path: string; readonly label: string }[]
}

const deepest = 12
// Names of fields and networks. Anchored, one bounded class: linear.
const plainName = /^[\w:.-]{1,64}$/

const referenceKinds: readonly string[] = ['env', 'file', 'exec', 'credential']

function isReference(value: object): value is SecretReference {
  const [only, ...more] = Object.keys(value)
  return only !== undefined && more.length === 0 && referenceKinds.includes(only)
}

function walk(value: unknown, path: string, found: Walk, depth: number): void {
  if (value === null || value === undefined || depth > deepest) return
  if (value instanceof Secret) {
    found.set.add(path)
    found.secrets.push({ path, label: value.label })
  } else if (Array.isArray(value)) {
    if (value.length === 0) return
    found.lists.set(path, (found.lists.get(path) ?? 0) + value.length)
    for (const item of value) walk(item, `${path}[]`, found, depth + 1)
  } else if (typeof value === 'object') {
    if (isReference(value)) found.secrets.push({ path, label: secretReferenceLabel(value) })
    for (const [name, item] of Object.entries(value)) {
      // What operators name themselves may say anything.
      const step = plainName.test(name) ? name : '*'
      walk(item, path === '' ? step : `${path}.${step}`, found, depth + 1)
    }
  } else found.set.add(path)
}

const byText = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)

/** The names of what a profile configures and their digest. Pure; the order of lists changes nothing. */
export function fingerprintOf(profile: Profile): Fingerprint {
  const found: Walk = { set: new Set(), lists: new Map(), secrets: [] }
  walk(profile, '', found, 0)
  const pays = profile.pays
    .map(({ network, unit, payTo }) => ({
      network,
      asset: unit.asset,
      payTo: payTo.map(({ address }) => address).sort(byText),
    }))
    .sort((a, b) => byText(`${a.network} ${a.asset}`, `${b.network} ${b.asset}`))
  const shape = {
    profile: profile.name,
    preset: profile.preset,
    set: [...found.set].sort(byText),
    lists: Object.fromEntries([...found.lists].sort(([a], [b]) => byText(a, b))),
    // Under other names a redactor would take the names of places for what is kept there.
    keptIn: found.secrets
      .map(({ path, label }) => ({ setting: path, place: label }))
      .sort((a, b) => byText(`${a.setting} ${a.place}`, `${b.setting} ${b.place}`)),
    pays,
  }
  return { ...shape, sha256: sha256Hex(JSON.stringify(shape)) }
}
