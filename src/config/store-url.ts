import type { Problem } from './problem.ts'

// Two words, anchored: linear.
const scheme = /^postgres(?:ql)?:\/\//
const keyName = /key|token|secret|auth|pass|sig|credential/i

/** What keeps a text from standing as the address of a store where everybody can read it. */
export function storeUrlProblem(text: string): Problem | undefined {
  const suggestion =
    'Write postgres://host:5432/database, or name where the whole URL is kept: {secret: {env: NAME}}.'
  if (!scheme.test(text) || !URL.canParse(text)) {
    return { problem: 'not the address of a PostgreSQL database', suggestion }
  }
  const url = new URL(text)
  if (url.password === '' && ![...url.searchParams.keys()].some((name) => keyName.test(name)))
    return undefined
  return { problem: 'this address holds a password', suggestion }
}
