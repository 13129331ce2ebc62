import type { LogColumns } from '../../core/log-columns.ts'
import type { NodeWindow } from '../../payments/plain/sieve-port.ts'

const widths = { tx: 32, blockHash: 32, first: 20, second: 32, value: 32, kind: 1 } as const
const byteColumns = Object.entries(widths) as readonly (readonly [keyof typeof widths, number])[]

function sameColumns(a: LogColumns, b: LogColumns): boolean {
  const { count } = a
  if (count !== b.count) return false
  for (let row = 0; row < count; row += 1) {
    if (a.block[row] !== b.block[row] || a.logIndex[row] !== b.logIndex[row]) return false
  }
  return byteColumns.every(
    ([name, width]) =>
      Buffer.compare(a[name].subarray(0, count * width), b[name].subarray(0, count * width)) === 0,
  )
}

/** Did two nodes show the same in one window, byte by byte? */
export function sameWindow(a: NodeWindow, b: NodeWindow): boolean {
  return (
    a === b ||
    (sameColumns(a.income, b.income) &&
      sameColumns(a.outgo, b.outgo) &&
      sameColumns(a.authorizations, b.authorizations))
  )
}
