type Told = {
  readonly txs: Readonly<Record<string, string>>
  readonly unasked?: readonly string[]
}

/**
 * Transactions whose receipts somebody wanted and no node told: not asked for because there were too many, or not
 * answered by any. What stands in them beside the logs that were searched is not known. Sorted.
 */
export function unreadReceipts(scans: readonly Told[]): readonly string[] {
  const wanted = new Set(scans.flatMap(({ txs, unasked = [] }) => [...Object.keys(txs), ...unasked]))
  return [...wanted].filter((tx) => scans.every(({ txs }) => (txs[tx] ?? 'unknown') === 'unknown')).sort()
}
