import type { Finding } from '../../core/finding.ts'
import type { Blind, Observation } from '../../core/observation.ts'
import type { BlockRef } from '../../core/ports.ts'
import type { Check } from '../../core/room.ts'
import { finding } from '../catalog.ts'
import type { PastSeen, RpcExpected, RpcSeen } from '../shapes.ts'
import { largestSpan } from '../span.ts'
import { evidenceOf, subjectOf, type View, viewsOf } from '../view.ts'

function unseen({ target, endpoint }: View, what: string, why: Blind, of: Observation<unknown>): Finding {
  const about = subjectOf(target.network, `${endpoint.name} ${what}`)
  return finding('RPC_PART_UNSEEN', about, { what, why: why.detail }, evidenceOf(of))
}

const knowsNone = (block: Observation<BlockRef | null>) =>
  block.seen ? block.value === null : block.why.kind === 'not-supported'

function judgeFinality(view: View): readonly Finding[] {
  const { rest } = view.endpoint
  if (rest === null || !rest.head.block.seen) return []
  const tags = ['safe', 'finalized'] as const
  const none = tags.filter((tag) => knowsNone(rest[tag]))
  const failed = tags.flatMap((tag) => {
    const block = rest[tag]
    return block.seen || knowsNone(block) ? [] : [unseen(view, `the ${tag} block`, block.why, block)]
  })
  const [first] = none
  if (first === undefined) return failed
  return [...failed, finding('RPC_NO_FINALITY', view.subject, { tags: none }, evidenceOf(rest[first]))]
}

/** Does every endpoint say which blocks are safe and final? */
export const finality: Check<RpcSeen, RpcExpected> = {
  id: 'finality',
  question: 'Does every endpoint say what is final?',
  judge: (seen, expected) => viewsOf(seen, expected).flatMap(judgeFinality),
}

function judgeSpan(view: View): readonly Finding[] {
  const { rest } = view.endpoint
  const span = rest?.span ?? null
  if (rest === null || span === null) return []
  const { answered: blocks, refused, why } = span
  if (refused === null && why !== null) {
    return [unseen(view, 'a search for logs', { kind: 'rpc', detail: why }, rest.head.block)]
  }
  if (refused === null || blocks >= largestSpan) return []
  const day = view.target.blockTimeMs === null ? null : 86_400_000 / view.target.blockTimeMs
  const requestsPerDay = day === null || blocks === 0 ? null : Math.ceil(day / blocks)
  const args = { blocks, refused, requestsPerDay }
  return [finding('RPC_LOGS_LIMITED', view.subject, args, evidenceOf(rest.head.block))]
}

/** How many blocks does every endpoint search at once? */
export const logs: Check<RpcSeen, RpcExpected> = {
  id: 'logs',
  question: 'Does every endpoint search as many blocks as reconcile asks for?',
  judge: (seen, expected) => viewsOf(seen, expected).flatMap(judgeSpan),
}

/** A contract that refuses was executed, so its state was there. */
const stateWasThere = ({ answer }: PastSeen) => answer.seen || answer.why.code === 'REVERTED'

function judgePast(view: View): readonly Finding[] {
  const past = view.endpoint.rest?.past ?? []
  const lost = past.filter((one) => !stateWasThere(one)).toSorted((a, b) => a.depth - b.depth)
  const refused = lost.find(({ answer }) => !answer.seen && answer.why.kind === 'rpc')
  if (refused !== undefined && !refused.answer.seen) {
    const { depth, block, answer } = refused
    const finalDepth = view.target.depths[0] ?? 0
    const args = { depth, finalDepth, block, why: answer.why.detail }
    return [finding('RPC_NO_HISTORY', view.subject, args, evidenceOf(refused.answer))]
  }
  const [first] = lost
  if (first === undefined || first.answer.seen) return []
  return [unseen(view, `state ${first.depth} blocks below the head`, first.answer.why, first.answer)]
}

/** Does every endpoint know the state of blocks that are final, and of a day ago? */
export const history: Check<RpcSeen, RpcExpected> = {
  id: 'history',
  question: 'Does every endpoint know the state of older blocks?',
  judge: (seen, expected) => viewsOf(seen, expected).flatMap(judgePast),
}
