import type { ReadRow, RecordFormat } from './format.ts'
import { type JsonElement, makeElementScanner } from './json-elements.ts'
import { recordsLimits } from './limits.ts'
import { unreadable } from './unreadable.ts'

function readElement({ line, text, whole }: JsonElement): ReadRow {
  if (text === null) return { line, why: 'the row is longer than 1 MiB' }
  if (!whole) return { line, why: 'the last row is cut off' }
  try {
    return { line, data: JSON.parse(text) }
  } catch {
    return { line, why: 'the row is not JSON' }
  }
}

async function* read(text: AsyncIterable<string>, file: string): AsyncGenerator<readonly ReadRow[]> {
  const scanner = makeElementScanner(recordsLimits.rowChars)
  for await (const chunk of text) yield scanner.push(chunk).map(readElement)
  const { line, rest, closed, trailing } = scanner.end()
  if (trailing) throw unreadable(file, 'Something follows after the end of its JSON array.')
  if (rest !== null) yield [readElement(rest)]
  else if (!closed) yield [{ line, why: 'the array has no end; the file is cut off' }]
}

/** One JSON array of objects. */
export const jsonArray: RecordFormat = {
  name: 'a JSON array',
  recognises: (head) => head.startsWith('['),
  read,
}
