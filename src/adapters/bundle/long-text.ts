import { createHash } from 'node:crypto'
import { readSync } from 'node:fs'
import type { FileHandle } from 'node:fs/promises'
import type { LongText } from '../../core/bundle.ts'
import { OpsError } from '../../core/errors.ts'
import { safe } from '../../core/safe.ts'
import { encodingOf, type TextCounts } from './decode-text.ts'
import { beginsOneDocument } from './one-document.ts'
import { recognise } from './recognise.ts'

const blockBytes = 1_048_576
// A line is held as a whole, in several forms.
const longestLine = 4_194_304

/** A file that was opened once: all its bytes up to `size`, however it grows. */
type Opened = { readonly fd: number; readonly size: number }

/** The blocks of a file; each is there until the next one is asked for. */
function* blocksOf({ fd, size }: Opened): Generator<Buffer> {
  // One block for all: many that are let go of one after the other stay with the process.
  const block = Buffer.allocUnsafe(Math.min(blockBytes, size))
  for (let at = 0; at < size; ) {
    const bytesRead = readSync(fd, block, 0, Math.min(block.length, size - at), at)
    if (bytesRead === 0) return
    yield block.subarray(0, bytesRead)
    at += bytesRead
  }
}

/** The text of blocks in parts of whole lines, every line ended by a line feed alone. */
function* linesOf(blocks: Iterable<Buffer>, encoding: string): Generator<string> {
  const decoder = new TextDecoder(encoding)
  let held = ''
  for (const block of blocks) {
    // Of one byte per character nothing is carried over; Node decodes the two ways differently (0x80 to 0x9f).
    held += encoding === 'utf-8' ? decoder.decode(block, { stream: true }) : decoder.decode(block)
    const end = held.lastIndexOf('\n') + 1
    if (end === 0) continue
    yield held.slice(0, end).replaceAll('\r\n', '\n')
    held = held.slice(end)
  }
  held += decoder.decode()
  if (held !== '') yield held
}

type Counted = TextCounts & { readonly digest: string; readonly longest: number }

function counted(opened: Opened): Counted | null {
  const decoder = new TextDecoder('utf-8')
  const hash = createHash('sha256')
  const counts = { bytes: 0, high: 0, odd: 0, characters: 0, broken: 0, beyondAscii: 0, endsBroken: false }
  let line = 0
  let longest = 0
  for (const block of blocksOf(opened)) {
    hash.update(block)
    for (const byte of block) {
      if (byte === 0) return null
      if (byte > 0x7f) counts.high += 1
      else if (byte < 0x20 && (byte < 0x08 || byte === 0x0b || (byte > 0x0d && byte !== 0x1b)))
        counts.odd += 1
      line = byte === 0x0a ? 0 : line + 1
      if (line > longest) longest = line
    }
    counts.bytes += block.length
    const text = decoder.decode(block, { stream: true })
    counts.characters += text.length
    if (text !== '') counts.endsBroken = text.endsWith('\ufffd')
    // Most blocks of a log are ASCII.
    if (text.length < block.length || counts.high > 0) {
      for (let at = 0; at < text.length; at += 1) {
        const code = text.charCodeAt(at)
        if (code === 0xfffd) counts.broken += 1
        else if (code > 0x7f) counts.beyondAscii += 1
      }
    }
  }
  const rest = decoder.decode()
  if (rest !== '') Object.assign(counts, { broken: counts.broken + rest.length, endsBroken: true })
  return { ...counts, digest: hash.digest('hex'), longest }
}

function headOf(opened: Opened): Buffer {
  const head = Buffer.alloc(Math.min(65_536, opened.size))
  return head.subarray(0, readSync(opened.fd, head, 0, head.length, 0))
}

/**
 * The text of an open file that is never held as a whole; its owner calls `close`. Null for what cannot be read so: an
 * archive, one JSON document, UTF-16, a line above 4 MiB, and everything that is no text. Reading it again throws
 * `OpsError` INCLUDE_CHANGED when it is no longer what it was. Throws the system's error when it cannot be read.
 */
export function longTextOf(handle: FileHandle, size: number, name: string): LongText | null {
  const opened = { fd: handle.fd, size }
  const head = headOf(opened)
  if (recognise(head).kind !== 'plain' || beginsOneDocument(head.toString('utf8'))) return null
  const counts = counted(opened)
  if (counts === null || counts.longest > longestLine) return null
  const encoding = encodingOf(counts)
  if (encoding === null) return null
  const changed = () => new OpsError('INCLUDE_CHANGED', { file: safe(name) })
  function* unchanged(): Generator<Buffer> {
    const hash = createHash('sha256')
    for (const block of blocksOf(opened)) {
      hash.update(block)
      yield block
    }
    if (hash.digest('hex') !== counts?.digest) throw changed()
  }
  return {
    bytes: size,
    parts: () => linesOf(unchanged(), encoding),
    close: () => handle.close().catch(() => undefined),
  }
}
