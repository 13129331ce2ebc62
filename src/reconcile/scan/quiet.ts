import { topics } from '../../payments/effect.ts'
import type { Draft, SilentNode } from './node.ts'
import type { Target } from './targets.ts'

const spans = [10, 100, 1000]

/** Does the node show any transfer of the token, between whomever, near this end of the range? */
async function showsAny(
  draft: Draft,
  target: Target,
  end: 'from' | 'to',
  signal: AbortSignal,
): Promise<boolean> {
  const { from, to } = draft.range
  for (const span of spans) {
    const fromBlock = end === 'from' ? from : Math.max(from, to - span + 1)
    const toBlock = end === 'from' ? Math.min(to, from + span - 1) : to
    const query = { address: target.asset, topics: [topics.transfer], fromBlock, toBlock }
    const { logs } = await draft.live.node.logs(query, signal)
    if (logs.length > 0) return true
    if (toBlock - fromBlock + 1 < span) return false
  }
  return false
}

/**
 * The canary of an empty answer: a node that stands alone and shows none of our events must show that it keeps
 * logs at all. On a busy chain the first ten blocks do; a node that shows nothing is named, with the reason.
 */
export async function quietNodes(
  drafts: readonly Draft[],
  target: Target,
  signal: AbortSignal,
): Promise<readonly SilentNode[]> {
  const [draft] = drafts
  const alone = new Set(drafts.map(({ live }) => live.node.label)).size === 1
  if (draft === undefined || !alone || target.payTo.length === 0) return []
  if (drafts.some(({ shown, holes }) => shown.size > 0 || holes.length > 0)) return []
  for (const end of ['to', 'from'] as const) if (await showsAny(draft, target, end, signal)) return []
  const { from, to } = draft.range
  const why = `it shows no transfer of the token at all near the ends of blocks ${from}..${to}`
  return [{ label: draft.live.node.label, why }]
}
