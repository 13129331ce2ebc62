import type { LongText } from '../../core/bundle.ts'
import { oddName } from './entry-name.ts'
import { gunzipWithin } from './gunzip.ts'
import type { TreeLimits } from './limits.ts'
import { mebibytes } from './open-once.ts'
import { recognise } from './recognise.ts'
import { tarItems } from './tar-entries.ts'
import { type Budget, filesAt } from './walk-tree.ts'

/**
 * A file that was found, archives taken apart. `why` null: its bytes may be text. Otherwise `why` says, as a
 * clause, why it is not to be copied; `bytes` is null when it was not even read. `name` is for people only.
 */
export type Leaf =
  | { readonly name: string; readonly bytes: Uint8Array; readonly why: null }
  | { readonly name: string; readonly bytes: Uint8Array; readonly why: string }
  | { readonly name: string; readonly bytes: null; readonly why: string }

/** A text that was found and not read; its reader calls `close`. */
export type LongLeaf = { readonly name: string; readonly bytes: null; readonly long: LongText }

type Scope = { readonly limits: TreeLimits; readonly budget: Budget }

function leaf(name: string, bytes: Uint8Array, { limits, budget }: Scope): Leaf {
  if (bytes.length > limits.fileBytes) {
    return { name, bytes: null, why: `it is larger than ${mebibytes(limits.fileBytes)}` }
  }
  if (budget.ended || budget.files <= 0 || bytes.length > budget.bytes) {
    budget.ended = true
    return { name, bytes: null, why: 'the limit was reached: from here on nothing was opened' }
  }
  budget.files -= 1
  budget.bytes -= bytes.length
  const found = recognise(bytes)
  return found.kind === 'opaque' ? { name, bytes, why: found.why } : { name, bytes, why: null }
}

async function* fromTar(name: string, bytes: Uint8Array, scope: Scope, depth: number): AsyncGenerator<Leaf> {
  for await (const item of tarItems(bytes, scope.limits.files * 2)) {
    if (item.kind === 'fault')
      yield { name, bytes: null, why: `${item.why}; what stands before that was read` }
    if (item.kind === 'fault' || item.kind === 'folder') continue
    const odd = oddName(item.name)
    const shown = `${name}/${item.name}`
    if (item.kind === 'other') yield { name: shown, bytes: null, why: `it is ${item.what}` }
    else if (odd !== null) yield { name: shown, bytes: null, why: odd }
    else yield* takenApart(shown, item.bytes, scope, depth)
    if (scope.budget.ended) return
  }
}

async function* takenApart(
  name: string,
  bytes: Uint8Array,
  scope: Scope,
  depth: number,
): AsyncGenerator<Leaf> {
  const { kind } = recognise(bytes)
  if (kind !== 'gzip' && kind !== 'tar') {
    yield leaf(name, bytes, scope)
  } else if (depth >= scope.limits.archiveDepth) {
    yield { name, bytes, why: `it lies in more than ${scope.limits.archiveDepth} archives` }
  } else if (kind === 'tar') {
    yield* fromTar(name, bytes, scope, depth + 1)
  } else {
    const { limits } = scope
    const expanded = await gunzipWithin(bytes, limits.archiveBytes, limits.ratio)
    if (expanded.ok) yield* takenApart(name.replace(/\.gz$/i, ''), expanded.bytes, scope, depth + 1)
    else yield { name, bytes, why: expanded.why }
  }
}

/**
 * Every file at or below a path, each opened once, within limits; gzip and tar taken apart, what they hold by the
 * same rules. `name` stands for the path in what people are shown. Never rejects.
 */
export async function* openTree(
  path: string,
  name: string,
  limits: TreeLimits,
  budget: Budget,
): AsyncGenerator<Leaf | LongLeaf> {
  for await (const found of filesAt(path, name, limits, budget)) {
    if (found.bytes === null) yield found
    else yield* takenApart(found.name, found.bytes, { limits, budget }, 0)
    if (budget.ended) return
  }
}
