import { readNumber } from '../../core/abi-answer.ts'
import type { Finding } from '../../core/finding.ts'
import type { Check } from '../../core/room.ts'
import { finding } from '../catalog.ts'
import type { PastSeen, RpcExpected, RpcSeen } from '../shapes.ts'
import { largestSpan } from '../span.ts'
import { evidenceOf, partUnseen, type View, viewsOf } from '../view.ts'

function judgeSpan(view: View): readonly Finding[] {
  const { rest } = view.endpoint
  const span = rest?.span ?? null
  if (rest === null || span === null) return []
  const { control } = rest
  if (control !== null && control.found < control.expected) {
    return [finding('RPC_LOGS_LOSSY', view.subject, { ...control }, evidenceOf(rest.head.block))]
  }
  const { answered: blocks, refused, why } = span
  if (refused === null && why !== null) {
    return [partUnseen(view, 'a search for logs', { kind: 'rpc', detail: why }, rest.head.block)]
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

/** A contract that refuses was executed, so its state was there; one that returns nothing is not there itself. */
function stateWasThere({ answer, block }: PastSeen, { target }: View): boolean {
  if (!answer.seen) return answer.why.code === 'REVERTED'
  // In the first block of a chain there is no token.
  return target.asset === null || block === 0 || readNumber(answer.value) !== undefined
}

const empty = {
  kind: 'rpc',
  detail: 'it returns no balance, so the token, or the state, is not there',
} as const

function judgePast(view: View): readonly Finding[] {
  const past = view.endpoint.rest?.past ?? []
  const lost = past.filter((one) => !stateWasThere(one, view)).toSorted((a, b) => a.depth - b.depth)
  const refused = lost.find(({ answer }) => !answer.seen && answer.why.kind === 'rpc')
  if (refused !== undefined && !refused.answer.seen) {
    const { depth, block, answer } = refused
    const finalDepth = view.target.depths[0] ?? 0
    const args = { depth, finalDepth, block, why: answer.why.detail }
    return [finding('RPC_NO_HISTORY', view.subject, args, evidenceOf(refused.answer))]
  }
  const [first] = lost
  if (first === undefined) return []
  const why = first.answer.seen ? empty : first.answer.why
  return [partUnseen(view, `state ${first.depth} blocks below the head`, why, first.answer)]
}

/** Does every endpoint know the state of blocks that are final, and of a day ago? */
export const history: Check<RpcSeen, RpcExpected> = {
  id: 'history',
  question: 'Does every endpoint know the state of older blocks?',
  judge: (seen, expected) => viewsOf(seen, expected).flatMap(judgePast),
}
