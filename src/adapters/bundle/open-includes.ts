import { createHash } from 'node:crypto'
import { lstat } from 'node:fs/promises'
import { resolve } from 'node:path'
import type { LeftOut, LongText } from '../../core/bundle.ts'
import { OpsError } from '../../core/errors.ts'
import { safe } from '../../core/safe.ts'
import { type DecodedText, decodeText } from './decode-text.ts'
import { lastPart } from './entry-name.ts'
import { includeLimits, type TreeLimits } from './limits.ts'
import { type Leaf, openTree } from './open-tree.ts'
import { budgetOf } from './walk-tree.ts'

/** A file that was opened. `name` is the last part of its name, printable, for people only: never a path. */
export type Included =
  | { readonly name: string; readonly text: string }
  | { readonly name: string; readonly long: LongText }

/** What `--include` found. `leftOut` names the rest, with the SHA-256 of what was read. Neither is redacted. */
export type Includes = { readonly files: readonly Included[]; readonly leftOut: readonly LeftOut[] }

/** Something that was found and is not copied, with the SHA-256 of its bytes where they were read. */
export function leftOutOf(leaf: Leaf, why: string): LeftOut {
  const name = safe(leaf.name)
  if (leaf.bytes === null) return { what: name, why }
  return { what: `${name} (sha256:${createHash('sha256').update(leaf.bytes).digest('hex')})`, why }
}

/** The text of a leaf, or why it has none: a clause. Never throws. */
export function textOf(leaf: Leaf): DecodedText {
  return leaf.why === null ? decodeText(leaf.bytes) : { ok: false, why: leaf.why }
}

async function refuseMissing(path: string, absolute: string): Promise<void> {
  await lstat(absolute).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT')
      throw new OpsError('INCLUDE_NOT_FOUND', { file: safe(path) }, { cause: error })
  })
}

/**
 * The texts at and below the paths that an operator wants in a bundle (relative to `cwd`), in order. Each is opened
 * once; gzip and tar are taken apart; symbolic links, pipes, devices, images, databases, programs and other
 * archives are left out and listed. Whoever asked closes the long ones. Throws `OpsError` INCLUDE_NOT_FOUND for a path that is not there.
 */
export async function openIncludes(
  paths: readonly string[],
  cwd: string,
  limits: TreeLimits = includeLimits,
): Promise<Includes> {
  const files: Included[] = []
  const leftOut: LeftOut[] = []
  const budget = budgetOf(limits)
  for (const path of paths) await refuseMissing(path, resolve(cwd, path))
  for (const path of paths) {
    const absolute = resolve(cwd, path)
    if (budget.ended) leftOut.push({ what: safe(lastPart(absolute)), why: 'the limit was reached before it' })
    for await (const leaf of openTree(absolute, lastPart(absolute), limits, budget)) {
      if ('long' in leaf) {
        files.push({ name: safe(lastPart(leaf.name)), long: leaf.long })
        continue
      }
      const decoded = textOf(leaf)
      if (decoded.ok) files.push({ name: safe(lastPart(leaf.name)), text: decoded.text })
      else leftOut.push(leftOutOf(leaf, decoded.why))
    }
  }
  return { files, leftOut }
}
