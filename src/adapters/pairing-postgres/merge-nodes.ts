import { joinColumns, type LogColumns, takeRows } from '../../core/log-columns.ts'

/** The logs of one list as all nodes show them, each once, and which nodes show it. */
export type MergedLogs = {
  readonly columns: LogColumns
  /** One bit for each node, by row. */
  readonly nodes: Int32Array
  /** The rows of a node among its own, those left out that are not in `entries`. */
  readonly rowsOf: (node: number, entries: ArrayLike<number>) => readonly number[]
}

const names = ['kind', 'block', 'logIndex', 'tx', 'blockHash', 'first', 'second', 'value'] as const
const widths = { kind: 1, block: 1, logIndex: 1, tx: 32, blockHash: 32, first: 20, second: 32, value: 32 }

const asBytes = ({ buffer, byteOffset, byteLength }: Uint8Array | Float64Array | Uint32Array) =>
  Buffer.from(buffer, byteOffset, byteLength)

function isSame(a: LogColumns, b: LogColumns): boolean {
  if (a.count !== b.count) return false
  return names.every((name) => {
    const length = a.count * widths[name]
    return asBytes(a[name].subarray(0, length)).equals(asBytes(b[name].subarray(0, length)))
  })
}

function wordingAt(columns: LogColumns, row: number): string {
  return names
    .map((name) => {
      const width = widths[name]
      return asBytes(columns[name].subarray(row * width, (row + 1) * width)).toString('latin1')
    })
    .join('')
}

/**
 * Puts the lists of all nodes together. Where all say the same to the last byte, as they should, nothing is copied.
 * At most 31 nodes.
 */
export function mergeNodes(lists: readonly LogColumns[]): MergedLogs {
  const all = 2 ** lists.length - 1
  const [first, ...others] = lists
  if (first !== undefined && others.every((other) => isSame(first, other))) {
    const nodes = new Int32Array(first.count).fill(all)
    return { columns: first, nodes, rowsOf: (_node, entries) => Array.from(entries) }
  }
  const entryOf = new Map<string, number>()
  const masks: number[] = []
  const origins: number[] = []
  const rows = lists.map(() => new Map<number, number>())
  let before = 0
  for (const [node, list] of lists.entries()) {
    for (let row = 0; row < list.count; row += 1) {
      const wording = wordingAt(list, row)
      const entry = entryOf.get(wording) ?? masks.length
      if (entry === masks.length) {
        entryOf.set(wording, entry)
        masks.push(0)
        origins.push(before + row)
      }
      masks[entry] = (masks[entry] ?? 0) | (2 ** node)
      rows[node]?.set(entry, row)
    }
    before += list.count
  }
  return {
    columns: takeRows(joinColumns(lists), origins),
    nodes: Int32Array.from(masks),
    rowsOf: (node, entries) =>
      Array.from(entries, (entry) => rows[node]?.get(entry) ?? -1)
        .filter((row) => row >= 0)
        .sort((a, b) => a - b),
  }
}
