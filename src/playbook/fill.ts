/** What the command lines of the playbooks stand for; common.md explains the same words to people. */
export const placeholders = {
  profile: 'mainnet',
  tx: '0x1111111111111111111111111111111111111111111111111111111111111111',
  payer: '0x2222222222222222222222222222222222222222',
  request: 'req_7f21c0',
  around: '2026-11-21T07:40:00Z',
  refund: '3f9c1a',
  refundTx: '0x3333333333333333333333333333333333333333333333333333333333333333',
  receipt: 'receipt.txt',
  answer: 'answer.txt',
  bundle: 'BUNDLE',
} as const

/** A thing that a line may stand for. */
export type Placeholder = keyof typeof placeholders

/** What is known of this incident. */
export type Known = Partial<Readonly<Record<Placeholder, string>>>

/** A line with what is known put in, and the names of what is still missing. */
export type Filled = { readonly line: string; readonly missing: readonly Placeholder[] }

// Ids, hashes, addresses, moments and names of profiles: nothing that a shell or a reader of flags acts on. Anchored, one
// bounded class: linear.
const plainWord = /^[A-Za-z0-9][\w.:/@+=~-]{0,199}$/

/** Can this value stand in a command line as one word that means only itself? */
export function isPlainWord(value: string): boolean {
  return plainWord.test(value)
}

/**
 * Puts what is known in the place of the examples. A name that was not given stays, and is listed as missing; so is one
 * whose value is no plain word: request ids come from outside.
 */
export function fillLine(line: string, known: Known): Filled {
  const missing: Placeholder[] = []
  const names = Object.keys(placeholders) as Placeholder[]
  const words = line.split(' ').map((word) => {
    const name = names.find((each) => placeholders[each] === word)
    if (name === undefined) return word
    const value = known[name]
    if (value !== undefined && isPlainWord(value)) return value
    missing.push(name)
    return word
  })
  return { line: words.join(' '), missing: [...new Set(missing)] }
}
