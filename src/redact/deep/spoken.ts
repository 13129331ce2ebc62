import type { DeepRule, Span } from './span.ts'

// A password named in a sentence: a fixed word, a verb, one bounded run. Linear.
const spoken =
  /\b(?:pass(?:word|phrase|code)|pin)(?:\s{1,3}(?:for|of|on)(?:\s{1,3}[a-z]{1,20}){1,3})?\s{1,3}(?:is|was|=)\s{1,3}["'`]?([^\s"'`,;]{6,100})/gi
// What a sentence would go on with: a word, perhaps the end of the sentence behind it.
const prose = /^[A-Za-z]?[a-z-]{0,30}[.:!?)]?$/

function find(text: string): readonly Span[] {
  return [...text.matchAll(spoken)].flatMap((match): readonly Span[] => {
    const [whole, value = ''] = match
    if (prose.test(value)) return []
    const end = match.index + whole.length
    const start = end - value.length
    return [{ start, end, rule: 'spoken-password', kind: 'password', value: null }]
  })
}

/** Passwords that a sentence names. */
export const spokenPasswords: DeepRule = {
  name: 'spoken-password',
  mustHide: [
    'the operator password is CANARYx7c since May',
    'The passphrase for the books was "CANARY-4711"',
  ],
  mustKeep: ['the password is required', 'a password was never set.', 'the secret is kept in env:RPC_A'],
  find,
}
