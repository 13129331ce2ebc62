import type { Finding } from '../../core/finding.ts'
import { valueIfSeen } from '../../core/observation.ts'
import type { Check } from '../../core/room.ts'
import { finding } from '../catalog.ts'
import type { HeadSeen, RpcExpected, RpcSeen } from '../shapes.ts'
import { evidenceOf, type View, viewsOf } from '../view.ts'

/** So far two endpoints may be apart that both are well. */
const mostApart = 3

/** The age of a head in milliseconds; negative = it comes from the future. Null when it was not seen. */
function ageOf({ block }: HeadSeen): number | null {
  const head = valueIfSeen(block)
  return head === null ? null : Date.parse(block.at) - head.timestamp * 1000
}

function judgeAge({ endpoint, target, subject }: View, expected: RpcExpected): readonly Finding[] {
  const head = endpoint.rest?.head
  const block = head === undefined ? null : valueIfSeen(head.block)
  const ageMs = head === undefined ? null : ageOf(head)
  if (head === undefined || block === null || ageMs === null) return []
  const evidence = evidenceOf(head.block)
  if (ageMs > target.staleAfterMs) {
    const args = { block: block.number, ageMs, limitMs: target.staleAfterMs }
    return [finding('RPC_STALE_HEAD', subject, args, evidence)]
  }
  if (-ageMs <= expected.skewWarnMs) return []
  return [finding('RPC_CLOCK_SKEW', subject, { aheadMs: -ageMs, failMs: expected.skewFailMs }, evidence)]
}

/** Is the newest block of every endpoint as old as blocks are? */
export const age: Check<RpcSeen, RpcExpected> = {
  id: 'head-age',
  question: 'Do new blocks come?',
  judge: (seen, expected) => viewsOf(seen, expected).flatMap((view) => judgeAge(view, expected)),
}

/** How many blocks one head is behind another, less those that may have come between the two questions. */
function behind(slow: HeadSeen, fast: HeadSeen, blockTimeMs: number | null): number {
  const [low, high] = [valueIfSeen(slow.block)?.number, valueIfSeen(fast.block)?.number]
  if (low === undefined || high === undefined) return 0
  const laterMs = Math.max(0, fast.answeredMs - slow.askedMs)
  return high - low - Math.ceil(laterMs / (blockTimeMs ?? 1000))
}

function judgeLag(view: View): readonly Finding[] {
  const { endpoint, network, target, subject } = view
  const mine = endpoint.rest?.head
  const block = mine === undefined ? null : valueIfSeen(mine.block)
  if (mine === undefined || block === null) return []
  const ahead = network.endpoints.flatMap(({ name, rest }) => {
    const newest = rest === null ? null : valueIfSeen(rest.head.block)
    if (rest === null || newest === null) return []
    return [{ name, newest: newest.number, lag: behind(mine, rest.head, target.blockTimeMs) }]
  })
  const worst = ahead.toSorted((a, b) => b.lag - a.lag || a.name.localeCompare(b.name, 'en'))[0]
  if (worst === undefined || worst.lag <= mostApart) return []
  const args = { block: block.number, newest: worst.newest, behind: worst.lag, leader: worst.name }
  return [finding('RPC_HEADS_DISAGREE', subject, args, evidenceOf(mine.block))]
}

/** Do all endpoints of a network stand at the same height? */
export const heads: Check<RpcSeen, RpcExpected> = {
  id: 'heads',
  question: 'Are all endpoints at the same height?',
  judge: (seen, expected) => viewsOf(seen, expected).flatMap(judgeLag),
}
