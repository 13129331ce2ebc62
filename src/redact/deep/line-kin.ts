import { alone } from '../text-memory.ts'
import { type Slot, shapeOf } from './line-shape.ts'

/**
 * Lines of one shape: the slots stand at the same places in all of them. `isMet` once a second one came. What is
 * found out about them is kept in `known`, which belongs to whoever asks.
 */
export type Kin<T> = { readonly slots: readonly Slot[]; isMet: boolean; known: T | undefined }

type Listed<T> = { readonly kin: Kin<T>; readonly pattern: Uint8Array }

const mostShapes = 4_000
const longestLine = 4_000
// Lines of one length that are tried before the shape is read again.
const mostTried = 8

// Beyond ASCII, of which a line with a shape is made: what may stand in a place of a slot.
const anyDigit = 0x81
const laterDigit = 0x82
const hexDigit = 0x84

const marks = Uint8Array.from({ length: 128 }, (_, code) => {
  const sign = String.fromCharCode(code)
  if (sign === '0') return 1 | 4
  if (/[1-9]/.test(sign)) return 1 | 2 | 4
  return /[a-fA-F]/.test(sign) ? 4 : 0
})

function markOf(line: string, { kind, start, end }: Slot, at: number): number {
  if (kind === 'digits') return at === start && end - start > 1 ? laterDigit : anyDigit
  // A number keeps its 0, a UUID its dashes.
  if (kind === 'zero' && at === start) return line.charCodeAt(at)
  if (kind === 'zero' || kind === 'loose') return anyDigit
  return line.charCodeAt(at) === 0x2d ? 0x2d : hexDigit
}

function patternOf(line: string, slots: readonly Slot[]): Uint8Array {
  const pattern = Uint8Array.from({ length: line.length }, (_, at) => line.charCodeAt(at))
  for (const slot of slots) {
    for (let at = slot.start; at < slot.end; at += 1) pattern[at] = markOf(line, slot, at)
  }
  return pattern
}

/** Hex without a digit is a word of letters to `shapeOf`. */
function hasDigit(line: string, { kind, start, end }: Slot): boolean {
  if (kind !== 'hash' && kind !== 'uuid') return true
  for (let at = start; at < end; at += 1) if (((marks[line.charCodeAt(at)] ?? 0) & 1) !== 0) return true
  return false
}

function fits<T>(line: string, { pattern, kin }: Listed<T>): boolean {
  for (let at = 0; at < pattern.length; at += 1) {
    const wanted = pattern[at] ?? 0
    const code = line.charCodeAt(at)
    if (wanted < 128) {
      if (code !== wanted) return false
    } else if (code > 127 || ((marks[code] ?? 0) & wanted) === 0) return false
  }
  return kin.slots.every((slot) => hasDigit(line, slot))
}

/**
 * Says of lines to which others they are kin, as `shapeOf` would; undefined for a line without a shape. Lines that
 * were met twice are compared sign by sign, which costs a tenth of reading their shape. Up to 4,000 shapes are kept.
 */
export function createLineKin<T>(): (line: string) => Kin<T> | undefined {
  const byKey = new Map<string, Kin<T>>()
  const byLength: Listed<T>[][] = []

  const find = (line: string): Kin<T> | undefined => {
    const list = byLength[line.length] ?? []
    for (const [place, listed] of list.entries()) {
      if (!fits(line, listed)) continue
      if (place > 0) {
        list.splice(place, 1)
        list.unshift(listed)
      }
      return listed.kin
    }
    return undefined
  }

  const enter = (line: string, kin: Kin<T>) => {
    const list = byLength[line.length] ?? []
    byLength[line.length] = list
    list.unshift({ kin, pattern: patternOf(line, kin.slots) })
    if (list.length > mostTried) list.pop()
  }

  return (line) => {
    if (line.length > longestLine) return undefined
    const found = find(line)
    if (found !== undefined) return found
    const shape = shapeOf(line)
    if (shape === undefined) return undefined
    const kin = byKey.get(shape.key)
    if (kin !== undefined) {
      kin.isMet = true
      enter(line, kin)
      return kin
    }
    if (byKey.size >= mostShapes) {
      byKey.clear()
      byLength.length = 0
    }
    const first = { slots: shape.slots, isMet: false, known: undefined }
    byKey.set(alone(shape.key), first)
    return first
  }
}
