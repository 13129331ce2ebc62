import { field, isJsonObject, sameId } from '../../x402/fields.ts'
import { parseJsonText } from '../../x402/json-text.ts'
import { namedIn, waysOf } from '../item.ts'

/** How much of one page is read. */
export const maxPageBytes = 8_388_608

/** One page of a catalogue: its entries, and what it says about the rest. */
export type Page = {
  readonly entries: readonly unknown[]
  readonly total: number | null
  readonly cursor: string | null
}

const listKeys = ['items', 'resources', 'services', 'results', 'data', 'endpoints'] as const

function countIn(place: unknown): number | null {
  const total = field(place, 'total') ?? field(place, 'totalCount') ?? field(place, 'total_count')
  return typeof total === 'number' && Number.isSafeInteger(total) && total >= 0 ? total : null
}

function cursorIn(place: unknown): string | null {
  const cursor = field(place, 'cursor') ?? field(place, 'nextCursor') ?? field(place, 'next_cursor')
  return typeof cursor === 'string' && cursor !== '' && cursor.length <= 2000 ? cursor : null
}

/**
 * Reads a page of any shape in the field: the specification's `items` and `pagination`, CDP's merchant `resources`,
 * T402's and 402index's `services` with `total`, `data` around one of them. Null when it is none. Never throws.
 */
export function readPage(body: string): Page | null {
  const parsed = parseJsonText(body, maxPageBytes)
  if (!parsed.ok) return null
  const json = parsed.value
  if (Array.isArray(json)) return { entries: json, total: null, cursor: null }
  for (const place of [json, field(json, 'data')]) {
    for (const key of listKeys) {
      const list = field(place, key)
      if (!Array.isArray(list)) continue
      const pages = field(place, 'pagination')
      const total = countIn(pages) ?? countIn(place)
      return { entries: list, total, cursor: cursorIn(pages) ?? cursorIn(place) }
    }
  }
  return null
}

/** The host of the place that an entry names, in lower case with its port; null when it names none. */
export function hostOf(entry: unknown): string | null {
  const named = namedIn(entry)
  return named === null || !URL.canParse(named.url) ? null : new URL(named.url).host
}

/** Does an entry concern this service: by its host or by where its money goes? */
export function concerns(entry: unknown, hosts: readonly string[], payTos: readonly string[]): boolean {
  if (!isJsonObject(entry)) return false
  const host = hostOf(entry)
  if (host !== null && hosts.includes(host)) return true
  return waysOf(entry, 'unsaid').some(
    ({ payTo }) => payTo !== null && payTos.some((ours) => sameId(ours, payTo)),
  )
}
