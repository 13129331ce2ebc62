import { resolve } from 'node:path'
import type { BundleFile, LeftOut } from '../../core/bundle.ts'
import { safe } from '../../core/safe.ts'
import { scanLimits, type TreeLimits } from './limits.ts'
import { leftOutOf, textOf } from './open-includes.ts'
import { openTree } from './open-tree.ts'
import { budgetOf } from './walk-tree.ts'

/**
 * What was found below a path: bytes to look at, or what could not be looked at (then nobody may say "clean").
 * A picture, a database or an encrypted file is both: its plain bytes, and that more may be in them.
 */
export type Scanned =
  | { readonly kind: 'file'; readonly file: BundleFile }
  | { readonly kind: 'left-out'; readonly leftOut: LeftOut }

/**
 * Every file at or below a path (relative to `cwd`), gzip and tar taken apart. Text comes in UTF-8, whatever it was
 * stored in. The `path` of a file begins with the path as it was given and is for people, not to be opened: what
 * stands in an archive has the name of the archive before its own. Never rejects; a path that is not there is left out.
 */
export async function* filesBelow(
  path: string,
  cwd: string,
  limits: TreeLimits = scanLimits,
): AsyncGenerator<Scanned> {
  for await (const leaf of openTree(resolve(cwd, path), path, limits, budgetOf(limits))) {
    if ('long' in leaf) {
      await leaf.long.close()
      yield { kind: 'left-out', leftOut: { what: safe(leaf.name), why: 'it is too long' } }
      continue
    }
    if (leaf.bytes === null) {
      yield { kind: 'left-out', leftOut: leftOutOf(leaf, leaf.why) }
      continue
    }
    const decoded = textOf(leaf)
    const bytes = decoded.ok ? new TextEncoder().encode(decoded.text) : leaf.bytes
    yield { kind: 'file', file: { path: leaf.name, bytes } }
    if (!decoded.ok) yield { kind: 'left-out', leftOut: leftOutOf(leaf, decoded.why) }
  }
}
