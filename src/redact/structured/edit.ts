import type { Hide } from './hide.ts'
import type { Node } from './tree.ts'

/**
 * Where a value stands: in the open; in a payment, where every dense text that is not known to be public goes; or
 * below the name of a secret, where every text goes.
 */
export type Place =
  | { readonly kind: 'open' }
  | { readonly kind: 'payment' }
  | { readonly kind: 'secret'; readonly name: string }

/** What an edit of one value knows of its surroundings. `path`: the last two names, outermost first. */
export type Surroundings = {
  readonly path: readonly string[]
  readonly place: Place
  /** How many texts that were JSON themselves stand around it. */
  readonly embedded: number
}

/** What every edit can use: the redactor, and the walk for what is found inside a text. */
export type Editor = { readonly hide: Hide; readonly walk: (node: Node, around: Surroundings) => Node }

/** In the open, below no name. */
export const atTop: Surroundings = { path: [], place: { kind: 'open' }, embedded: 0 }

/** The surroundings of a field. `$bigint` is no name of its own. */
export function below(around: Surroundings, name: string): Surroundings {
  if (name === '$bigint') return around
  return {
    path: [around.path[around.path.length - 1] ?? '', name],
    place: around.place,
    embedded: around.embedded,
  }
}

/** The name that a text stands behind; null at the top. */
export function labelOf(around: Surroundings): string | null {
  return around.path.at(-1) ?? null
}
