import { formatDuration } from '../../core/time.ts'
import type { Contradiction, Draft, LiveNode, SilentNode } from './node.ts'
import { outvoted } from './vote.ts'

const headsDifferSeconds = 60

/** Which nodes are believed, and what became of the others. */
export type Trust = {
  readonly kept: readonly Draft[]
  /** Proven wrong by themselves or by two others; what they said is not used. */
  readonly quarantined: readonly SilentNode[]
  /** Not wrong, but not able to answer for everything while two others are. */
  readonly aside: readonly SilentNode[]
  /** Proven wrong, and kept because there is no other: nothing is proven by what they do not show. */
  readonly distrusted: readonly SilentNode[]
}

const labelOf = ({ live }: Draft) => live.node.label
const sources = (drafts: readonly Draft[]) => new Set(drafts.map(labelOf)).size

function named(draft: Draft, why: string): SilentNode {
  return { label: labelOf(draft), why }
}

function faultOf({ contradictions: [first], dropped }: Draft): string | undefined {
  if (first !== undefined) return first.why
  if (dropped === 0) return undefined
  return `it sent ${dropped} log${dropped === 1 ? '' : 's'} that did not fit the question`
}

/**
 * Nodes that are far behind when at least two sources are not; they would only take away what the others can
 * prove.
 */
export function laggards(live: readonly LiveNode[]): readonly SilentNode[] {
  const newest = Math.max(...live.map(({ latest }) => latest.timestamp))
  const isLate = ({ latest }: LiveNode) => newest - latest.timestamp > headsDifferSeconds
  if (new Set(live.filter((one) => !isLate(one)).map(({ node }) => node.label)).size < 2) return []
  return live.filter(isLate).map(({ node, latest }) => {
    const behind = formatDuration((newest - latest.timestamp) * 1000)
    return { label: node.label, why: `its newest block ${latest.number} is ${behind} behind the others` }
  })
}

/** Why a node could not answer for everything; undefined when it did. */
function lacks({ holes: [hole], nonces, txs, finalized }: Draft): string | undefined {
  if (hole !== undefined) return `it did not answer for blocks ${hole.from}..${hole.to} (${hole.why})`
  if (finalized === null) return 'it names no finalized block'
  if (Object.values(nonces).includes(null)) return 'it did not tell the state of every authorization'
  return Object.values(txs).includes('unknown') ? 'it did not answer for every transaction' : undefined
}

/** Nodes that answered in part only, when two sources answered for everything and show all that they show. */
function incomplete(drafts: readonly Draft[]): ReadonlyMap<Draft, string> {
  const whole = drafts.filter((draft) => lacks(draft) === undefined)
  const found = new Map<Draft, string>()
  if (sources(whole) < 2) return found
  for (const draft of drafts) {
    const why = lacks(draft)
    const agrees = [...draft.shown.keys()].every((wording) => whole.some(({ shown }) => shown.has(wording)))
    if (why !== undefined && agrees) found.set(draft, why)
  }
  return found
}

/**
 * Takes out of what a node said everything that needs trust: its silence proves nothing any more, and its
 * answers about authorizations are forgotten.
 */
function withdraw(draft: Draft, { kind, why }: Contradiction): void {
  if (kind !== 'forges') draft.holes.push({ ...draft.range, why: `rpc: ${why}` })
  for (const key of Object.keys(draft.nonces)) draft.nonces[key] = null
}

/**
 * Decides which nodes are believed. A node that contradicts itself, or that two others contradict alike, is
 * left out as long as somebody remains; the last one stays, but then its silence proves nothing.
 */
export function weigh(drafts: readonly Draft[]): Trust {
  const convicted = new Map<Draft, string>()
  for (const draft of drafts) {
    const why = faultOf(draft)
    if (why !== undefined) convicted.set(draft, why)
  }
  const votes = outvoted(drafts.filter((draft) => !convicted.has(draft)))
  const guilty = new Map([...convicted, ...votes])
  const free = drafts.filter((draft) => !guilty.has(draft))
  if (free.length === 0) {
    for (const draft of drafts) {
      const [first] = draft.contradictions
      if (first !== undefined) withdraw(draft, first)
    }
    const distrusted = drafts.flatMap((draft) => {
      const [first] = draft.contradictions
      return first === undefined ? [] : [named(draft, first.why)]
    })
    return { kept: drafts, quarantined: [], aside: [], distrusted }
  }
  const part = incomplete(free)
  return {
    kept: free.filter((draft) => !part.has(draft)),
    quarantined: [...guilty].map(([draft, why]) => named(draft, why)),
    aside: [...part].map(([draft, why]) => named(draft, why)),
    distrusted: [],
  }
}
