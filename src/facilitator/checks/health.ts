import type { Finding } from '../../core/finding.ts'
import type { Check } from '../../core/room.ts'
import { finding } from '../catalog.ts'
import { knownHost } from '../known-hosts.ts'
import { evidenceOf, type Pair, pairs, subjectOf } from '../page.ts'
import type { Answer, FacilitatorExpected, FacilitatorSeen, HealthSaid, Looks } from '../shapes.ts'
import { notSeen } from '../unseen.ts'

const bad: readonly string[] = [
  ...['unhealthy', 'fail', 'failed', 'failing', 'down', 'error', 'not ready', 'not_ready', 'unavailable'],
  ...['critical', 'disconnected', 'offline', 'false', 'not ok', 'ko', 'red'],
]
const slow: readonly string[] = ['degraded', 'warn', 'warning', 'yellow']
const good: readonly string[] = [
  ...['ok', 'ready', 'healthy', 'up', 'pass', 'passed', 'connected', 'available', 'operational', 'alive'],
  ...['running', 'online', 'true', 'success', 'green'],
]

/** The last answer of a page; null when nothing came. */
function lastOf({ looks }: Looks<HealthSaid>): Answer<HealthSaid> | null {
  const last = looks.at(-1)
  return last?.seen === true ? last.value : null
}

const isAnswered = (status: number) => status === 200 || status >= 500

function judgeReady(pair: Pair, { status, said }: Answer<HealthSaid>): Finding {
  const of = pair.target.label
  const subject = subjectOf(pair.target, 'ready')
  const evidence = evidenceOf(pair.seen.ready, `GET ${of}/ready`)
  const words = [...said.parts, ...(said.word === null ? [] : [{ name: 'status', word: said.word }])]
  const named = (list: readonly string[]) => words.filter(({ word }) => list.includes(word.toLowerCase()))
  const text = (parts: readonly { name: string; word: string }[]) =>
    parts.map(({ name, word }) => `${name}: ${word}`)
  if (status !== 200 || named(bad).length > 0) {
    const args = { of, status, parts: text(named([...bad, ...slow])), degraded: false }
    return finding('FACILITATOR_NOT_READY', subject, args, evidence)
  }
  if (named(slow).length > 0) {
    const args = { of, status, parts: text(named(slow)), degraded: true }
    return finding('FACILITATOR_NOT_READY', subject, args, evidence)
  }
  const strange = words.filter(({ word }) => !good.includes(word.toLowerCase()))
  // Sites that answer every address answer this one, too.
  if (words.length === 0 || strange.length > 0) {
    return finding('FACILITATOR_READY_UNCLEAR', subject, { of, parts: text(strange) }, evidence)
  }
  return finding('FACILITATOR_READY', subject, { of, parts: said.parts.map(({ name }) => name) }, evidence)
}

function judgeHealth(pair: Pair, { status }: Answer<HealthSaid>): readonly Finding[] {
  const of = pair.target.label
  const subject = subjectOf(pair.target, 'health')
  const evidence = evidenceOf(pair.seen.health, `GET ${of}/health`)
  if (status !== 200) return [finding('FACILITATOR_HEALTH_NOT_200', subject, { of, status }, evidence)]
  const known = knownHost(new URL(pair.target.url).hostname)?.staticHealth ?? false
  return [finding('FACILITATOR_HEALTH_STATIC', subject, { of, known }, evidence)]
}

function judgeOne(pair: Pair): readonly Finding[] {
  const [health, ready] = [lastOf(pair.seen.health), lastOf(pair.seen.ready)]
  const found = [
    ...(ready !== null && isAnswered(ready.status) ? [judgeReady(pair, ready)] : []),
    ...(health !== null && isAnswered(health.status) ? judgeHealth(pair, health) : []),
  ]
  if (found.length > 0 || (health === null && ready === null)) return found
  const subject = subjectOf(pair.target, 'health')
  return [finding('FACILITATOR_NO_HEALTH_PAGE', subject, { of: pair.target.label })]
}

function judge(seen: FacilitatorSeen, expected: FacilitatorExpected): readonly Finding[] {
  const all = pairs(seen, expected)
  const silent = all.filter((pair) => lastOf(pair.seen.health) === null && lastOf(pair.seen.ready) === null)
  return [
    ...all.flatMap(judgeOne),
    ...notSeen(
      'health',
      'what it says about itself',
      silent.map(({ target }) => target),
    ),
  ]
}

/** Its own word about itself: a page that says "not ready" counts, one that says "healthy" proves nothing. */
export const health: Check<FacilitatorSeen, FacilitatorExpected> = {
  id: 'health',
  question: 'What does it say about itself?',
  judge,
}
