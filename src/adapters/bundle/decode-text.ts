/** The text of a file, or why there is none: a clause for people. */
export type DecodedText =
  | { readonly ok: true; readonly text: string }
  | { readonly ok: false; readonly why: string }

const binary = 'it is a binary file'
const strange = 'it is binary, or in an encoding that is not recognised'

/** Controls that no text needs: all but tab, line feed, form feed, return, backspace and escape. */
function isOddControl(code: number): boolean {
  return code < 0x20 && (code < 0x08 || code === 0x0b || (code > 0x0d && code !== 0x1b))
}

const isBroken = (code: number) => code === 0xfffd
const isAscii = (code: number) => code < 0x80
const isBeyondAscii = (code: number) => code > 0x7f && code !== 0xfffd

function startsWith(bytes: Uint8Array, ...magic: readonly number[]): boolean {
  return magic.every((byte, index) => bytes[index] === byte)
}

/** The kind of UTF-16 by where zero bytes stand: names and digits are ASCII, so nearly every second byte is zero. */
function utf16By(bytes: Uint8Array): 'utf-16le' | 'utf-16be' | undefined {
  if (bytes.length % 2 !== 0) return undefined
  let even = 0
  let odd = 0
  for (let at = 0; at < bytes.length; at += 2) {
    if (bytes[at] === 0) even += 1
    if (bytes[at + 1] === 0) odd += 1
  }
  const half = bytes.length / 2
  if (odd > half * 0.7 && even < half * 0.01) return 'utf-16le'
  return even > half * 0.7 && odd < half * 0.01 ? 'utf-16be' : undefined
}

// A loop: a regular expression makes an object of each match, of which a hostile file may hold 64 million.
function count(text: string, isMeant: (code: number) => boolean): number {
  let found = 0
  for (let at = 0; at < text.length; at += 1) if (isMeant(text.charCodeAt(at))) found += 1
  return found
}

/** What was counted in bytes without a zero among them, and in what they are as UTF-8. */
export type TextCounts = {
  readonly bytes: number
  /** Bytes above 0x7f. */
  readonly high: number
  /** Controls that no text needs. */
  readonly odd: number
  readonly characters: number
  /** Characters that were no UTF-8, and the others above ASCII. */
  readonly broken: number
  readonly beyondAscii: number
  /** Is the very last character one that was cut off? */
  readonly endsBroken: boolean
}

/** The encoding of such bytes as `TextDecoder` names it; null when they are no text. */
export function encodingOf(counts: TextCounts): 'utf-8' | 'windows-1252' | null {
  const { bytes, high, odd, characters, broken, beyondAscii, endsBroken } = counts
  // A log that was cut, or that holds some bytes of a client, is still UTF-8 when most of it is.
  if (broken > 0 && broken >= beyondAscii && !(broken === 1 && endsBroken)) {
    // One byte per character, in western Europe or America. Random bytes must not pass: they may be a key.
    return high <= bytes * 0.2 && odd === 0 ? 'windows-1252' : null
  }
  return (broken === 1 && endsBroken) || odd <= characters / 100 ? 'utf-8' : null
}

/** Text of one byte per character, in western Europe or America. Random bytes must not pass: they may be a key. */
function latin1(bytes: Uint8Array): DecodedText {
  let high = 0
  for (const byte of bytes) if (byte > 0x7f) high += 1
  if (high > bytes.length * 0.2) return { ok: false, why: strange }
  const text = new TextDecoder('windows-1252').decode(bytes)
  return count(text, isOddControl) === 0 ? { ok: true, text } : { ok: false, why: strange }
}

function utf8(bytes: Uint8Array): DecodedText {
  const text = new TextDecoder('utf-8').decode(bytes)
  const broken = count(text, isBroken)
  // A log that was cut, or that holds some bytes of a client, is still UTF-8 when most of it is.
  if (broken > 0 && broken >= count(text, isBeyondAscii)) {
    return broken === 1 && text.endsWith('\ufffd') ? { ok: true, text } : latin1(bytes)
  }
  return count(text, isOddControl) > text.length / 100 ? { ok: false, why: binary } : { ok: true, text }
}

/** Zero bytes where they should not be: taken for a binary file, whatever surrounds them. */
function decode(bytes: Uint8Array): DecodedText {
  if (startsWith(bytes, 0xff, 0xfe, 0, 0) || startsWith(bytes, 0, 0, 0xfe, 0xff)) {
    return { ok: false, why: 'it is text in UTF-32' }
  }
  const marked = startsWith(bytes, 0xff, 0xfe)
    ? 'utf-16le'
    : startsWith(bytes, 0xfe, 0xff)
      ? 'utf-16be'
      : undefined
  if (marked === undefined && !bytes.includes(0)) return utf8(bytes)
  const kind = marked ?? utf16By(bytes)
  if (kind === undefined) return { ok: false, why: binary }
  const text = new TextDecoder(kind).decode(bytes)
  // Two random bytes can look like a mark; what stands in a log is mostly ASCII.
  const isText = count(text, isOddControl) === 0 && count(text, isAscii) >= text.length / 2
  return isText ? { ok: true, text } : { ok: false, why: binary }
}

/**
 * The text of bytes in UTF-8, UTF-16 or latin1, without a byte order mark, every line ended by a line feed alone.
 * Not text: zero bytes outside UTF-16, many control characters, bytes that look random. Never throws.
 */
export function decodeText(bytes: Uint8Array): DecodedText {
  const decoded = decode(bytes)
  return decoded.ok ? { ok: true, text: decoded.text.replaceAll('\r\n', '\n') } : decoded
}
