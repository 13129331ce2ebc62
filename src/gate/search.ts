import { bytePiece, type Needle, textPiece } from './known.ts'

/** A place where a needle, or a piece of one, stands. `at` is an offset into what was searched. */
export type Found = { readonly at: number; readonly rule: 'known-value' | 'known-fragment' }

/** Searches bytes (text as Latin-1) for all needles in one pass, whatever their number. */
export type Search = (haystack: Uint8Array) => readonly Found[]

type Entry = { readonly needle: Needle; readonly offset: number }

type Index = {
  readonly entries: ReadonlyMap<number, readonly Entry[]>
  readonly filter: Uint8Array
  readonly width: number
}

const factor = 0x01000193
const filterBits = 20

/** Letters and digits in lower case; 0 for all that may stand between them. */
const folded = Uint8Array.from({ length: 256 }, (_, code) => {
  if ((code >= 48 && code <= 57) || (code >= 97 && code <= 122)) return code
  return code >= 65 && code <= 90 ? code + 32 : 0
})

/** In raw bytes every byte counts. One more than the byte, since 0 means "passed over". */
const counted = Uint16Array.from({ length: 256 }, (_, code) => code + 1)

/**
 * A search that passes over everything but letters and digits and takes upper for lower case: so neither
 * white space, wrapping, quotes, commas nor invisible characters hide a value.
 */
export function searchText(needles: readonly Needle[]): Search {
  return searchIn(indexOf(needles, textPiece, folded), folded)
}

/** A search of bytes as they are. */
export function searchBytes(needles: readonly Needle[]): Search {
  return searchIn(indexOf(needles, bytePiece, counted), counted)
}

function indexOf(needles: readonly Needle[], width: number, units: Uint8Array | Uint16Array): Index {
  const entries = new Map<number, Entry[]>()
  const filter = new Uint8Array(1 << (filterBits - 3))
  for (const needle of needles) {
    const offsets = new Set<number>()
    if (needle.units.length >= width) offsets.add(Math.min(needle.from, needle.units.length - width))
    if (needle.least < needle.units.length) {
      for (let at = needle.from; at + width <= needle.to; at += 1) {
        if (isTelling(needle.units.subarray(at, at + width), needle.least, width)) offsets.add(at)
      }
    }
    for (const offset of offsets) {
      let hash = 0
      for (let at = offset; at < offset + width; at += 1) {
        hash = (Math.imul(hash, factor) + (units[needle.units[at] ?? 0] ?? 0)) | 0
      }
      const known = entries.get(hash)
      if (known === undefined) entries.set(hash, [{ needle, offset }])
      else known.push({ needle, offset })
      const bit = slot(hash)
      filter[bit >> 3] = (filter[bit >> 3] ?? 0) | (1 << (bit & 7))
    }
  }
  return { entries, filter, width }
}

/** A piece of zeros or of one word says nothing; letters alone do when the piece must be long. */
function isTelling(piece: Uint8Array, least: number, width: number): boolean {
  if (new Set(piece).size < 5) return false
  return width === bytePiece || least > width || piece.some((code) => code < 58)
}

const slot = (hash: number) => (hash ^ (hash >>> 13)) & ((1 << filterBits) - 1)

function searchIn(index: Index, units: Uint8Array | Uint16Array): Search {
  const { entries, filter, width } = index
  if (entries.size === 0) return () => []
  let lead = 1
  for (let at = 0; at < width; at += 1) lead = Math.imul(lead, factor)
  const ring = new Uint16Array(16)
  return (haystack) => {
    const found: Found[] = []
    let hash = 0
    let seen = 0
    for (let at = 0; at < haystack.length; at += 1) {
      const unit = units[haystack[at] as number] as number
      if (unit === 0) continue
      const leaving = seen >= width ? (ring[(seen - width) & 15] as number) : 0
      ring[seen & 15] = unit
      seen += 1
      hash = (Math.imul(hash, factor) + unit - Math.imul(leaving, lead)) | 0
      if (seen < width) continue
      const bit = slot(hash)
      if (((filter[bit >> 3] as number) & (1 << (bit & 7))) === 0) continue
      const hit = verify(entries.get(hash) ?? [], haystack, at, width, units)
      if (hit === null) continue
      found.push(hit.found)
      at = hit.end
      hash = 0
      seen = 0
    }
    return found
  }
}

/** The longest agreement around a place whose hash agrees; null when it was chance. */
function verify(
  entries: readonly Entry[],
  haystack: Uint8Array,
  at: number,
  width: number,
  units: Uint8Array | Uint16Array,
): { found: Found; end: number } | null {
  let best: { found: Found; end: number } | null = null
  for (const { needle, offset } of entries) {
    const back = agree(needle.units, offset + width - 1, haystack, at, -1, units)
    if (back.length < width) continue
    const ahead = agree(needle.units, offset + width, haystack, at + 1, 1, units)
    const length = back.length + ahead.length
    if (length < needle.least) continue
    const end = ahead.length === 0 ? at : ahead.last
    if (length === needle.units.length) return { found: { at: back.last, rule: 'known-value' }, end }
    best ??= { found: { at: back.last, rule: 'known-fragment' }, end }
  }
  return best
}

function agree(
  needle: Uint8Array,
  from: number,
  haystack: Uint8Array,
  at: number,
  step: 1 | -1,
  units: Uint8Array | Uint16Array,
): { length: number; last: number } {
  let length = 0
  let last = at
  let place = at
  for (let index = from; index >= 0 && index < needle.length; index += step) {
    while (place >= 0 && place < haystack.length && units[haystack[place] ?? 0] === 0) place += step
    if (place < 0 || place >= haystack.length) break
    if (units[haystack[place] ?? 0] !== units[needle[index] ?? 0]) break
    last = place
    place += step
    length += 1
  }
  return { length, last }
}
