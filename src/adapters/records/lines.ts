/** One line without its end. `text` is null when it was too long to keep; `ended` = a line feed followed. */
export type Line = { readonly line: number; readonly text: string | null; readonly ended: boolean }

function withoutReturn(text: string): string {
  return text.endsWith('\r') ? text.slice(0, -1) : text
}

/**
 * The lines of a text in batches, numbered from 1. A line of more than `maxChars` is not kept in memory, only
 * counted. A text that ends with a line feed has no empty last line.
 */
export async function* linesOf(
  text: AsyncIterable<string>,
  maxChars: number,
): AsyncGenerator<readonly Line[]> {
  let line = 1
  let carry = ''
  let tooLong = false
  const close = (rest: string, ended: boolean): Line => {
    const whole = withoutReturn(carry + rest)
    const made = { line, text: tooLong || whole.length > maxChars ? null : whole, ended }
    carry = ''
    tooLong = false
    line += 1
    return made
  }
  for await (const chunk of text) {
    const batch: Line[] = []
    let from = 0
    for (let at = chunk.indexOf('\n'); at !== -1; at = chunk.indexOf('\n', from)) {
      batch.push(close(chunk.slice(from, at), true))
      from = at + 1
    }
    if (!tooLong) carry += chunk.slice(from)
    if (carry.length > maxChars + 1) {
      tooLong = true
      carry = ''
    }
    if (batch.length > 0) yield batch
  }
  if (carry !== '' || tooLong) yield [close('', false)]
}
