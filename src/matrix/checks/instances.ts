import type { Finding } from '../../core/finding.ts'
import type { Check } from '../../core/room.ts'
import { safe } from '../../core/safe.ts'
import { readAnswer } from '../answer.ts'
import { finding } from '../catalog.ts'
import { notChosen } from '../compare.ts'
import type { Asked, MatrixExpected, MatrixSeen } from '../shapes.ts'
import { lookAt, type RouteView, routeViews, subjectOf, termsIn } from '../view.ts'
import { compareWays, waysOf } from '../ways.ts'

type Voice = { readonly instance: string; readonly asked: Asked; readonly key: string }

const originOf = (url: string) => safe(URL.canParse(url) ? new URL(url).origin : url, 200)

function voiceOf(instance: string, asked: Asked): Voice {
  const ways = waysOf(termsIn(asked)).map((way) => JSON.stringify(way))
  const { code } = readAnswer(asked)
  return { instance, asked, key: JSON.stringify([code, ...[...ways].sort()]) }
}

function difference(
  one: Voice,
  other: Voice,
): { readonly field: string; readonly got: string; readonly others: string } {
  const [a, b] = [readAnswer(one.asked), readAnswer(other.asked)]
  if (a.code !== b.code) return { field: 'its answer is', got: a.code, others: b.code }
  const [first] = compareWays(waysOf(termsIn(other.asked)), waysOf(termsIn(one.asked)))
  return {
    field: first?.field ?? 'its terms are',
    got: first?.now ?? 'others',
    others: first?.before ?? 'others',
  }
}

function unreachable(view: RouteView, instance: string, asked: Asked): readonly Finding[] {
  if (asked.answer.seen) return []
  const { kind, detail } = asked.answer.why
  const ours = ['aborted', 'refused', 'not-configured'].includes(kind)
  const args = { route: view.name, instance, why: safe(detail, 200), ours }
  return [finding('INSTANCE_UNREACHABLE', subjectOf(view, instance), args, [lookAt(asked)])]
}

function servedFree(view: RouteView, instance: string, asked: Asked): readonly Finding[] {
  if (!asked.answer.seen || readAnswer(asked).code !== 'SERVED_FREE') return []
  const args = { route: view.name, status: asked.answer.value.status, detail: `asked at ${instance}` }
  return [finding('SERVED_FREE', subjectOf(view, instance), args, [lookAt(asked)])]
}

// The group that most instances belong to is the yardstick; where two are equally large, the first one asked.
function disagreements(view: RouteView, voices: readonly Voice[]): readonly Finding[] {
  const sizes = new Map<string, number>()
  for (const { key } of voices) sizes.set(key, (sizes.get(key) ?? 0) + 1)
  const most = Math.max(0, ...sizes.values())
  const yardstick = voices.find(({ key }) => sizes.get(key) === most)
  if (yardstick === undefined || sizes.size < 2) return []
  const majority = [...sizes.values()].filter((size) => size === most).length === 1
  return voices
    .filter(({ key }) => key !== yardstick.key)
    .map((odd) => {
      const args = { route: view.name, instance: odd.instance, ...difference(odd, yardstick), majority }
      const looks = [lookAt(odd.asked), lookAt(yardstick.asked)]
      return finding('INSTANCES_DISAGREE', subjectOf(view, `at ${odd.instance}`), args, looks)
    })
}

function judgeView(view: RouteView): readonly Finding[] {
  const { instances = [], unpaid } = view.seen
  const others = instances.map(({ instance, ...asked }) => ({ instance: safe(instance, 200), asked }))
  const voices = [{ instance: originOf(unpaid.url), asked: unpaid }, ...others]
    .filter(({ asked }) => asked.answer.seen)
    .map(({ instance, asked }) => voiceOf(instance, asked))
  return [
    ...others.flatMap(({ instance, asked }) => unreachable(view, instance, asked)),
    ...others.flatMap(({ instance, asked }) => servedFree(view, instance, asked)),
    ...disagreements(view, voices),
  ]
}

/** Whether every instance of the service says the same. */
export const instances: Check<MatrixSeen, MatrixExpected> = {
  id: 'matrix.instances',
  question: 'Do all instances say the same?',
  judge: (seen, expected) => {
    if ((expected.options.instances ?? []).length === 0)
      return [notChosen('other instances of the service', '--instances')]
    return routeViews(seen, expected).flatMap(judgeView)
  },
}
