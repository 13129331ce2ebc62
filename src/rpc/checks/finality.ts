import type { Finding } from '../../core/finding.ts'
import { type Observation, valueIfSeen } from '../../core/observation.ts'
import type { BlockRef } from '../../core/ports.ts'
import type { Check } from '../../core/room.ts'
import { finding } from '../catalog.ts'
import type { RpcExpected, RpcSeen } from '../shapes.ts'
import { evidenceOf, partUnseen, type View, viewsOf } from '../view.ts'

type Block = Observation<BlockRef | null>

const knowsNone = (block: Block) => (block.seen ? block.value === null : block.why.kind === 'not-supported')

/** Blocks that the clock of the endpoint's answers does not explain, and pools of nodes that are not in step. */
const mostAhead = 3

/** By how many blocks the lower of two is above the upper, less those that may have come between the questions. */
function above(lower: Block, upper: Block, blockTimeMs: number | null): number {
  const [low, high] = [valueIfSeen(lower)?.number, valueIfSeen(upper)?.number]
  if (low === undefined || high === undefined) return 0
  const laterMs = Math.max(0, Date.parse(lower.at) - Date.parse(upper.at))
  return low - high - Math.ceil(laterMs / (blockTimeMs ?? 1000)) - mostAhead
}

function contradictions({ endpoint: { rest }, target, subject }: View): readonly Finding[] {
  if (rest === null) return []
  const { safe, finalized, head } = rest
  const pairs = [
    ...[{ lower: safe, upper: head.block, names: ['safe', 'newest'] }],
    ...[{ lower: finalized, upper: head.block, names: ['finalized', 'newest'] }],
    ...[{ lower: finalized, upper: safe, names: ['finalized', 'safe'] }],
  ]
  const odd = pairs.find(({ lower, upper }) => above(lower, upper, target.blockTimeMs) > 0)
  if (odd === undefined) return []
  const { lower, upper, names } = odd
  const [tag = '', over = ''] = names
  const args = {
    ...{ tag, over },
    block: valueIfSeen(lower)?.number ?? 0,
    under: valueIfSeen(upper)?.number ?? 0,
  }
  return [finding('RPC_FINALITY_CONTRADICTS', subject, args, [...evidenceOf(lower), ...evidenceOf(upper)])]
}

function judgeFinality(view: View): readonly Finding[] {
  const { rest } = view.endpoint
  if (rest === null || !rest.head.block.seen) return []
  const tags = ['safe', 'finalized'] as const
  const none = tags.filter((tag) => knowsNone(rest[tag]))
  const failed = tags.flatMap((tag) => {
    const block = rest[tag]
    return block.seen || knowsNone(block) ? [] : [partUnseen(view, `the ${tag} block`, block.why, block)]
  })
  const [first] = none
  const odd = contradictions(view)
  if (first === undefined) return [...failed, ...odd]
  return [
    ...failed,
    ...odd,
    finding('RPC_NO_FINALITY', view.subject, { tags: none }, evidenceOf(rest[first])),
  ]
}

/** Does every endpoint say which blocks are safe and final, and without contradicting itself? */
export const finality: Check<RpcSeen, RpcExpected> = {
  id: 'finality',
  question: 'Does every endpoint say what is final?',
  judge: (seen, expected) => viewsOf(seen, expected).flatMap(judgeFinality),
}
