import { field, sameId } from '../../x402/fields.ts'
import { parseJsonText } from '../../x402/json-text.ts'
import { namedIn, waysOf } from '../item.ts'
import { locate } from '../locate.ts'
import type { Way } from '../offer.ts'
import type { DiscoverExpected } from '../shapes.ts'
import type { CatalogueSeen } from './shapes.ts'

/** An entry of a catalogue that concerns this service, decoded. */
export type Listed = {
  readonly host: string
  /** Null on another host than ours, and where the path is none of ours. */
  readonly path: string | null
  readonly method: string | null
  readonly isOurHost: boolean
  readonly ways: readonly Way[]
  /** Unix milliseconds of the last sign of life; null when the entry says none. */
  readonly lastMs: number | null
}

/** A moment as catalogues write it: Unix seconds or milliseconds, RFC 3339, or with a blank and no zone (UTC). */
export function momentOf(value: unknown): number | null {
  if (typeof value === 'number') return Number.isFinite(value) ? (value > 1e11 ? value : value * 1000) : null
  if (typeof value !== 'string' || value.length > 40) return null
  if (/^\d{1,13}$/.test(value)) return momentOf(Number(value))
  const text = /^\d{4}-\d{2}-\d{2} \d{2}:\d{2}(?::\d{2})?$/.test(value)
    ? `${value.replace(' ', 'T')}Z`
    : value
  const ms = Date.parse(text)
  return Number.isNaN(ms) ? null : ms
}

function lastSign(item: unknown): number | null {
  const quality = field(item, 'quality')
  const signs = [
    field(item, 'lastUpdated'),
    field(item, 'last_updated'),
    field(item, 'updatedAt'),
    field(quality, 'lastCalledAt'),
  ]
  const moments = signs.map(momentOf).filter((one) => one !== null)
  return moments.length === 0 ? null : Math.max(...moments)
}

/** Every entry of a catalogue that concerns this service; what cannot be read any more is left out. Never throws. */
export function listedIn(catalogue: CatalogueSeen, expected: DiscoverExpected): readonly Listed[] {
  const { baseUrl, hosts } = expected
  return catalogue.items.flatMap(({ json }) => {
    const parsed = json === null ? null : parseJsonText(json, 32_768)
    if (parsed === null || !parsed.ok) return []
    const item = parsed.value
    const named = namedIn(item)
    if (named === null || !URL.canParse(named.url)) return []
    const { host, pathname } = new URL(named.url)
    const isOurHost = hosts.includes(host)
    const place = isOurHost && baseUrl !== null ? locate(pathname, baseUrl) : null
    const path = place?.ok ? place.path : null
    const method = named.method?.toUpperCase() ?? null
    return [{ host, path, method, isOurHost, ways: waysOf(item, 'unsaid'), lastMs: lastSign(item) }]
  })
}

/** The recipients of an entry that are none of ours. */
export function foreignPayTos({ ways }: Listed, ours: readonly string[]): readonly string[] {
  const named = ways.flatMap(({ payTo }) => (payTo === null ? [] : [payTo]))
  return [...new Set(named)].filter((payTo) => !ours.some((one) => sameId(one, payTo)))
}
