/**
 * The rows of a CSV text (RFC 4180) as objects by the names in its first line. One pass over the characters; a quote
 * that is never closed ends with the text. Never throws.
 */
export function csvRows(
  text: string,
): readonly { readonly line: number; readonly fields: Readonly<Record<string, string>> }[] {
  const rows: { line: number; cells: string[] }[] = []
  let [cells, cell, quoted, line, begins]: [string[], string, boolean, number, number] = [[], '', false, 1, 1]
  const endRow = () => {
    cells.push(cell)
    if (cells.some((one) => one !== '')) rows.push({ line: begins, cells })
    cells = []
    cell = ''
    begins = line + 1
  }
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at] ?? ''
    if (quoted) {
      if (character === '\n') line += 1
      if (character !== '"') cell += character
      else if (text[at + 1] === '"') {
        cell += '"'
        at += 1
      } else quoted = false
    } else if (character === '"' && cell === '') quoted = true
    else if (character === ',') {
      cells.push(cell)
      cell = ''
    } else if (character === '\n') {
      endRow()
      line += 1
    } else if (character !== '\r') cell += character
  }
  endRow()
  const [head, ...body] = rows
  const names = (head?.cells ?? []).map((name) => name.trim())
  return body.map((row) => ({
    line: row.line,
    fields: Object.fromEntries(names.map((name, index) => [name, row.cells[index] ?? ''])),
  }))
}
