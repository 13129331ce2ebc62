import type { Finding } from '../../core/finding.ts'
import type { Check } from '../../core/room.ts'
import { held } from '../../runs/hysteresis.ts'
import { finding } from '../catalog.ts'
import { serviceSubject } from '../outcome.ts'
import { notChosen } from '../routes.ts'
import type { ProbeExpected, ProbeSeen, Watched } from '../shapes.ts'

/** Failures in a row that prove that something stays down. */
const looksInARow = 3

function judgePage(
  seen: ProbeSeen,
  watched: readonly Watched[],
  page: 'health' | 'ready',
  forMs: number,
): readonly Finding[] {
  const looks = watched.map((look) => ({ at: look.at, complete: true, value: look[page] }))
  // A look takes time: the span of the windows may be a little shorter than what was asked for.
  const apartMs = Math.floor(forMs / (looksInARow + 1))
  const { state, since, windows } = held(looks, {
    windows: looksInARow,
    apartMs,
    heldMs: forMs - apartMs,
    staleMs: forMs * 2,
  })
  const subject = serviceSubject(seen, `${page} over time`)
  const bad = looks.filter(({ value }) => value === 'met').length
  const known = looks.filter(({ value }) => value !== 'unknown').length
  if (state === 'firing')
    return [
      finding('STAYS_DOWN', subject, {
        page,
        looks: windows,
        since: since ?? looks[0]?.at ?? '',
        forMs: forMs - apartMs,
      }),
    ]
  const [first, last] = [looks[0], looks.at(-1)]
  const seenMs = first === undefined || last === undefined ? 0 : Date.parse(last.at) - Date.parse(first.at)
  // Broken off by a deadline or a signal: what was well until then may be down by now.
  const isCut = seenMs < forMs - apartMs
  if (known <= 1 || state === 'unknown' || (isCut && bad === 0))
    return [finding('STAYS_UNKNOWN', subject, { page, looks: looks.length })]
  return bad === 0 ? [] : [finding('COMES_AND_GOES', subject, { page, looks: looks.length, bad })]
}

/** Whether the service stays down over the time of `--for`: nothing is proven by one look. */
export const lasting: Check<ProbeSeen, ProbeExpected> = {
  id: 'lasting',
  question: 'Does it stay as it is?',
  judge: (seen, { forMs }) => {
    const { watched } = seen
    if (forMs === undefined || watched === undefined)
      return [notChosen('a longer look', '--for was not given')]
    const found = [...judgePage(seen, watched, 'health', forMs), ...judgePage(seen, watched, 'ready', forMs)]
    if (found.length > 0) return found
    return [finding('STAYS_UP', serviceSubject(seen, 'over time'), { looks: watched.length })]
  },
}
