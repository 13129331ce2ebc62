/** The place of a block among sorted ones; -1 = it is not among them. Pure. */
export function placeOfBlock(blocks: Float64Array, block: number): number {
  let [from, to] = [0, blocks.length - 1]
  while (from <= to) {
    const middle = (from + to) >> 1
    const found = blocks[middle] as number
    if (found === block) return middle
    if (found < block) from = middle + 1
    else to = middle - 1
  }
  return -1
}
