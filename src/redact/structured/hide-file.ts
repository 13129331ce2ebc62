import type { Parts } from '../deep/parts.ts'
import { createDataHider } from './data.ts'
import { hideDotenv } from './dotenv.ts'
import { guardedHide } from './guarded-hide.ts'
import type { Hide } from './hide.ts'
import { hiddenJsonl, hideJsonLine, isJsonl } from './jsonl.ts'
import { learnLines } from './learn-lines.ts'
import { layoutOf, printTree } from './print-tree.ts'
import type { Provenance } from './provenance.ts'
import type { Recognised } from './recognise.ts'

/** Learns the public ids and the addresses of a recognised file; of free text and `.env` nothing. */
export function learnFile(file: Recognised, provenance: Provenance): void {
  if ('node' in file) provenance.learnTree(file.node)
  else if (file.kind === 'jsonl') learnLines(file.text, provenance)
}

/** How the lines of a long file are hidden. */
export type FileLines = {
  /** Makes a memory for lines out of the way in which one is hidden; undefined where it does not know. */
  readonly memory: (hide: (line: string, hide: Hide) => string) => (line: string) => string | undefined
  /** Free text of many lines, part by part. */
  readonly long: (text: Parts) => Iterable<string>
}

/** One line as it is hidden on its own. Throws when it is no JSON: then nothing is known about its kin. */
function hideLine(line: string, given: Hide): string {
  const shown = hideJsonLine(line, createDataHider(given))
  if (shown === undefined) throw new Error('no JSON')
  return shown
}

// Below that a text is hidden in one piece.
const longText = 65_536

/** What is hidden part by part; where that fails, the rest is withheld. */
function* guarded(parts: Iterable<string>, hide: Hide): Generator<string> {
  try {
    yield* parts
  } catch {
    yield `${hide.withhold()}\n`
  }
}

/** Hides free text that comes in lines: in one piece where it is short. */
function looseBy(hide: Hide, lines: FileLines | undefined): (text: Iterable<string>) => Iterable<string> {
  return function* loose(text) {
    const rest = text[Symbol.iterator]()
    let begun = ''
    for (let next = rest.next(); ; next = rest.next()) {
      if (next.done === true) {
        yield hide.text(begun, null)
        return
      }
      begun += next.value
      if (lines !== undefined && begun.length >= longText) break
    }
    yield* guarded(lines?.long({ parts: following(begun, rest) }) ?? [], hide)
  }
}

function* following(begun: string, rest: Iterator<string>): Generator<string> {
  yield begun
  for (let next = rest.next(); next.done !== true; next = rest.next()) yield next.value
}

/** How the JSON lines and the other lines of a file are hidden. */
function jsonlHiding(given: Hide, hide: Hide, lines: FileLines | undefined) {
  const remembered = lines?.memory(hideLine) ?? (() => undefined)
  return { hider: createDataHider(given), loose: looseBy(hide, lines), remembered }
}

/**
 * A recognised file with what must not be shown hidden on its parsed form, so that JSON still parses; a JSON file
 * in which nothing was hidden stays as it was written. Text and JSON per line come part by part. Without `lines` free
 * text goes to `hide.text` in one piece.
 * @example [...hideFile(recognise(text), hide)].join('')
 */
export function* hideFile(file: Recognised, given: Hide, lines?: FileLines): Generator<string> {
  const hide = guardedHide(given)
  if (file.kind === 'text') {
    yield* looseBy(hide, lines)([file.text])
  } else if (file.kind === 'dotenv') {
    yield hideDotenv(file.text, hide)
  } else if ('node' in file) {
    const shown = createDataHider(given).tree(file.node)
    const end = file.text.endsWith('\n') ? '\n' : ''
    yield shown === file.node ? file.text : printTree(shown, layoutOf(file.text)) + end
  } else {
    yield* hiddenJsonl(file.text, jsonlHiding(given, hide, lines))
  }
}

/**
 * What `hideFile` gives for free text or JSON per line, of a text that is never held as one. `parts` is asked for them
 * again: once to tell the two, once to hide.
 */
export function* hideParts(parts: () => Iterable<string>, given: Hide, lines: FileLines): Generator<string> {
  const hide = guardedHide(given)
  if (isJsonl({ parts: parts() })) yield* hiddenJsonl({ parts: parts() }, jsonlHiding(given, hide, lines))
  else yield* looseBy(hide, lines)(parts())
}
