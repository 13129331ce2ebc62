import type { Stopped } from './seen.ts'

const nothingKnown: Stopped = { records: null, allRecords: false, blocks: 0, of: 0 }

/** How far a run came, for a saved run that may be older than that was noted. */
export function stoppedAt(stopped: Stopped | undefined): Stopped {
  return stopped ?? nothingKnown
}

/** When a run was stopped: `when all 12 records and 5 of 9 blocks were read`. */
export function whenStopped({ records, allRecords, blocks, of }: Stopped): string {
  if (!allRecords) return `before all records were read${records === null ? '' : ` (${records} were)`}`
  const books = records === null ? 'all records' : `all ${records} records`
  return `when ${books} and ${of === 0 ? 'not all' : `${blocks} of ${of}`} blocks were read`
}
