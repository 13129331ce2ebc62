import { shortHash } from '../core/id.ts'
import type { Settlement, SettlementsUpdate } from './settlements.ts'
import type { Stretch, Watermark } from './watermarks.ts'

/** What earlier runs of a profile left for later ones. */
export type Memory = {
  readonly settlements: readonly Settlement[]
  readonly watermarks: readonly Watermark[]
  /** Why a file that is there cannot be understood; what it held is then not known. Null when it is sound. */
  readonly damaged: { readonly settlements: string | null; readonly watermarks: string | null }
}

/** What a run adds to the memory of its profile. `stretch` is null when the run was not complete. */
export type MemoryUpdate = {
  readonly settlements: SettlementsUpdate
  readonly stretch: Stretch | null
}

/** No memory at all. */
export const noMemory: Memory = {
  settlements: [],
  watermarks: [],
  damaged: { settlements: null, watermarks: null },
}

/** The short key of what a run was about, as its document names it (`target`). */
export function targetKey(target: string): string {
  return shortHash(target)
}
