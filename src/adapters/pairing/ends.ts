import type { LogColumns } from '../../core/log-columns.ts'

/** The records with the least and the greatest `authorizer/nonce` of those that were noted. */
export type Ends = {
  readonly note: (used: LogColumns, row: number, record: number) => void
  readonly records: () => readonly number[]
}

type End = { readonly key: Uint8Array; head: number; record: number }

const headAt = (bytes: Uint8Array, at: number) =>
  (bytes[at] as number) * 0x1000000 +
  (((bytes[at + 1] as number) << 16) | ((bytes[at + 2] as number) << 8) | (bytes[at + 3] as number))

function take(end: End, key: Uint8Array, head: number, record: number): void {
  end.key.set(key)
  end.head = head
  end.record = record
}

/** No pair yet. */
export function newEnds(): Ends {
  const own = new Uint8Array(52)
  const least: End = { key: new Uint8Array(52), head: 0, record: -1 }
  const greatest: End = { key: new Uint8Array(52), head: 0, record: -1 }
  return {
    note: ({ first, second }, row, record) => {
      const head = headAt(first, row * 20)
      // Four bytes settle it for nearly all.
      if (least.record >= 0 && head > least.head && head < greatest.head) return
      own.set(first.subarray(row * 20, row * 20 + 20), 0)
      own.set(second.subarray(row * 32, row * 32 + 32), 20)
      if (least.record < 0 || Buffer.compare(own, least.key) < 0) take(least, own, head, record)
      if (greatest.record < 0 || Buffer.compare(greatest.key, own) < 0) take(greatest, own, head, record)
    },
    records: () => (least.record < 0 ? [] : [...new Set([least.record, greatest.record])]),
  }
}
