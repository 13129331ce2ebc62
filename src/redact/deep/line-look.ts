import type { KeyVerdict } from './key-test.ts'
import type { KnownPlaces } from './known-places.ts'
import { labelBefore, namesWhatAChainMade } from './labels.ts'
import type { Slot } from './line-shape.ts'
import { looksLikeText } from './nested.ts'

// A byte in quoted-printable. Fixed length: linear.
const quotedByte = /=([0-9A-F]{2})/g

function isUpperHex(code: number): boolean {
  return (code >= 0x30 && code <= 0x39) || (code >= 0x41 && code <= 0x46)
}

/** May bytes be written as quoted-printable in a line? */
function isQuoted(line: string): boolean {
  for (let at = line.indexOf('='); at >= 0; at = line.indexOf('=', at + 1)) {
    if (isUpperHex(line.charCodeAt(at + 1)) && isUpperHex(line.charCodeAt(at + 2))) return true
  }
  return false
}

/**
 * Says of single lines whether their shape is not all there is to say: a known value, a key among its hashes, hex
 * that spells text.
 */
export function createLook(facts: {
  readonly known: KnownPlaces
  readonly keyKind: (hex: string) => KeyVerdict
  readonly chainMadeKind: (hex: string) => KeyVerdict
}): (line: string, slots: readonly Slot[]) => boolean {
  const { known, keyKind, chainMadeKind } = facts
  const isPlainHash = (line: string, start: number, hex: string) =>
    (namesWhatAChainMade(labelBefore(line, start)) ? chainMadeKind(hex) : keyKind(hex)) === 'other'
  return (line, slots) => {
    if (known.holds(line)) return true
    if (isQuoted(line)) {
      const read = line.replace(quotedByte, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
      if (known.holds(read)) return true
    }
    return slots.some(({ kind, start, end }) => {
      if (kind !== 'hash' && kind !== 'address') return false
      const hex = line.slice(start, end).toLowerCase()
      return looksLikeText(hex) || (kind === 'hash' && !isPlainHash(line, start, hex))
    })
  }
}
