import type { LogColumns } from '../../../core/log-columns.ts'

/** Does row `a` stand behind row `b`? */
function isBehind({ block, logIndex }: LogColumns, a: number, b: number): boolean {
  const [blockA = 0, blockB = 0] = [block[a], block[b]]
  return blockA === blockB ? (logIndex[a] ?? 0) > (logIndex[b] ?? 0) : blockA > blockB
}

/** Where each stretch of rows begins that are in order already, and where the last one ends. */
function stretchesOf(columns: LogColumns): number[] {
  const begins = [0]
  for (let row = 1; row < columns.count; row += 1) if (isBehind(columns, row - 1, row)) begins.push(row)
  return [...begins, columns.count]
}

type Pair = { readonly from: number; readonly middle: number; readonly to: number }

function mergePair(
  columns: LogColumns,
  rows: Uint32Array,
  out: Uint32Array,
  { from, middle, to }: Pair,
): void {
  let left = from
  let right = middle
  for (let at = from; at < to; at += 1) {
    const takesRight = left === middle || (right < to && isBehind(columns, rows[left] ?? 0, rows[right] ?? 0))
    if (takesRight) {
      out[at] = rows[right] ?? 0
      right += 1
    } else {
      out[at] = rows[left] ?? 0
      left += 1
    }
  }
}

/**
 * Row numbers in chain order; of rows in one place the earlier one first. Pages are in order as a rule, each in
 * itself or one after the other, so what is in order already is merged and nothing is compared twice: a sort with a
 * function that compares took longer than reading the logs.
 */
export function inChainOrder(columns: LogColumns): Uint32Array {
  let rows = Uint32Array.from({ length: columns.count }, (_, row) => row)
  let stretches = stretchesOf(columns)
  let spare = new Uint32Array(stretches.length > 2 ? columns.count : 0)
  while (stretches.length > 2) {
    const next = [0]
    for (let at = 0; at + 1 < stretches.length; at += 2) {
      const [from = 0, middle = 0, to = middle] = stretches.slice(at, at + 3)
      mergePair(columns, rows, spare, { from, middle, to })
      next.push(to)
    }
    const filled = spare
    spare = rows
    rows = filled
    stretches = next
  }
  return rows
}
