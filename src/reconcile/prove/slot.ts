import type { Prover } from '../../payments/prover-port.ts'

/** Reads slots of the token at the proven block: their proven values, or why there are none. */
export type ReadSlots = (slots: readonly string[]) => Promise<readonly string[] | 'broken' | 'not-served'>

type Key = { readonly authorizer: string; readonly nonce: string }

const atOnce = 32
// Inherited contracts reserve gaps of 50 words each; the tokens we know of need fewer than 20 positions.
const lastPosition = 320

const isSet = (value: string | undefined) => value !== undefined && BigInt(value) !== 0n

/**
 * The position of the token's mapping of used authorizations, found by looking where authorizations that are
 * known to be used are stored; never assumed. `none`: all positions were read and none of them holds it.
 */
export async function findPosition(
  known: readonly Key[],
  read: ReadSlots,
  prover: Prover,
): Promise<number | 'none' | 'broken' | 'not-served'> {
  const [first, ...others] = known
  if (first === undefined) return 'none'
  for (let from = 0; from < lastPosition; from += atOnce) {
    const positions = Array.from({ length: atOnce }, (_, index) => from + index)
    const values = await read(positions.map((at) => prover.slotOf(at, first.authorizer, first.nonce)))
    if (typeof values === 'string') return values
    const position = positions.find((_, index) => isSet(values[index]))
    if (position === undefined) continue
    if (others.length === 0) return position
    // One authorization could have been written by an older version of the token, in another place.
    const same = await read(others.map(({ authorizer, nonce }) => prover.slotOf(position, authorizer, nonce)))
    if (typeof same === 'string') return same
    return same.every(isSet) ? position : 'none'
  }
  return 'none'
}
