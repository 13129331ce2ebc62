import { isAlias, isMap, isScalar, isSeq, LineCounter, type ParsedNode, parseDocument } from 'yaml'
import { OpsError } from '../core/errors.ts'
import { type Path, type Problem, pathText } from './problem.ts'

/** The data of a YAML text and the 1-based line of every value, by path (`profiles.mainnet.pays[0]`). */
export type YamlText = { readonly data: unknown; readonly lines: ReadonlyMap<string, number> }

const longestText = 262_144
const deepest = 40

const fault = (problem: string, suggestion: string): Problem => ({ problem, suggestion })

// The library's own messages may quote the file, and a file may hold a secret, so they are not used.
const faults: Readonly<Record<string, Problem>> = {
  DUPLICATE_KEY: fault('this key stands here twice', 'Keep one of the two.'),
  TAB_AS_INDENT: fault('a tab is used for indentation', 'YAML is indented with spaces.'),
  MULTIPLE_DOCS: fault('the file holds two documents', 'Remove the line "---" between them.'),
  MISSING_CHAR: fault('a quote, bracket or comma is missing', 'Close what was opened on this line or above.'),
  BAD_INDENT: fault(
    'the indentation does not fit, or a bracket is not closed',
    'Values of one block begin in the same column; every [ and { has its partner.',
  ),
  BLOCK_AS_IMPLICIT_KEY: fault('two keys stand on one line', 'Put texts that contain ": " in quotes.'),
  BAD_SCALAR_START: fault('a text begins with a reserved character', 'Put it in quotes.'),
  RESOURCE_EXHAUSTION: fault('nested too deeply', `Nothing here is nested more than ${deepest} levels.`),
  TAG_RESOLVE_FAILED: fault('tags (!name) are not used here', 'Remove the tag.'),
}

const notYaml = fault('this is not valid YAML', 'Check quotes, colons and indentation around this line.')

function invalid(file: string, line: number, path: Path, problem: Problem): OpsError {
  const where = path.length === 0 ? 'file' : pathText(path)
  return new OpsError('CONFIG_INVALID', { file, line, path: where, ...problem })
}

type Reading = {
  readonly fail: (node: ParsedNode | null, path: Path, problem: Problem) => OpsError
  readonly note: (node: ParsedNode | null, path: Path) => void
}

function keyOf(node: ParsedNode, path: Path, reading: Reading): string {
  const key = isScalar(node) ? (typeof node.value === 'string' ? node.value : String(node.source)) : ''
  if (key !== '' && key !== '__proto__') return key
  throw reading.fail(node, path, fault('this key is not a name', 'Keys are plain words.'))
}

function readNode(node: ParsedNode | null, path: Path, reading: Reading): unknown {
  reading.note(node, path)
  if (path.length > deepest) throw reading.fail(node, path, faults.RESOURCE_EXHAUSTION ?? notYaml)
  if (isAlias(node)) {
    throw reading.fail(node, path, fault('aliases (*name) are not used here', 'Write the value out.'))
  }
  if (isSeq(node)) return node.items.map((item, i) => readNode(item as ParsedNode, [...path, i], reading))
  if (isMap(node)) {
    const result: Record<string, unknown> = {}
    for (const { key, value } of node.items) {
      const name = keyOf(key, path, reading)
      const below = [...path, name]
      result[name] = readNode(value, below, reading)
      reading.note(key, below)
    }
    return result
  }
  if (!isScalar(node)) return null
  // YAML reads an address without quotes as a number and loses its digits; the text is what was meant.
  if (typeof node.value === 'number' && /^0x/i.test(node.source ?? '')) return node.source
  return node.value
}

/**
 * Reads a YAML text strictly: one document, no duplicate keys, aliases or tags, not over 256 KiB.
 * Throws `OpsError` CONFIG_INVALID with the line; the message never repeats a value of the file.
 */
export function readYaml(text: string, file: string): YamlText {
  if (text.length > longestText) {
    throw invalid(file, 1, [], fault('the file is longer than 256 KiB', 'Is this the right file?'))
  }
  const counter = new LineCounter()
  const lineAt = (offset: number) => Math.max(1, counter.linePos(offset).line)
  const document = parseDocument(text, { prettyErrors: false, lineCounter: counter })
  const [first] = [...document.errors, ...document.warnings].sort((a, b) => a.pos[0] - b.pos[0])
  if (first !== undefined) throw invalid(file, lineAt(first.pos[0]), [], faults[first.code] ?? notYaml)
  const lines = new Map<string, number>()
  const positionOf = (node: ParsedNode | null) => lineAt(node?.range?.[0] ?? 0)
  const data = readNode(document.contents, [], {
    fail: (node, path, problem) => invalid(file, positionOf(node), path, problem),
    note: (node, path) => {
      if (node !== null) lines.set(pathText(path), positionOf(node))
    },
  })
  return { data, lines }
}
