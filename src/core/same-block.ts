import { type Look, type Observation, valueIfSeen } from './observation.ts'
import type { BlockRef, BlockTag, ChainNode } from './ports.ts'

/** What one endpoint said. */
export type Vote<T> = { readonly label: string; readonly answer: Observation<T> }

/** What all endpoints say together; `blind` = one of them gave no answer, so nobody can speak of agreement. */
export type Together<T> =
  | { readonly kind: 'agreed'; readonly value: T; readonly evidence: readonly Look[] }
  | { readonly kind: 'split'; readonly said: readonly string[]; readonly evidence: readonly Look[] }
  | { readonly kind: 'blind'; readonly why: string; readonly evidence: readonly Look[] }

/** One block that every endpoint names alike, and how final it is; without one `why` says what stood against it. */
export type SameBlock =
  | { readonly block: BlockRef; readonly finality: BlockTag }
  | { readonly block: null; readonly why: string }

/** Asks every endpoint the same, side by side. Never rejects. */
export async function askAll<T>(
  nodes: readonly ChainNode[],
  ask: (node: ChainNode) => Promise<Observation<T>>,
): Promise<readonly Vote<T>[]> {
  return Promise.all(nodes.map(async (node) => ({ label: node.label, answer: await ask(node) })))
}

/**
 * What the votes say together. `read` turns an answer into a value, or undefined when it is none; `text` prints one
 * for a reader who must choose. Without votes the result is blind.
 */
export function together<Raw, T>(
  votes: readonly Vote<Raw>[],
  read: (raw: Raw) => T | undefined,
  text: (value: T) => string,
): Together<T> {
  const evidence = votes.map(({ answer: { at, source, ref } }) => ({ at, source, ref }))
  const values: { readonly label: string; readonly value: T }[] = []
  for (const { label, answer } of votes) {
    if (!answer.seen) return { kind: 'blind', why: `${label}: ${answer.why.detail}`, evidence }
    const value = read(answer.value)
    if (value === undefined) return { kind: 'blind', why: `${label}: the answer is not readable`, evidence }
    values.push({ label, value })
  }
  const [first] = values
  if (first === undefined) return { kind: 'blind', why: 'no endpoint was asked', evidence }
  if (new Set(values.map(({ value }) => text(value))).size === 1)
    return { kind: 'agreed', value: first.value, evidence }
  return { kind: 'split', said: values.map(({ label, value }) => `${text(value)} (${label})`), evidence }
}

const known = (block: BlockRef | null) => block ?? undefined

/** How final is this block? As the most careful endpoint says; `latest` where one does not say. */
async function finalityOf(
  nodes: readonly ChainNode[],
  { number }: BlockRef,
  signal: AbortSignal,
): Promise<BlockTag> {
  for (const tag of ['finalized', 'safe'] as const) {
    const votes = await askAll(nodes, (node) => node.block(tag, signal))
    const reached = votes.every(({ answer }) => (valueIfSeen(answer)?.number ?? -1) >= number)
    if (votes.length > 0 && reached) return tag
  }
  return 'latest'
}

/**
 * The newest block at or below `tag` that every endpoint has, and only when all name the same hash. Never
 * rejects; an endpoint that does not answer is a reason for `null`, as it cannot be said to agree.
 */
export async function sameBlock(
  nodes: readonly ChainNode[],
  tag: BlockTag,
  signal: AbortSignal,
): Promise<SameBlock> {
  const heads = await askAll(nodes, (node) => node.block(tag, signal))
  const numbers: number[] = []
  for (const { label, answer } of heads) {
    if (!answer.seen) return { block: null, why: `${label}: ${answer.why.detail}` }
    if (answer.value === null) return { block: null, why: `${label}: it knows no ${tag} block` }
    numbers.push(answer.value.number)
  }
  if (numbers.length === 0) return { block: null, why: 'no endpoint was asked' }
  const lowest = Math.min(...numbers)
  const votes = await askAll(nodes, (node) => node.block(lowest, signal))
  const found = together(votes, known, ({ hash }) => hash)
  if (found.kind === 'blind') return { block: null, why: found.why }
  if (found.kind === 'split') {
    return { block: null, why: `the endpoints name different blocks ${lowest}: ${found.said.join(', ')}` }
  }
  return { block: found.value, finality: await finalityOf(nodes, found.value, signal) }
}
