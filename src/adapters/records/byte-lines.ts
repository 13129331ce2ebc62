import { isAscii } from 'node:buffer'
import type { Line } from './lines.ts'

const lineFeed = 0x0a
const carriageReturn = 0x0d

/**
 * What `make` makes of the lines of UTF-8 bytes, which are those that `linesOf` gives of their text; undefined = nothing.
 * No more than one line is decoded at a time: each batch is lazy and must be used up before the next one is asked for.
 */
export async function* fromLinesOfBytes<T>(
  bytes: AsyncIterable<Buffer>,
  maxChars: number,
  make: (line: Line) => T | undefined,
): AsyncGenerator<Iterable<T>> {
  // A code unit takes at most three bytes, so more than this is too long however it decodes.
  const maxBytes = 3 * (maxChars + 1)
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true })
  let line = 1
  let carried: Buffer[] = []
  let carriedBytes = 0
  let tooLong = false

  const textOf = (part: Buffer, from: number, to: number, ascii: boolean): string | null => {
    const end = to > from && part[to - 1] === carriageReturn ? to - 1 : to
    if (end - from > maxBytes) return null
    const text = ascii ? part.toString('latin1', from, end) : decoder.decode(part.subarray(from, end))
    return text.length > maxChars ? null : text
  }
  const close = (part: Buffer, from: number, to: number, ascii: boolean, ended: boolean): Line => {
    let text: string | null = null
    if (carriedBytes > 0 && !tooLong) {
      const whole = Buffer.concat([...carried, part.subarray(from, to)])
      text = textOf(whole, 0, whole.length, isAscii(whole))
    } else if (!tooLong) text = textOf(part, from, to, ascii)
    const made = { line, text, ended }
    carried = []
    carriedBytes = 0
    tooLong = false
    line += 1
    return made
  }
  const carry = (rest: Buffer) => {
    carriedBytes += rest.length
    if (carriedBytes > maxBytes) {
      tooLong = true
      carried = []
    } else if (rest.length > 0) carried.push(Buffer.from(rest))
  }
  function* linesIn(chunk: Buffer, start: number): Generator<T> {
    const ascii = isAscii(chunk)
    let from = start
    for (let at = chunk.indexOf(lineFeed, from); at !== -1; at = chunk.indexOf(lineFeed, from)) {
      const made = make(close(chunk, from, at, ascii, true))
      if (made !== undefined) yield made
      from = at + 1
    }
    carry(chunk.subarray(from))
  }

  let opened = false
  let mark: Buffer | null = null
  for await (const next of bytes) {
    if (opened) {
      yield linesIn(next, 0)
      continue
    }
    // A byte order mark may be cut by the end of the first chunk.
    const head: Buffer = mark === null ? next : Buffer.concat([mark, next])
    mark = Buffer.from(head)
    if (head.length < 3) continue
    opened = true
    yield linesIn(head, head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf ? 3 : 0)
  }
  if (!opened && mark !== null) yield linesIn(mark, 0)
  const last = carriedBytes > 0 ? make(close(Buffer.alloc(0), 0, 0, true, false)) : undefined
  if (last !== undefined) yield [last]
}
