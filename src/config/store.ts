import { OpsError } from '../core/errors.ts'
import type { Engine } from '../core/profile.ts'
import { safe } from '../core/safe.ts'
import { Secret } from '../core/secret.ts'
import type { SecretReference } from '../core/secret-reference.ts'
import type { Layer, ProfileTree } from './layers.ts'
import { besideFile, referenceOf } from './secret-place.ts'
import { storeUrlProblem } from './store-url.ts'

/** How the settings name a store: by an open address, or by where a whole one is kept. */
export type StorePlace = { readonly url: string } | { readonly secret: { readonly env: string } }

/**
 * The store that `--store` or X402OPS_STORE names: `env:NAME`, or an address without a password. A variable may hold
 * the whole address. Throws `OpsError` STORE_URL_UNUSABLE, which never shows it.
 */
export function storePlace(value: string, label: string): StorePlace {
  // One class, bounded, anchored: linear.
  const [, env] = /^env:([A-Za-z_][A-Za-z0-9_]{0,127})$/.exec(value) ?? []
  if (env !== undefined) return { secret: { env } }
  if (!label.startsWith('--')) return { secret: { env: label } }
  const found = storeUrlProblem(value)
  if (found === undefined) return { url: value }
  throw new OpsError('STORE_URL_UNUSABLE', { flag: label, reason: `It is refused: ${found.problem}.` })
}

/** Where `--runs-store` or X402OPS_RUNS_STORE keeps runs: `files` are those of this machine, else as `storePlace`. */
export function runsPlace(value: string, label: string): StorePlace | 'files' {
  return value === 'files' ? 'files' : storePlace(value, label)
}

/** The engine by its name. Throws `OpsError` USAGE. */
export function engineNamed(value: string, label: string): Engine['kind'] {
  if (value === 'embedded' || value === 'postgres') return value
  const message = `${label} is embedded or postgres, not ${safe(value, 40)}`
  throw new OpsError('USAGE', { message, command: 'reconcile ' })
}

type Resolve = (reference: SecretReference) => Promise<Secret>

function openPlace(url: string): Secret {
  const { host, pathname } = new URL(url)
  return new Secret(`${host}${pathname}`, url)
}

/**
 * How the address of the database is fetched that holds the runs; null = they are files. The function rejects with
 * SECRET_NOT_FOUND.
 */
export function runsAddress(
  merged: Layer,
  tree: Pick<ProfileTree, 'runsStore'>,
  resolveSecret: Resolve,
): (() => Promise<Secret>) | null {
  // What a flag said in one word is no block.
  const runsStore = tree.runsStore as ProfileTree['runsStore'] | 'files'
  if (runsStore === 'files') return null
  const { url, secret } = runsStore
  if (secret !== undefined) {
    const reference = besideFile(referenceOf(secret), merged.originOf(['runsStore']))
    return () => resolveSecret(reference)
  }
  return url === undefined ? null : async () => openPlace(url)
}

/**
 * The engine that pairs, with the address of its store where it has one. Throws `OpsError` STORE_MISSING; rejects with
 * SECRET_NOT_FOUND.
 */
export async function resolveEngine(
  merged: Layer,
  { engine, store }: ProfileTree,
  resolveSecret: Resolve,
): Promise<Engine> {
  if (engine === 'embedded') return { kind: 'embedded' }
  const { url, secret } = store
  if (secret !== undefined) {
    return {
      kind: 'postgres',
      store: await resolveSecret(besideFile(referenceOf(secret), merged.originOf(['store']))),
    }
  }
  if (url === undefined) throw new OpsError('STORE_MISSING')
  return { kind: 'postgres', store: openPlace(url) }
}
