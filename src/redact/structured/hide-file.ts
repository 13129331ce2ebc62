import { createDataHider } from './data.ts'
import { hideDotenv } from './dotenv.ts'
import { guardedHide } from './guarded-hide.ts'
import type { Hide } from './hide.ts'
import { hideJsonLine, hideJsonl } from './jsonl.ts'
import { learnLines } from './learn-lines.ts'
import { layoutOf, printTree } from './print-tree.ts'
import type { Provenance } from './provenance.ts'
import type { Recognised } from './recognise.ts'

/** Learns the public ids and the addresses of a recognised file; of free text and `.env` nothing. */
export function learnFile(file: Recognised, provenance: Provenance): void {
  if ('node' in file) provenance.learnTree(file.node)
  else if (file.kind === 'jsonl') learnLines(file.text, provenance)
}

/** Makes a memory for lines out of the way in which one is hidden; undefined where it does not know. */
export type LineMemory = (hide: (line: string, hide: Hide) => string) => (line: string) => string | undefined

/** One line as it is hidden on its own. Throws when it is no JSON: then nothing is known about its kin. */
function hideLine(line: string, given: Hide): string {
  const shown = hideJsonLine(line, createDataHider(given))
  if (shown === undefined) throw new Error('no JSON')
  return shown
}

/**
 * A recognised file with what must not be shown hidden on its parsed form, so that JSON still parses; a JSON file
 * in which nothing was hidden stays as it was written. Free text goes to `hide.text` in one piece.
 * @example hideFile(recognise(text), hide)
 */
export function hideFile(file: Recognised, given: Hide, memory: LineMemory = () => () => undefined): string {
  const hide = guardedHide(given)
  if (file.kind === 'text') return hide.text(file.text, null)
  if (file.kind === 'dotenv') return hideDotenv(file.text, hide)
  const hider = createDataHider(given)
  if (!('node' in file)) return hideJsonl(file.text, hide, hider, memory(hideLine))
  const shown = hider.tree(file.node)
  if (shown === file.node) return file.text
  const end = file.text.endsWith('\n') ? '\n' : ''
  return printTree(shown, layoutOf(file.text)) + end
}
