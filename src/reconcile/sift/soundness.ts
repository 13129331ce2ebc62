import { placeOfBlock } from '../../payments/plain/blocks.ts'
import type { Draft } from '../scan/node.ts'
import type { TargetScan } from '../scan/target.ts'
import { heightsOf } from '../scan/vote.ts'
import type { Sifted } from './sift.ts'

/** The hashes of the blocks of plain payments, by number. */
function hashesOf({ blocks, hashes }: Sifted): (block: number) => string | undefined {
  const bytes = Buffer.from(hashes.buffer, hashes.byteOffset, hashes.byteLength)
  return (block) => {
    const place = placeOfBlock(blocks, block)
    return place < 0 ? undefined : `0x${bytes.toString('hex', place * 32, place * 32 + 32)}`
  }
}

/** Does anything that a node said of a block speak against the plain payments in it? */
function isOtherBlock(draft: Draft, hashOf: (block: number) => string | undefined): boolean {
  const differs = (block: number, hash: string) => (hashOf(block) ?? hash) !== hash
  for (const [height, hash] of heightsOf(draft)) if (differs(height, hash)) return true
  return [draft.transfers, draft.authorizations].some((events) =>
    [...events.values()].some(({ block, blockHash }) => differs(block, blockHash)),
  )
}

/**
 * May plain payments be counted without a look at each of them? Not where a node contradicts itself, where blocks
 * have two hashes, or where the chain moved: then everything is looked at.
 */
export function isSound(
  drafts: readonly Draft[],
  sifted: Sifted,
  { view, distrusted }: Pick<TargetScan, 'view' | 'distrusted'>,
  moved: boolean,
): boolean {
  if (moved || sifted.isTorn || view === null || view.forked || distrusted.length > 0) return false
  if (drafts.some(({ contradictions, dropped }) => contradictions.length > 0 || dropped > 0)) return false
  const hashOf = hashesOf(sifted)
  return !drafts.some((draft) => isOtherBlock(draft, hashOf))
}
