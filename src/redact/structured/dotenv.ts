import {
  isPlainValue,
  namesSecret,
  publicVariables,
  secretsOfVariable,
} from '../../core/environment-secrets.ts'
import type { Hide } from './hide.ts'

// The start of an assignment. Anchored, bounded classes that exclude what follows them: linear.
const start =
  /^([ \t]{0,40}(?:#[# \t]{0,20})?(?:export[ \t]{1,8})?)([A-Za-z_][A-Za-z0-9_.]{0,120})([ \t]{0,8}=[ \t]{0,8})/
const commented = /^[ \t]{0,40}#/

/** One line, or several when a quoted value goes on: what stands before the value, its name, the value. */
type Assignment = {
  readonly before: string
  readonly name: string
  readonly quote: string
  readonly value: string
  /** What follows the closing quote, or the comment behind a bare value. */
  readonly after: string
}

/** The lines of a text with their line ends. */
function linesOf(text: string): readonly string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? []
}

/** Where the closing quote stands from a place on; a backslash hides the next character in double quotes. */
function closingAt(text: string, quote: string, from: number): number {
  for (let at = from; at < text.length; at += 1) {
    if (text[at] === '\\' && quote === '"') at += 1
    else if (text[at] === quote) return at
  }
  return -1
}

const mostLines = 64

/** The assignment at a line, and how many lines it takes; undefined when there is none. */
function readAssignment(
  lines: readonly string[],
  at: number,
): { readonly found: Assignment; readonly taken: number } | undefined {
  const line = lines[at] ?? ''
  const match = start.exec(line)
  if (match === null) return undefined
  const [before, , name = ''] = match
  const rest = line.slice(before.length)
  const quote = /^["'`]/.exec(rest)?.[0]
  if (quote === undefined) {
    const [value = '', after = ''] = splitBare(rest)
    return { found: { before, name, quote: '', value, after }, taken: 1 }
  }
  let text = rest.slice(1)
  let from = 0
  for (let taken = 1; taken <= mostLines && at + taken <= lines.length; taken += 1) {
    const end = closingAt(text, quote, from)
    if (end >= 0) {
      const found = { before, name, quote, value: text.slice(0, end), after: text.slice(end + 1) }
      return { found, taken }
    }
    from = text.length
    text += lines[at + taken] ?? ''
  }
  // A quote that nobody closes belongs to the value.
  return { found: { before, name, quote: '', value: rest.trimEnd(), after: lineEnd(rest) }, taken: 1 }
}

function lineEnd(text: string): string {
  return text.slice(text.trimEnd().length)
}

/** A bare value and the comment behind it. */
function splitBare(rest: string): readonly [value: string, after: string] {
  const at = rest.search(/[ \t]#/)
  const value = (at < 0 ? rest : rest.slice(0, at)).trimEnd()
  return [value, rest.slice(value.length)]
}

// A word of configuration (production, info, debug). One bounded class: linear.
const settingWord = /^[a-z]{1,16}$/
const strongName = /SECRET|PASS|PWD|PIN$|PRIVATE|MNEMONIC|SEED/i

/** A value between its credentials. Tags are not read as text again. */
function hideParts(name: string, value: string, parts: readonly string[], hide: Hide): string {
  const [first, ...rest] = parts
  if (first === undefined) return value === '' ? '' : hide.text(value, name)
  return value
    .split(first)
    .map((piece) => hideParts(name, piece, rest, hide))
    .join(hide.secret(first, 'env'))
}

/** What is left of a value once its credentials are gone: a URL keeps its host. */
function withoutParts(name: string, value: string, hide: Hide): string {
  const parts = secretsOfVariable(name, value).filter((part) => value.includes(part))
  return hideParts(
    name,
    value,
    [...parts].sort((a, b) => b.length - a.length),
    hide,
  )
}

function editValue(name: string, value: string, hide: Hide): string {
  if (value.trim() === '') return value
  if (publicVariables.includes(name)) return hide.text(value, name)
  const isStrong = strongName.test(name)
  if (isPlainValue(name, value) && !(isStrong && /^[+\d.-]{4,}$/.test(value))) return hide.text(value, name)
  if (isStrong || namesSecret(name)) {
    return /^[a-z]+:\/\//i.test(value) && !isStrong
      ? withoutParts(name, value, hide)
      : hide.secret(value, 'env')
  }
  if (/^[a-z][a-z0-9+.-]{0,30}:\/\//i.test(value)) return withoutParts(name, value, hide)
  // A file of secrets: what does not look harmless is taken for one.
  return settingWord.test(value) ? hide.text(value, name) : hide.secret(value, 'env')
}

function editAssignment({ before, name, quote, value, after }: Assignment, hide: Hide): string {
  const shown = editValue(name, value, hide)
  const shownName = hide.known(name) ? hide.text(before, null) : before
  const comment = after.trim() === '' ? after : hide.text(after, null)
  return `${shownName}${quote}${shown}${quote}${comment}`
}

/**
 * The text of a `.env` file: names, comments and line ends stay; a value stays only when it is public by its
 * name, an address, a switch, a number, a plain path or host, or one lower-case word; a URL loses its
 * credentials. Assignments in comments are assignments. Never throws when `hide` does not.
 */
export function hideDotenv(text: string, hide: Hide): string {
  const lines = linesOf(text)
  let shown = ''
  for (let at = 0; at < lines.length; ) {
    const read = readAssignment(lines, at)
    shown += read === undefined ? hide.text(lines[at] ?? '', null) : editAssignment(read.found, hide)
    at += read?.taken ?? 1
  }
  return shown
}

/** Is it a `.env` file: assignments, comments and empty lines only, with a name in capitals? */
export function isDotenv(text: string): boolean {
  const lines = linesOf(text)
  let assignments = 0
  for (let at = 0; at < lines.length; ) {
    const line = lines[at] ?? ''
    const read = readAssignment(lines, at)
    if (read === undefined && line.trim() !== '' && !commented.test(line)) return false
    if (read !== undefined && /^[A-Z][A-Z0-9_]{1,}$/.test(read.found.name) && !commented.test(line)) {
      assignments += 1
    }
    at += read?.taken ?? 1
  }
  return assignments > 0
}
