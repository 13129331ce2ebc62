import type { BundleRedactor } from '../../evidence/bundle-redactor.ts'
import { type HiddenLong, hiddenParts, type Piece } from '../../evidence/piece.ts'
import type { BundleTools, Spool } from './tools.ts'

/** Where long texts are put aside, and what says that nobody waits for them any longer. */
export type Aside = { readonly nextTo: string; readonly signal: AbortSignal }

/** The long pieces, hidden and put aside. Its owner calls `discard` once they are packed. */
export type HiddenPieces = {
  readonly long: ReadonlyMap<string, HiddenLong>
  readonly discard: () => Promise<void>
}

async function hiddenTo(spool: Spool, piece: Piece, redactor: BundleRedactor, signal: AbortSignal) {
  if (piece.body.kind !== 'long') return undefined
  const parts = hiddenParts(piece.body.long, redactor)
  for (;;) {
    const next = parts.next()
    if (next.done === true) return { file: spool.finish(piece.path), hidden: next.value }
    // Whoever interrupted gets no bundle: what is not hidden any longer is not in it.
    if (signal.aborted) return { file: spool.finish(piece.path), hidden: emptied }
    await spool.write(next.value)
  }
}

const emptied = { value: null, redactions: {}, withheld: 0, samples: [] }

/**
 * Hides every long piece, block by block, on the disk of the bundle. The redactor must have learnt all data by now.
 * Throws `OpsError` OUTPUT_FAILED, INCLUDE_CHANGED; then nothing is left.
 */
export async function hideLong(
  pieces: readonly Piece[],
  redactor: BundleRedactor,
  { nextTo, signal }: Aside,
  tools: BundleTools,
): Promise<HiddenPieces> {
  const spools: Spool[] = []
  const long = new Map<string, HiddenLong>()
  const discard = async () => {
    for (const spool of spools) await spool.discard()
  }
  try {
    for (const piece of pieces) {
      if (piece.body.kind !== 'long') continue
      const spool = await tools.openSpool(nextTo)
      spools.push(spool)
      const hidden = await hiddenTo(spool, piece, redactor, signal)
      if (hidden !== undefined) long.set(piece.path, hidden)
    }
  } catch (error) {
    await discard()
    throw error
  }
  return { long, discard }
}
