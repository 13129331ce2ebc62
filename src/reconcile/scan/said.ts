import type { BlockRange } from '../../core/ports.ts'
import { shortHex } from '../../core/short.ts'
import type { Witness } from './witness.ts'

/** How many events each endpoint shows, and their digest: what a reader compares when they disagree. */
export function eventsSaid(witnesses: readonly Witness[]): readonly string[] {
  return witnesses.map(
    ({ endpoint, events, digest }) =>
      `${endpoint} shows ${events} event${events === 1 ? '' : 's'}, digest ${digest}`,
  )
}

/** Which block each endpoint names at the end of the range, and its newest. */
export function blocksSaid(witnesses: readonly Witness[]): readonly string[] {
  return witnesses.map(({ endpoint, end, head }) => {
    const at = end.hash === null ? `does not name block ${end.number}` : `says ${shortHex(end.hash)}`
    return `${endpoint} ${at}${end.hash === null ? '' : ` for block ${end.number}`}, newest ${head.number} ${shortHex(head.hash)}`
  })
}

/** Which endpoint sent how many logs that did not fit. */
export function droppedSaid(witnesses: readonly Witness[]): readonly string[] {
  return witnesses
    .filter(({ dropped }) => dropped > 0)
    .map(({ endpoint, dropped }) => `${endpoint}: ${dropped}`)
}

/** A range as text: `1200..1399`, or `1500` for a single block. */
export function rangeSaid({ from, to }: BlockRange): string {
  return from === to ? String(from) : `${from}..${to}`
}
