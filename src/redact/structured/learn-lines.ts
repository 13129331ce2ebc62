import { createLineKin } from '../deep/line-kin.ts'
import { fillOf, otherFillOf, refilled } from '../deep/line-memo.ts'
import type { Slot } from '../deep/line-shape.ts'
import type { Parts } from '../deep/parts.ts'
import type { ValueOrigin } from './hide.ts'
import { objectLines, treeOfLine } from './jsonl.ts'
import { createProvenance, hasDenyShape, type Provenance } from './provenance.ts'

/**
 * What a stretch of a line means for the set of public ids. Most are slots; where it is `typed`, an id holds numbers
 * (`eip155:8453`), and whether it has the shape of a credential is asked of each.
 */
type Lesson = {
  readonly start: number
  readonly end: number
  readonly origin: ValueOrigin | undefined
  readonly isAddress: boolean
  readonly typed: boolean
}

function learned(line: string): Provenance | undefined {
  const node = treeOfLine(line)
  if (node === undefined) return undefined
  const provenance = createProvenance(() => false)
  provenance.learnTree(node)
  return provenance
}

// The ids of slots with hex are looked at one by one.
function isOfSlot(id: string, fills: ReadonlySet<string>): boolean {
  return /^\d+$/.test(id) || fills.has(id)
}

function isNumber({ kind }: Slot): boolean {
  return kind === 'digits' || kind === 'zero' || kind === 'loose'
}

/** What stands in the slots of a made-up line: no two numbers of two and more digits begin alike. */
function numbered(slot: Slot, index: number, first: number): string {
  const length = slot.end - slot.start
  if (slot.kind === 'zero') return `0${String(first + index).repeat(length)}`.slice(0, length)
  return length === 1
    ? fillOf(slot, index)
    : String(first + index)
        .repeat(length)
        .slice(0, length)
}

/** A made-up line and what is learned of it beside what fills its slots. */
type MadeUp = { readonly line: string; readonly provenance: Provenance; readonly ids: ReadonlySet<string> }

function madeUp(
  line: string,
  slots: readonly Slot[],
  fill: (slot: Slot, index: number) => string,
): MadeUp | undefined {
  const text = refilled(line, slots, (slot, index) => (isNumber(slot) ? fill : fillOf)(slot, index))
  const provenance = learned(text)
  if (provenance === undefined) return undefined
  const fills = new Set(slots.map(fillOf))
  return {
    line: text,
    provenance,
    ids: new Set([...provenance.ids.keys()].filter((id) => !isOfSlot(id, fills))),
  }
}

/** Where the only text of a line that is this id begins; undefined where there are several or none. */
function onlyPlaceOf(line: string, id: string): number | undefined {
  const start = line.indexOf(`"${id}"`) + 1
  return start === 0 || line.indexOf(`"${id}"`, start) >= 0 ? undefined : start
}

/** The ids with numbers in them, by their places; undefined when that is not all in which two made-up lines differ. */
function typedLessons(first: MadeUp, second: MadeUp): readonly Lesson[] | undefined {
  const lessons: Lesson[] = []
  const changed = [...first.ids].filter((id) => !second.ids.has(id))
  if ([...second.ids].filter((id) => !first.ids.has(id)).length !== changed.length) return undefined
  for (const id of changed) {
    const start = onlyPlaceOf(first.line, id)
    if (start === undefined) return undefined
    const end = start + id.length
    const other = second.line.slice(start, end)
    if (!second.ids.has(other) || onlyPlaceOf(second.line, other) !== start) return undefined
    const origin = first.provenance.originOf(id)
    if (origin === undefined || origin !== second.provenance.originOf(other)) return undefined
    lessons.push({ start, end, origin, isAddress: false, typed: true })
  }
  return lessons
}

/** What is learned of all lines of a shape; undefined when it depends on more than what fills each slot. */
function lessonsOf(line: string, slots: readonly Slot[]): readonly Lesson[] | undefined {
  const first = madeUp(line, slots, (slot, index) => numbered(slot, index, 10))
  const second = madeUp(line, slots, (slot, index) =>
    slot.end - slot.start === 1 ? otherFillOf(slot, index) : numbered(slot, index, 11),
  )
  if (first === undefined || second === undefined) return undefined
  const typed = typedLessons(first, second)
  if (typed === undefined) return undefined
  const ofSlots = slots.flatMap((slot, index): readonly Lesson[] => {
    if (isNumber(slot)) return []
    const { start, end } = slot
    const fill = fillOf(slot, index)
    const isAddress = first.provenance.addresses.has(`0x${fill}`)
    const origin = first.provenance.originOf(fill)
    return isAddress || origin !== undefined ? [{ start, end, origin, isAddress, typed: false }] : []
  })
  return [...ofSlots, ...typed]
}

/** Applies what is known of a shape; no when the line has to be read after all. */
function apply(
  lessons: readonly Lesson[],
  line: string,
  slots: readonly Slot[],
  provenance: Provenance,
): boolean {
  // An address as a word of 32 bytes.
  const isWord = ({ kind, start }: Slot) => kind === 'hash' && line.startsWith('000000', start)
  if (slots.some(isWord)) return false
  for (const { start, end, origin, isAddress, typed } of lessons) {
    const value = typed ? line.slice(start, end) : line.slice(start, end).toLowerCase()
    if (isAddress) provenance.learnAddress(`0x${value}`)
    if (origin === undefined || (typed && isDenied(value, provenance))) continue
    provenance.learnId(value, origin)
  }
  return true
}

function isDenied(value: string, { ids }: Provenance): boolean {
  return !ids.has(value) && hasDenyShape(value)
}

/** Learns the public ids and addresses of JSON per line. Lines that differ in numbers and ids only are read once. */
export function learnLines(text: Parts, provenance: Provenance): void {
  const kinOf = createLineKin<readonly Lesson[] | 'varies'>()
  for (const line of objectLines(text)) {
    const kin = kinOf(line.endsWith('\n') ? line.slice(0, -1) : line)
    if (kin?.isMet === true) {
      kin.known ??= lessonsOf(line, kin.slots) ?? 'varies'
      if (kin.known !== 'varies' && apply(kin.known, line, kin.slots, provenance)) continue
    }
    const node = treeOfLine(line)
    if (node !== undefined) provenance.learnTree(node)
  }
}
