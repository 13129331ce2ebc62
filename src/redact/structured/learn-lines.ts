import { createLineKin } from '../deep/line-kin.ts'
import { fillOf, otherFillOf, refilled } from '../deep/line-memo.ts'
import type { Slot } from '../deep/line-shape.ts'
import type { Parts } from '../deep/parts.ts'
import type { ValueOrigin } from './hide.ts'
import { objectLines, treeOfLine } from './jsonl.ts'
import { createProvenance, type Provenance } from './provenance.ts'

/** What the slot of a line means for the set of public ids. */
type Lesson = { readonly slot: number; readonly origin: ValueOrigin | undefined; readonly isAddress: boolean }

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

function idsOf({ ids }: Provenance, fills: ReadonlySet<string>): string {
  return [...ids.keys()].filter((id) => !isOfSlot(id, fills)).join('\n')
}

/** What is learned of all lines of a shape; undefined when it depends on more than what fills each slot. */
function lessonsOf(line: string, slots: readonly Slot[]): readonly Lesson[] | undefined {
  const fills = new Set(slots.map(fillOf))
  const isNumber = ({ kind }: Slot) => kind === 'digits' || kind === 'zero' || kind === 'loose'
  const first = learned(refilled(line, slots, fillOf))
  const second = learned(
    refilled(line, slots, (slot, index) => (isNumber(slot) ? otherFillOf(slot, index) : fillOf(slot, index))),
  )
  if (first === undefined || second === undefined || idsOf(first, fills) !== idsOf(second, fills))
    return undefined
  return slots.flatMap((slot, index): readonly Lesson[] => {
    if (isNumber(slot)) return []
    const fill = fillOf(slot, index)
    const isAddress = first.addresses.has(`0x${fill}`)
    const origin = first.originOf(fill)
    return isAddress || origin !== undefined ? [{ slot: index, origin, isAddress }] : []
  })
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
  for (const { slot, origin, isAddress } of lessons) {
    const value = line.slice(slots[slot]?.start, slots[slot]?.end).toLowerCase()
    if (isAddress) provenance.learnAddress(`0x${value}`)
    if (origin !== undefined) provenance.learnId(value, origin)
  }
  return true
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
