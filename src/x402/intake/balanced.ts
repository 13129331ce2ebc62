import type { NumberedLine } from './transcript.ts'

/**
 * The index of the line in which the bracket that opens line `from` closes; null when it never does. One pass over
 * the lines behind it; brackets inside JSON texts do not count.
 */
export function balancedEnd(lines: readonly NumberedLine[], from: number): number | null {
  let depth = 0
  let inText = false
  for (let index = from; index < lines.length; index += 1) {
    const text = lines[index]?.text ?? ''
    for (let i = 0; i < text.length; i += 1) {
      const code = text.charCodeAt(i)
      if (inText) {
        if (code === 0x5c) i += 1
        else if (code === 0x22) inText = false
      } else if (code === 0x22) inText = true
      else if (code === 0x7b || code === 0x5b) depth += 1
      else if (code === 0x7d || code === 0x5d) depth -= 1
      if (depth < 0) return null
    }
    // A JSON text cannot go on in the next line.
    if (inText) return null
    if (depth === 0) return index
  }
  return null
}
