/** A value at the end of a path. */
export type Leaf = string | number | boolean

/**
 * A row as dot paths, in the order written; null leaves are kept so that "there, but empty" can be told.
 * `proofs` and `settles` are the objects that look like a payment payload or a settlement result.
 */
export type FlatRow = {
  readonly leaves: ReadonlyMap<string, Leaf | null>
  readonly proofs: readonly object[]
  readonly settles: readonly object[]
}

const maxDepth = 8
const maxLeaves = 1000

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function own(value: object, key: string): unknown {
  return Object.hasOwn(value, key) ? (value as Readonly<Record<string, unknown>>)[key] : undefined
}

function looksLikeProof(value: object): boolean {
  const payload = own(value, 'payload')
  if (!isObject(payload)) return false
  return ['authorization', 'permit2Authorization', 'transaction'].some((key) => Object.hasOwn(payload, key))
}

function looksLikeSettle(value: object): boolean {
  return typeof own(value, 'success') === 'boolean' && typeof own(value, 'transaction') === 'string'
}

/** Flattens a row. Undefined when it is not an object or has more than 1000 fields. Arrays are not looked into. */
export function flatten(row: unknown): FlatRow | undefined {
  if (!isObject(row)) return undefined
  const leaves = new Map<string, Leaf | null>()
  const proofs: object[] = []
  const settles: object[] = []
  const walk = (node: Readonly<Record<string, unknown>>, prefix: string, depth: number): boolean => {
    if (looksLikeProof(node)) proofs.push(node)
    if (looksLikeSettle(node)) settles.push(node)
    for (const [key, value] of Object.entries(node)) {
      const path = `${prefix}${key}`
      if (
        value === null ||
        typeof value === 'string' ||
        typeof value === 'number' ||
        typeof value === 'boolean'
      ) {
        leaves.set(path, value)
        if (leaves.size > maxLeaves) return false
      } else if (isObject(value) && depth < maxDepth && !walk(value, `${path}.`, depth + 1)) return false
    }
    return true
  }
  return walk(row, '', 1) ? { leaves, proofs, settles } : undefined
}
