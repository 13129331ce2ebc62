import { isExpectation, readExpectation } from './expectation.ts'
import type { PlaybookCommand, Section, TextBlock } from './playbook.ts'

// Each looks at the beginning of one line; anchored, with bounded or single classes: linear.
const fence = /^ {0,3}```(\w{0,10})$/
const item = /^(-|\d{1,2}\.) (\S.*)$/
const heading = /^## (\S.{0,80})$/
const include = /^> \[([A-Z][A-Za-z ]{1,40})\]\(common\.md#[a-z-]{1,40}\)$/
const rule = /^\|(?: ?-{3,} ?\|){1,8}$/

/** The text of a playbook behind its front matter: what stands before the first heading, and the sections. */
export type TextRead = {
  readonly title: string | null
  readonly summary: readonly TextBlock[]
  readonly sections: readonly Section[]
  readonly problems: readonly string[]
}

function cellsOf(line: string): readonly string[] {
  return line
    .replace(/^\|/, '')
    .replace(/\|$/, '')
    .split('|')
    .map((cell) => cell.trim())
}

function commandsIn(lines: readonly string[], problems: string[]): readonly PlaybookCommand[] {
  const found: PlaybookCommand[] = []
  for (const text of lines.map((line) => line.trim()).filter((line) => line !== '')) {
    const last = found.at(-1)
    if (!isExpectation(text)) found.push({ line: text, expect: null })
    else {
      const expect = readExpectation(text)
      if (expect === null) problems.push(`this expectation has another form: ${text}`)
      else if (last === undefined || last.expect !== null) problems.push(`no command stands before: ${text}`)
      else found[found.length - 1] = { ...last, expect }
    }
  }
  return found
}

type Reader = { readonly blocks: TextBlock[]; readonly problems: string[] }

/** Adds a line to the paragraph or item that it goes on with. */
function goOn({ blocks }: Reader, line: string, isNew: boolean): void {
  const last = blocks.at(-1)
  const isText = last !== undefined && (last.kind === 'paragraph' || last.kind === 'item')
  if (isText && !isNew) blocks[blocks.length - 1] = { ...last, text: `${last.text} ${line.trim()}` }
  else blocks.push({ kind: 'paragraph', text: line.trim() })
}

function addTable({ blocks, problems }: Reader, lines: readonly string[]): void {
  const [head = '', dashes = '', ...rest] = lines
  const columns = cellsOf(head)
  const rows = rest.map(cellsOf)
  if (!rule.test(dashes) || rows.length === 0) problems.push(`a table without rule or rows: ${head}`)
  if (rows.some((row) => row.length !== columns.length))
    problems.push(`a row of another width under: ${head}`)
  blocks.push({ kind: 'table', columns, rows })
}

/** The blocks of some lines, in order; what has another form is a problem, never an error. */
function blocksOf(lines: readonly string[], problems: string[]): readonly TextBlock[] {
  const reader: Reader = { blocks: [], problems }
  let isNew = true
  for (let at = 0; at < lines.length; at += 1) {
    const line = lines[at] ?? ''
    const opened = fence.exec(line)
    const entry = item.exec(line)
    const shared = include.exec(line)
    if (opened !== null) {
      const rest = lines.slice(at + 1)
      const length = rest.findIndex((each) => fence.test(each))
      if (length === -1) problems.push('a block of commands has no end')
      if (opened[1] !== 'sh') problems.push(`a block is marked "${opened[1]}", not "sh"`)
      const inside = length === -1 ? rest : rest.slice(0, length)
      reader.blocks.push({ kind: 'commands', commands: commandsIn(inside, problems) })
      at += inside.length + 1
    } else if (line.startsWith('|')) {
      const rest = lines.slice(at)
      const length = rest.findIndex((each) => !each.startsWith('|'))
      const inside = length === -1 ? rest : rest.slice(0, length)
      addTable(reader, inside)
      at += inside.length - 1
    } else if (shared !== null) reader.blocks.push({ kind: 'common', section: shared[1] ?? '' })
    else if (line.startsWith('>')) problems.push(`this is no section of common.md: ${line}`)
    else if (entry !== null)
      reader.blocks.push({ kind: 'item', marker: entry[1] ?? '', text: (entry[2] ?? '').trim() })
    else if (line.trim() !== '') goOn(reader, line, isNew)
    isNew = line.trim() === '' || opened !== null || line.startsWith('|') || line.startsWith('>')
  }
  return reader.blocks
}

/** Reads the text of a playbook, or of common.md. Never throws. */
export function readText(lines: readonly string[]): TextRead {
  const problems: string[] = []
  const starts = lines.flatMap((line, at) => (heading.test(line) ? [at] : []))
  const before = lines.slice(0, starts[0] ?? lines.length)
  const [first = '', ...others] = before.filter((line, at) => at > 0 || line.trim() !== '')
  const named = first.startsWith('# ')
  const sections = starts.map((start, index) => ({
    heading: heading.exec(lines[start] ?? '')?.[1] ?? '',
    blocks: blocksOf(lines.slice(start + 1, starts[index + 1] ?? lines.length), problems),
  }))
  const summary = blocksOf(named ? others : before, problems)
  return { title: named ? first.slice(2) : null, summary, sections, problems }
}
