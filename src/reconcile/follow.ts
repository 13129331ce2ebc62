import type { ReconcileStep } from '../core/progress.ts'
import type { Records } from '../payments/records-port.ts'
import type { Stopped } from './seen.ts'
import { watchedRecords } from './watched-records.ts'

type Told = { readonly records: Records; readonly tell?: (step: ReconcileStep) => void }

/** The ports of a run, and how far it came when it is stopped; `allRecords` says whether the books were read to the end. */
export type Followed<Ports> = {
  readonly ports: Ports
  readonly stopped: (allRecords: boolean) => Stopped
}

/** Follows a run: counts the records of a stream, and the blocks of which it is told. */
export function follow<Ports extends Told>(ports: Ports): Followed<Ports> {
  let records: number | null = null
  const chains = new Map<string, { readonly blocks: number; readonly of: number }>()
  const source = watchedRecords(ports.records, (ordinal) => {
    records = ordinal + 1
  })
  const tell = (step: ReconcileStep) => {
    if (step.phase === 'chain') chains.set(`${step.network}/${step.asset}`, step)
    ports.tell?.(step)
  }
  return {
    ports: { ...ports, records: source, tell },
    stopped: (allRecords) => {
      const sums = { blocks: 0, of: 0 }
      for (const { blocks, of } of chains.values()) {
        sums.blocks += blocks
        sums.of += of
      }
      return { records, allRecords, ...sums }
    },
  }
}
