import { characterWidth, displayWidth } from './display-width.ts'

// An EVM address or hash inside a word. Bounded repetition without nesting: linear.
const hash = /(0x[0-9a-fA-F]{40,64})/

function chopped(text: string, width: number): readonly string[] {
  const parts: string[] = []
  let piece = ''
  let used = 0
  for (const character of text) {
    const needed = characterWidth(character)
    if (used + needed > width && piece !== '') {
      parts.push(piece)
      piece = ''
      used = 0
    }
    piece += character
    used += needed
  }
  return piece === '' ? parts : [...parts, piece]
}

// Behind a separator inside a word; a look-behind of one character, linear.
const joint = /(?<=[ /_.,:-])/

/** The parts of a text that read better whole: cut behind spaces and separators. */
export function pieces(text: string): readonly string[] {
  return text.split(joint)
}

/** A long word in lines of at most `width`, cut behind separators where that is possible. */
function folded(word: string, width: number): readonly string[] {
  const lines: string[] = []
  let line = ''
  for (const piece of pieces(word)) {
    if (line !== '' && displayWidth(line) + displayWidth(piece) > width) {
      lines.push(line)
      line = ''
    }
    if (displayWidth(piece) <= width) line += piece
    else {
      const parts = chopped(piece, width)
      lines.push(...parts.slice(0, -1))
      line = parts.at(-1) ?? ''
    }
  }
  return line === '' ? lines : [...lines, line]
}

/** How a word that is wider than the line is cut: anywhere, or anywhere but inside an address or hash. */
export type WordCut = 'anywhere' | 'around-hashes'

function cutWord(word: string, width: number, cut: WordCut): readonly string[] {
  if (displayWidth(word) <= width) return [word]
  if (cut === 'anywhere') return folded(word, width)
  return word
    .split(hash)
    .filter((part) => part !== '')
    .flatMap((part) => (hash.test(part) ? [part] : folded(part, width)))
}

/**
 * The lines of a text at a given width, broken at spaces; runs of spaces inside a line stay. A word wider
 * than the line is cut; with `around-hashes` an address or hash stays whole, even if it is too wide then.
 * At least one line comes back. `width` below 1 counts as 1.
 */
export function wrap(text: string, width: number, cut: WordCut = 'around-hashes'): readonly string[] {
  const limit = Math.max(1, width)
  if (displayWidth(text) <= limit) return [text]
  const lines: string[] = []
  let line = ''
  for (const part of text.split(/( +)/)) {
    if (displayWidth(line) + displayWidth(part) <= limit) {
      line += part
    } else if (part.startsWith(' ')) {
      lines.push(line)
      line = ''
    } else {
      const cuts = cutWord(part, limit, cut)
      if (line.trim() !== '') lines.push(line)
      lines.push(...cuts.slice(0, -1))
      line = cuts.at(-1) ?? ''
    }
  }
  if (line.trim() !== '') lines.push(line)
  return lines.length === 0 ? [''] : lines.map((item) => item.trimEnd())
}

/** A text behind a label: the first line after it, all others indented by the label's width. */
export function hang(label: string, text: string, columns: number): readonly string[] {
  const indent = displayWidth(label)
  return wrap(text, columns - indent).map((line, index) =>
    `${index === 0 ? label : ' '.repeat(indent)}${line}`.trimEnd(),
  )
}
