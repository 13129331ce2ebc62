import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** A test that shows a requirement: a file below `test/` and a text that stands in it. */
export type Shown = { readonly file: string; readonly text: string }

/** A row of the requirements: what our tool does, and what shows it; where nothing does, why. */
export type Requirement = {
  readonly row: number
  readonly about: string
  readonly shown: readonly Shown[]
  readonly why: string | null
}

// One file for each of the five systems whose statements the rows are.
const files = ['a', 'b', 'c', 'd', 'e']

function requirementOf(line: string): Requirement {
  const [head = '', ...cells] = line.split(' | ')
  const gap = head.indexOf(' ')
  const base = { row: Number(head.slice(0, gap)), about: head.slice(gap + 1) }
  if (cells[0] === '-') return { ...base, shown: [], why: cells[1] ?? '' }
  const shown = cells.flatMap((text, at) => (at % 2 === 1 ? [{ file: cells[at - 1] ?? '', text }] : []))
  return { ...base, shown, why: null }
}

/**
 * Every row, in order of its number: `number about | file | text | file | text`, or `number about | - | why`.
 * Throws when a file cannot be read.
 */
export const requirements: readonly Requirement[] = files.flatMap((name) =>
  readFileSync(join(import.meta.dirname, 'requirements', `${name}.txt`), 'utf8')
    .trim()
    .split('\n')
    .map(requirementOf),
)
