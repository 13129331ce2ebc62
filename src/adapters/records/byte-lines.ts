import { isAscii } from 'node:buffer'

const lineFeed = 0x0a
const carriageReturn = 0x0d

/** One line of UTF-8 bytes without its end, until the next one is asked for: then the same object holds that. */
export type ByteLine = {
  readonly line: number
  /** How many bytes stand before it, those of a byte order mark too. */
  readonly at: number
  /** A line feed followed. */
  readonly ended: boolean
  /** Where its bytes are; none (`from` = `to`) of a line that is too long. */
  readonly bytes: Buffer
  readonly from: number
  readonly to: number
  /** The line as `linesOf` gives it: null when it was too long to keep. */
  readonly text: () => string | null
}

type OpenLine = { -readonly [K in keyof ByteLine]: ByteLine[K] } & { ascii: boolean; tooLong: boolean }

const nothing = Buffer.alloc(0)

/**
 * What `make` makes of the lines of UTF-8 bytes, which are those that `linesOf` gives of their text; undefined = nothing.
 * No more than one line is decoded at a time, and only when its text is asked for: each batch is lazy and must be used
 * up before the next one is asked for.
 */
export async function* fromLinesOfBytes<T>(
  bytes: AsyncIterable<Buffer>,
  maxChars: number,
  make: (line: ByteLine) => T | undefined,
): AsyncGenerator<Iterable<T>> {
  // A code unit takes at most three bytes, so more than this is too long however it decodes.
  const maxBytes = 3 * (maxChars + 1)
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true })
  let line = 1
  let [lineAt, passed] = [0, 0]
  let carried: Buffer[] = []
  let carriedBytes = 0
  let tooLong = false

  const open: OpenLine = {
    ...{ line, at: 0, ended: false, bytes: nothing, from: 0, to: 0, ascii: true, tooLong: false },
    text: () => {
      const { bytes, from, to, ascii } = open
      if (open.tooLong) return null
      const text = ascii ? bytes.toString('latin1', from, to) : decoder.decode(bytes.subarray(from, to))
      return text.length > maxChars ? null : text
    },
  }
  const put = (part: Buffer, from: number, to: number, ascii: boolean) => {
    const end = to > from && part[to - 1] === carriageReturn ? to - 1 : to
    open.tooLong = end - from > maxBytes
    open.bytes = part
    open.from = from
    open.to = open.tooLong ? from : end
    open.ascii = ascii
  }
  const close = (part: Buffer, from: number, to: number, ascii: boolean, ended: boolean): ByteLine => {
    if (tooLong) {
      put(nothing, 0, 0, true)
      open.tooLong = true
    } else if (carriedBytes > 0) {
      const whole = Buffer.concat([...carried, part.subarray(from, to)])
      put(whole, 0, whole.length, isAscii(whole))
    } else put(part, from, to, ascii)
    open.line = line
    open.at = lineAt
    open.ended = ended
    carried = []
    carriedBytes = 0
    tooLong = false
    line += 1
    return open
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
    if (passed === 0) lineAt = start
    for (let at = chunk.indexOf(lineFeed, from); at !== -1; at = chunk.indexOf(lineFeed, from)) {
      const made = make(close(chunk, from, at, ascii, true))
      if (made !== undefined) yield made
      from = at + 1
      lineAt = passed + from
    }
    carry(chunk.subarray(from))
    passed += chunk.length
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
  const last = carriedBytes > 0 ? make(close(nothing, 0, 0, true, false)) : undefined
  if (last !== undefined) yield [last]
}
