import { createDataHider } from './data.ts'
import { hideDotenv } from './dotenv.ts'
import { guardedHide } from './guarded-hide.ts'
import type { Hide } from './hide.ts'
import { hideJsonl, treesOfLines } from './jsonl.ts'
import { layoutOf, printTree } from './print-tree.ts'
import type { Provenance } from './provenance.ts'
import type { Recognised } from './recognise.ts'

/** Learns the public ids and the addresses of a recognised file; of free text and `.env` nothing. */
export function learnFile(file: Recognised, provenance: Provenance): void {
  if ('node' in file) provenance.learnTree(file.node)
  else if (file.kind === 'jsonl') for (const node of treesOfLines(file.text)) provenance.learnTree(node)
}

/**
 * A recognised file with what must not be shown hidden on its parsed form, so that JSON still parses; a JSON file
 * in which nothing was hidden stays as it was written. Free text goes to `hide.text` in one piece.
 * @example hideFile(recognise(text), hide)
 */
export function hideFile(file: Recognised, given: Hide): string {
  const hide = guardedHide(given)
  if (file.kind === 'text') return hide.text(file.text, null)
  if (file.kind === 'dotenv') return hideDotenv(file.text, hide)
  const hider = createDataHider(given)
  if (!('node' in file)) return hideJsonl(file.text, hide, hider)
  const shown = hider.tree(file.node)
  if (shown === file.node) return file.text
  const end = file.text.endsWith('\n') ? '\n' : ''
  return printTree(shown, layoutOf(file.text)) + end
}
