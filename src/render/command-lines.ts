import { displayWidth } from './display-width.ts'

// Words of a command with what is quoted kept together, and the spaces behind each. The alternatives start
// with different characters and none is nested, so every character is read once.
const words = /(?:"[^"]*"|'[^']*'|[^\s"']|["'])+ */g

/**
 * A command over several lines that can still be copied: broken between its words only, each line but the
 * last ending in ` \`. A word that is wider than the line stays whole.
 */
export function commandLines(command: string, width: number): readonly string[] {
  if (displayWidth(command) <= width) return [command]
  const lines: string[] = []
  let line = ''
  for (const word of command.match(words) ?? [command]) {
    const indent = lines.length === 0 ? '' : '  '
    const fits = displayWidth(indent + line + word.trimEnd()) <= width - 2
    if (line !== '' && !fits) {
      lines.push(`${indent}${line.trimEnd()} \\`)
      line = ''
    }
    line += word
  }
  return [...lines, `${lines.length === 0 ? '' : '  '}${line.trimEnd()}`]
}
