import { createHash } from 'node:crypto'
import { createLineKin } from './line-kin.ts'
import type { Slot, SlotKind } from './line-shape.ts'
import type { Tally } from './tally.ts'

/** How lines are hidden, and what must be asked of every single one. */
export type LineHiding = {
  /** Hides one line and counts; what it gives for equal lines is equal. */
  readonly hide: (line: string, tally: Tally) => string
  /** Could what is in the slots, or a known value, make this line another one than its kin? */
  readonly needsLook: (line: string, slots: readonly Slot[]) => boolean
  readonly scratch: () => Tally
  readonly tally: Tally
}

/** Lines that differ in numbers and ids only are hidden once. */
export type LineMemo = {
  /** What `hide` would give; undefined where that is not known and the line has to be looked at. */
  readonly shown: (line: string) => string | undefined
}

/** What becomes of all lines of one shape: pieces of text with slots between, or nothing that can be said. */
type Program = {
  readonly pieces: readonly string[]
  readonly slots: readonly number[]
  readonly isSame: boolean
  readonly counts: readonly (readonly [string, number])[]
}

// A log in which no two lines are kin is not asked about any longer.
const patience = 2_000

/** Two values for a slot that differ in every place, neither of which says anything. */
function fillsOf(kind: SlotKind, length: number, index: number): readonly [string, string] {
  if (kind === 'digits' || kind === 'loose') return ['7'.repeat(length), '8'.repeat(length)]
  if (kind === 'zero') return [`0${'7'.repeat(length - 1)}`, `0${'8'.repeat(length - 1)}`]
  const digest = createHash('sha256').update(`slot ${index}`).digest('hex')
  const other = [...digest].map((sign) => (Number.parseInt(sign, 16) ^ 1).toString(16)).join('')
  const shaped = (hex: string) =>
    kind === 'uuid'
      ? hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*$/, '$1-$2-$3-$4-$5')
      : hex.slice(0, length)
  return [shaped(digest), shaped(other)]
}

/** The line with something else in every slot. */
export function refilled(
  line: string,
  slots: readonly Slot[],
  fill: (slot: Slot, index: number) => string,
): string {
  let text = ''
  let from = 0
  for (const [index, slot] of slots.entries()) {
    text += line.slice(from, slot.start) + fill(slot, index)
    from = slot.end
  }
  return text + line.slice(from)
}

/** What stands in a slot of a made-up line. */
export function fillOf(slot: Slot, index: number): string {
  return fillsOf(slot.kind, slot.end - slot.start, index)[0]
}

/** Something else in every place of the same slot. */
export function otherFillOf(slot: Slot, index: number): string {
  return fillsOf(slot.kind, slot.end - slot.start, index)[1]
}

/** Where two texts differ, from the first to behind the last different sign; undefined when they are equal. */
function difference(one: string, two: string): readonly [number, number] | undefined {
  if (one === two) return undefined
  let start = 0
  while (one.charCodeAt(start) === two.charCodeAt(start)) start += 1
  let end = one.length
  while (one.charCodeAt(end - 1) === two.charCodeAt(end - 1)) end -= 1
  return [start, end]
}

type Place = { readonly slot: number; readonly start: number; readonly end: number }

/** Where the values of the slots stand in what comes out; undefined when what comes out depends on them otherwise. */
function placesOfSlots(
  line: string,
  slots: readonly Slot[],
  hide: (line: string) => string,
): { readonly shown: string; readonly places: readonly Place[] } | undefined {
  const shown = hide(refilled(line, slots, fillOf))
  const places: Place[] = []
  for (const [slot, item] of slots.entries()) {
    const changed = hide(
      refilled(line, slots, (other, index) =>
        index === slot ? otherFillOf(other, index) : fillOf(other, index),
      ),
    )
    const found = difference(shown, changed)
    if (found === undefined) continue
    // A number that begins with 0 differs from its second digit on.
    const skipped = item.kind === 'zero' ? 1 : 0
    const start = found[0] - skipped
    const isPlace =
      changed.length === shown.length &&
      shown.slice(start, found[1]) === fillOf(item, slot) &&
      changed.slice(start, found[1]) === otherFillOf(item, slot)
    if (!isPlace) return undefined
    places.push({ slot, start, end: found[1] })
  }
  places.sort((a, b) => a.start - b.start)
  const isApart = places.every((place, index) => place.start >= (places[index - 1]?.end ?? 0))
  return isApart ? { shown, places } : undefined
}

function programFor(
  line: string,
  slots: readonly Slot[],
  { hide, scratch }: LineHiding,
): Program | undefined {
  const counted = scratch()
  const isSteady = () => counted.withheld() === 0
  let isFirst = true
  const found = placesOfSlots(line, slots, (text) => {
    const shown = hide(text, isFirst ? counted : scratch())
    isFirst = false
    return shown
  })
  if (found === undefined || !isSteady()) return undefined
  const { shown, places } = found
  const pieces: string[] = []
  let from = 0
  for (const place of places) {
    pieces.push(shown.slice(from, place.start))
    from = place.end
  }
  pieces.push(shown.slice(from))
  return {
    pieces,
    slots: places.map((place) => place.slot),
    isSame: shown === refilled(line, slots, fillOf),
    counts: Object.entries(counted.counts()),
  }
}

function filled({ pieces, slots: places }: Program, line: string, slots: readonly Slot[]): string {
  let text = pieces[0] ?? ''
  for (const [index, place] of places.entries()) {
    const slot = slots[place]
    text += line.slice(slot?.start, slot?.end) + (pieces[index + 1] ?? '')
  }
  return text
}

/** A line that cannot be hidden says nothing about its kin. */
function attempt(run: () => Program | undefined): Program | undefined {
  try {
    return run()
  } catch {
    return undefined
  }
}

/**
 * A memory for lines. What becomes of a line is found out from made-up lines of its shape: with one slot after the
 * other changed, nothing else may change in what comes out. Only then is the answer used for lines of this shape,
 * and only for those that `needsLook` says nothing about.
 */
export function createLineMemo(hiding: LineHiding): LineMemo {
  const kinOf = createLineKin<Program | 'varies'>()
  let asked = 0
  let answered = 0
  return {
    shown: (line) => {
      if (asked > patience && answered * 8 < asked) return undefined
      asked += 1
      const kin = kinOf(line)
      // A line without kin is dearer to find out about than to hide.
      if (kin === undefined || !kin.isMet) return undefined
      kin.known ??= attempt(() => programFor(line, kin.slots, hiding)) ?? 'varies'
      const program = kin.known
      if (program === 'varies' || hiding.needsLook(line, kin.slots)) return undefined
      answered += 1
      for (const [rule, count] of program.counts) {
        for (let index = 0; index < count; index += 1) hiding.tally.count(rule)
      }
      return program.isSame ? line : filled(program, line, kin.slots)
    },
  }
}
