import type { Look } from '../../core/observation.ts'

/**
 * One entry of a catalogue that concerns this service, as it came: JSON text of at most 32,768 characters.
 * Null when it was longer.
 */
export type ListedItem = { readonly json: string | null }

/**
 * What was read of the catalogue of a facilitator or index. `label` has no query. `why` is null when it was read to
 * its end, else the reason why it was not.
 */
export type CatalogueSeen = {
  readonly label: string
  readonly look: Look
  readonly pages: number
  /** Entries on all pages, ours or not. */
  readonly entries: number
  readonly items: readonly ListedItem[]
  readonly why: string | null
}
