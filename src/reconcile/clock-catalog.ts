import { entry } from '../core/finding.ts'

/** The codes about the clock that dated the records. */
export const clockCatalog = {
  RECONCILE_CLOCKS_DIFFER: entry<{
    direction: 'ahead of' | 'behind'
    by: string
    records: number
    first: string
  }>({
    verdict: 'UNKNOWN',
    severity: 'high',
    title: 'the records are dated by another clock than the chain',
    text: ({ direction, by, records, first }) =>
      `${records} record${records === 1 ? ' is' : 's are'} dated ${by} or more ${direction} the chain (${first}), so records near the ` +
      'ends of the window may stand on the wrong side of it and were not judged.',
    next: 'Set the clock of that server, or the timeZone in the mapping file, and reconcile a wider window.',
    playbook: 'rpc-down',
  }),
} as const
