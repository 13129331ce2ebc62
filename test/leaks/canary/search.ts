import { createHash } from 'node:crypto'
import type { Canary } from './canary.ts'
import { viewsOf } from './views.ts'

const gram = 9
const stride = 4
const slots = 1 << 20

type Place = { readonly canary: Canary; readonly needle: string; readonly at: number; readonly piece: number }

/** Which canary was found, in which view of the bytes, and what stood there. */
export type Leak = { readonly kind: string; readonly view: string; readonly piece: string }

const letters = (text: string) => text.toLowerCase().replace(/[^a-z0-9]+/g, '')

/** Words of prose have letters only; they may be numbered. */
const words = (text: string) => text.toLowerCase().replace(/[^a-z]+/g, '')
const isWords = ({ needles }: Canary) => needles.every((needle) => /^[a-z ]+$/.test(needle))

/** The ways to read a text: as it is but for its case, without signs, and its words alone. */
const folds = [
  { fold: (text: string) => text.toLowerCase(), takes: () => true },
  { fold: letters, takes: () => true },
  { fold: words, takes: isWords },
] as const

/** Where the gram at a place belongs in a table of all grams: most texts have none of them, and no slice is made. */
function slotOf(text: string, at: number): number {
  let slot = 0
  for (let place = at; place < at + gram; place += 1)
    slot = (Math.imul(slot, 31) + text.charCodeAt(place)) | 0
  return (slot ^ (slot >>> 15)) & (slots - 1)
}

function indexOf(canaries: readonly Canary[], fold: (text: string) => string) {
  const grams = new Map<string, Place[]>()
  const taken = new Uint8Array(slots)
  const short: { readonly canary: Canary; readonly needle: string }[] = []
  for (const canary of canaries) {
    const piece = canary.piece ?? 12
    for (const whole of canary.needles) {
      const needle = fold(whole)
      // Of raw bytes too little is left to be told from chance.
      if (needle.length * 2 < whole.length) continue
      if (needle.length < piece) {
        if (needle.length >= 8) short.push({ canary, needle })
        continue
      }
      for (let at = 0; at + gram <= needle.length; at += 1) {
        const key = needle.slice(at, at + gram)
        grams.set(key, [...(grams.get(key) ?? []), { canary, needle, at, piece }])
        taken[slotOf(key, 0)] = 1
      }
    }
  }
  return { grams, short, taken }
}

/** The longest piece of the needle around a common gram. */
function around(text: string, from: number, { needle, at }: Place): string {
  let back = 0
  while (from - back > 0 && at - back > 0 && text[from - back - 1] === needle[at - back - 1]) back += 1
  let length = gram
  while (
    from + length < text.length &&
    at + length < needle.length &&
    text[from + length] === needle[at + length]
  )
    length += 1
  return text.slice(from - back, from + length)
}

/**
 * A search for canaries that owes nothing to the redactor: every piece of 12 characters of every needle, in every
 * view of the bytes. A window of 12 always holds a run of 9 that begins at a multiple of 4, so only those are
 * looked up, and each hit is measured. The same bytes are searched once.
 */
export function createSearch(canaries: readonly Canary[]) {
  const indexes = folds.map(({ fold, takes }) => ({
    fold,
    ...indexOf(canaries.filter(takes), fold),
  }))
  const search = (bytes: Buffer): readonly Leak[] => {
    const leaks = new Map<string, Leak>()
    for (const { name, text } of viewsOf(bytes)) {
      for (const { fold, grams, short, taken } of indexes) {
        const folded = fold(text)
        for (const { canary, needle } of short)
          if (folded.includes(needle))
            leaks.set(canary.kind, { kind: canary.kind, view: name, piece: needle })
        for (let at = 0; at + gram <= folded.length; at += stride) {
          if (taken[slotOf(folded, at)] === 0) continue
          for (const place of grams.get(folded.slice(at, at + gram)) ?? []) {
            const piece = around(folded, at, place)
            if (piece.length < place.piece) continue
            const seen = leaks.get(place.canary.kind)
            if (seen === undefined || seen.piece.length < piece.length)
              leaks.set(place.canary.kind, { kind: place.canary.kind, view: name, piece })
          }
        }
      }
    }
    return [...leaks.values()]
  }
  const known = new Map<string, readonly Leak[]>()
  return (bytes: Buffer): readonly Leak[] => {
    const name = createHash('sha256').update(bytes).digest('base64')
    const found = known.get(name) ?? search(bytes)
    known.set(name, found)
    return found
  }
}
