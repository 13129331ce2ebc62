import type { Finding } from '../../core/finding.ts'
import type { HttpAnswer } from '../../core/ports.ts'
import type { Check } from '../../core/room.ts'
import { header } from '../answer.ts'
import { finding } from '../catalog.ts'
import { answersOf, evidenceOf, serviceSubject } from '../outcome.ts'
import type { ProbeExpected, ProbeSeen } from '../shapes.ts'

// IMF-fixdate of RFC 9110 5.6.7; fixed length, linear.
const httpDate = /^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/

/** The time between sending the request and the first byte: how far the Date header may be off. */
function roundTripMs({ timing }: HttpAnswer): number {
  const { firstByteMs, dnsMs, connectMs, tlsMs } = timing
  return Math.max(0, firstByteMs - (dnsMs ?? 0) - (connectMs ?? 0) - (tlsMs ?? 0))
}

/** How far the server's clock is ahead of ours; undefined without a usable Date header. */
function skewOf(answer: HttpAnswer): number | undefined {
  const date = header(answer, 'date') ?? ''
  const dateMs = httpDate.test(date) ? Date.parse(date) : Number.NaN
  if (Number.isNaN(dateMs)) return undefined
  // A cache keeps the Date of the origin and says in Age how long ago that was (RFC 9111 5.1).
  const age = header(answer, 'age') ?? ''
  const ageMs = /^\d{1,9}$/.test(age) ? Number(age) * 1000 : 0
  // The header has whole seconds, cut off: on average half a second too early.
  const theirs = dateMs + ageMs + 500
  return Math.round(theirs - (Date.parse(answer.receivedAt) - roundTripMs(answer) / 2))
}

function judge(seen: ProbeSeen, { skewWarnMs, skewFailMs }: ProbeExpected): readonly Finding[] {
  const subject = serviceSubject(seen, 'clock-skew')
  if (seen.pages.length === 0) return [finding('PROBE_NO_TARGET', subject, {})]
  const answers = answersOf(seen)
  if (answers.length === 0) return [finding('PROBE_NOT_SEEN', subject, { what: 'clock' })]
  const [best] = answers
    .flatMap(({ page, answer }) => {
      const skewMs = skewOf(answer)
      return skewMs === undefined ? [] : [{ page, skewMs, roundTrip: roundTripMs(answer) }]
    })
    .toSorted((a, b) => a.roundTrip - b.roundTrip)
  if (best === undefined) return [finding('CLOCK_NOT_SHOWN', subject, {})]
  const { page, skewMs } = best
  const evidence = evidenceOf(page)
  if (Math.abs(skewMs) <= skewWarnMs) return [finding('CLOCK_OK', subject, { skewMs }, evidence)]
  return [
    finding('CLOCK_SKEW', subject, { skewMs, warnMs: skewWarnMs, failMs: skewFailMs }, evidence),
    ...judgeByBlock(seen, skewMs, skewWarnMs),
  ]
}

// Blocks are seconds old when they are seen; a chain that stands still is told apart by its own check.
const blockSlackMs = 15_000

/** Two clocks differ: the time of the newest block says which of them is wrong. */
function judgeByBlock({ block, pages }: ProbeSeen, skewMs: number, warnMs: number): readonly Finding[] {
  if (block?.seen !== true || block.value === null) return []
  const oursMs = Date.parse(block.at) - block.value.timestamp * 1000
  const theirsMs = oursMs + skewMs
  const isOff = (ms: number) => ms < -warnMs || ms > warnMs + blockSlackMs
  const who = isOff(oursMs) ? (isOff(theirsMs) ? 'both' : 'this machine') : isOff(theirsMs) ? 'server' : null
  if (who === null) return []
  const { at, source, ref } = block
  const subject = serviceSubject({ pages }, 'clock by block')
  return [finding('CLOCK_BLOCK', subject, { who, oursMs, theirsMs }, [{ at, source, ref }])]
}

/** The Date header against this machine's clock, by the answer with the shortest round trip. */
export const clockSkew: Check<ProbeSeen, ProbeExpected> = {
  id: 'clock-skew',
  question: 'Does the service have the same time as this machine?',
  judge,
}
