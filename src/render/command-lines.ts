import { displayWidth } from './display-width.ts'

// Words of a command with what is quoted kept together, and the spaces behind each. The alternatives start
// with different characters and none is nested, so every character is read once.
const words = /(?:"[^"]*"|'[^']*'|[^\s"']|["'])+ */g

/** Words that belong together: a flag and the value behind it, when both fit on one line. */
function units(command: string, width: number): readonly string[] {
  const list: string[] = []
  for (const word of command.match(words) ?? [command]) {
    const last = list.at(-1)
    const isValue = last?.startsWith('-') === true && !last.trimEnd().includes(' ') && !word.startsWith('-')
    if (isValue && displayWidth(last + word.trimEnd()) <= width) list[list.length - 1] = last + word
    else list.push(word)
  }
  return list
}

/**
 * A command over several lines that can still be copied: broken between its words only, a flag kept with
 * its value, each line but the last ending in ` \`. What is wider than the line stays whole.
 */
export function commandLines(command: string, width: number): readonly string[] {
  if (displayWidth(command) <= width) return [command]
  const lines: string[] = []
  let line = ''
  for (const word of units(command, width - 4)) {
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
