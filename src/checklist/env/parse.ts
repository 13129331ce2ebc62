/** One line of a .env file. `value` is as written after the sign, quotes around it taken off. */
export type Entry = { readonly name: string; readonly value: string; readonly quoted: boolean }

const longestLine = 65_536
const mostEntries = 2000
// Of .env files: optional `export`, a name, a sign. Bounded, and no class shares a character with its follower: linear.
const start = /^[ \t]{0,64}(?:export[ \t]{1,8})?([A-Za-z_][A-Za-z0-9_]{0,127})[ \t]{0,64}=/

function writtenValue(rest: string): { readonly value: string; readonly quoted: boolean } {
  const text = rest.trimStart()
  const quote = text[0]
  const end = quote === '"' || quote === "'" ? text.indexOf(quote, 1) : -1
  if (end > 0) return { value: text.slice(1, end), quoted: true }
  // A comment begins behind a blank; `indexOf` is linear.
  const comment = rest.indexOf(' #')
  return { value: (comment === -1 ? rest : rest.slice(0, comment)).trim(), quoted: false }
}

/** The variables of a text in the form of a .env file, the last of a name wins. Never throws; at most 2000. */
export function envEntries(text: string): readonly Entry[] {
  const found = new Map<string, Entry>()
  for (const line of text.split('\n')) {
    if (found.size >= mostEntries) break
    const bare = (line.endsWith('\r') ? line.slice(0, -1) : line).slice(0, longestLine)
    const match = start.exec(bare)
    const name = match?.[1]
    if (match === null || name === undefined) continue
    found.set(name, { name, ...writtenValue(bare.slice(match[0].length)) })
  }
  return [...found.values()]
}
