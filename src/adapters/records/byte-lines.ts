import { isAscii } from 'node:buffer'
import type { Line } from './lines.ts'

const lineFeed = 0x0a
const carriageReturn = 0x0d

/**
 * The lines of UTF-8 bytes, as `linesOf` gives those of their text, without decoding more than one line at a time.
 * Each batch is lazy and must be used up before the next one is asked for.
 */
export async function* linesOfBytes(
  bytes: AsyncIterable<Buffer>,
  maxChars: number,
): AsyncGenerator<Iterable<Line>> {
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
  function* linesIn(chunk: Buffer, start: number): Generator<Line> {
    const ascii = isAscii(chunk)
    let from = start
    for (let at = chunk.indexOf(lineFeed, from); at !== -1; at = chunk.indexOf(lineFeed, from)) {
      yield close(chunk, from, at, ascii, true)
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
  if (carriedBytes > 0) yield [close(Buffer.alloc(0), 0, 0, true, false)]
}
