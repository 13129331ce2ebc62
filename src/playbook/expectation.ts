import type { Expectation } from './playbook.ts'

// The whole form: `# expect: exit 1 or 3, finds A or B, says "words"`. Anchored; every part has its own first
// character or word and bounded repetition, so no text can be divided in two ways: linear.
const form =
  /^# expect: exit (\d{1,3}(?: or \d{1,3}){0,3})(?:, finds ([A-Z0-9_]{3,60}(?: (?:or|and) [A-Z0-9_]{3,60}){0,9}))?((?:, says "[^"]{1,80}"){0,4})$/

// One quoted text of the tail. Bounded and delimited: linear.
const quoted = /"([^"]{1,80})"/g

/** Does this line of a command block say what to expect, whether or not it is well formed? */
export function isExpectation(line: string): boolean {
  return line.startsWith('# expect')
}

/** Reads an expectation; null when the line has another form, or mixes "or" with "and". */
export function readExpectation(line: string): Expectation | null {
  const match = form.exec(line)
  if (match === null) return null
  const [, exits = '', found = '', said = ''] = match
  if (found.includes(' or ') && found.includes(' and ')) return null
  return {
    exitCodes: exits.split(' or ').map(Number),
    codes: found === '' ? [] : found.split(/ (?:or|and) /),
    need: found.includes(' or ') ? 'any' : 'all',
    says: [...said.matchAll(quoted)].map(([, words = '']) => words),
  }
}

/** An expectation in words for people. */
export function expectationText({ exitCodes, codes, need, says }: Expectation): string {
  const found = codes.length === 0 ? [] : [`finds ${codes.join(need === 'any' ? ' or ' : ' and ')}`]
  const said = says.map((words) => `says "${words}"`)
  return [`exit ${exitCodes.join(' or ')}`, ...found, ...said].join(', ')
}

/** Was it as expected? Pure: exit code and codes of what was found; words are looked for by who has the screen. */
export function isAsExpected(
  { exitCodes, codes, need }: Expectation,
  seen: { readonly exitCode: number; readonly codes: readonly string[] },
): boolean {
  const has = (code: string) => seen.codes.includes(code)
  const found = codes.length === 0 || (need === 'all' ? codes.every(has) : codes.some(has))
  return exitCodes.includes(seen.exitCode) && found
}
