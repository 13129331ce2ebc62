import type { ProofAnswer, ProofExpected, ProofSeen } from './shapes.ts'

/** What an answer says about the flag. */
export type Said = 'asks' | 'free' | 'closed' | 'not-told'

// Answers that come before anything is said about payment: who you are, how often, where else, what you sent.
const silent: readonly number[] = [400, 401, 403, 407, 415, 422, 429]

/** Reads one answer. A server that is meant to be down says so by not answering. */
export function readAnswer(
  { status, terms, method, beside }: ProofAnswer,
  { flagOffMeans }: ProofExpected,
): Said {
  if (status === null) return flagOffMeans === 'crash' ? 'closed' : 'not-told'
  // 412 asks for an allowance, which is money as well.
  if (terms || status === 402 || status === 412) return 'asks'
  if (status >= 200 && status < 300) return 'free'
  // Another way to write the request may be sent elsewhere or refused for its own sake: nothing is served there.
  if (beside !== undefined && method !== 'HEAD') return 'closed'
  return status < 400 || silent.includes(status) ? 'not-told' : 'closed'
}

/** An answer with its instance, and what it says. */
export type Heard = ProofAnswer & { readonly instance: string; readonly said: Said }

/** Every answer of every look. */
export function heardIn(seen: ProofSeen, expected: ProofExpected): readonly Heard[] {
  return seen.looks.flatMap(({ instances }) =>
    instances.flatMap(({ instance, answers }) =>
      answers.map((each) => ({ ...each, instance, said: readAnswer(each, expected) })),
    ),
  )
}

/** One of each request that fits, so that two looks make one finding. */
export function onePerRequest(heard: readonly Heard[]): readonly Heard[] {
  const first = new Map<string, Heard>()
  for (const each of heard) {
    const key = `${each.instance} ${each.method} ${each.route} ${each.beside ?? ''}`
    if (!first.has(key)) first.set(key, each)
  }
  return [...first.values()]
}
