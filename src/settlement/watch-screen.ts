import type { Block } from '../core/report.ts'
import { safe } from '../core/safe.ts'
import { shortHex } from '../core/short.ts'
import { formatUtc } from '../core/time.ts'
import type { Advice } from '../payments/settlement/advice.ts'
import type { Track, TrackRef } from '../runs/tracks.ts'
import { hasEnded, type Tracked } from './track.ts'
import type { WatchEnd } from './watch.ts'
import { becauseText } from './watch-words.ts'
import { adviceReasons } from './words.ts'

/** What people call a payment, short: its record or request, else its authorization or transaction. */
export function shortName({ recordId, requestId, payer, nonce, tx }: TrackRef): string {
  const id = recordId ?? requestId
  if (id !== null) return safe(id, 28)
  if (payer !== null && nonce !== null) return `${shortHex(payer)}:${shortHex(nonce)}`
  return tx === null ? 'a payment' : `tx ${shortHex(tx)}`
}

/** The action in a word; what was delivered already must not be read as an order to deliver. */
const actionText = ({ action, reasons }: Advice) =>
  reasons.includes('ALREADY_DELIVERED') ? 'delivered already' : action

/** What to do, in a few words: the action with its time, and the retry answer. */
export function adviceText(advice: Advice): string {
  const { action, until, retry } = advice
  const time = until === null ? '' : ` until ${formatUtc(new Date(until * 1000))}`
  return `${actionText(advice)}${action === 'wait' ? time : ''}, ${retry}`
}

/** Why nobody is told what to do, one line each: people have to decide it. */
const openReasons = ({ action, reasons }: Advice) =>
  action === 'unknown' ? reasons.map((reason) => `  ${adviceReasons[reason]}`) : []

/** The lines of one change as people read them; the first says what, the others why and what to do. */
export function changeLines(
  { track, moves, firmer, contradiction }: Tracked,
  advice: Advice | null,
  at: Date,
): readonly string[] {
  const head = `${formatUtc(at)}  ${shortName(track.ref)}`
  if (contradiction !== null) {
    const { from, to } = contradiction
    return [`${head}  CONTRADICTION`, `  it was ${from}, and a look says ${to}: not believed; look yourself`]
  }
  const [first] = moves
  if (first === undefined && !firmer) return [`${head}  not seen`, `  ${safe(track.lastError ?? '', 400)}`]
  const way = first === undefined ? track.state : `${first.from} -> ${track.state}`
  const back = moves.some(({ to }) => to === 'reversed') ? ', taken back by a reorganisation' : ''
  const firm = hasEnded(track) ? `, ${track.firmness}` : ''
  const why = first === undefined ? [] : becauseText(first.because).split('; ')
  return [
    `${head}  ${way}${firm}${back}`,
    ...why.map((text) => `  ${text}`),
    ...(advice === null ? [] : [`  ${adviceText(advice)}`, ...openReasons(advice)]),
  ]
}

/** How watching ended, one row for each payment. */
export function watchTable(tracks: readonly Track[], advice: ReadonlyMap<string, Advice>): Block {
  return {
    kind: 'table',
    columns: [{ title: 'PAYMENT' }, { title: 'STATE' }, { title: 'ACTION' }, { title: 'RETRY' }],
    rows: tracks.map((track) => {
      const known = advice.get(track.id)
      const state =
        track.state === 'idle' || !hasEnded(track) ? track.state : `${track.state}, ${track.firmness}`
      return [shortName(track.ref), state, known === undefined ? '-' : actionText(known), known?.retry ?? '-']
    }),
  }
}

/** The last line: how many have ended, and what became of the others. */
export function watchSummary({ tracks, givenUp }: WatchEnd, unclear: number, stopped: string | null): string {
  const ended = tracks.filter(hasEnded).length
  const parts = [`${ended} of ${tracks.length + unclear} ended by proof`]
  if (givenUp.length > 0) parts.push(`${givenUp.length} given up: the time for a proof is over`)
  if (unclear > 0) parts.push(`${unclear} not found or not clear`)
  if (stopped !== null) parts.push(stopped)
  return parts.join('; ')
}
