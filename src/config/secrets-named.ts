import type { SecretReference } from '../core/secret-reference.ts'
import type { Layer } from './layers.ts'
import type { Path } from './problem.ts'
import { besideFile, referenceOf } from './secret-place.ts'

type Block = Readonly<Record<string, unknown>>

const isBlock = (value: unknown): value is Block => typeof value === 'object' && value !== null

/**
 * Every place in which settings that the schema accepted keep a secret, in the order of the file; files
 * beside the config file that names them.
 */
export function secretsNamed(merged: Layer): readonly SecretReference[] {
  const within = (value: unknown, path: Path): readonly SecretReference[] => {
    if (!isBlock(value)) return []
    const { secret } = value
    if (isBlock(secret)) return [besideFile(referenceOf(secret), merged.originOf(path))]
    const isList = Array.isArray(value)
    return Object.entries(value).flatMap(([key, item]) => within(item, [...path, isList ? Number(key) : key]))
  }
  return within(merged.tree, [])
}
